"""Servers side by side on one machine: the first processor is theirs, the second the visitors'."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.running_site import ROOT, free_port

SERVERS_CORE, VISITORS_CORE = "0", str(min(1, (os.cpu_count() or 1) - 1))
ELSEWHERE = ROOT / "benchmarks"  # where no gunicorn.conf.py is found
GUNICORN = (
    "-m gunicorn --worker-class practice.web.server.Worker --workers 1 --threads 12 --keep-alive 5 "
    "--no-control-socket --log-level error --worker-tmp-dir /dev/shm"
).split()
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/files; keepalive_requests 100000000;
    location / {{ default_type text/html; {headers} }} }} }}
"""


class Server:
    """One process and those it started, pinned to a processor; `close()` ends them by process id."""

    def __init__(
        self, command: list[str], environment: dict[str, str], port: int, folder: Path = ELSEWHERE
    ) -> None:
        self.port = port
        begun = time.perf_counter()
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            ["taskset", "-c", SERVERS_CORE, *command],  # noqa: S607
            cwd=folder,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        self._wait()
        self.seconds_to_start = time.perf_counter() - begun

    def _wait(self) -> None:
        for _ in range(3_000):
            if self.process.poll() is not None:
                break
            asked = subprocess.run(  # noqa: S603
                ["curl", "-sf", "-o", "/dev/null", f"http://127.0.0.1:{self.port}/"],  # noqa: S607
                check=False,
            )
            if asked.returncode == 0:
                return
            time.sleep(0.01)
        raise SystemExit("a server did not start")

    def workers(self) -> list[psutil.Process]:
        """The processes that answer: the children, or the one there is."""
        own = psutil.Process(self.process.pid)
        return own.children(recursive=True) or [own]

    def processor_seconds(self) -> float:
        return sum(sum(worker.cpu_times()[:2]) for worker in self.workers())

    def memory(self) -> float:
        """MiB of its largest process, what it shares counted in parts (PSS)."""
        return max(worker.memory_full_info().pss for worker in self.workers()) / 2**20

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def gunicorn(application: str, environment: dict[str, str], *options: str) -> Server:
    """Under the site's own worker, whatever the application."""
    port = free_port()
    command = [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}", *options, application]
    return Server(command, environment, port)


def nginx(folder: Path, headers: list[tuple[str, str]], body: bytes) -> Server:
    """A file with the same bytes and headers."""
    port, files = free_port(), folder / "files"
    files.mkdir()
    (files / "index.html").write_bytes(body)
    added = [f'add_header {name} "{value}";' for name, value in headers if name not in _NGINX_OWN]
    said = NGINX.format(folder=folder, port=port, headers=" ".join(added))
    (folder / "nginx.conf").write_text(said)
    return Server(["nginx", "-c", str(folder / "nginx.conf")], {}, port)


_NGINX_OWN = {"Content-Type", "Content-Length", "ETag"}


def visited(server: Server, path: str, seconds: float, visitors: int = 8) -> dict[str, float]:
    """What `wrk` saw in so many seconds: requests a second, and processor time of a request in µs."""
    before = server.processor_seconds()
    said = subprocess.run(  # noqa: S603
        ["taskset", "-c", VISITORS_CORE, "wrk", "-t1", f"-c{visitors}", f"-d{seconds:g}s",  # noqa: S607
         "-H", "Accept-Encoding: br", f"http://127.0.0.1:{server.port}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    used = server.processor_seconds() - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{path}: not every request was answered:\n{said}")
    requests = int(re.search(r"(\d+) requests in", said)[1])
    each = float(re.search(r"Requests/sec: +([\d.]+)", said)[1])
    return {"requests a second": each, "processor": used / requests * 1e6}
