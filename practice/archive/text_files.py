"""A file's bytes as clean text: size, encoding and line ends are settled here, once."""

from __future__ import annotations

import re
from pathlib import Path

from .documents import Unreadable

MAX_BYTES = 2_000_000

# Noncharacters (Unicode 23.7) are never text. The converter uses them as its own marks, so none
# may come in from a file. NUL and STX/ETX are what python-markdown uses in the same way.
_NEVER_TEXT = re.compile("[\x00\x02\x03\ufdd0-\ufdef\ufffe\uffff]")


def read_text(file: Path) -> str:
    """The text of `file` with plain newlines. Raises Unreadable: missing, too large, not UTF-8."""
    try:
        if not file.is_file():
            raise Unreadable(str(file), 1, "no such file")
        if file.stat().st_size > MAX_BYTES:
            raise Unreadable(str(file), 1, "larger than 2 MB, which no text of this kind is")
        data = file.read_bytes()
    except OSError as error:
        raise Unreadable(str(file), 1, f"cannot be read ({error.strerror})") from error
    return _decoded(data, str(file))


def _decoded(data: bytes, path: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(path, line, "not UTF-8; save the file as UTF-8 and try again") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NEVER_TEXT.sub("", text)
