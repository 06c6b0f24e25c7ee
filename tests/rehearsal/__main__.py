"""`make rehearsal`: from a bare Debian to a working site by docs/deploy.md, broken, lost, and brought back.

The first half installs, with the network of this machine. The second runs in a network of its own where
nothing but the machine itself is there, so ports and names are the real ones and nobody else's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.rehearsal import bare_root, document, story

KEPT = "REHEARSAL_ROOT"  # a folder to keep a bare Debian in, for the next time
# Mounts and processes end with whoever made them, however the rehearsal ends.
OWN_MOUNTS = ["unshare", "--mount", "--propagation", "private"]
SWITCHED_ON = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]


def install(folder: Path) -> int:
    """A bare Debian, and what of docs/deploy.md needs the network; then the machine is switched on."""
    bare, root = folder / "bare", folder / "machine"
    if not (bare / "etc/made-bare").exists():
        story.step("A bare Debian", lambda: bare_root.make(bare))
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(bare), str(root)], check=True)
    bare_root.give_code(root)
    lent, typed = bare_root.lend(root), document.blocks()
    for name in ("packages", "code", "postgresql-packages"):
        run = partial(bare_root.run, root, document.as_typed(typed[name]), lent=lent)
        story.step(f"docs/deploy.md: {name}", run)
    return _again(SWITCHED_ON, "tell", root)


def main() -> int:
    if reason := bare_root.why_not():
        print(f"The rehearsal was not run: {reason}")
        return 2
    match sys.argv[1:]:
        case ["install", folder]:
            return install(Path(folder))
        case ["tell", root]:
            return story.tell(Path(root))
    began, kept = time.monotonic(), os.environ.get(KEPT)
    folder = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="practice-rehearsal-"))
    try:
        status = _again(OWN_MOUNTS, "install", folder)
    finally:
        if not kept:
            shutil.rmtree(folder)
    print(f"{time.monotonic() - began:.0f} seconds in all")
    return status


def _again(apart: list[str], act: str, place: Path) -> int:
    """This program once more, behind walls."""
    return subprocess.call([*apart, sys.executable, "-m", "tests.rehearsal", act, str(place)])


if __name__ == "__main__":
    sys.exit(main())
