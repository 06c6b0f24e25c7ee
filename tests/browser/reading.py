"""What a reader would trip over on a page: axe's findings, words out of sight, words that jump."""

import re

from axe_playwright_python.base import AXE_SCRIPT

RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()
# Wrapped, so that the library itself is not sent back as the value of its own script.
LOAD_AXE = f"() => {{ {AXE_SCRIPT} }}"
RUN_AXE = "options => axe.run(options).then(result => result.violations)"
SHIFT = """() => new Promise(done => {
    let sum = 0
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value
    }).observe({type: 'layout-shift', buffered: true})
    setTimeout(() => done(sum), 60)
})"""
# What lies under the page is cut at its edge, so that a word could be cut there unnoticed.
CUT_OFF = """() => {
    const kinds = 'main :is(h1, h2, h3, p, li, a, b, span, td, label, input, textarea)'
    const words = document.querySelectorAll(kinds)
    const cut = [...words].find(word => {
        const box = word.getBoundingClientRect()
        return box.width > 1 && box.left < innerWidth && box.right > innerWidth + 1
    })
    return cut ? `cut off at the edge: ${cut.textContent.trim().slice(0, 60)}` : ''
}"""


def violations(page):
    """What axe finds, one readable paragraph each; empty when it finds nothing."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    page.evaluate(LOAD_AXE)
    found = page.evaluate(RUN_AXE, {**options, "preload": False})
    return "\n".join(
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n"
        f"    at {' '.join(map(str, node['target']))}\n"
        f"    {node['html'][:200]}\n"
        f"    {re.sub(chr(10) + ' *', ' ', node['failureSummary'])}"
        for rule in found
        for node in rule["nodes"]
    )


def sideways(page):
    """What must be pushed aside to be read, or cannot be read at all; empty when all fits its screen."""
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide > screen:
        return f"{wide} px wide on a screen of {screen}"
    return page.evaluate(CUT_OFF)


def shift(page):
    """How far the words on the page jumped while it was loading; 0 when they stood still."""
    return page.evaluate(SHIFT)
