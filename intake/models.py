"""What is stored of a consultation request, and the mails about it."""

import uuid

from django.db import models
from django.utils import timezone

from intake.sealing import SealedTextField
from practice.profile.models import NoticeVersion
from practice.profile.places import NAMES


class Inquiry(models.Model):
    """A stored consultation request. Written only by `intake.actions`."""

    class State(models.TextChoices):
        NEW = "new", "new"
        READ = "read", "read"
        CONTACTED = "contacted", "contacted"
        SCHEDULED = "scheduled", "scheduled"
        WAITING = "waiting", "on the waiting list"
        REFERRED = "referred", "referred on"
        CLOSED = "closed", "closed"
        SPAM = "spam", "spam"

    class Preferred(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Telephone"
        EITHER = "either", "Either is fine"

    class Who(models.TextChoices):
        ME = "me", "Me"
        CHILD = "child", "My child"
        COUPLE = "couple", "Us, as a couple"

    class Modality(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        TELEHEALTH = "telehealth", "By video or telephone"
        EITHER = "either", "I don’t know yet"

    # Which fields may lie in the database in clear: none of them says who it was or what was written.
    PLAIN_FIELDS = frozenset(
        "id reference token received_at changed_at reply_by state suspicions preferred voicemail who "
        "place modality consent_version digest form_digest".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    token = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    reply_by = models.DateField(help_text="The day the visitor was promised an answer by.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    suspicions = models.JSONField(default=list)

    name = SealedTextField("name they go by")
    pronouns = SealedTextField(default="")
    email = SealedTextField("e-mail", default="")
    phone = SealedTextField("telephone", default="")
    times = SealedTextField("good times", default="")
    heard = SealedTextField("how they heard", default="")
    message = SealedTextField(default="")
    notes = SealedTextField("your notes", default="")

    preferred = models.CharField("preferred way", max_length=10, choices=Preferred.choices)
    voicemail = models.BooleanField("voicemail is fine", default=False)
    who = models.CharField("for whom", max_length=10, choices=Who.choices)
    place = models.CharField("where they will be", max_length=12, choices=list(NAMES.items()))
    modality = models.CharField("how to meet", max_length=12, choices=Modality.choices)
    consent_version = models.ForeignKey(
        NoticeVersion, null=True, on_delete=models.PROTECT, help_text="The notice agreed to."
    )

    # Keyed digests of all fields, so that a request sent twice is stored once.
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    form_digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "inquiries"
        indexes = [models.Index(fields=["state", "-received_at"], name="inbox_by_state")]

    def __str__(self) -> str:
        return self.reference


class Notification(models.Model):
    """A mail about an inquiry, from the moment it is owed to the moment the server took it."""

    class Kind(models.TextChoices):
        PRACTITIONER = "practitioner", "to the practitioner"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        WITHHELD = "withheld", "withheld: looks like spam"
        FAILED = "failed", "given up"

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PRACTITIONER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "kind"], name="one_mail_of_a_kind")
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_that_is_due")]

    def __str__(self) -> str:
        return f"{self.inquiry.reference} {self.get_kind_display()}"
