"""Our rendering of an imported site against the real Jekyll's: nothing a reader sees is lost."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import html5lib
import markdown
import pytest

from practice.archive.documents import Document
from practice.archive.reading import read

SAMPLES = Path(__file__).parent / "samples"
# Comments, and the list of contents, which our pages make for themselves.
NOT_SHOWN = re.compile(r'<!--.*?-->|<ul id="markdown-toc">.*?</ul>', re.DOTALL)
# The number or name both put where a footnote is called.
FOOTNOTE_MARK = re.compile(r"<sup[^>]*><a [^>]*footnote[^>]*>.*?</a></sup>")
EXTENSIONS = ["extra", "toc", "sane_lists", "smarty", "admonition"]

pytestmark = pytest.mark.skipif(
    shutil.which("jekyll") is None, reason="jekyll is not installed (apt install jekyll)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Jekyll's site and ours, from the same files, one of them with Windows line ends and a BOM."""
    root = tmp_path_factory.mktemp("site")
    source = root / "source"
    shutil.copytree(SAMPLES, source)
    (source / "about.md").unlink()  # its include has no file, on purpose
    windows = source / "_posts/2024-06-01-windows.md"
    windows.write_bytes(b"\xef\xbb\xbf" + windows.read_bytes().replace(b"\n", b"\r\n"))
    command = ["jekyll", "build", "--quiet", "--disable-disk-cache"]
    built = subprocess.run(
        [*command, "--source", str(source), "--destination", str(root / "built")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "LANG": "C.UTF-8", "HOME": str(root)},
    )
    assert built.returncode == 0, built.stderr
    found = list(read([source], kind=None, zone=ZoneInfo("UTC")))
    documents = [one for one in found if isinstance(one, Document)]
    return root / "built", [one for one in documents if not one.draft and one.kind == "post"]


def parsed(text):
    return html5lib.parseFragment(text, treebuilder="etree", namespaceHTMLElements=False)


def letters(element):
    """Every letter and digit a reader sees, in order (blocks of HTML have no spaces between)."""
    return re.sub(r"[\W_]+", "", "".join(element.itertext()))


def texts(tree, *names):
    """The letters of each element of these names, in the order of the page."""
    return [found for one in tree.iter() if one.tag in names and (found := letters(one))]


def links(tree, moved=None):
    addresses = [one.get("href", "") for one in tree.iter("a")]
    moved = moved or {}
    return [moved.get(one, one) for one in addresses if not one.startswith("#fn")]


def written(built, address):
    """The file Jekyll serves at an address."""
    names = (f"{address}index.html",) if address.endswith("/") else (address, f"{address}.html")
    return next((f for name in names if (f := built / name.lstrip("/")).is_file()), None)


def pairs(site):
    """For every post: its name, Jekyll's page and ours."""
    built, documents = site
    for document in documents:
        address = document.old_paths[0].removeprefix("/blog")
        file = written(built, address)
        assert file is not None, f"Jekyll made no {address}"
        ours = markdown.markdown(document.body, extensions=EXTENSIONS)
        theirs = NOT_SHOWN.sub("", file.read_text(encoding="utf-8"))
        ours = FOOTNOTE_MARK.sub("", ours)
        theirs = FOOTNOTE_MARK.sub("", theirs)
        yield document.source, parsed(theirs), parsed(ours)


def test_every_post_has_the_address_jekyll_gave_it(site):
    addresses = {document.old_paths[0] for document in site[1]}
    assert len(list(pairs(site))) == len(addresses) == 9
    assert "/blog/travel/2024/07/07/slow-train.html" in addresses
    assert not any("unseen" in address for address in addresses)


def test_no_word_is_lost_and_none_is_added(site):
    for name, theirs, ours in pairs(site):
        assert letters(ours) == letters(theirs), name


@pytest.mark.parametrize(
    "names",
    [
        ("li",),
        ("blockquote",),
        ("pre",),
        ("dt",),
        ("dd",),
        ("td", "th"),
        ("strong", "b"),
        ("h1", "h2", "h3", "h4"),
    ],
    ids=lambda names: names[0],
)
def test_every_piece_of_structure_is_kept(site, names):
    for name, theirs, ours in pairs(site):
        assert texts(ours, *names) == texts(theirs, *names), name


@pytest.mark.parametrize("names", [("code", "kbd"), ("em", "i")], ids=lambda names: names[0])
def test_no_emphasis_and_no_inline_code_is_lost(site, names):
    """Ours has more: a caption becomes emphasis, a key (`<kbd>`) code."""
    for name, theirs, ours in pairs(site):
        assert not Counter(texts(theirs, *names)) - Counter(texts(ours, *names)), name


def test_code_is_kept_to_the_letter(site):
    for name, theirs, ours in pairs(site):
        blocks = [["".join(b.itertext()).strip("\n") for b in tree.iter("pre")]
                  for tree in (theirs, ours)]  # fmt: skip
        assert blocks[0] == blocks[1], name


def test_hard_breaks_and_pictures_are_kept(site):
    for name, theirs, ours in pairs(site):
        assert len(list(ours.iter("br"))) == len(list(theirs.iter("br"))), name
        assert [i.get("src") for i in ours.iter("img")] == [
            i.get("src") for i in theirs.iter("img")
        ]


def test_links_lead_where_they_led(site):
    moved = {f"/journal/{one.slug}/": one.old_paths[0] for one in site[1]}
    moved["/about/"] = "/blog/about/"
    for name, theirs, ours in pairs(site):
        expected = [one.replace("/blog/blog/", "/blog/") for one in links(theirs)]
        assert links(ours, moved) == expected, name


def test_no_html_is_left_in_any_body(site):
    for document in site[1]:
        rendered = markdown.Markdown(extensions=EXTENSIONS)
        rendered.convert(document.body)
        # python-markdown puts raw HTML aside here; fenced code is the only HTML it makes itself
        raw = [one for one in rendered.htmlStash.rawHtmlBlocks if isinstance(one, str)]
        assert not [one for one in raw if not one.startswith(("<pre><code", "&"))], document.source
