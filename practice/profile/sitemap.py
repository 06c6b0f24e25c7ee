from collections.abc import Iterator

from django.db.models import Max, Q
from django.utils import timezone

from practice.content.sitemap import Row
from practice.profile.models import Notice


def notices() -> Iterator[Row]:
    """Notices in force, with the day from which their wording counts."""
    in_force = Q(versions__effective__lte=timezone.localdate())
    for notice in Notice.objects.filter(in_force).annotate(changed=Max("versions__effective")):
        yield notice.get_absolute_url(), notice.changed
