"""Answering with one tap: the links a telephone or a mail program opens."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from intake.inbox.opening import given
from intake.models import Inquiry, ReplyTemplate
from practice.profile.models import Practice

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Reply:
    """A mail begun from a template, and the state that sending it means."""

    name: str
    link: str
    state: str
    state_in_words: str


@dataclass(frozen=True)
class Ways:
    """How somebody can be answered; what they did not give is empty."""

    phone: str
    call: str
    voicemail: str
    email: str
    write: str
    replies: list[Reply]
    mail_first: bool


def ways_of(inquiry: Inquiry, practice: Practice) -> Ways:
    phone, email = given(inquiry, "phone"), given(inquiry, "email")
    values = {
        "name": given(inquiry, "name"),
        "reference": inquiry.reference,
        "practitioner": practice.practitioner,
        "telephone": practice.telephone,
    }
    templates = ReplyTemplate.objects.all() if email else []
    return Ways(
        phone=phone,
        call=_tel(phone),
        voicemail="A voicemail is fine." if inquiry.voicemail else "Do not leave a voicemail.",
        email=email,
        write=mailto(email) if email else "",
        replies=[_reply(template, email, values) for template in templates],
        mail_first=inquiry.preferred == Inquiry.Preferred.EMAIL,
    )


def _reply(template: ReplyTemplate, email: str, values: dict[str, str]) -> Reply:
    return Reply(
        name=template.name,
        link=mailto(email, filled(template.subject, values), filled(template.body, values)),
        state=template.state,
        state_in_words=template.get_state_display(),
    )


def filled(text: str, values: dict[str, str]) -> str:
    """`text` with its placeholders filled in; one that is unknown, or empty, stays to be seen."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1]) or found[0], text)


def mailto(address: str, subject: str = "", body: str = "") -> str:
    """A mailto: link (RFC 6068). All but letters and digits is encoded, so that nothing adds a recipient."""
    parts = {"subject": " ".join(subject.split()), "body": "\r\n".join(body.splitlines())}
    query = "&".join(f"{name}={quote(text, safe='')}" for name, text in parts.items() if text)
    return f"mailto:{quote(address, safe='@')}{'?' if query else ''}{query}"


def _tel(phone: str) -> str:
    """A tel: link (RFC 3966): digits, and a plus where the number begins with one."""
    digits = "".join(c for c in phone if c in "0123456789")
    return f"tel:{'+' if phone.strip().startswith('+') else ''}{digits}" if digits else ""
