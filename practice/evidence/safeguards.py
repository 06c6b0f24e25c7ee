"""What the site does for each technical safeguard of 45 CFR 164.312, as safeguards.toml beside this says."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Safeguard:
    """One row of the rule. `kind` is its own word (164.306(d)); `where` are files of this project; `tests`
    fail without it, named as pytest names them; `owner` is what the site cannot do."""

    citation: str
    name: str
    kind: str
    does: str
    where: tuple[str, ...]
    tests: tuple[str, ...]
    owner: str


def _read() -> tuple[Safeguard, ...]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())["safeguard"]
    lists = ("where", "tests")
    return tuple(Safeguard(**row | {name: tuple(row[name]) for name in lists}) for row in table)


SAFEGUARDS = _read()
