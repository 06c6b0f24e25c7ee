"""What notices have to say where content asks who links where."""

import re
from collections.abc import Collection, Iterable

from django.urls import reverse

from practice.content.linking import Linking
from practice.profile.models import Notice


def notices_at(paths: Collection[str]) -> set[str]:
    """Those of some paths where a notice stands, or the privacy page that is always there."""
    slugs = {
        path: slug
        for path in paths
        for folder, _, slug in [path.rstrip("/").rpartition("/")]
        if folder == "/notices"
    }
    there = Notice.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True)
    known = set(there) if slugs else set()
    return {path for path in paths if path.rstrip("/") == "/privacy" or slugs.get(path) in known}


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
