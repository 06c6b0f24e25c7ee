"""Takes the pictures of the guide anew, of the demo desk: `make pictures`.

Each is what a chapter speaks of and nothing around it, by day, as WebP in static/desk/guide.
"""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from practice.desk.guide.chapters import PICTURES, SHARPNESS
from tests import copies
from tests.browser import guide
from tests.browser.conftest import CHROMIUM, QUIET
from tests.running_site import RunningSite

WIDE = 1000  # the desk with its column; the words of a page are then about as wide as the guide's
AIR = 12  # around what is shown, in the page's own measure
EVENING = """
from journal.models import Post
post = Post.objects.create(slug='the-kettle', title='The kettle', status='draft', body='''
It takes four minutes. I used to think of them as *lost*.

> A pot you watch is a pot you are with.

Now I stand there, and nothing is asked of me.
''')
"""


def main() -> None:
    copies.begin()
    try:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            site = copies.make(Path(folder) / "site").start()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            try:
                _take_all(browser, site)
            finally:
                browser.close()
                site.close()
    finally:
        copies.end()
    print(f"{sum(path.stat().st_size for path in PICTURES.iterdir()) // 1024} KB in {PICTURES}")


def _take_all(browser, site: RunningSite) -> None:
    context = browser.new_context(
        base_url=f"http://localhost:{site.port}",
        viewport={"width": WIDE, "height": 760},
        device_scale_factor=SHARPNESS,
        reduced_motion="reduce",
    )
    guide.write_in(site)
    guide.make(site, EVENING)
    page = guide.with_fingerprint(context)
    for _ in guide.WAYS["first-evening"](page, site):
        pass
    for name, come in SHOWN.items():
        _keep(name, page, come(page))


def _keep(name: str, page: Page, parts: list[Locator]) -> None:
    """The least of the page that holds all `parts`, with some air; no parts are the whole window."""
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    clip = None
    if parts:
        boxes = [box for part in parts if (box := part.bounding_box())]
        left, top = (min(box[side] for box in boxes) - AIR for side in ("x", "y"))
        right = max(box["x"] + box["width"] for box in boxes) + AIR
        foot = max(box["y"] + box["height"] for box in boxes) + AIR
        scrolled = page.evaluate("scrollY")
        clip = {"x": left, "y": top + scrolled, "width": right - left, "height": foot - top}
    shot = page.screenshot(full_page=bool(clip), clip=clip)
    with Image.open(io.BytesIO(shot)) as picture:
        picture.convert("RGB").save(PICTURES / f"{name}.webp", quality=72, method=6)


def _desk(page: Page) -> list[Locator]:
    page.goto("/admin/")
    return [page.locator(".rail .name"), page.locator(".rail nav"), page.locator(".card").first]


def _inbox(page: Page) -> list[Locator]:
    page.goto(guide.INBOX)
    return [page.locator(".lists"), page.locator(".inquiries")]


def _answer(page: Page) -> list[Locator]:
    guide.press(page, "link", "Robin Marsh")
    return [page.locator("section[aria-labelledby=answer]")]


def _erase(page: Page) -> list[Locator]:
    guide.press(page, "link", "Erase this request")
    return [page.get_by_role("heading", level=1), page.locator("#content .doings")]


def _writing(page: Page) -> list[Locator]:
    page.set_viewport_size({"width": 1180, "height": 760})  # with less the preview is not opened
    page.goto(guide.POST)
    guide.press(page, "link", "The kettle")
    page.frame_locator("iframe").get_by_text("Now I stand there").wait_for()
    return []


def _picture(page: Page) -> list[Locator]:
    page.set_viewport_size({"width": WIDE, "height": 760})
    page.get_by_role("button", name="Picture", exact=True).click()
    page.get_by_label("What it shows, for readers").fill("A lamp beside an empty chair")
    return [page.locator("dialog[open]")]


def _when(page: Page) -> list[Locator]:
    page.keyboard.press("Escape")
    return [page.locator("#when")]


def _order(page: Page) -> list[Locator]:
    page.goto("/admin/pages/page/order/")
    rows = page.locator(".ordering li")
    return [page.locator(".ordering h2").first, rows.nth(0), rows.nth(1)]


def _sign_in(page: Page) -> list[Locator]:
    page.goto("/admin/sign-in/")
    return [page.get_by_role("heading", level=1), page.get_by_role("link", name="New codes")]


def _sheet(page: Page) -> list[Locator]:
    """Never the key, though it is only a demo's."""
    page.goto("/admin/backups/backup/sheet/")
    return [page.get_by_role("button", name="Print"), page.locator("form.on-screen")]


SHOWN: dict[str, Callable[[Page], list[Locator]]] = {
    "desk": _desk,
    "inbox": _inbox,
    "answer": _answer,
    "erase": _erase,
    "writing": _writing,
    "picture": _picture,
    "when": _when,
    "order": _order,
    "sign-in": _sign_in,
    "sheet": _sheet,
}

if __name__ == "__main__":
    main()
