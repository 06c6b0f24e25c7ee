"""What stands in front of and around the site agrees with the site, and with what the document says of it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, get_commands

from practice import machine
from practice.evidence import recorded
from practice.start import collect_static
from tests.intake.certificate import make_certificate
from tests.rehearsal import document
from tests.running_site import ROOT
from tests.test_repository import tracked

pytestmark = pytest.mark.engine_free

UNITS = ["practice.service", "practice-worker.service"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def settings():
    return set(re.findall(r"^# ([A-Z_]+)=", read(".env.example"), re.MULTILINE))


def known(names):
    return {name.removesuffix("_FILE") for name in names} <= settings()


def test_compose_sets_only_what_the_site_reads():
    compose = yaml.safe_load(read("compose.yaml"))
    site = compose["services"]["site"]
    asked = set(re.findall(r"\$\{([A-Z_]+)", str(site)))

    assert known(site["environment"])
    assert asked - settings() == {"SITE_HOST"}
    assert {"SECRET_KEY_FILE", "INQUIRY_KEYS_FILE", "AUDIT_KEY_FILE"} < set(site["environment"])
    for name in site["secrets"]:
        assert compose["secrets"][name]["file"] == f"./secrets/{name}"
        assert f"`{name}`" in read("docs/deploy.md")


def test_every_service_of_compose_is_walled_in_and_none_but_caddy_is_reached_from_outside():
    services = yaml.safe_load(read("compose.yaml"))["services"]

    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {"restart", "mem_limit", "pids_limit", "cpus"} <= service.keys()
    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]
    assert "front" not in services["database"]["networks"]
    assert not set(services["site"]) & {"cap_add", "user", "privileged"}
    assert "USER 10001:10001" in read("Dockerfile")


def test_only_the_network_of_the_proxy_is_believed_in_compose():
    compose = yaml.safe_load(read("compose.yaml"))
    (front,) = compose["networks"]["front"]["ipam"]["config"]
    within = [n for n, service in compose["services"].items() if "front" in service["networks"]]

    assert compose["services"]["site"]["environment"]["TRUSTED_PROXIES"] == front["subnet"]
    assert within == ["site", "caddy"]


def test_the_document_sets_only_what_the_site_reads_and_uses_every_file_it_ships():
    words = read("docs/deploy.md")
    lines = document.blocks()["settings"]

    assert known(re.findall(r"^([A-Z_]+)=", lines, re.MULTILINE))
    named = set(re.findall(r"`([A-Z_]+)(?:=\w+)?`", words)) - {"SITE_HOST", "EMAIL_"}
    assert known(named)
    for path in (ROOT / "deploy").iterdir():
        assert f"deploy/{path.name}" in words, path.name


def test_every_command_the_document_names_is_there():
    named = set(re.findall(r"^practice ([a-z_]+)", "\n".join(code()), re.MULTILINE))

    assert named <= get_commands().keys()
    assert {"send_test_mail", "reconcile", "backup", "restore"} <= named


def code():
    return re.findall(r"^```sh.*?\n(.*?)^```", read("docs/deploy.md"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_what_the_document_installs(name):
    unit, install = read(f"deploy/{name}"), "\n".join(document.blocks().values())

    assert f"/opt/practice/deploy/{name}" in install
    assert "ExecStart=/opt/practice/.venv/bin/python manage.py " in unit
    assert "User=practice" in unit
    assert "useradd --system --home-dir /var/lib/practice" in install
    assert "StateDirectory=practice\n" in unit
    for wall in ("ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=\n"):
        assert wall in unit


def test_the_servers_in_front_lead_to_the_port_of_the_site():
    assert "# PORT=8000" in read(".env.example")
    assert "{$UPSTREAM:127.0.0.1:8000}" in read("deploy/Caddyfile")
    assert "server 127.0.0.1:8000 " in read("deploy/nginx.conf")
    assert "PORT=8000" in read("Dockerfile")


def test_a_container_has_room_for_its_web_processes():
    limit = yaml.safe_load(read("compose.yaml"))["services"]["site"]["mem_limit"]

    assert int(limit.removesuffix("m")) // 2 >= 2 * machine.EACH // machine.MIB


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_every_word_of_a_unit(name):
    said = subprocess.run(
        ["systemd-analyze", "verify", str(ROOT / "deploy" / name)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    ).stderr

    # On this machine nothing is installed in /opt/practice; everything else it says is a mistake.
    assert [
        line for line in said.splitlines() if name in line and "/opt/practice" not in line
    ] == []


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_reads_every_word_of_its_file(tmp_path):
    make_certificate(tmp_path, "localhost")
    pem = next(path for path in tmp_path.iterdir() if "PRIVATE" in path.read_text())
    site = read("deploy/nginx.conf").replace(
        "/etc/nginx/practice-proxy.conf", str(ROOT / "deploy/nginx-proxy.conf")
    )
    site = re.sub(r"/etc/letsencrypt/live/[^;]+", str(pem), site)
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {site} }}")

    done = subprocess.run(
        ["nginx", "-t", "-q", "-c", str(conf)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert (done.returncode, done.stderr) == (0, "")


def left_out(path):
    """Whether .dockerignore keeps a path out: the last rule that fits it, or a folder above it, decides."""
    ways = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    above = [path, *map(str, Path(path).parents[:-1])]
    rules = [line for line in read(".dockerignore").splitlines() if line and line[0] != "#"]
    out = False
    for rule in rules:
        parts = re.split(r"(\*\*/|\*\*|\*|\?)", rule.removeprefix("!"))
        pattern = "".join(ways.get(part, re.escape(part)) for part in parts)
        if any(re.fullmatch(pattern, each) for each in above):
            out = not rule.startswith("!")
    return out


def test_the_image_takes_along_the_site_and_what_is_recorded_of_it():
    recorded_in = str(recorded.FILE.relative_to(ROOT))
    code = [
        str(path.relative_to(ROOT))
        for path in tracked("practice", "pages", "journal", "intake", "templates", "static")
    ]

    assert len(code) > 300
    for path in (recorded_in, "build/sbom.cdx.json", "manage.py", "requirements/site.txt", *code):
        assert not left_out(path), path


def test_the_image_takes_along_no_secret_no_data_and_nothing_of_the_developers():
    for path in (
        *(".env", "secrets/secret_key", "var/practice.sqlite3", "copy.sqlite3", "old/copy.sqlite3"),
        *(".git/config", "practice/.secret", "practice/__pycache__/env.cpython-311.pyc"),
        *("build/static/staticfiles.json", "build/evidence.json.old", "build/look/home.png"),
        *("tests/settings.py", "docs/deploy.md", "tools/fonts.py", "requirements/dev.txt"),
    ):
        assert left_out(path), path


def test_new_code_without_its_static_files_is_not_served_and_says_who_makes_them(
    settings, tmp_path
):
    (tmp_path / "code").touch()  # nothing can be written below it
    settings.STATIC_ROOT = tmp_path / "code" / "build" / "static"

    with pytest.raises(CommandError, match=r"runs `python -m practice\.collect`"):
        collect_static()

    assert "-m practice.collect" in document.blocks()["code"]
    assert "-m practice.collect" in document.blocks()["upgrade"]
