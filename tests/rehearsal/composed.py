"""What compose.yaml starts: set up as docs/deploy.md says under “With containers”, met, and shot at."""

import os
import signal
import time
from pathlib import Path

from tests.faults.processes import children, command
from tests.rehearsal.engine import Engine
from tests.rehearsal.machine import HOST, Machine

PORT = 2526
SERVICES = ("site", "database", "caddy")
SETTINGS = f"""
rm -rf /root/practice && git clone -q /src/practice.git /root/practice
cd /root/practice && mkdir secrets
cat > .env <<'END'
SITE_HOST={HOST}
NOTIFY_EMAIL=dana@practice.example
EMAIL_HOST=172.29.83.1
EMAIL_PORT={PORT}
EMAIL_USE_TLS=off
END
cd secrets
head -c 48 /dev/urandom | base64 -w 0 > secret_key
head -c 48 /dev/urandom | base64 -w 0 > audit_key
echo "k1:$(head -c 32 /dev/urandom | base64 -w 0 | tr '+/' '-_')" > inquiry_keys
head -c 24 /dev/urandom | base64 -w 0 | tr '+/' '-_' > database_password
echo "postgres://practice:$(cat database_password)@database:5432/practice" > database_url
touch email_host_password
cd .. && chown 10001 secrets/* && chmod 400 secrets/*
sed -i 's/^{{$SITE_HOST:{HOST}}} {{/&\\ntls internal/' deploy/Caddyfile
grep -q 'tls internal' deploy/Caddyfile
"""
COMMAND = '#!/bin/sh\ncd /root/practice && exec docker compose exec -T site python manage.py "$@"\n'


class Composed(Machine):
    """What a visitor and an accident meet; `practice NAME` is a command in the container."""

    def __init__(self, running: Engine):
        super().__init__(running.root)
        self.folder = running.root / "root/practice/secrets"
        volume = "var/lib/docker/volumes/practice_certificates/_data"
        self.authority = running.root / volume / "caddy/pki/authorities/local/root.crt"
        (running.root / "usr/local/bin/practice").write_text(COMMAND)
        (running.root / "usr/local/bin/practice").chmod(0o755)

    def compose(self, words: str) -> str:
        return self.do(f"cd /root/practice && docker compose {words}")

    def look(self, name: str, what: str) -> str:
        return self.do(f"docker inspect -f '{what}' practice-{name}-1").strip()

    def main_process(self, unit: str) -> int:
        return int(self.look(unit, "{{.State.Pid}}"))

    def kill(self, part: str) -> None:
        """Not by `docker kill`, which counts as a wish: from outside, by number."""
        if part == "a web process":
            (gunicorn,) = children(self.main_process("site"))
            victim = next(p for p in children(gunicorn) if "gunicorn" in command(p))
        else:
            victim = self.main_process(part)
        os.kill(victim, signal.SIGKILL)

    def logs(self) -> str:
        return self.compose("logs --no-color --tail 40")

    def back_up(self) -> None:
        self.do("practice backup /data/today.backup")
        self.compose("cp site:/data/today.backup /root/")
        self.do("chown 10001 /root/today.backup")

    def wait_until_healthy(self) -> str:
        """By the health checks of the image and of compose.yaml."""
        deadline = time.monotonic() + 150
        while True:
            said = {name: self.look(name, "{{.State.Health.Status}}") for name in SERVICES}
            if set(said.values()) == {"healthy"}:
                return ", ".join(f"{name} {word}" for name, word in said.items())
            checks = [self.look(name, "{{json .State.Health}}") for name in said]
            assert time.monotonic() < deadline, f"{checks}\n{self.logs()}"
            time.sleep(1)

    def walls(self) -> str:
        """Asked of the running process: who it is, what it may, and where it can write."""
        status = Path(f"/proc/{self.main_process('site')}/status").read_text()
        words = dict(line.split(":\t", 1) for line in status.splitlines())
        assert words["Uid"].split() == ["10001"] * 4
        assert (int(words["CapBnd"], 16), words["NoNewPrivs"], words["Seccomp"]) == (0, "1", "2")
        tried = "for d in / /app /opt/venv /data /tmp; do touch $d/x 2>/dev/null && echo $d; done"
        places = self.compose(f"exec -T site sh -c '{tried}'").split()
        assert places == ["/data", "/tmp"], places
        limit = int(self.look("site", "{{.HostConfig.Memory}}")) >> 20
        return f"uid 10001, no capability, writes to {' and '.join(places)}, {limit} MiB at most"
