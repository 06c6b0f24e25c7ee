"""What happens once the machine is installed, step by step, each said as it is seen."""

import json
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from django.conf import settings

from tests.faults.visitor import Visitor
from tests.rehearsal import document
from tests.rehearsal.machine import CADDY, HOST, Machine
from tests.running_site import Mailbox

NOT_RUN = """Not run here, because no systemd is: systemd itself (a stand-in starts the units as their
users, starts them again, and keeps ProtectSystem=strict, PrivateTmp, NoNewPrivileges,
MemoryDenyWriteExecute, StateDirectory and the empty capabilities); SystemCallFilter and the other walls,
which `systemd-analyze verify` reads; certificates from outside (Caddy's own authority signs); mail over
TLS; the name service."""
# What the inbox shows of each inquiry, as a number that says whether it is the same.
SHOWN = (
    "from intake.models import Inquiry; from hashlib import sha256; "
    "print(sorted((i.reference, sha256(repr((i.name, i.email, i.message)).encode()).hexdigest()) "
    "for i in Inquiry.objects.all()))"
)
NEWER = """
git clone -q /src/practice.git /tmp/newer && cd /tmp/newer
echo "/* newer */" >> "$(git ls-files 'static/*.css' | sed -n 1p)"
git -c user.name=Dana -c user.email=dana@practice.example commit -qam "A new version"
git push -q
"""
_numbers = count(1)


def step(what: str, act: Callable[[], object]) -> object:
    """Do it, and say what came of it and how long it took."""
    print(f"{next(_numbers):3} {what} … ", end="", flush=True)
    began = time.monotonic()
    came = act()
    plain = isinstance(came, str) and came and "\n" not in came and len(came) < 90
    said = came if plain else "done"
    print(f"{said}  [{time.monotonic() - began:.1f} s]", flush=True)
    return came


def in_full(said: object) -> None:
    print("    " + str(said).strip().replace("\n", "\n    "))


class Story:
    def __init__(self, machine: Machine, mailbox: Mailbox):
        self.machine, self.mailbox = machine, mailbox
        self.typed = document.blocks()
        self.visitors: list[Visitor] = []
        self.key = ""  # on the recovery sheet
        self.before = ""  # what the inbox showed then, and how many mails there were
        self.mails = 0

    def follow(self, name: str, more: str = "", first: str = "") -> str:
        lines = first + document.as_typed(self.typed[name]) + more
        return str(step(f"docs/deploy.md: {name}", lambda: self.machine.do(lines)))

    def somebody_writes(self) -> str:
        visitor = Visitor(self.machine, len(self.visitors) + 1, pause=1.0)
        self.visitors.append(visitor)
        visitor.read_form().send(30)
        assert visitor.reference, f"not thanked: {visitor.statuses}\n{self.machine.logs()}"
        return f"thanked with {visitor.reference}, pressed {visitor.presses} times"

    def dana_hears(self) -> str:
        for visitor in self.visitors:
            mails = self.mailbox.wait_about(visitor.reference, 90)
            assert mails, f"no mail about {visitor.reference}\n{self.machine.logs()}"
            assert len({mail.message["Message-ID"] for mail in mails}) == 1
        return f"a mail about each of the {len(self.visitors)}"

    def is_lost(self, part: str) -> None:
        step(f"kill -9: {part}", lambda: self.machine.kill(part))
        step("  somebody writes at once", self.somebody_writes)
        step("  and Dana hears of it", self.dana_hears)

    def shown(self) -> str:
        return self.machine.do(f"practice shell -v 0 -c '{SHOWN}'").strip()

    def remember(self) -> None:
        """What must be there again after everything is lost, and the key that Dana has on paper."""
        sheet = self.machine.do("practice recovery_sheet")
        printed = sheet.split("The recovery key:")[1].split("Capital")[0]
        self.key = " ".join(printed.split())  # typed as it is printed, in groups
        self.before, self.mails = self.shown(), len(self.mailbox.attempts)

    def is_as_before(self) -> str:
        after = self.shown()
        assert after == self.before, f"{self.before}\n{after}"
        assert len(self.mailbox.attempts) == self.mails, "an old mail came again"
        return f"the inbox shows the same {len(self.visitors)} inquiries, no old mail came again"

    def adds_up(self) -> str:
        told = json.loads(self.machine.do("practice reconcile --json"))
        mine = sorted(visitor.reference for visitor in self.visitors)
        assert sorted(told["references"]) == mine
        return f"received {told['received']}, thanked {len(mine)}, the same references"


def tell(root: Path) -> None:
    settings.configure()  # a visitor's form is set back in time with Django's own signatures
    machine = Machine(root)
    machine.switch_on()
    mailbox = Mailbox(port=2525)
    story = Story(machine, mailbox)
    try:
        is_set_up(story)
        is_broken(story, ["a web process", "practice", "caddy"])
        story.remember()
        story.follow("backup")
        comes_back_on_postgresql(story)
        is_broken(story, ["postgresql", "practice-worker", "a web process"])
        is_upgraded(story)
        machine.do("systemctl stop practice-worker caddy practice postgresql")
    finally:
        mailbox.close()
    print(NOT_RUN)


def is_set_up(story: Story) -> None:
    for name in ("secrets", "settings", "unit"):
        story.follow(name)
    # A reader's name is on the internet; this one is not, so Caddy's own authority signs for it.
    inside = f"sed -i 's/^{HOST} {{/&\\ntls internal/' /etc/caddy/Caddyfile\n"
    story.follow("caddy", f"{inside}systemctl restart caddy\n")
    wait = story.machine.wait_until_ready
    ready = step("https, as a visitor comes", lambda: (_authority(story), wait())[1])
    in_full(ready)
    step("somebody writes", story.somebody_writes)
    step("Dana hears of it", story.dana_hears)
    step("whose processes they are", lambda: _owners(story.machine))
    step("where the site may write", lambda: _writable(story.machine))
    in_full(story.follow("mail"))
    story.follow("well")


def is_broken(story: Story, parts: list[str]) -> None:
    for part in parts:
        story.is_lost(part)
    step("it adds up", story.adds_up)


def comes_back_on_postgresql(story: Story) -> None:
    machine = story.machine
    machine.do("systemctl stop practice")
    step("the folder is wiped", lambda: machine.do(_wipe()))
    story.follow("secrets")
    step("PostgreSQL", lambda: machine.do("systemctl start postgresql; sleep 3"))
    story.follow("postgresql")
    story.follow("restore", first=f"export RECOVERY_KEY='{story.key}'\n")
    step("https, as a visitor comes", machine.wait_until_ready)
    story.follow("worker")
    step("nothing is lost", story.is_as_before)
    step("somebody writes", story.somebody_writes)


def is_upgraded(story: Story) -> None:
    story.machine.do(NEWER)
    story.follow("upgrade")
    step("https, as a visitor comes", story.machine.wait_until_ready)
    step("somebody writes", story.somebody_writes)
    step("Dana hears of it", story.dana_hears)
    step("it adds up", story.adds_up)


def _wipe() -> str:
    return "rm -rf /var/lib/practice && install -d -o practice -g practice -m 700 /var/lib/practice"


def _authority(story: Story) -> None:
    deadline = time.monotonic() + 60
    while not (story.machine.root / CADDY).exists():
        assert time.monotonic() < deadline, story.machine.logs()
        time.sleep(0.2)


def _owners(machine: Machine) -> str:
    owners = {}
    for unit in ("practice", "caddy"):
        status = Path(f"/proc/{machine.main_process(unit)}/status").read_text()
        words = dict(line.split(":", 1) for line in status.splitlines())
        uid = int(words["Uid"].split()[0])
        assert uid > 0
        owners[unit] = f"{unit}: uid {uid}, capabilities {int(words['CapEff'], 16):x}"
    return "; ".join(owners.values())


def _writable(machine: Machine) -> str:
    """Asked of the mounts the running process sees."""
    mounts = Path(f"/proc/{machine.main_process('practice')}/mountinfo").read_text().splitlines()
    places = {line.split()[4]: line.split()[5].split(",")[0] for line in mounts}
    assert places["/"] == "ro", places
    assert places["/var/lib/practice"] == "rw"
    return "/ read-only; " + " ".join(sorted(p for p, how in places.items() if how == "rw"))
