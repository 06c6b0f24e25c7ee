"""A visitor's browser over plain HTTP: reads the form, fills it in, presses, and presses again when it broke.

Everything that is known of the site here is public: addresses, field names, `data-reference`. Only the time
at which the form was handed out is set back, with the site's own key, so that nobody waits six seconds.
"""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.core import signing

from tests.running_site import Answer, RunningSite

PRESSES = 5  # as often as a person tries (PROMISES R1)
READING_SECONDS = 60
BROKEN = (OSError, http.client.HTTPException)
ANSWERS = {
    "name": "Sam",
    "preferred": "email",
    "who": "me",
    "place": "CA",
    "modality": "telehealth",
    "consent": "on",
}


@dataclass
class Visitor:
    """One person at one address, with one copy of the form."""

    site: RunningSite
    number: int
    wants_mail: bool = False  # asks for the acknowledgement, where the form offers it
    unhurried: bool = True
    address: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    pause: float = 0.3  # after the first press that broke

    cookie: str = ""
    body: str = ""
    presses: int = 0
    clicked: float = 0.0  # the first press
    seconds: float = 0.0  # the press that was thanked for: from click to the thank-you page
    thanks: str = ""  # the address of the thank-you page
    reference: str = ""
    statuses: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        high, low = divmod(self.number, 256)
        self.address = self.address or f"10.{high // 256}.{high % 256}.{low}"
        self.email = f"visitor{self.number}@harbour.example"

    def read_form(self) -> "Visitor":
        """Open the form and fill it in; tried until it is there."""
        page = self._insist(lambda: self._ask("/consultation/"))
        cookies = SimpleCookie(page.headers["Set-Cookie"])
        self.cookie = "; ".join(f"{name}={one.value}" for name, one in cookies.items())
        offered = 'name="acknowledge"' in page.text
        self.wants_mail = self.wants_mail and offered
        answers = {
            **ANSWERS,
            "email": self.email,
            "message": f"Visitor {self.number} cannot sleep.",
            "csrfmiddlewaretoken": _value(page.text, "csrfmiddlewaretoken"),
            "opened": self._opened(_value(page.text, "opened")),
            "website": "",
            **({"acknowledge": "on"} if self.wants_mail else {}),
            **self.changes,
        }
        self.body = urlencode(answers)
        return self

    def send(self, presses: int = PRESSES) -> "Visitor":
        """Press until thanked, `presses` times at most, waiting longer each time, as people do."""
        for attempt in range(1, presses + 1):
            if self.press():
                break
            time.sleep(self.pause * min(attempt, PRESSES))
        return self

    def press(self) -> str:
        """Press the button once and follow to the thank-you page; the reference, or nothing."""
        began = time.monotonic()
        if self.press_only():
            self.reference = self.read_thanks()
            self.seconds = time.monotonic() - began
        return self.reference

    def press_only(self) -> str:
        """Press the button once; where the redirect leads, or nothing."""
        self.presses += 1
        self.clicked = self.clicked or time.monotonic()
        try:
            answer = self._ask("/consultation/", "POST", self.body, self.headers)
        except BROKEN as problem:
            self.statuses.append(type(problem).__name__)
            return ""
        return self.note(answer.status, answer.headers)

    def note(self, status: int, headers: Mapping[str, str]) -> str:
        """Keep what the site answered to a post."""
        self.statuses.append(status)
        self.thanks = headers["Location"] if status == 303 else ""
        return self.thanks

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends with the form."""
        return {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": self.address,
        }

    def read_thanks(self) -> str:
        """The reference on the thank-you page; a broken page is fetched again, which posts nothing."""
        page = self._insist(lambda: self._ask(self.thanks))
        return re.search(r'data-reference="([A-Z0-9-]{6,})"', page.text)[1]

    def _ask(self, path, method="GET", body=None, headers=None) -> Answer:
        headers = headers or {"X-Forwarded-For": self.address}
        return self.site.ask(path, method, body=body, headers=headers)

    def _insist(self, ask) -> Answer:
        deadline = time.monotonic() + 60
        while True:
            try:
                answer = ask()
                if answer.status == 200:
                    return answer
            except BROKEN as problem:
                answer = problem
            if time.monotonic() > deadline:
                raise RuntimeError(f"no page within a minute: {answer}")
            time.sleep(self.pause)

    def _opened(self, value: str) -> str:
        """The same copy of the form, read a minute ago."""
        if not self.unhurried:
            return value
        key = (self.site.folder / "secret_key").read_text().strip()
        name, handed_out = signing.loads(value, key=key, salt="intake.form")
        return signing.dumps([name, handed_out - READING_SECONDS], key=key, salt="intake.form")


def _value(html: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)[0]
    return unescape(re.search(r'value="([^"]*)"', tag)[1])
