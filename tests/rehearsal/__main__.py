"""`make rehearsal`: from a bare Debian to a working site by docs/deploy.md, broken, lost, and brought back.

The first half installs, with the network of this machine. The second runs in a network of its own where
nothing but the machine itself is there, so ports and names are the real ones and nobody else's.
"""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.rehearsal import apart, bare_root, document, story

SUITE = "REHEARSAL_DEBIAN"  # another Debian than the document's first


def install(folder: Path) -> Path:
    """A bare Debian, and what of docs/deploy.md needs the network; the root of the machine to switch on."""
    suite, root = os.environ.get(SUITE, bare_root.SUITE), folder / "machine"
    bare = story.step(f"A bare Debian ({suite})", lambda: bare_root.make(folder, suite))
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(bare), str(root)], check=True)
    bare_root.stand_in_for_systemd(root)
    bare_root.give_code(root)
    lent, typed = bare_root.lend(root), document.blocks()
    for name in ("packages", "code", "postgresql-packages"):
        run = partial(bare_root.run, root, document.as_typed(typed[name]), lent=lent)
        story.step(f"docs/deploy.md: {name}", run)
    return root


if __name__ == "__main__":
    sys.exit(apart.main("tests.rehearsal", install, story.tell))
