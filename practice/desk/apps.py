from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with our site as its default, so that apps register as they always do."""

    default_site = "practice.desk.site.DeskSite"

    def ready(self) -> None:
        super().ready()
        from practice.desk import disk, signins, unsaved  # noqa: F401  what they register, and sign-ins recorded
