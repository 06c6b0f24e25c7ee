"""The YAML block at the top of a file, read without trusting it.

Every scalar stays the text that was written (`title: 1:30` is "1:30", not ninety): what a
field means is decided by the code that asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .documents import Remark, Unreadable

# A practice's front matter is a dozen lines; these bounds keep a hostile block from costing much.
MAX_CHARACTERS = 64_000
MAX_ALIASES = 10
MAX_DEPTH = 20
MAX_REPAIRS = 10

# libyaml where the wheel has it: a site of ten thousand posts is read in seconds instead of a minute.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_CLOSE = re.compile(r"^(---|\.\.\.)[ \t]*$", re.MULTILINE)
_PLAIN_PAIR = re.compile(r"^(\s*(?:- )?[\w-]+:\s+)([^\s\"'\[{|>!&*#].*?)\s*$")
_REPAIRABLE = ("mapping values are not allowed", "cannot start any token")


@dataclass(frozen=True)
class FrontMatter:
    """The values of the block, the line each key stands on, and the body after it."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    present: bool = False
    remarks: tuple[Remark, ...] = ()


def split(text: str, path: str) -> FrontMatter:
    """Front matter and body of `text`. Raises Unreadable with the line that is wrong.

    The shape is Jekyll's: the first line is `---`, a line `---` or `...` closes the block.
    """
    opening, newline, rest = text.partition("\n")
    if opening.rstrip() != "---" or not newline:
        return FrontMatter(body=text)
    close = _CLOSE.search(rest)
    if close is None:
        raise Unreadable(path, 1, "the front matter begins with --- and is never closed")
    block = rest[: close.start()].expandtabs(4)
    body = rest[close.end() :].removeprefix("\n")
    remarks: list[Remark] = []
    mapping = _mapping(block, path, remarks)
    return FrontMatter(
        values=_values(mapping, path),
        lines={str(key.value): key.start_mark.line + 2 for key, _ in mapping},
        body=body,
        body_line=block.count("\n") + 3,
        present=True,
        remarks=tuple(remarks),
    )


def load_plain(text: str, path: str) -> dict[str, Any]:
    """A whole YAML file (`_config.yml`) as text values, under the same rules as front matter."""
    block = text.expandtabs(4)
    nodes = _mapping(block, path, [], first_line=1)
    return _values(nodes, path)


def _mapping(
    block: str, path: str, remarks: list[Remark], first_line: int = 2
) -> list[tuple[yaml.Node, yaml.Node]]:
    if len(block) > MAX_CHARACTERS:
        raise Unreadable(path, first_line, "the front matter is far too long")
    for _ in range(MAX_REPAIRS):
        try:
            _refuse_dangers(block, path, first_line)
            node = yaml.compose(block, Loader=_LOADER)
        except yaml.YAMLError as error:
            block = _repaired(block, error, path, remarks, first_line)
            continue
        if node is None:
            return []
        if not isinstance(node, yaml.MappingNode):
            raise Unreadable(path, first_line, "the front matter is not a list of `name: value`")
        return list(node.value)
    raise Unreadable(path, first_line, "the front matter is not YAML")


def _refuse_dangers(block: str, path: str, first_line: int) -> None:
    """Raise Unreadable for tags, too many aliases or too deep nesting, before anything is built."""
    aliases = depth = 0
    for event in yaml.parse(block, Loader=_LOADER):
        line = (event.start_mark.line if event.start_mark else 0) + first_line
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise Unreadable(path, line, f"a YAML tag ({tag}) is not allowed here")
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if aliases > MAX_ALIASES:
            raise Unreadable(path, line, "too many YAML aliases")
        if depth > MAX_DEPTH:
            raise Unreadable(path, line, "the front matter is nested too deeply")


def _repaired(
    block: str, error: yaml.YAMLError, path: str, remarks: list[Remark], first_line: int
) -> str:
    """The block with the one offending line quoted; raises Unreadable where that cannot help.

    `title: Rest: a beginning` is not YAML, and is what people write.
    """
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", "") or "not YAML")
    number = mark.line if mark else 0
    lines = block.split("\n")
    pair = _PLAIN_PAIR.match(lines[number]) if number < len(lines) else None
    if pair is None or not any(known in problem for known in _REPAIRABLE):
        raise Unreadable(path, number + first_line, f"the front matter is not YAML: {problem}")
    quoted = pair[2].replace("'", "''")
    lines[number] = f"{pair[1]}'{quoted}'"
    remarks.append(
        Remark(path, number + first_line, f"read as a quoted value, it is not YAML: {pair[2]}")
    )
    return "\n".join(lines)


def _values(mapping: list[tuple[yaml.Node, yaml.Node]], path: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    loader = yaml.BaseLoader("")
    for key, node in mapping:
        try:
            value = _one_value(node, loader)
        except yaml.YAMLError as error:
            raise Unreadable(path, node.start_mark.line + 2, "a value contains itself") from error
        values[str(key.value)] = value
    return values


def _one_value(node: yaml.Node, loader: yaml.BaseLoader) -> Any:
    value = loader.construct_document(node)
    written_empty = isinstance(node, yaml.ScalarNode) and not node.style
    return None if written_empty and value in ("", "~", "null", "Null", "NULL") else value


def flattened(value: Any) -> Iterator[str]:
    """Every text inside a value, lists opened up; nothing for empty values and mappings."""
    if isinstance(value, list):
        for part in value:
            yield from flattened(part)
    elif value is not None and not isinstance(value, dict):
        yield " ".join(str(value).split())
