"""Draws docs/journeys.svg, the two journeys of docs/architecture.md: `python -m tools.journeys`.

A test compares the drawing with this list, and every file named in it with those that are there.
"""

from html import escape
from pathlib import Path

DRAWING = Path(__file__).resolve().parent.parent / "docs" / "journeys.svg"

# Where it runs, then what is passed through: a file, or nothing, and what happens there.
Stop = tuple[str, str]
READER: list[tuple[str, list[Stop]]] = [
    ("A reader’s browser", [("", "GET /journal/rain/")]),
    (
        "A web thread, in front of Django",
        [
            ("practice/web/server.py", "takes the request from the line"),
            ("practice/web/kept/application.py", "kept and fresh? answers at once"),
            ("practice/web/kept/freshness.py", "knows the one number of the content"),
        ],
    ),
    (
        "The same thread, in Django, when there is no kept page",
        [
            ("practice/web/headers.py", "and the other layers of MIDDLEWARE"),
            ("practice/urls.py", "then journal/urls.py"),
            ("journal/views.py", "public_at(): the one rule of what is public"),
            ("practice/content/models.py", "a row of the one table of entries"),
            ("templates/journal/post.html", "words rendered when they were saved"),
        ],
    ),
    ("In front again", [("practice/web/kept/pages.py", "keeps the page, then it goes out")]),
]
VISITOR: list[tuple[str, list[Stop]]] = [
    ("A visitor’s browser", [("", "POST /consultation/")]),
    (
        "A web thread, in Django",
        [
            ("practice/web/kept/application.py", "hands every POST on as it came"),
            ("intake/views.py", "as thin as it can be"),
            ("intake/forms.py", "reads the answers; 422 with every word kept"),
            ("intake/suspicion.py", "marks what machines write"),
        ],
    ),
    (
        "One transaction, on the disk before the thanks",
        [
            ("intake/actions.py", "receive(): the only writers are here"),
            ("intake/sameness.py", "sent twice is stored once"),
            ("intake/sealing.py", "the inquiry’s row, its words sealed"),
            ("practice/audit/log.py", "the event; beside it the mail that is owed"),
        ],
    ),
    ("The answer", [("templates/intake/received.html", "303, thanks and the reference")]),
    (
        "The outbox thread, or manage.py worker",
        [
            ("intake/outbox.py", "leases the row; tries again for five days"),
            ("intake/emails.py", "a reference and a link, none of the words"),
            ("intake/smtp.py", "to the mail server"),
        ],
    ),
    (
        "The desk, after signing in",
        [("intake/inbox/detail.py", "opens the seal for the practitioner")],
    ),
]

WIDTH, GAP, PAD, LINE = 400, 22, 12, 38
STYLE = (
    "text{font:13px sans-serif;fill:#2c3330}.h{font-weight:bold;font-size:17px}"
    ".w{font-size:12px;fill:#55605b}"
    ".f{font:bold 13px monospace;fill:#1f5d58}.box{fill:#f3f1ea;stroke:#b9b4a4}"
    "path{stroke:#7a8580;stroke-width:1.5;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#e6e3da}.w{fill:#aab4af}.f{fill:#8fd0c8}"
    ".box{fill:#262c2a;stroke:#56605b}path{stroke:#98a39e}}"
)
TITLE = "Two journeys through the house"
TOLD = (
    "On the left a reader opens a post: a kept page answers in front of Django, or a page is made and kept. "
    "On the right a visitor sends a request: the form, one transaction with the sealed row and the mail "
    "that is owed, the thanks; then the outbox sends the mail, and the "
    "practitioner reads the request in the inbox."
)


def _box(left: int, top: int, place: str, stops: list[Stop]) -> tuple[str, int]:
    """One place with its stops, and how high it is."""
    height = 26 + LINE * len(stops) - (14 if not stops[0][0] else 0)
    parts = [
        f'<rect class="box" x="{left}" y="{top}" width="{WIDTH}" height="{height}" rx="6"/>',
        f'<text class="w" x="{left + PAD}" y="{top + 18}">{escape(place)}</text>',
    ]
    at = top + 38
    for file, told in stops:
        if file:
            parts.append(f'<text class="f" x="{left + PAD}" y="{at}">{escape(file)}</text>')
            at += 16
        parts.append(f'<text x="{left + PAD}" y="{at}">{escape(told)}</text>')
        at += LINE - 16
    return "".join(parts), height


def _journey(left: int, title: str, places: list[tuple[str, list[Stop]]]) -> tuple[str, int]:
    parts = [f'<text class="h" x="{left}" y="24">{escape(title)}</text>']
    top = 40
    for number, (place, stops) in enumerate(places):
        if number:
            x = left + WIDTH // 2
            parts.append(f'<path d="M{x} {top - GAP + 2}v{GAP - 5}m-5 -6l5 6l5 -6"/>')
        box, height = _box(left, top, place, stops)
        parts.append(box)
        top += height + GAP
    return "".join(parts), top


def drawing() -> str:
    """The drawing as text."""
    reader, one = _journey(10, "A reader opens a post", READER)
    visitor, other = _journey(430, "A visitor sends a request", VISITOR)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 {max(one, other)}" role="img" '
        f'aria-labelledby="t d"><title id="t">{TITLE}</title><desc id="d">{TOLD}</desc>'
        f"<style>{STYLE}</style>{reader}{visitor}</svg>\n"
    )


if __name__ == "__main__":
    DRAWING.write_text(drawing(), encoding="utf-8")
