from django.contrib import admin

from journal.models import Post
from practice.content.admin import EntryAdmin


@admin.register(Post)
class PostAdmin(EntryAdmin):
    date_hierarchy = "publish_at"
