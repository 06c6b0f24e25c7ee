"""Several machines of one practice: one PostgreSQL, one shared folder, nginx in front, mail sent apart."""

import copy
import shutil
import subprocess
import time
from pathlib import Path

from tests.faults.processes import kill_all, mail_worker
from tests.running_site import ROOT, RunningSite, free_port

_CONF = """
daemon off; pid {folder}/pid; error_log {folder}/error.log crit; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    # Each visitor says where he is, so that they are not taken for one.
    set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;
    upstream machines {{ {machines} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://machines; include {root}/deploy/nginx-proxy.conf; }}
    }}
}}
"""


def why_not(site: RunningSite) -> str:
    if not site.database_url:
        return "several machines share a PostgreSQL"
    return "" if shutil.which("nginx") else "nginx is not installed"


class Machines:
    """`first` and `more` machines like it, and `workers`; `site` is what visitors see, through nginx."""

    def __init__(
        self, first: RunningSite, mail_port: int, folder: Path, *, more=2, workers=2, **how
    ):
        others = [
            RunningSite(first.folder, mail_port, database_url=first.database_url, **how)
            for _ in range(more)
        ]
        self.web = [first, *others]
        self.folder = folder
        self.workers: list[subprocess.Popen] = []
        self._workers = workers
        self.site = copy.copy(first)
        self.site.port = free_port()
        self.nginx: subprocess.Popen | None = None

    def start(self) -> "Machines":
        for one in self.web:
            one.launch()
        for one in self.web:
            one.wait_until_up()
        self.workers = [mail_worker(self.web[0]) for _ in range(self._workers)]
        servers = " ".join(f"server 127.0.0.1:{one.port};" for one in self.web)
        conf = self.folder / "nginx.conf"
        words = {"folder": self.folder, "machines": servers, "port": self.site.port, "root": ROOT}
        conf.write_text(_CONF.format(**words))
        self.nginx = subprocess.Popen(["nginx", "-c", str(conf), "-e", "stderr"])
        while self.nginx.poll() is None and not self.site._answers():
            time.sleep(0.05)
        return self

    def lose_the_next(self) -> None:
        """A machine the first time, the second time a worker; nobody starts them again."""
        if self.web[1].process.poll() is None:
            kill_all(self.web[1])
        else:
            self.workers[0].kill()
            self.workers[0].wait()

    def close(self) -> None:
        for process in [*self.workers, self.nginx]:
            if process and process.poll() is None:
                process.terminate()
                process.wait(15)
        for one in self.web[1:]:
            one.stop()
        self.web[0].close()
