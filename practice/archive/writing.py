"""Blocks as Markdown in python-markdown's dialect (extra, toc, sane_lists, smarty, admonition).

Its rules differ from kramdown's: what belongs to an item is indented by four, fences are known at
the left edge only, and many line beginnings start a block where kramdown reads text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import (
    Block,
    Code,
    Definitions,
    Footnote,
    Heading,
    ListBlock,
    Literal,
    Paragraph,
    Quote,
    Rule,
    Table,
)

_INDENT = "    "
_NOTHING = "&nbsp;"
_GUARDED = re.compile(
    r"^(?:(#)|(>)|([-+*])(?=[ \t]|$)|(`)(?=``)|(\[)(?=[^\]]*\]:)|(\*)(?=\[[^\]]*\] ?:)"
    r"|(!)(?=!!)|([-*_])(?=(?:[ ]*[-*_]){2,}[ ]*$)|([-])(?=-*[ ]*$)|(\|)(?=[ :|-]*$))"
)
_NUMBER = re.compile(r"^(\d+)\.(?=[ \t]|$)")
_CHARACTERS = (("~~~", "&#126;"), (": ", "&#58;"), (":-", "&#58;"))
_EQUALS = re.compile(r"^=+[ ]*$")


def write(blocks: Sequence[Block]) -> str:
    """The whole body; ends with a newline unless it is empty."""
    parts: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        parts += [_NOTHING] if _would_join(before, block) else []
        parts.append(_top(block))
    text = "\n\n".join(parts).strip("\n")
    return f"{text}\n" if text else ""


def _would_join(before: Block | None, block: Block) -> bool:
    """Whether two blocks would be read as one list, so that an empty-looking paragraph must stand
    between them."""
    if isinstance(before, ListBlock) and isinstance(block, ListBlock):
        return before.ordered == block.ordered
    return False


def _top(block: Block) -> str:
    if isinstance(block, Code):
        return _fenced(block)
    return _written(block)


def _inner(blocks: Sequence[Block]) -> str:
    """Blocks inside another. Indented code after a list or other code would become part of it, so
    an empty-looking paragraph stands between the two."""
    parts: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        after_code = isinstance(before, ListBlock | Definitions | Code) and isinstance(block, Code)
        if after_code or _would_join(before, block):
            parts.append(_NOTHING)
        parts.append(_written(block))
    return "\n\n".join(parts)


def _written(block: Block) -> str:
    """One block; code in the indented form, which works at any depth."""
    match block:
        case Paragraph(text):
            return guarded(text)
        case Heading(level, text, anchor):
            return _heading(level, text, anchor)
        case Code(text):
            return _INDENT + _indented(text)
        case Literal(text):
            return text
        case Rule():
            return "* * *"
    return _written_container(block)


def _written_container(block: Quote | ListBlock | Table | Definitions | Footnote) -> str:
    match block:
        case Quote(children):
            return "\n".join(f"> {line}" if line else ">" for line in _inner(children).split("\n"))
        case ListBlock():
            return _list(block)
        case Table():
            return _table(block)
        case Definitions(entries):
            return "\n\n".join(_definition(terms, meanings) for terms, meanings in entries)
        case Footnote(name, children):
            return f"[^{name}]: {_indented(_inner(children))}"


def guarded(text: str) -> str:
    """A paragraph none of whose lines can be taken for the beginning of something else."""
    lines = [line.lstrip(" \t") for line in text.split("\n")]
    last = len(lines) - 1
    lines[last] = lines[last].rstrip(" \t")
    if lines[last].startswith("{"):
        lines[last] = f"\\{lines[last]}"
    return "\n".join(_guarded_line(line) for line in lines)


def _guarded_line(line: str) -> str:
    for start, replacement in _CHARACTERS:
        if line.startswith(start):
            return replacement + line[1:]
    if _EQUALS.match(line):
        return f"&#61;{line[1:]}"
    if _NUMBER.match(line):
        return _NUMBER.sub(r"\1\\.", line)
    return f"\\{line}" if _GUARDED.match(line) else line


def _heading(level: int, text: str, anchor: str) -> str:
    text = re.sub(r"(?<!\\)(#+)$", lambda match: match[1].replace("#", "\\#"), text)
    return f"{'#' * level} {text}" + (f" {{#{anchor}}}" if anchor else "")


def _fenced(block: Code) -> str:
    longest = max((len(run) for run in re.findall("`+", block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = re.sub(r"[^\w#.+-]", "", block.language)
    return f"{fence}{language}\n{block.text}\n{fence}"


def _indented(text: str) -> str:
    """The text with every line but the first indented by four."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(_INDENT + line if line.strip(" ") else "" for line in rest)])


def _list(block: ListBlock) -> str:
    tight = is_tight(block)
    items = [_item(block, position, tight) for position in range(len(block.items))]
    return ("\n" if tight else "\n\n").join(items)


def is_tight(block: Block) -> bool:
    """Whether a list can be written without empty lines: items of one line and tight lists."""
    if not isinstance(block, ListBlock) or block.loose:
        return False
    return all(
        isinstance(item[0], Paragraph) and all(is_tight(child) for child in item[1:])
        for item in block.items
    )


def _item(block: ListBlock, position: int, tight: bool) -> str:
    marker = f"{block.start + position}." if block.ordered else "-"
    lead = f"{marker} ".ljust(4) if block.ordered else "- "
    children = _with_flat_definitions(block.items[position])
    if not isinstance(children[0], Paragraph | Heading):
        # python-markdown needs something on the marker's line; a no-break space shows as nothing
        return f"{lead}{_NOTHING}\n\n{_INDENT}{_indented(_inner(children))}"
    body = "\n".join(_written(child) for child in children) if tight else _inner(children)
    return lead + _indented(body)


def _with_flat_definitions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Definitions of one paragraph each; python-markdown reads more in an item as code, so the
    rest follows the definition list."""
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Definitions):
            found.append(block)
            continue
        for terms, meanings in block.entries:
            found.append(Definitions(((terms, tuple(one[:1] for one in meanings)),)))
            found += [rest for one in meanings for rest in one[1:]]
    return tuple(found)


def _definition(terms: tuple[str, ...], meanings: tuple[tuple[Block, ...], ...]) -> str:
    tight = all(len(one) == 1 and isinstance(one[0], Paragraph) for one in meanings)
    head = "\n".join(guarded(term) for term in terms)
    bodies = [f":   {_indented(_inner(one))}" for one in meanings]
    return ("\n" if tight else "\n\n").join([head, *bodies])


def _table(block: Table) -> str:
    width = max([len(block.header), *(len(row) for row in block.rows)])
    aligns = [*block.aligns, *["---"] * width][:width]
    rows = [_row(block.header, width), f"| {' | '.join(aligns)} |"]
    return "\n".join(rows + [_row(row, width) for row in block.rows])


def _row(cells: Sequence[str], width: int) -> str:
    padded = [*cells, *[""] * width][:width]
    return f"| {' | '.join(_cell(cell) for cell in padded)} |"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)
