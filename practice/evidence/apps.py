from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """What is done for 45 CFR 164.312, and the agreements that 164.308(b) asks of the owner."""

    name = "practice.evidence"
    label = "evidence"
    verbose_name = "Evidence and agreements"
    default_auto_field = "django.db.models.BigAutoField"
