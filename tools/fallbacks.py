"""Measures the faces that stand in while Literata is on its way: `python -m tools.fallbacks`.

Prints their @font-face rules for `css/base/faces.css`. Widths are those of the demo posts set by Chromium,
with kerning, so frequent letters weigh what they weigh; heights are Literata's own. Gelasio has Georgia's
widths and Liberation Serif those of Times New Roman; Noto Serif is Android's.
"""

import base64
import re
import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from playwright.sync_api import Page, sync_playwright

from tools.fonts import OUT, ROOT, unpacked

SYSTEM = Path("/usr/share/fonts/truetype")  # apt-get install fonts-noto-core fonts-liberation
STYLES = {
    "regular": ("literata", "400", ""),
    "italic": ("literata-italic", "400", "font-style: italic; "),
    "bold": ("literata", "600", "font-weight: 600; "),
}
WIDTH = """async ([font, weight, lines]) => {
    const face = new FontFace('measured', `url(data:font/woff2;base64,${font})`, {weight: '1 1000'})
    document.fonts.clear()
    document.fonts.add(await face.load())
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = `${weight} 100px measured`
    return lines.reduce((sum, line) => sum + pen.measureText(line).width, 0)
}"""


def stand_ins() -> dict:
    """Family: the file and the local names of each style."""
    gelasio = unpacked("@fontsource/gelasio@5.3.0") / "files"
    noto, liberation = SYSTEM / "noto", SYSTEM / "liberation"
    return {
        "Literata Georgia": {
            "regular": (gelasio / "gelasio-latin-400-normal.woff2", ["Georgia", "Gelasio Regular"]),
            "italic": (
                gelasio / "gelasio-latin-400-italic.woff2",
                ["Georgia Italic", "Gelasio Italic"],
            ),
            "bold": (gelasio / "gelasio-latin-700-normal.woff2", ["Georgia Bold", "Gelasio Bold"]),
        },
        "Literata Noto": {
            "regular": (noto / "NotoSerif-Regular.ttf", ["Noto Serif", "Noto Serif Regular"]),
            "italic": (noto / "NotoSerif-Italic.ttf", ["Noto Serif Italic"]),
            "bold": (noto / "NotoSerif-Bold.ttf", ["Noto Serif Bold"]),
        },
        "Literata Times": {
            style: (
                liberation / f"LiberationSerif-{style.capitalize()}.ttf",
                [f"Times New Roman{name}", f"Liberation Serif{name}"],
            )
            for style, name in (("regular", ""), ("italic", " Italic"), ("bold", " Bold"))
        },
    }


def posts() -> list[str]:
    """The demo posts' lines, without front matter and most of the markup."""
    lines = []
    for path in sorted((ROOT / "practice/demo/posts").glob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        lines += re.sub(r"\]\([^)]*\)|[\[*#>_]", "", body).splitlines()
    return [line for line in lines if line.strip()]


def width(page: Page, font: Path, weight: str, lines: list[str]) -> float:
    return page.evaluate(WIDTH, [base64.b64encode(font.read_bytes()).decode(), weight, lines])


def heights() -> tuple[float, float]:
    """What Literata takes above and below the line, in ems."""
    font = TTFont(OUT / "literata.woff2")
    return font["hhea"].ascent / font["head"].unitsPerEm, -font["hhea"].descent / font[
        "head"
    ].unitsPerEm


def rules(page: Page) -> list[str]:
    """One @font-face for each family and style."""
    lines, (above, below), found = posts(), heights(), []
    for family, styles in stand_ins().items():
        for style, (path, names) in styles.items():
            ours, weight, descriptors = STYLES[style]
            wanted = width(page, OUT / f"{ours}.woff2", weight, lines)
            size = wanted / width(page, path, "400", lines)
            sources = ", ".join(f'local("{name}")' for name in names)
            found.append(
                f'@font-face {{ font-family: "{family}"; {descriptors}src: {sources};'
                f" size-adjust: {size:.1%}; ascent-override: {above / size:.1%};"
                f" descent-override: {below / size:.1%}; line-gap-override: 0%; }}"
            )
    return found


def main() -> None:
    """Print the rules; they are pasted into the stylesheet."""
    names = ("chromium", "chromium-browser", "chromium-headless-shell")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if not chromium:
        sys.exit("Chromium is needed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        print("\n".join(rules(browser.new_page())))
        browser.close()


if __name__ == "__main__":
    main()
