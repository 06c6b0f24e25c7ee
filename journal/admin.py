from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from journal import views
from journal.models import Post
from practice.content.admin import EntryAdmin
from practice.content.models import Entry


@admin.register(Post)
class PostAdmin(EntryAdmin):
    date_hierarchy = "publish_at"

    def preview_page(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        return views.post_page(request, entry)
