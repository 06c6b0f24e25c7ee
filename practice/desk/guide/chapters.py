"""The chapters of the guide, in the order one needs them, and which of them speaks of which page."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse

from practice.content.rendering import Rendered, render
from practice.env import BASE_DIR

HERE = Path(__file__).parent
PICTURES = BASE_DIR / "static" / "desk" / "guide"
# Pixels of a picture for each it is wide on a page; tools/guide_pictures.py takes them so.
SHARPNESS = 1.5

ORDER = (
    "first-evening",
    "a-request",
    "writing",
    "pages-and-notices",
    "signing-in",
    "backups",
    "what-is-kept",
    "when-something-is-wrong",
)
# Below these addresses of the desk a page ends with a way to the chapter about it.
_ABOUT = {
    "intake/": "a-request",
    "journal/": "writing",
    "content/image/": "writing",
    "pages/": "pages-and-notices",
    "content/": "pages-and-notices",
    "profile/notice/": "pages-and-notices",
    "profile/practice/": "first-evening",
    "sign-in/": "signing-in",
    "password_change/": "signing-in",
    "signin/person/": "signing-in",
    "backups/": "backups",
    "audit/": "what-is-kept",
    "evidence/": "what-is-kept",
}
_PICTURE = re.compile(r"\]\([./]+/static/desk/guide/([\w-]+\.webp)\)")
_CHAPTER = re.compile(r"\]\(([\w-]+)\.md(#[\w-]+)?\)")


@dataclass(frozen=True)
class Chapter:
    """A title, a sentence about what it holds, and its Markdown as it is read in a folder."""

    slug: str
    title: str
    about: str
    words: str

    @property
    def url(self) -> str:
        return reverse("admin:guide_chapter", args=[self.slug])


@cache
def chapters() -> dict[str, Chapter]:
    """All of them by their slugs. A file begins with its title, and the sentence about it."""
    return {slug: _read(slug) for slug in ORDER}


def chapter_about(path: str) -> Chapter | None:
    """The chapter that speaks of the page at this path of the desk, where one does."""
    below = path.removeprefix(reverse("admin:index"))
    slug = next((slug for start, slug in _ABOUT.items() if below.startswith(start)), "")
    return chapters().get(slug)


@cache
def shown(chapter: Chapter) -> Rendered:
    """Its words as a page, with pictures and ways to other chapters where the site has them."""
    words = _PICTURE.sub(lambda found: _picture(found[1]), chapter.words)
    words = _CHAPTER.sub(lambda found: f"]({chapters()[found[1]].url}{found[2] or ''})", words)
    return render(words)


def _read(slug: str) -> Chapter:
    text = (HERE / "words" / f"{slug}.md").read_text(encoding="utf-8")
    title, about, words = text.split("\n\n", 2)
    return Chapter(slug, title.removeprefix("# "), " ".join(about.split()), words)


def _picture(name: str) -> str:
    # Its size keeps the words where they are while it comes. It stands in the frame of every lossy WebP
    # (RFC 6386, 9.1); Pillow would stay in the memory of a process that never needs it otherwise.
    head = (PICTURES / name).read_bytes()[:30]
    sides = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    wide, high = (round(side / SHARPNESS) for side in sides)
    return f"]({static(f'desk/guide/{name}')}){{ width={wide} height={high} }}"
