"""What visitors were told, settled against store and mailbox; `python -m tests.faults.ledger` prints it."""

import json
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults.mail_server import MailServer
from tests.faults.visitor import Visitor
from tests.running_site import ROOT, RunningSite

KEPT = ROOT / "build" / "faults" / "ledger.jsonl"
COLUMNS = "posts presses acknowledged stored notified repeats doubled lost".split()
NOTIFIED = "dana@practice.example"


@dataclass
class Row:
    """One scenario's account. A repeat is a copy with the same Message-ID; doubled are all other copies."""

    scenario: str
    mode: str
    engine: str
    posts: int = 0
    presses: int = 0
    acknowledged: int = 0
    stored: int = 0
    notified: int = 0
    repeats: int = 0
    doubled: int = 0
    lost: int = 0


@dataclass
class Figure:
    """One promise and what was measured."""

    promise: str
    what: str
    promised: str
    measured: str
    engine: str
    kept: bool


def engine(site: RunningSite) -> str:
    return "PostgreSQL" if site.database_url else "SQLite"


def stored(site: RunningSite) -> list[str]:
    return [reference for (reference,) in site.query("SELECT reference FROM intake_inquiry")]


def settle(
    scenario: str, mode: str, site: RunningSite, visitors: list[Visitor], server: MailServer | None
) -> Row:
    """The account of `visitors`, alone on `site`: each wrote something else, so each is one inquiry."""
    kept = stored(site)
    thanked = [visitor.reference for visitor in visitors if visitor.reference]
    written = len(visitors)
    row = Row(
        scenario,
        mode,
        engine(site),
        posts=written,
        presses=sum(visitor.presses for visitor in visitors),
        acknowledged=len(thanked),
        stored=len(kept),
        lost=len(set(thanked) - set(kept)),
        # Two visitors thanked with one reference were merged, which is as bad.
        doubled=max(0, len(kept) - written) + len(thanked) - len(set(thanked)),
    )
    if server:
        _settle_mail(row, kept, server)
    return row


def proved(site: RunningSite) -> bool:
    """Whether the site's own account adds up, and names exactly what the table holds."""
    result = site.manage("reconcile", "--json")
    told = json.loads(result.stdout)
    parts = sum(told[name] for name in ("open", "answered", "spam", "erased"))
    same = sorted(told["references"]) == sorted(stored(site))
    return result.returncode == 0 and same and told["received"] == parts


def not_notified(site: RunningSite, server: MailServer) -> set[str]:
    """Stored references Dana has had no mail about, or one whose 250 never left and that comes again."""
    told = (mail.references for mail in server.to(NOTIFIED) if mail.told)
    return set(stored(site)).difference(*told)


def _settle_mail(row: Row, kept: list[str], server: MailServer) -> None:
    copies: dict[tuple[str, str], Counter[str]] = {}
    known = set(kept)
    for mail in list(server.taken):
        for reference in known & mail.references:
            copies.setdefault((reference, mail.recipient), Counter())[mail.identity] += 1
    row.notified = sum(recipient == NOTIFIED for _, recipient in copies)
    row.repeats = sum(sum(ids.values()) - len(ids) for ids in copies.values())
    row.doubled += sum(len(ids) - 1 for ids in copies.values())


@dataclass
class Ledger:
    """Keeps rows and figures while the tests run, for the table at the end."""

    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def add(self, row: Row) -> Row:
        self.rows.append(row)
        _append({"row": asdict(row)})
        return row

    def promise(self, name: str, where: str, *measured: tuple[str, str, str, bool]) -> bool:
        """Note several of one promise: what, promised, measured, kept. Whether all are kept."""
        figures = [Figure(name, *words, where, kept) for *words, kept in measured]
        return all([self.figure(one) for one in figures])  # a list: each is noted, whatever failed

    def figure(self, figure: Figure) -> bool:
        self.figures.append(figure)
        _append({"figure": asdict(figure)})
        return figure.kept


def is_long() -> bool:
    """Whether `make faults` runs, which prints what is kept here."""
    return bool(os.environ.get("FAULTS_LEDGER"))


def _append(entry: dict) -> None:
    if is_long():
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        with KEPT.open("a") as file:
            file.write(json.dumps(entry) + "\n")


def read(path: Path = KEPT) -> Ledger:
    ledger = Ledger()
    for line in path.read_text().splitlines() if path.exists() else []:
        entry = json.loads(line)
        if "row" in entry:
            ledger.rows.append(Row(**entry["row"]))
        else:
            ledger.figures.append(Figure(**entry["figure"]))
    return ledger


def table(ledger: Ledger) -> str:
    heads = ["scenario", "fault mode", "engine", *COLUMNS]
    rows = [
        [row.scenario, row.mode, row.engine, *(str(getattr(row, name)) for name in COLUMNS)]
        for row in ledger.rows
    ]
    both = [
        [
            name,
            "",
            "all",
            *(str(sum(getattr(row, column) for row in ledger.rows)) for column in COLUMNS),
        ]
        for name in ["sum"]
    ]
    figures = [
        [f.promise, f.what, f.promised, f.measured, f.engine, "kept" if f.kept else "BROKEN"]
        for f in sorted(
            ledger.figures, key=lambda f: (int(f.promise[1:]), f.promise, f.what, f.engine)
        )
    ]
    figure_heads = ["promise", "what", "promised", "measured", "engine", ""]
    return "\n\n".join([_aligned([heads, *rows, *both]), _aligned([figure_heads, *figures])])


def _aligned(lines: list[list[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "  ".join(
            cell.rjust(w) if cell.isdigit() else cell.ljust(w)
            for cell, w in zip(line, widths, strict=True)
        ).rstrip()
        for line in [lines[0], rule, *lines[1:]]
    )


def main() -> int:
    ledger = read()
    print(table(ledger))
    bad = [row for row in ledger.rows if row.lost or row.doubled]
    broken = [figure for figure in ledger.figures if not figure.kept]
    return 1 if bad or broken or not ledger.rows else 0


if __name__ == "__main__":
    sys.exit(main())
