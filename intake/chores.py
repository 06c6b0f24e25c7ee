"""What the site does by itself now and then, once however many processes run."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from intake import actions, rates, retention, selfcheck, traces
from intake.models import Chore
from practice.backups import daily
from practice.desk.signin import limits

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)  # what went wrong is not left until tomorrow, or next week
# Stays when the process dies over it; then it is tried again as after any other trouble.
UNFINISHED = "what the site does by itself was not finished"
LOOK_SECONDS = 20.0  # how often each process asks whether something is due


@dataclass(frozen=True)
class Task:
    """Something done every `every`; `act` returns what went wrong, or nothing."""

    name: str
    every: timedelta
    act: Callable[[], str]
    at_once: bool = True  # whether a new site does it right away, or when `every` has gone by


def _forget_rates() -> str:
    rates.forget_old()
    return ""


def _forget_sign_ins() -> str:
    limits.forget_old_failures()
    return ""


def _owe_weekly_mail() -> str:
    actions.owe_weekly_mail()
    return ""


RETENTION = Task("retention", timedelta(days=1), retention.purge_and_scrub)
TASKS = (
    RETENTION,
    Task("self-check", timedelta(hours=1), selfcheck.check),
    Task("rate rows", timedelta(hours=1), _forget_rates),
    Task("old sign-ins", timedelta(hours=1), _forget_sign_ins),
    Task("backup", daily.EVERY, daily.act, at_once=False),
    Task("weekly mail", timedelta(days=7), _owe_weekly_mail, at_once=False),
)


def run(stop: threading.Event) -> None:
    """Do what is due, again and again, until `stop` is set."""
    while not stop.is_set():
        for task in TASKS:
            try:
                do_if_due(task)
            except Exception:
                log.exception("a chore stumbled: %s", task.name)
        close_old_connections()
        stop.wait(LOOK_SECONDS)


def scrub_now_or_soon() -> traces.Scrubbed:
    """Remove the bytes of what was just erased; when a reader prevents it, the next round does it."""
    scrubbed = traces.scrub(tries=1)
    if scrubbed.problem:
        Chore.objects.filter(name=RETENTION.name).update(last_at=timezone.now() - RETENTION.every)
        log.info("erased bytes remain for the moment; the next round removes them")
    return scrubbed


def do_if_due(task: Task) -> bool:
    """Do `task` when its time has come and no other process has taken it; whether it was done."""
    if not _taken(task):
        return False
    try:
        problem = task.act()
    except Exception as stumbled:
        log.exception("a chore stumbled: %s", task.name)
        problem = f"the {task.name} stumbled ({type(stumbled).__name__})"
    Chore.objects.filter(name=task.name).update(problem=problem[:200])
    return True


def _taken(task: Task) -> bool:
    now = timezone.now()
    # One that was done on a day to come was done by a clock that has been put right since.
    due = Q(last_at__lte=now - task.every) | Q(last_at__gt=now + AGAIN)
    due |= ~Q(problem="") & Q(last_at__lte=now - AGAIN)
    if Chore.objects.filter(due, name=task.name).update(last_at=now, problem=UNFINISHED):
        return True
    if Chore.objects.filter(name=task.name).exists():
        return False
    try:
        with transaction.atomic():
            problem = UNFINISHED if task.at_once else ""
            Chore.objects.create(name=task.name, last_at=now, problem=problem)
    except IntegrityError:  # another process was a moment earlier
        return False
    return task.at_once
