from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "practice.audit"
    label = "audit"
    verbose_name = "Event log"
    default_auto_field = "django.db.models.BigAutoField"
