"""The packages of a lock, as this machine has them."""

import re
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
SITE, GRANIAN, DEV = (ROOT / f"requirements/{name}.txt" for name in ("site", "granian", "dev"))
_PIN = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)(?: ; (.+?))? \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What a package says of its licence is written in three places and many ways.
_SAID = tomllib.loads(Path(__file__).with_name("licences.toml").read_text())


@dataclass(frozen=True)
class Package:
    """One locked package; `licence` is an SPDX expression, `needs` the names it asks for."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    needs: tuple[str, ...]


class Unknown(Exception):
    """A package whose licence nobody has written down, by name."""


def packages(path: Path) -> list[Package]:
    """What the lock at `path` puts on this machine, by name. Raises Unknown."""
    found: dict[str, tuple[str, list[str]]] = {}
    hashes: list[str] = []
    for line in path.read_text().splitlines():
        if pin := _PIN.match(line):
            hashes = []
            if not pin[3] or Marker(pin[3]).evaluate():
                found[pin[1]] = (pin[2], hashes)
        hashes += _HASH.findall(line)
    return [_package(name, *rest) for name, rest in sorted(found.items())]


def _package(name: str, version: str, hashes: list[str]) -> Package:
    words = metadata.metadata(name)
    needs = {
        canonicalize_name(re.split(r"[\s;\[<>=!~(]", need)[0])
        for need in words.get_all("Requires-Dist") or []
    }
    return Package(
        name, version, tuple(sorted(hashes)), _licence(name, words), tuple(sorted(needs))
    )


def _licence(name: str, words: metadata.PackageMetadata) -> str:
    if own := _SAID["read"].get(name):
        return own
    if expression := words.get("License-Expression"):
        return expression
    said = [
        one.split(" :: ")[-1] for one in words.get_all("Classifier") or [] if "License ::" in one
    ]
    for word in [(words.get("License") or "").strip(), *said]:
        if word in _SAID["named"].values():
            return word
        if meant := _SAID["named"].get(word):
            return meant
    raise Unknown(
        f"{name} does not say its licence: read it and put it into tools/supply/licences.toml"
    )
