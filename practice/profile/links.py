"""What notices have to say where content asks who links where."""

import re
from collections.abc import Iterable

from django.urls import reverse

from practice.content.linking import Linking
from practice.profile.models import Notice


def is_a_notice(path: str) -> bool:
    """Whether a notice, or the privacy page that is always there, stands at a path."""
    bare = path.rstrip("/")
    if bare == "/privacy":
        return True
    folder, _, slug = bare.rpartition("/")
    return folder == "/notices" and Notice.objects.filter(slug=slug).exists()


def notices_linking_to(paths: Iterable[str]) -> list[Linking]:
    """Notices whose newest wording, or one in force, links to one of `paths`."""
    ends = "|".join(re.escape(path) for path in paths)
    link = re.compile(rf'href="(?:{ends})/?(?:[#?][^"]*)?"')
    found = []
    for notice in Notice.objects.all():
        versions = [notice.in_force(), notice.versions.first()]
        if any(version and link.search(version.html) for version in versions):
            address = reverse("admin:profile_notice_change", args=[notice.pk])
            found.append(Linking(f"“{notice}” (notice)", address))
    return found
