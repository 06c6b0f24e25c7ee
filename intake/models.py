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
        MINOR = "minor", "Me, and I am under 18"
        CHILD = "child", "My child"
        COUPLE = "couple", "Us, as a couple"

    class Modality(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        TELEHEALTH = "telehealth", "By video or telephone"
        EITHER = "either", "I don’t know yet"

    # What `reconcile` counts as waiting for the practitioner, and as answered.
    OPEN = (State.NEW, State.READ)
    ANSWERED = (State.CONTACTED, State.SCHEDULED, State.WAITING, State.REFERRED, State.CLOSED)

    # Which fields may lie in the database in clear: none of them says who it was or what was written.
    PLAIN_FIELDS = frozenset(
        "id reference token received_at changed_at read_at answered_at erasure_asked_at bounced_at reply_by "
        "state suspicions preferred voicemail acknowledge consent_version digest form_digest".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    token = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, help_text="When it was first opened.")
    answered_at = models.DateTimeField(
        null=True, help_text="When its state first said that the visitor was answered."
    )
    erasure_asked_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(
        null=True, help_text="When a mail server said that the visitor’s address takes no mail."
    )
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
    acknowledge = models.BooleanField("wanted a mail that it arrived", default=False)
    who = SealedTextField("for whom", choices=Who.choices)
    place = SealedTextField("where they will be", choices=list(NAMES.items()))
    modality = SealedTextField("how to meet", choices=Modality.choices)
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
    """A mail that is owed, from the moment it is owed to the moment the server took it."""

    class Kind(models.TextChoices):
        PRACTITIONER = "practitioner", "to the practitioner"
        ACKNOWLEDGEMENT = "acknowledgement", "to the visitor"
        ERASURE = "erasure", "to the practitioner: erasure asked for"
        WEEKLY = "weekly", "to the practitioner: the week"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        WITHHELD = "withheld", "withheld"
        FAILED = "failed", "given up"
        HELD = "held", "held back since a restore"

    # What somebody may send again by hand.
    MAY_GO = (State.WAITING, State.FAILED, State.HELD)
    # Why a held mail is: whoever restored a backup must say whether it had been sent after that was made.
    HELD_BACK = "held: restored from a backup"

    # Empty for a mail that is about no inquiry, such as the weekly one.
    inquiry = models.ForeignKey(
        Inquiry, null=True, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PRACTITIONER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    refused = models.BooleanField(
        default=False, help_text="The server will not have this one message: a 5xx aimed at it."
    )
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
        about = self.inquiry.reference if self.inquiry else "the site"
        return f"{about} {self.get_kind_display()}"


class MailServer(models.Model):
    """What all senders know of the mail server: one row, because backing off is about the server."""

    failing_since = models.DateTimeField(null=True)
    next_probe_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=120, blank=True, default="")

    def __str__(self) -> str:
        return f"failing since {self.failing_since}" if self.failing_since else "taking mail"


class RateRow(models.Model):
    """One thing done from one place, under a keyed hash of that place; gone after a day (PROMISES S9)."""

    kind = models.CharField(max_length=12)
    place = models.CharField(max_length=64, help_text="A keyed hash, never the address itself.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "place", "at"], name="rate_of_a_place")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class Chore(models.Model):
    """A thing the site does by itself now and then: when it last began, and what went wrong."""

    name = models.CharField(max_length=20, primary_key=True)
    last_at = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class SealingKey(models.Model):
    """A known text sealed under each key ever used, so that a wrong key is noticed at the start."""

    key_id = models.CharField(max_length=40, primary_key=True)
    proof = models.TextField()

    def __str__(self) -> str:
        return self.key_id


class ReplyTemplate(models.Model):
    """Words the practitioner begins an answer with. `{name}` and the like are filled in on her desk."""

    name = models.CharField(max_length=40, unique=True, help_text="What the button says.")
    subject = models.CharField(max_length=120)
    body = models.TextField(
        help_text="{name}, {reference}, {practitioner} and {telephone} are filled in."
    )
    state = models.CharField(
        "state afterwards",
        max_length=12,
        choices=Inquiry.State.choices,
        default=Inquiry.State.CONTACTED,
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
