"""What Sam does at the request form: in a browser, and past every browser."""

import re
import time
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HUMAN_SECONDS = 6  # who sends the form sooner is taken for a machine (DESIGN §3)
WRITTEN = ("name", "pronouns", "email", "phone", "times", "heard", "message")
CHOSEN = ("preferred", "who", "modality")

# Nothing here stands on any page of the site, in any mail or in any log, unless it leaked.
SAM = {
    "name": "Sam Quillfeather",
    "pronouns": "ze/hir",
    "email": "sam.quillfeather@mail.example",
    "phone": "(415) 555-0147",
    "preferred": "phone",
    "voicemail": True,
    "who": "couple",
    "place": "NV",
    "modality": "telehealth",
    "times": "Thursdays, quarter past six",
    "heard": "Ottoline of the bakery",
    "message": "Since Februrary the house creaks.\nWe whisper, quarrel, whisper.",
    "consent": True,
}
UNMISTAKABLE = (
    *("Quillfeather", "ze/hir", "555-0147", "5550147", "Thursdays", "Ottoline", "Februrary"),
    *("creaks", "whisper", "quarrel"),
)


def words_found(text):
    """Which of Sam's words stand in `text`, in any case."""
    if isinstance(text, str):
        text = text.encode()
    return [word for word in UNMISTAKABLE if word.lower().encode() in text.lower()]


def fill(page, answers):
    """Fill in the form on `page`; a name that is not in `answers` is left alone."""
    for name in WRITTEN:
        if name in answers:
            page.locator(f"form [name={name}]").fill(answers[name])
    for name in CHOSEN:
        if name in answers:
            page.locator(f"form [name={name}][value={answers[name]}]").check()
    for name in ("voicemail", "consent"):
        if name in answers:
            page.locator(f"form [name={name}]").set_checked(answers[name])
    if "place" in answers:
        page.locator("form [name=place]").select_option(answers["place"])


def filled_in(page):
    """What stands in the form now, in the shape of `SAM`."""
    found = {name: page.locator(f"form [name={name}]").input_value() for name in WRITTEN}
    for name in CHOSEN:
        chosen = page.locator(f"form [name={name}]:checked")
        found[name] = chosen.get_attribute("value") if chosen.count() else ""
    for name in ("voicemail", "consent"):
        found[name] = page.locator(f"form [name={name}]").is_checked()
    found["place"] = page.locator("form [name=place]").input_value()
    return found


def send(page):
    """Press the button; the answer that was shown in the end."""
    with page.expect_navigation() as navigation:
        page.locator("form[method=post] [type=submit]").click()
    return navigation.value


def reference_on(page):
    return page.locator("[data-reference]").get_attribute("data-reference")


@dataclass(frozen=True)
class Form:
    """A copy of the request form as it was handed out."""

    cookie: str
    token: str
    opened: str
    at: float

    def body(self, answers):
        """What a browser would send for `answers`."""
        fields = {name: "on" if value is True else value for name, value in answers.items()}
        hidden = {"csrfmiddlewaretoken": self.token, "opened": self.opened, "website": ""}
        return urlencode({**hidden, **{n: v for n, v in fields.items() if v is not False}})

    @property
    def headers(self):
        return {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}


def read_form(site):
    page = site.ask("/consultation/")
    cookies = SimpleCookie(page.headers["Set-Cookie"])
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    return Form(
        cookie=cookie,
        token=_value(page.text, "csrfmiddlewaretoken"),
        opened=_value(page.text, "opened"),
        at=time.monotonic(),
    )


def send_form(site, form, *, hurry=False, **changes):
    """Send `form` with Sam's answers, as slowly as a person; the answer and how long it took."""
    if not hurry:
        time.sleep(max(0.0, form.at + HUMAN_SECONDS - time.monotonic()))
    began = time.monotonic()
    body = form.body({**SAM, **changes})
    answer = site.ask("/consultation/", "POST", body=body, headers=form.headers)
    return answer, time.monotonic() - began


def reference_of(site, answer):
    """The reference on the thank-you page that `answer` leads to."""
    assert answer.status == 303, answer.status
    thanks = site.ask(answer.headers["Location"])
    assert thanks.status == 200
    return re.search(r'data-reference="([A-Z0-9-]{6,})"', thanks.text)[1]


def _value(html, name):
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)[0]
    return unescape(re.search(r'value="([^"]*)"', tag)[1])
