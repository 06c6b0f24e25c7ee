"""A bare Debian in a folder, and shell lines run in it as its root."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.running_site import ROOT

SUITE = "bookworm"
STAND_IN = Path(__file__).with_name("stand_in.py")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SOURCES = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]


def why_not() -> str:
    if os.geteuid() != 0:
        return "only root can make a bare Debian in a folder"
    missing = [name for name in ("debootstrap", "unshare", "setpriv") if not shutil.which(name)]
    return (
        f"missing: {', '.join(missing)} (apt-get install debootstrap util-linux)" if missing else ""
    )


def make(folder: Path, suite: str = SUITE) -> Path:
    """Debian and nothing more in a folder of `folder`, which is made once and kept.

    What this machine knows of the network goes along.
    """
    root = folder / f"bare-{suite}"
    if (root / "etc/made-bare").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)  # what an interrupted run left
    command = ["debootstrap", "--variant=minbase", suite, str(root), _mirror()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    # Packages that start something are told that they may not, as in every folder without an init.
    _write(root / "usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
    _write(root / "etc/hosts", "127.0.0.1 localhost your-practice.example\n")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    _write(root / "etc/made-bare", "")  # the last thing done to it
    return root


def stand_in_for_systemd(root: Path) -> None:
    _write(root / "usr/local/sbin/systemctl", STAND_IN.read_text(), 0o755)


def give_code(root: Path) -> None:
    """What is committed here, where the machine fetches it from."""
    place = str(root / "src/practice.git")
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), place], check=True)


def lend(root: Path) -> list[str]:
    """What pip on this machine is set up with, for the machine in the folder; the folders it reads."""
    said = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    found = dict(re.findall(r"^global\.([a-z-]+)='(.*)'$", said, re.MULTILINE))
    found.pop("cert", None)
    lines = "".join(f"{name} = {value}\n" for name, value in found.items())
    _write(root / "etc/pip.conf", f"[global]\n{lines}")
    places = re.findall(r"(?:^|\s|file://)(/[^/\s]+/[^/\s]+)", " ".join(found.values()))
    trusted = Path("/etc/ssl/certs/ca-certificates.crt")
    (root / "etc/ssl/certs").mkdir(parents=True, exist_ok=True)
    shutil.copy(trusted, root / "etc/this-machine-trusts.crt")
    return sorted({place for place in places if Path(place).is_dir()})


def run(root: Path, lines: str, *, lent: list[str] | None = None, quiet: bool = True) -> str:
    """Run shell lines in the folder as its root, ending at the first that fails; what they said.

    With `lent` the network is there and nothing may be started; the processes are gone afterwards.
    """
    environment = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8"}
    command = ["chroot", str(root), "bash", "-euo", "pipefail", "-c", lines]
    if lent is not None:
        trust = "/etc/this-machine-trusts.crt"
        environment |= {"STAND_IN": "off", "DEBIAN_FRONTEND": "noninteractive", "PIP_CERT": trust}
        environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
        script = [f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev"]
        for place in lent:
            script += [f"mkdir -p {root}{place}", f"mount --bind {place} {root}{place}"]
        script.append('exec "$@"')
        shell = ["sh", "-ec", "\n".join(script), "sh"]
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *shell, *command]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    if done.returncode:
        raise SystemExit(
            f"{lines}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}\nended {done.returncode}"
        )
    return done.stdout + ("" if quiet else done.stderr)


def _mirror() -> str:
    for path in SOURCES:
        text = path.read_text() if path.is_file() else ""
        if found := re.search(
            r"^(?:URIs: |deb (?:\[.*\] )?)(\S+/debian/?)(?:\s|$)", text, re.MULTILINE
        ):
            return found[1]
    raise SystemExit("No mirror of Debian stands in this machine's apt sources.")


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
