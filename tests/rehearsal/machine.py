"""The machine in the folder, switched on: a network of its own with nothing but itself in it."""

import os
import signal
import ssl
import subprocess
import time
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path

from tests.faults.processes import children, command
from tests.rehearsal import bare_root
from tests.running_site import Answer

HOST = "your-practice.example"
CADDY = "var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"
POSTMASTER = "var/lib/postgresql/*/main/postmaster.pid"


class Machine:
    """What a visitor needs of a site (`ask`, `folder`), over TLS; and what can be killed of it."""

    def __init__(self, root: Path):
        self.root = root
        self.folder = root / "var/lib/practice"
        self.authority = root / CADDY

    def switch_on(self) -> None:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        # A place of its own in the tree of mounts, so that a unit can make all of it read-only.
        subprocess.run(["mount", "--make-rprivate", "/"], check=True)
        subprocess.run(["mount", "--bind", str(self.root), str(self.root)], check=True)
        subprocess.run(["mount", "-t", "proc", "proc", str(self.root / "proc")], check=True)
        subprocess.run(["mount", "--rbind", "/dev", str(self.root / "dev")], check=True)
        # The script itself looks at its own processes, under the numbers they have in here.
        subprocess.run(["mount", "-t", "proc", "proc", "/proc"], check=True)

    def do(self, lines: str) -> str:
        return bare_root.run(self.root, lines)

    def ask(self, path, method="GET", *, body=None, headers=None, timeout=30) -> Answer:
        trusted = ssl.create_default_context(cafile=str(self.authority))
        line = _Line(HOST, timeout=timeout, context=trusted)
        with closing(line):
            line.request(
                method, path, body=body, headers={"Origin": f"https://{HOST}", **(headers or {})}
            )
            with line.getresponse() as response:
                return Answer(response.status, response.headers, response.read())

    def wait_until_ready(self, seconds=180) -> str:
        """What /readyz says through Caddy, as soon as it says anything good."""
        deadline, last = time.monotonic() + seconds, ""
        while time.monotonic() < deadline:
            try:
                answer = self.ask("/readyz", timeout=5)
                if answer.status == 200:
                    return answer.text
                last = f"{answer.status} {answer.text}"
            except (OSError, ssl.SSLError) as problem:
                last = repr(problem)
            time.sleep(0.25)
        raise SystemExit(f"The site is not there: {last}\n{self.logs()}")

    def logs(self) -> str:
        """The last lines of every unit."""
        paths = sorted((self.root / "var/log").glob("stand-in-*.log"))
        return "\n".join(f"== {path.name}\n{path.read_text()[-1500:]}" for path in paths)

    def main_process(self, unit: str) -> int:
        if unit == "postgresql":
            (postmaster,) = self.root.glob(POSTMASTER)
            return int(postmaster.read_text().split()[0])
        return int((self.root / f"run/stand-in/{unit}.main").read_text())

    def kill(self, part: str) -> None:
        """SIGKILL, by number, to the one process that `part` names."""
        if part == "a web process":
            site = self.main_process("practice")
            os.kill(next(p for p in children(site) if "gunicorn" in command(p)), signal.SIGKILL)
        else:
            os.kill(self.main_process(part), signal.SIGKILL)


class _Line(HTTPSConnection):
    """The name stands for this machine, whatever the other one's list of hosts says."""

    def connect(self) -> None:
        self.host, name = "127.0.0.1", self.host
        super(HTTPSConnection, self).connect()
        self.host = name
        self.sock = self._context.wrap_socket(self.sock, server_hostname=name)
