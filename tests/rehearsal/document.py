"""The shell lines of docs/deploy.md: what is rehearsed is what is written there."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "deploy.md"

# What a reader puts in instead of the examples. The mail server stands on this machine and speaks in clear.
OWN = {
    "https://code.example/practice.git": "/src/practice.git",
    "NOTIFY_EMAIL=you@your-mailbox.example": "NOTIFY_EMAIL=dana@practice.example",
    "EMAIL_HOST=smtp.your-provider.example": "EMAIL_HOST=127.0.0.1",
    "EMAIL_PORT=587": "EMAIL_PORT=2525",
    "EMAIL_USE_TLS=on": "EMAIL_USE_TLS=off",
    "EMAIL_HOST_USER=website@your-practice.example": "EMAIL_SESSION_SECONDS=5",
    "EMAIL_HOST_PASSWORD=the-password-for-sending": "EMAIL_PROBE_SECONDS=5",
}


def blocks(text: str | None = None) -> dict[str, str]:
    """The named blocks, in the order of the document, with the examples as they stand."""
    text = DOCUMENT.read_text(encoding="utf-8") if text is None else text
    found = re.findall(r"^```sh ([a-z-]+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(dict(found)) == len(found), "two blocks have one name"
    return dict(found)


def as_typed(block: str) -> str:
    """The block with what this reader puts in."""
    for example, own in OWN.items():
        block = block.replace(example, own)
    return block
