"""What in a text another site might run. Ours shows none of it, and a copy of the text still holds it."""

from __future__ import annotations

import re

_ACTIVE = re.compile(
    r"<(?P<tag>script|iframe|object|embed|applet|frame|frameset|meta|base|link|style|form|svg|math|template)\b"
    r"|[\s\"'/{](?P<handler>on[a-z]{3,})\s*="
    r"|(?P<scheme>javascript|vbscript|data)\s*:(?=\S)",
    re.IGNORECASE,
)


def active(body: str) -> str:
    """The first such thing in a body, as one names it; "" where there is none."""
    found = _ACTIVE.search(body)
    if found is None:
        return ""
    if found["tag"]:
        return f"<{found['tag'].lower()}>"
    return found["handler"].lower() if found["handler"] else f"{found['scheme'].lower()}:"
