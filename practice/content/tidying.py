"""Text as it is stored, and as it is compared."""

import re

# Pasted along unseen from word processors; an XML reader refuses a feed with one in it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# People type straight quotes and read curly ones.
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def tidy(text: str) -> str:
    """Text as it is stored: line ends of one kind, no control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    """Text as search compares it: without regard to case and to the shape of quotes."""
    return text.translate(_STRAIGHT).casefold()
