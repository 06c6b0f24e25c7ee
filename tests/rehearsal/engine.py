"""A container engine in a folder: Debian's own, and what stands in for the three images it cannot fetch."""

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.rehearsal import bare_root
from tests.running_site import ROOT

SUITE = "trixie"  # bookworm's engine does not know all words of compose.yaml
TOOLS = Path(__file__).with_name("tools.txt")
ENGINE = "docker.io docker-cli docker-compose iptables git ca-certificates"
SERVERS = "postgresql-17 wget ca-certificates"
# The steps of the image's own: as root it takes its folder and reads its password; then it is postgres.
DATABASE = """#!/bin/sh
set -e
PGDATA=/var/lib/postgresql/data
if [ "$(id -u)" = 0 ]; then
  chmod 700 $PGDATA; chmod 3775 /run/postgresql; chown postgres $PGDATA /run/postgresql
  export POSTGRES_PASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
  exec setpriv --reuid=postgres --regid=postgres --init-groups sh "$0"
fi
if [ ! -s $PGDATA/PG_VERSION ]; then
  echo "$POSTGRES_PASSWORD" > /tmp/word
  initdb -U "$POSTGRES_USER" --pwfile=/tmp/word --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS -D $PGDATA
  rm /tmp/word
  echo 'host all all all scram-sha-256' >> $PGDATA/pg_hba.conf
  pg_ctl -D $PGDATA -w -o "-c listen_addresses=''" start
  createdb -U "$POSTGRES_USER" "$POSTGRES_DB"
  pg_ctl -D $PGDATA -w -m fast stop
fi
exec postgres -D $PGDATA -c listen_addresses='*'
"""
PLACES = "/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
IMAGES = {
    "python:3.11-slim-bookworm": ("python", [f"ENV PATH={PLACES}"]),
    "postgres:17-bookworm": ("servers", ['ENTRYPOINT ["database"]', f"ENV PATH={PLACES}"]),
    "caddy:2": (
        "servers",
        [
            'CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]',
            f"ENV PATH={PLACES} XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data",
        ],
    ),
}

# chroot is not enough: what is run in a container later would begin at this machine's own root.
INSIDE = 'cd "$1" && mkdir -p old && pivot_root . old && umount -l /old && exec dockerd'


def get_tools(folder: Path) -> None:
    """The pinned programs, with the network."""
    fetch = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder / "tools")]
    _said([*fetch, "--no-deps", "--require-hashes", "-r", str(TOOLS)])


def make_engine(folder: Path) -> None:
    root = folder / "engine"
    _with_packages(bare_root.make(folder, SUITE), root, ENGINE)
    for left in ("var/lib/docker", "src/practice.git"):  # by the time before
        shutil.rmtree(root / left, ignore_errors=True)
    bare_root.give_code(root)


def make_images(folder: Path) -> None:
    """Bare folders in place of the images; the one of Python has the wheels that the lock names."""
    servers = folder / "servers"
    _with_packages(bare_root.make(folder, SUITE), servers, SERVERS)
    _write(servers / "usr/local/bin/database", DATABASE)
    shutil.copy(folder / "tools/bin/caddy", servers / "usr/local/bin/caddy")
    python = folder / "python"
    _with_packages(bare_root.make(folder), python, "python3-venv ca-certificates")
    shutil.rmtree(python / "wheels", ignore_errors=True)
    (python / "usr/local/bin/python").unlink(missing_ok=True)
    (python / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    _write(python / "etc/pip.conf", "[global]\nno-index = true\nfind-links = /wheels\n")
    fetch = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "-d",
        str(python / "wheels"),
        "--no-deps",
    ]
    locked = ["--require-hashes", "-r", str(ROOT / "requirements/site.txt")]
    _said([*fetch, "--only-binary", ":all:", "--python-version", "3.11", *locked])


class Engine:
    """The engine switched on, in a network of its own: needs namespaces that end with this process."""

    def __init__(self, folder: Path):
        self.folder, self.root = folder, folder / "engine"

    def switch_on(self) -> None:
        root = str(self.root)
        for command in (
            ["ip", "link", "set", "lo", "up"],
            ["mount", "--make-rprivate", "/"],
            ["mount", "--bind", root, root],
            ["mount", "-t", "proc", "proc", f"{root}/proc"],
            ["mount", "-t", "sysfs", "sysfs", f"{root}/sys"],
            ["mount", "--rbind", "/sys/fs/cgroup", f"{root}/sys/fs/cgroup"],
            ["mount", "--rbind", "/dev", f"{root}/dev"],
            ["mount", "-t", "tmpfs", "tmpfs", f"{root}/run"],
            ["mount", "-t", "proc", "proc", "/proc"],
        ):
            subprocess.run(command, check=True)
        log = (self.root / "var/log/dockerd.log").open("wb")
        environment = {"PATH": bare_root.PATH, "HOME": "/root"}
        inside = ["unshare", "--mount", "sh", "-ec", INSIDE, "sh", root]
        self.process = subprocess.Popen(inside, stdout=log, stderr=log, env=environment)
        self.do(
            "for _ in $(seq 100); do docker info >/dev/null 2>&1 && exit; sleep 0.3; done; false"
        )

    def switch_off(self) -> None:
        """Every container is ended and gone first, so that nothing of it stays in this machine's groups."""
        self.do("docker ps -aq | xargs -r docker rm -f")
        self.process.terminate()
        self.process.wait(60)
        for name in ("docker/buildkit", "docker"):  # the groups are this machine's own
            for group in Path("/sys/fs/cgroup").glob(f"*/{name}"):
                with suppress(OSError):
                    group.rmdir()

    def do(self, lines: str) -> str:
        return bare_root.run(self.root, lines)

    def take_images(self) -> None:
        for name, (place, changes) in IMAGES.items():
            words = [word for change in changes for word in ("--change", change)]
            tar = subprocess.Popen(
                ["tar", "-C", str(self.folder / place), "-c", "."], stdout=subprocess.PIPE
            )
            take = ["chroot", str(self.root), "docker", "import", *words, "-", name]
            subprocess.run(take, stdin=tar.stdout, stdout=subprocess.DEVNULL, check=True)
            assert tar.wait() == 0


def _with_packages(bare: Path, root: Path, names: str) -> None:
    """A copy of the bare Debian, with packages; one that is there with these already is kept."""
    made = root / "etc/made-with"
    if made.exists() and made.read_text() == names:
        return
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(bare), str(root)], check=True)
    install = (
        f"apt-get update -q; apt-get install -qy --no-install-recommends {names}; apt-get clean"
    )
    bare_root.run(root, install, lent=[])
    made.write_text(names)


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def _said(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
