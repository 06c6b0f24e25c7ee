"""Notices and the crisis text, rendered again when `rendering` has changed since they were saved."""

from practice.content.rendering import render
from practice.profile.models import NoticeVersion, Practice


def rerender() -> None:
    """Bring stored HTML up to date; words stay as they are."""
    for version in NoticeVersion.objects.all():
        if render(version.body).html != version.html:
            version.save()
    for practice in Practice.objects.all():
        if render(practice.crisis_text).html != practice.crisis_html:
            practice.save()
