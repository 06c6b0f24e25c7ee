"""`make sbom` writes build/sbom.cdx.json: what the site is made of, as CycloneDX 1.6, for programs to read.

The same lock gives the same bytes: nothing in it tells a time, its serial number comes from what it lists.
"""

import json
import tomllib
import uuid

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tools.supply.licences import FACES
from tools.supply.locked import ROOT, SITE, Package, packages

FILE = ROOT / "build" / "sbom.cdx.json"
_LICENCES = LicenseFactory()


_OURS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def document() -> str:
    """The document, checked against its schema. Raises ValueError when it does not hold."""
    locked = packages(SITE)
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_OID, repr(locked)))
    bom.metadata.component = ours = Component(
        name=_OURS["name"],
        version=_OURS["version"],
        type=ComponentType.APPLICATION,
        bom_ref=_OURS["name"],
        licenses=[_LICENCES.make_from_string(_OURS["license"])],
    )
    parts = {one.name: _component(one) for one in locked}
    bom.components.update([*parts.values(), _faces()])
    bom.register_dependency(ours, bom.components)
    for one in locked:
        bom.register_dependency(
            parts[one.name], [parts[name] for name in one.needs if name in parts]
        )
    return _checked(JsonV1Dot6(bom).output_as_string())


def _checked(text: str) -> str:
    told = json.loads(text)
    del told["metadata"]["timestamp"]
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"not CycloneDX: {problem}")
    return text


def _component(one: Package) -> Component:
    address = PackageURL("pypi", name=one.name, version=one.version)
    # One hash for each file that the lock allows; which of them is installed depends on the machine.
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(address)),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content) for content in one.hashes],
    )
    return Component(
        name=one.name,
        version=one.version,
        bom_ref=str(address),
        purl=address,
        licenses=[_LICENCES.make_from_string(one.licence)],
        external_references=[files],
    )


def _faces() -> Component:
    licences = [_LICENCES.make_from_string("OFL-1.1")]
    return Component(
        name="Literata",
        type=ComponentType.FILE,
        bom_ref="literata",
        description=FACES,
        licenses=licences,
    )


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(document(), encoding="utf-8")
    print(f"Written: {FILE.relative_to(ROOT)}")
