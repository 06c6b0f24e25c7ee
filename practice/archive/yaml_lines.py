"""Front matter, written: the same values give the same bytes, and any YAML reader reads them back,
Ruby's among them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

Value = str | bool | int | Sequence[str]

# Words without any mark YAML could take for something else; what is not sure to be one is quoted.
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\x9f:#\\\"\u2028\u2029\ufeff]|(?<=\S):(?=\S))*")
_IN_A_LIST = re.compile(r"[^\W\d_][\w -]*")
_TAKEN = frozenset("true false yes no on off y n null".split())
# What JSON leaves as it is and YAML does not allow, or takes for the end of a line.
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def front_matter(values: Mapping[str, Value]) -> str:
    """The block with its two lines of dashes, a value a line."""
    lines = (f"{key}: {written(value)}\n" for key, value in values.items())
    return f"---\n{''.join(lines)}---\n"


def written(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return value if _is_plain(value, _PLAIN) else quoted(value)
    return f"[{', '.join(_in_a_list(one) for one in value)}]"


def _in_a_list(value: str) -> str:
    return value if _is_plain(value, _IN_A_LIST) else quoted(value)


class Quoted(str):
    """Text that stands in quotes even where it need not, as people write titles."""

    __slots__ = ()


class Bare(str):
    """Text known to be a plain YAML value: a date."""

    __slots__ = ()


def _is_plain(text: str, shape: re.Pattern[str]) -> bool:
    if isinstance(text, Bare):
        return True
    if isinstance(text, Quoted) or text != text.strip() or text.casefold() in _TAKEN:
        return False
    return shape.fullmatch(text) is not None


def quoted(text: str) -> str:
    """In double quotes, which in JSON and in YAML mean the same."""
    escaped = json.dumps(str(text), ensure_ascii=False)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)


def moment(at: datetime, zone: tzinfo) -> Bare:
    """A time in `zone` as Jekyll writes it; a day alone where it begins."""
    local = at.astimezone(zone)
    if (local.utcoffset() or timedelta()) % timedelta(minutes=1):  # before there were time zones
        local = at.astimezone(UTC)
    day = f"{local.year:04}-{local:%m-%d}"
    clock = f"{local:%H:%M:%S}" + (f".{local:%f}" if local.microsecond else "")
    if clock == "00:00:00" and not local.fold and local.tzinfo is not UTC:
        return Bare(day)
    return Bare(f"{day} {clock} {local:%z}")
