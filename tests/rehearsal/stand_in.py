#!/usr/bin/python3
"""`systemctl` where no systemd runs: starts a unit as it says, and again when it dies by itself.

Kept: User, WorkingDirectory, Environment, UMask, StateDirectory, NoNewPrivileges, capabilities,
ProtectSystem=strict with PrivateTmp, MemoryDenyWriteExecute, LimitNOFILE, Restart, RestartSec, drop-ins.
Everything else is not.
"""

# ruff: noqa: PLW1509, SIM115
import ctypes
import os
import pwd
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

STATE = Path("/run/stand-in")
PLACES = [Path("/etc/systemd/system"), Path("/lib/systemd/system")]
POSTGRES = "/usr/bin/pg_ctlcluster --foreground --skip-systemctl-redirect {} main start"
_PR_SET_MDWE = 65
_FILES = resource.RLIMIT_NOFILE


def read(name):
    """The unit's [Service] words; a later one wins, as it does for all that are kept here."""
    file = "postgresql@.service" if name == "postgresql" else f"{name}.service"
    found = next(place / file for place in PLACES if (place / file).exists())
    words = {}
    for path in [found, *sorted((PLACES[0] / f"{file}.d").glob("*.conf"))]:
        for line in path.read_text().splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                words[key.strip()] = value.strip()
    if name == "postgresql":
        (version,) = Path("/etc/postgresql").iterdir()
        words["ExecStart"] = POSTGRES.format(
            version.name
        )  # Debian's own command, in the foreground
    return words


def walls(unit):
    """The shell lines that wall the unit in, in a mount namespace of its own."""
    if unit.get("ProtectSystem") != "strict":
        return "true"
    own = f"/var/lib/{unit['StateDirectory']}"
    return (
        f"mount --make-rslave / && mount --bind {own} {own} && mount -o remount,bind,ro / "
        f"&& mount -t tmpfs tmpfs /tmp && cd {unit['WorkingDirectory']}"
    )


def rights(unit):
    """setpriv's words for user and capabilities."""
    words = []
    if user := unit.get("User"):
        words += [f"--reuid={user}", f"--regid={unit.get('Group', user)}", "--init-groups"]
    if unit.get("NoNewPrivileges") == "yes":
        words += ["--no-new-privs"]
    if unit.get("CapabilityBoundingSet") == "":
        words += ["--bounding-set=-all", "--inh-caps=-all"]
    if ambient := unit.get("AmbientCapabilities"):
        cap = ambient.lower().removeprefix("cap_")
        words += [f"--inh-caps=+{cap}", f"--ambient-caps=+{cap}"]
    return words


def limits(unit):
    def apply():
        os.setsid()
        os.umask(int(unit.get("UMask", "0022"), 8))
        wanted, most = int(unit.get("LimitNOFILE", "1024")), resource.getrlimit(_FILES)[1]
        resource.setrlimit(_FILES, (min(wanted, most),) * 2)
        if unit.get("MemoryDenyWriteExecute") == "yes":
            ctypes.CDLL(None).prctl(_PR_SET_MDWE, 1, 0, 0, 0)  # Linux 6.3 and newer

    return apply


def spawn(name, unit):
    user = unit.get("User", "root")
    home = pwd.getpwnam(user).pw_dir
    own = dict(pair.split("=", 1) for pair in unit.get("Environment", "").split())
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin",
        "LANG": "C.UTF-8",
        "HOME": home,
    }
    shell = f"{walls(unit)} && exec setpriv {' '.join(rights(unit))} {unit['ExecStart']}"
    if not rights(unit):
        shell = f"{walls(unit)} && exec {unit['ExecStart']}"
    log = Path(f"/var/log/stand-in-{name}.log").open("ab")
    return subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", shell],
        env={**environment, **own},
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        cwd=unit.get("WorkingDirectory", "/"),
        preexec_fn=limits(unit),
    )


def keep(name):
    """Stay beside the unit: start it again, unless it was asked to end or the unit does not want that."""
    stopping = []
    child = None
    signal.signal(signal.SIGTERM, lambda *_: (stopping.append(1), child and child.terminate()))
    while not stopping:
        unit = read(name)
        child = spawn(name, unit)
        (STATE / f"{name}.main").write_text(str(child.pid))
        status = child.wait()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # systemd ends what is left in the control group
        again = unit.get("Restart", "no")
        if stopping or again == "no" or (again == "on-failure" and status == 0):
            break
        time.sleep(float(unit.get("RestartSec", "0.1")))
    (STATE / f"{name}.keeper").unlink(missing_ok=True)


def start(name):
    if (STATE / f"{name}.keeper").exists():
        return
    unit = read(name)
    if folder := unit.get("StateDirectory"):
        path = Path("/var/lib") / folder
        path.mkdir(mode=int(unit.get("StateDirectoryMode", "0755"), 8), exist_ok=True)
        entry = pwd.getpwnam(unit["User"])
        os.chown(path, entry.pw_uid, entry.pw_gid)
    pid = os.fork()
    if pid:
        (STATE / f"{name}.keeper").write_text(str(pid))
        return
    os.setsid()
    own = os.open(f"/var/log/stand-in-{name}.log", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for number in (0, 1, 2):
        os.dup2(own, number)
    try:
        keep(name)
    except BaseException as problem:
        print(f"stand-in: {problem!r}", flush=True)
    os._exit(0)


def stop(name):
    path = STATE / f"{name}.keeper"
    if path.exists():
        os.kill(int(path.read_text()), signal.SIGTERM)
        for _ in range(400):
            if not path.exists():
                return
            time.sleep(0.05)
        sys.exit(f"{name} does not stop")


def main(words):
    if os.environ.get("STAND_IN") == "off":  # while packages are installed nothing starts
        return
    STATE.mkdir(exist_ok=True)
    act, names = words[0], [word.removesuffix(".service") for word in words[1:] if word[0] != "-"]
    for name in names:
        if act in {"stop", "restart"}:
            stop(name)
        if act in {"start", "restart"} or (act == "enable" and "--now" in words):
            start(name)
        if act == "reload":
            os.kill(int((STATE / f"{name}.main").read_text()), signal.SIGHUP)


if __name__ == "__main__":
    main(sys.argv[1:])
