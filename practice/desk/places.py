"""Where the desk's left column and its page of settings lead.

The tables name models and addresses as words, so that the desk imports no app and shows nothing that is
not there. Django's own list of what a person may use decides what each of them sees: permissions, not roles.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from practice.desk.guide.chapters import Chapter, chapter_about
from practice.desk.registry import counters

# A word in the column, and the models that stand under it; the first one a person may use is where it leads.
PLACES = (
    ("Inquiries", ("intake.inquiry",)),
    ("Writing", ("journal.post",)),
    ("Pages", ("pages.page",)),
    ("Emotions and tags", ("content.emotion", "content.tag")),
)
# A model or the name of an address, what it is called here, and a sentence about it.
SETTINGS = (
    ("profile.practice", "Practice profile", "Your name, licence, reply promise, days away, look."),
    ("profile.notice", "Notices", "Privacy and the other texts you owe people."),
    ("intake.replytemplate", "Reply templates", "The words your answers begin with."),
    ("content.image", "Images", "Pictures for your texts."),
    ("content.redirect", "Old addresses", "Where readers go who look for a page that moved."),
    ("signin.person", "People", "Who may come to this desk."),
    ("audit.event", "Event log", "Who did what, and when."),
    (
        "evidence.agreement",
        "Evidence and agreements",
        "What the site does for the law, and what is left to you.",
    ),
    ("backups.backup", "Backups", "What was backed up, and the sheet that brings it back."),
    ("admin:signin", "Your sign-in", "Passkeys, codes and the way back in."),
    ("admin:password_change", "Your password", "Choose a new one."),
    ("admin:style", "The look", "Every part of the public pages, side by side."),
)


@dataclass(frozen=True)
class Way:
    """A link of the desk. `current` is what aria-current says of it, or nothing."""

    title: str
    url: str
    about: str = ""
    current: str = ""
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """What stands around a page: the column, how this page hangs under it, what lies beside it, and
    the chapter of the guide that speaks of it."""

    ways: list[Way]
    trail: list[Way] = field(default_factory=list)
    beside: list[Way] = field(default_factory=list)
    chapter: Chapter | None = None


def frame(request: HttpRequest, apps: list[dict[str, Any]]) -> Frame:
    """The frame of the page at this request's path; `apps` is the admin's list for this person."""
    may, here = _models(apps), request.path
    ways = [Way("Desk", reverse("admin:index"), current=_at(here, reverse("admin:index")))]
    trail: list[Way] = []
    beside: list[Way] = []
    for title, labels in PLACES:
        parts = [_way(may[label], here) for label in labels if label in may]
        if not parts:
            continue
        now = next((part for part in parts if part.current), None)
        count = sum(counters[label]() for label in labels if label in may and label in counters)
        ways.append(Way(title, parts[0].url, current=now.current if now else "", count=count))
        several = len(parts) > 1
        if now and now.current == "page":
            beside = parts if several else []
        elif now:
            trail = [now if several else ways[-1]]
    settings, guide = Way("Settings", reverse("admin:settings")), _guide(here)
    if guide.current:
        trail = [guide] if guide.current == "true" else []
    elif not any(way.current for way in ways):
        settings = replace(settings, current=_at(here, settings.url) or "true")
        trail = [] if settings.current == "page" else [settings, *_list_above(may, here)]
    return Frame([*ways, settings, guide], trail, beside, chapter_about(here))


def settings_of(apps: list[dict[str, Any]]) -> list[Way]:
    """The page of settings: what the table names, then whatever else there is for this person."""
    may = _models(apps)
    found = []
    for name, title, about in SETTINGS:
        if url := _url(name, may):
            found.append(Way(title, url, about))
    named = {name for name, *_ in SETTINGS} | {label for _, labels in PLACES for label in labels}
    others = [model for label, model in may.items() if label not in named]
    return found + [Way(_title(model), model["admin_url"]) for model in others]


def _models(apps: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By label, the models with a list of their own that this person may use."""
    return {
        model["model"]._meta.label_lower: model
        for app in apps
        for model in app["models"]
        if model["admin_url"]
    }


def _url(name: str, may: dict[str, dict[str, Any]]) -> str:
    if ":" not in name:
        return may[name]["admin_url"] if name in may else ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _list_above(may: dict[str, dict[str, Any]], here: str) -> list[Way]:
    titles = {label: title for label, title, _ in SETTINGS}
    return [
        Way(titles.get(label, _title(model)), model["admin_url"])
        for label, model in may.items()
        if here.startswith(model["admin_url"]) and here != model["admin_url"]
    ]


def _way(model: dict[str, Any], here: str) -> Way:
    url = model["admin_url"]
    return Way(_title(model), url, current=_at(here, url) or "true" * here.startswith(url))


def _title(model: dict[str, Any]) -> str:
    return model["name"][:1].upper() + model["name"][1:]


def _guide(here: str) -> Way:
    url = reverse("admin:guide")
    return Way("Guide", url, current=_at(here, url) or "true" * here.startswith(url))


def _at(here: str, url: str) -> str:
    return "page" if here == url else ""
