from django.urls import path, re_path, register_converter

from journal import feeds, views


class YearConverter:
    """Four digits; post slugs of that shape are refused, so the two never meet."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


register_converter(YearConverter, "year")

app_name = "journal"

urlpatterns = [
    path("", views.post_list, name="list"),
    path("feed/", feeds.JournalFeed(), name="feed"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("tags/<slug:slug>/feed/", feeds.TagFeed(), name="tag-feed"),
    path("<year:year>/", views.year, name="year"),
    # Not <slug:>: imported addresses may hold letters of any script.
    re_path(r"^(?P<slug>[-\w]+)/$", views.post, name="post"),
]
