"""The sitemap: every public address, on the host that SITE_URL names."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Q, QuerySet
from django.utils.encoding import iri_to_uri

from practice.content.addresses import HOME, Kind
from practice.content.models import Emotion, Entry
from practice.content.seo import absolute


class AbsoluteSitemap(Sitemap):
    """Addresses from SITE_URL, because the Host header of whoever asks is only a claim."""

    def get_domain(self, site: Any = None) -> str:
        return absolute("").split("://", 1)[1]

    def location(self, item: Any) -> str:
        return str(iri_to_uri(item.get_absolute_url()))

    def get_protocol(self, protocol: str | None = None) -> str:
        return absolute("").split("://", 1)[0]


class EntrySitemap(AbsoluteSitemap):
    def items(self) -> QuerySet[Entry]:
        home = Q(kind=Kind.PAGE, slug=HOME)  # among the fixed ones, because it is always there
        return Entry.objects.published().exclude(home).order_by("kind", "-publish_at", "pk")

    def lastmod(self, item: Entry) -> Any:
        return max(item.updated, item.publish_at)


class EmotionSitemap(AbsoluteSitemap):
    def items(self) -> QuerySet[Emotion]:
        public = Entry.objects.published().under_emotions()
        return Emotion.objects.filter(entries__in=public).distinct()


class FixedSitemap(AbsoluteSitemap):
    """Addresses that are there whatever is written."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__()
        self.paths = paths

    def items(self) -> list[str]:
        return self.paths

    def location(self, item: str) -> str:
        return item
