from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "practice.profile"
    label = "profile"
    verbose_name = "The practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from practice.content import linking, looks
        from practice.profile import desk  # noqa: F401  hangs its card and health line on the desk
        from practice.profile.kept import keep_soon
        from practice.profile.links import notices_at, notices_linking_to
        from practice.profile.models import CrisisLine, Practice

        linking.answering(notices_at)
        linking.found_by(notices_linking_to)
        looks.chosen_by(lambda: Practice.now().look)
        for model in (Practice, CrisisLine):
            for change in (post_save, post_delete):
                change.connect(keep_soon, sender=model, dispatch_uid="practice.profile.kept")

    def after_restore(self) -> None:
        from practice.profile.kept import keep
        from practice.profile.rerender import rerender

        rerender()
        keep()
