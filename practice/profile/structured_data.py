"""The practice in schema.org's words; only what the profile says."""

from typing import Any

from practice.content.seo import absolute, given, publisher
from practice.profile.models import Practice


def professional_service(practice: Practice) -> dict[str, Any]:
    """A ProfessionalService with the practitioner and licence."""
    return given(
        {
            **publisher(practice),
            "telephone": practice.telephone,
            "email": practice.email,
            "address": ", ".join(practice.place_lines),
            "areaServed": practice.places_licensed,
            "founder": person(practice) if practice.practitioner else None,
        }
    )


def person(practice: Practice) -> dict[str, Any]:
    """The practitioner, with the licence."""
    return given(
        {
            "@type": "Person",
            "name": practice.practitioner,
            "jobTitle": practice.licence_title,
            "hasCredential": _licence(practice) if practice.licence_number else None,
        }
    )


def about(practice: Practice) -> dict[str, Any]:
    """The practitioner on the page that is about them."""
    return {**person(practice), "url": absolute("/about/"), "worksFor": publisher(practice)}


def _licence(practice: Practice) -> dict[str, Any]:
    board = {"@type": "Organization", "name": practice.licence_board}
    return given(
        {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "license",
            "name": practice.licence_title,
            "identifier": practice.licence_number,
            "recognizedBy": board if practice.licence_board else None,
        }
    )
