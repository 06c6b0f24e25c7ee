"""The practice in schema.org's words."""

from typing import Any

from practice.content.seo import absolute
from practice.profile.models import Practice


def professional_service(practice: Practice) -> dict[str, Any]:
    """A ProfessionalService with the practitioner and licence; only what the profile says."""
    person: dict[str, Any] = {"@type": "Person", "name": practice.practitioner}
    if practice.licence_title:
        person["jobTitle"] = practice.licence_title
    if practice.licence_number:
        person["hasCredential"] = _licence(practice)
    data = {
        "@context": "https://schema.org",
        "@type": "ProfessionalService",
        "name": practice.name,
        "url": absolute("/"),
        "telephone": practice.telephone,
        "email": practice.email,
        "address": ", ".join(practice.place_lines),
        "areaServed": practice.places_licensed,
        "founder": person if practice.practitioner else None,
    }
    return {key: value for key, value in data.items() if value}


def _licence(practice: Practice) -> dict[str, Any]:
    licence: dict[str, Any] = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "license",
        "name": practice.licence_title,
        "identifier": practice.licence_number,
    }
    if practice.licence_board:
        licence["recognizedBy"] = {"@type": "Organization", "name": practice.licence_board}
    return {key: value for key, value in licence.items() if value}
