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
    """By how much the page must be pushed aside to be read; empty when it fits its screen."""
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return f"{wide} px wide on a screen of {screen}" if wide > screen else ""


def shift(page):
    """How far the words on the page jumped while it was loading; 0 when they stood still."""
    return page.evaluate(SHIFT)
