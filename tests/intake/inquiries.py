"""Inquiries as visitors send them, for tests of the inbox."""

import re
import time
from html import unescape

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from intake import actions
from intake.models import Inquiry
from practice.profile.models import Practice

INBOX = "/admin/intake/inquiry/"


def received(key="", **fields):
    """One stored inquiry; `fields` may name a state, or a day an answer was promised by."""
    after = {name: fields.pop(name) for name in list(fields) if name in _PLAIN}
    written = {
        **{"name": "Sam", "pronouns": "", "email": "sam@mail.example", "phone": ""},
        **{"preferred": "email", "voicemail": False, "who": "me", "place": "CA"},
        **{"modality": "in_person", "times": "", "heard": "", "acknowledge": False},
        **{"message": "I can’t sleep."},
        **fields,
    }
    inquiry = actions.receive_within(
        request=written, form_key=key or str(time.monotonic_ns()), practice=Practice.load()
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(**after)
    inquiry.refresh_from_db()
    return inquiry


_PLAIN = {"state", "reply_by", "received_at", "answered_at", "erasure_asked_at", "bounced_at"}
_PLAIN |= {"suspicions", "changed_at", "read_at"}


def page_of(inquiry):
    return f"{INBOX}{inquiry.pk}/change/"


def words(response):
    """What a reader of the page reads, without markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def field(response, name):
    """The value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def names_in(response):
    """The names in the list, from the top."""
    return re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", response.content.decode())


def someone_who_may(*verbs):
    """A browser of Kim, who works for the practice and may do only this with inquiries."""
    kim = get_user_model().objects.create_user("kim", is_staff=True)
    names = [f"{verb}_inquiry" for verb in verbs]
    kim.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(kim)
    return client
