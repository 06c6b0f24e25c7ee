from django.db.models import QuerySet
from django.utils import timezone

from practice.content.sitemap import AbsoluteSitemap
from practice.profile.models import Notice


class NoticeSitemap(AbsoluteSitemap):
    """Notices in force; privacy has an address of its own and is always there."""

    def items(self) -> QuerySet[Notice]:
        in_force = Notice.objects.filter(versions__effective__lte=timezone.localdate())
        return in_force.exclude(slug="privacy").distinct()
