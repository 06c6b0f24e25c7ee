"""What a visitor is asked, and in which words."""

import re
import unicodedata
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from intake import suspicion
from intake.mail_domains import meant_instead
from intake.models import Inquiry
from practice.profile.models import Practice
from practice.profile.places import ELSEWHERE, NAMES, STATES

LONGEST_LINE = 200
LONGEST_MESSAGE = 5000
# Control characters have no place in what a person writes; some break logs, mails or databases.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class WrittenField(forms.CharField):
    """Text kept as it was written: only NFC and line ends are made uniform. `lines` allows several."""

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        kwargs.setdefault("max_length", LONGEST_MESSAGE if lines else LONGEST_LINE)
        super().__init__(strip=False, **kwargs)
        self.error_messages.setdefault("max_length", "")
        self.error_messages["max_length"] = (
            "This is longer than %(limit_value)d characters. Please shorten it a little."
        )

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", value or "")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "" if not text.strip() else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if _CONTROL.search(value) or (not self.lines and re.search(r"[\n\t]", value)):
            raise ValidationError(
                "There is a character here that cannot be stored. "
                "Please type this again instead of pasting it."
            )


def _radios(choices: Any, label: str, missing: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices,
        label=label,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


class ConsultationRequestForm(forms.Form):
    """The consultation request. Never asks for a date of birth, insurance or an upload."""

    name = WrittenField(
        label="What should I call you?",
        help_text="A first name is fine.",
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Write a name, any name you answer to."},
    )
    pronouns = WrittenField(label="Your pronouns", required=False)
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="I need this or a telephone number. One is enough.",
        required=False,
        max_length=254,  # RFC 5321, section 4.5.3.1.3
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Check this address. It should look like name@mail.example.",
        },
    )
    phone = WrittenField(
        label="Your telephone number",
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "short"}),
    )
    preferred = _radios(
        Inquiry.Preferred.choices,
        "How should I answer you?",
        "Choose how I should answer. Either is fine, too.",
    )
    voicemail = forms.BooleanField(label="You may leave a voicemail for me", required=False)
    who = _radios(Inquiry.Who.choices, "Who is this for?", "Choose who this is for.")
    place = forms.ChoiceField(
        label="Where will you be when we talk?",
        help_text="My license covers some places only.",
        error_messages={"required": "Choose the state you will be in."},
    )
    modality = _radios(
        Inquiry.Modality.choices,
        "How would you like to meet?",
        "Choose how to meet. “I don’t know yet” is a good answer.",
    )
    times = WrittenField(
        label="Good times to reach you",
        help_text="Such as weekday mornings, or Tuesday after four.",
        required=False,
    )
    heard = WrittenField(label="How did you hear of me?", required=False)
    message = WrittenField(
        label="In a few lines",
        help_text="Two sentences are plenty. No medical detail is needed; we can speak of that.",
        required=False,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    acknowledge = forms.BooleanField(
        label="Send me an e-mail that it arrived",
        help_text="A short e-mail with none of your words. Leave this empty if others read your mail.",
        required=False,
    )
    consent = forms.BooleanField(
        label="I have read the privacy notice and agree that my request is stored",
        # Shown with a link by intake/consent_field.html; here so that the box is described by it.
        help_text="The privacy notice says what is kept, for how long, and who can read it.",
        error_messages={"required": "Please read the privacy notice and tick this box."},
    )
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    # The address that was asked about once; sent again unchanged, it is right as it is.
    asked_about = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"opened": suspicion.new_form_key()})
        super().__init__(*args, **kwargs)
        self.practice = practice
        for name in ("email", "phone"):
            # quiet/field.html does not call them optional: one of the two is needed.
            self.fields[name].one_of_two = True  # type: ignore[attr-defined]
        self.fields["place"].help_text = _where(practice)
        self.fields["place"].choices = _places(practice)  # type: ignore[attr-defined]
        self.fields["modality"].choices = _modalities(practice)  # type: ignore[attr-defined]

    @cached_property
    def helper(self) -> FormHelper:
        """How it is drawn; nobody draws a request that was stored."""
        return _helper(self.practice)

    @classmethod
    def as_written(cls, words: QueryDict, *, practice: Practice) -> Self:
        """The form holding what was sent, asked nothing: its faults can wait until it can be stored."""
        written = {
            name: field.widget.value_from_datadict(words, MultiValueDict(), name)
            for name, field in cls.base_fields.items()
        }
        written["opened"] = written["opened"] or suspicion.new_form_key()
        return cls(initial=written, practice=practice)

    def clean_phone(self) -> str:
        written: str = self.cleaned_data["phone"]
        if not written:
            return ""
        import phonenumbers  # noqa: PLC0415  its tables would take a tenth of the start

        try:
            number = phonenumbers.parse(written, "US")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError("Check this number. Write it with its area code.")
        return written

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._ask_about_a_slip(data)
        has_email = data.get("email") or "email" in self.errors
        has_phone = data.get("phone") or "phone" in self.errors
        wanted = data.get("preferred")
        if not has_email and not has_phone:
            self.add_error("email", "Write an e-mail address or a telephone number.")
        elif wanted == Inquiry.Preferred.EMAIL and not has_email:
            self.add_error("email", "You asked for an answer by e-mail: write your address.")
        elif wanted == Inquiry.Preferred.PHONE and not has_phone:
            self.add_error("phone", "You asked for a call: write your number.")
        return data

    def _ask_about_a_slip(self, data: dict[str, Any]) -> None:
        """Ask once about an address that looks mistyped; an answer to it would reach nobody."""
        email = data.get("email", "")
        meant = meant_instead(email)
        if not meant or data.get("asked_about") == email:
            return
        shown_again = dict(self.data.items())  # the posted form itself cannot be changed
        shown_again["asked_about"] = email
        self.data = shown_again
        self.add_error(
            "email",
            f"Did you mean {meant}? Mend it, or press the button again if it is right as it is.",
        )

    @property
    def request(self) -> dict[str, Any]:
        """The cleaned answers, without what only the form itself needs."""
        own = {"consent", "website", "opened", "asked_about"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def _where(practice: Practice) -> str:
    """Whom the license allows to be seen, and the next step for everyone else (16 CCR 1815.5)."""
    if not practice.places_licensed:
        return "My license covers some places only."
    return (
        f"My license covers {' and '.join(practice.places_licensed)}. If you will be elsewhere, "
        "write all the same: I will help you look there."
    )


def _places(practice: Practice) -> list[tuple[str, str]]:
    """Licensed places first, because most answers are among them."""
    licensed = [(code, NAMES[code]) for code in practice.licensed_in if code in NAMES]
    others = [state for state in STATES if state not in licensed]
    return [("", "Choose a state"), *licensed, *others, ELSEWHERE]


def _modalities(practice: Practice) -> list[tuple[str, str]]:
    """Only the ways of meeting the practice offers."""
    offered = {
        Inquiry.Modality.IN_PERSON: practice.in_person,
        Inquiry.Modality.TELEHEALTH: practice.telehealth,
    }
    return [(way.value, str(way.label)) for way in Inquiry.Modality if offered.get(way, True)]


def _helper(practice: Practice) -> FormHelper:
    helper = FormHelper()
    helper.form_id = "request"
    helper.attrs = {"novalidate": "", "autocomplete": "on"}
    first_name = practice.practitioner.split(" ")[0]
    helper.layout = Layout(
        Fieldset(
            "You", "name", "pronouns", "email", "phone", "preferred", "voicemail", "acknowledge"
        ),
        Fieldset("Meeting", "who", "place", "modality", "times"),
        Fieldset("What brings you", "message", "heard"),
        Fieldset("Your agreement", Field("consent", template="intake/consent_field.html")),
        Field("website", template="quiet/trap.html"),
        "opened",
        "asked_about",
    )
    send = f"Send to {first_name}" if first_name else "Send"
    helper.add_input(Submit("", send, css_id="send"))
    return helper
