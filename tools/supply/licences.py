"""`python -m tools.supply.licences` writes docs/licences.md: what is not ours, and on what terms."""

import tomllib
from pathlib import Path

from tools.supply.locked import DEV, GRANIAN, ROOT, SITE, Package, packages

PAGE = ROOT / "docs" / "licences.md"
ALLOWED = set(tomllib.loads(Path(__file__).with_name("licences.toml").read_text())["allowed"])
FACES = "Literata, in static/looks/window/fonts"
_TOP = """# What is not ours, and on what terms

`make licences` writes this page from the locked versions, and a test compares them. What the site runs
may be under the licences named in `tools/supply/licences.toml` and no others.

"""


def page() -> str:
    """The whole page. Raises locked.Unknown."""
    site = packages(SITE)
    names = {one.name for one in site}
    more = [one for one in packages(GRANIAN) if one.name not in names]
    tools = [one for one in packages(DEV) if one.name not in names | {one.name for one in more}]
    return (
        f"{_TOP}## What the site runs\n\n{_table(site)}"
        f"| {FACES} | | OFL-1.1 |\n\n"
        f"## With `SERVER=granian`, besides\n\n{_table(more)}\n"
        f"## What only developers use\n\nNothing of it is in what a practice runs.\n\n{_table(tools)}"
    )


def forbidden(some: list[Package]) -> list[str]:
    return [f"{one.name}: {one.licence}" for one in some if one.licence not in ALLOWED]


def _table(some: list[Package]) -> str:
    rows = "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in some)
    return f"| what | version | licence |\n| --- | --- | --- |\n{rows}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written: {PAGE.relative_to(ROOT)}")
