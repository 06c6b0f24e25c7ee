"""The image built by its Dockerfile and run by compose.yaml, by Debian's own container engine in a folder.

`python -m tests.rehearsal.image`, a part of `make rehearsal`. No registry of images is asked: bare Debians
stand in for the three that are named there. Files that other programs read are given to those first.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from aiosmtpd.controller import Controller
from django.conf import settings

from tests.rehearsal import apart, bare_root, engine, story
from tests.rehearsal.composed import PORT, SERVICES, SETTINGS, Composed
from tests.rehearsal.machine import HOST
from tests.running_site import ROOT, Mailbox

UNITS = ("practice.service", "practice-worker.service")
NOT_RUN = """Stood in for: python:3.11-slim-bookworm by a bare Debian 12 with Python and the locked wheels;
postgres:17-bookworm by Debian's PostgreSQL 17 and the steps of that image's entry point; caddy:2 by a
Caddy from a wheel, whose own authority signs. Not run here: what a registry would deliver; mail over TLS."""
RESTORE = (
    "docker compose run --rm -T -e RECOVERY_KEY -v /root/today.backup:/today.backup:ro site "
    "python manage.py restore /today.backup"
)


def read_by_others(folder: Path) -> None:
    """Each file of deploy/ and around it, by the program that it is for."""
    tools, deploy, step = folder / "tools/bin", ROOT / "deploy", story.step
    step("hadolint reads Dockerfile", partial(_said, [tools / "hadolint", ROOT / "Dockerfile"]))
    words = {"SITE_HOST": HOST, "UPSTREAM": "site:8000", "REQUEST_BUFFERS": "request_buffers 4MiB"}
    read = [tools / "caddy", "validate", "--adapter", "caddyfile", "--config", deploy / "Caddyfile"]
    with tempfile.TemporaryDirectory() as home:
        of_caddy = {**words, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        step("Caddy reads its file as in compose.yaml", partial(_said, read, **of_caddy))
    for unit in UNITS if shutil.which("systemd-analyze") else ():
        step(f"systemd reads {unit}", partial(_exposure, deploy / unit))


def _said(command: list[object], **words: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **words},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _exposure(unit: Path) -> str:
    """How open it leaves what it runs: 10 is everything, 0 is nothing."""
    read = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit]
    last = _said(read).strip().splitlines()[-1]
    return last.encode("ascii", "ignore").decode().strip()


def install(folder: Path) -> Path:
    """The engine and all it needs, with the network; the folder they are in."""
    story.step("hadolint and Caddy, by their hashes", lambda: engine.get_tools(folder))
    read_by_others(folder)
    story.step("A bare Debian 12", lambda: bare_root.make(folder))
    story.step("A container engine in a bare Debian 13", lambda: engine.make_engine(folder))
    story.step("What stands in for three images", lambda: engine.make_images(folder))
    return folder


def tell(folder: Path) -> None:
    settings.configure()  # a visitor's form is set back in time with Django's own signatures
    running = engine.Engine(folder)
    story.step("The engine runs", running.switch_on)
    mailbox = Mailbox()
    # The containers ask another address of this machine than the mailbox's own.
    outside = Controller(mailbox, hostname="0.0.0.0", port=PORT)
    outside.start()
    told = story.Story(Composed(running), mailbox)
    try:
        story.step("Three images are taken in", running.take_images)
        comes_up(told)
        for part in ("a web process", *SERVICES):
            told.is_lost(part)
        story.step("it adds up", told.adds_up)
        is_brought_back(told)
    finally:
        running.switch_off()
        outside.stop()
        mailbox.close()
    print(NOT_RUN)


def comes_up(told: story.Story) -> None:
    machine, step = told.machine, story.step
    machine.do(SETTINGS)
    step("docker compose config", lambda: machine.compose("config -q"))
    step("docker compose build", lambda: machine.compose("build --progress plain"))
    step("docker compose up -d", lambda: machine.compose("up -d"))
    step("health checks", machine.wait_until_healthy)
    step("whose process it is", machine.walls)
    ready = step("https, as a visitor comes", machine.wait_until_ready)
    story.in_full(ready)
    step("somebody writes", told.somebody_writes)
    step("Dana hears of it", told.dana_hears)


def is_brought_back(told: story.Story) -> None:
    machine, step = told.machine, story.step
    told.remember()
    step("a backup, out of the container", machine.back_up)
    step("every volume is lost", lambda: machine.compose("down -v"))
    restore = f"cd /root/practice && export RECOVERY_KEY='{told.key}' && {RESTORE}"
    step("it is restored", lambda: machine.do(restore))
    step("docker compose up -d", lambda: machine.compose("up -d"))
    step("https, as a visitor comes", machine.wait_until_ready)
    step("nothing is lost", told.is_as_before)
    step("somebody writes", told.somebody_writes)
    step("Dana hears of it", told.dana_hears)
    step("it adds up", told.adds_up)


if __name__ == "__main__":
    sys.exit(apart.main("tests.rehearsal.image", install, tell))
