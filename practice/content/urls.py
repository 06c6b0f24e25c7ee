from django.urls import path, re_path

from practice.content import covers, feeds, views
from practice.content.images import files
from practice.content.kept_files import kept_file
from practice.content.previews import views as previews

app_name = "content"

urlpatterns = [
    path("emotions/", views.emotions, name="emotions"),
    path("emotions/<slug:slug>/", views.emotion, name="emotion"),
    path("emotions/<slug:slug>/feed/", feeds.EmotionFeed(), name="emotion-feed"),
    re_path(
        r"^art/(?P<name>[0-9a-f]{20}(?:-day\.svg|-night\.svg|\.png))$",
        covers.drawing,
        name="art",
    ),
    # The made widths only: the kept original has no address.
    re_path(
        r"^media/(?P<name>[0-9a-f]{20}-[0-9]{1,4}\.(?:avif|webp))$",
        lambda request, name: kept_file(request, files.folder(), name),
        name="media",
    ),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("search/", views.search_page, name="search"),
]
