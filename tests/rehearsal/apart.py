"""A rehearsal starts itself again, behind walls: with mounts of its own, then in a network of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.rehearsal import bare_root

KEPT = "REHEARSAL_ROOT"  # a folder to keep a bare Debian in, for the next time
# Mounts and processes end with whoever made them, however the rehearsal ends.
_OWN_MOUNTS = ["unshare", "--mount", "--propagation", "private"]
_SWITCHED_ON = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]


def main(module: str, install: Callable[[Path], Path], tell: Callable[[Path], object]) -> int:
    """`install` with this machine's network in a folder, then `tell` of what it returns, without it."""
    if reason := bare_root.why_not():
        print(f"Not rehearsed: {reason}")
        return 2
    match sys.argv[1:]:
        case ["install", folder]:
            return _again(_SWITCHED_ON, module, "tell", install(Path(folder)))
        case ["tell", place]:
            tell(Path(place))
            return 0
    began, kept = time.monotonic(), os.environ.get(KEPT)
    folder = Path(kept or tempfile.mkdtemp(prefix="practice-rehearsal-"))
    try:
        status = _again(_OWN_MOUNTS, module, "install", folder)
    finally:
        if not kept:
            shutil.rmtree(folder)
    print(f"{time.monotonic() - began:.0f} seconds in all")
    return status


def _again(apart: list[str], module: str, act: str, place: Path) -> int:
    return subprocess.call([*apart, sys.executable, "-m", module, act, str(place)])
