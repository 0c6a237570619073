"""Names that others chose: of OAI-PMH 2.0, and of the OpenAIRE Guidelines for CRIS Managers 1.2."""

from __future__ import annotations

from enum import StrEnum


OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
IDENTIFIER_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
CERIF = "https://www.openaire.eu/cerif-profile/1.2/"
CERIF_SCHEMA = "https://www.openaire.eu/schema/cris/1.2/openaire-cerif-profile.xsd"
FUNDING_TYPES = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Funding_Types"
EVENT_TYPES = "https://w3id.org/cerif/vocab/EventTypes"
IDENTIFIER_TYPES = "https://w3id.org/cerif/vocab/IdentifierTypes"
COMPATIBILITY = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Service_Compatibility"

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"

PREFIX = "oai_cerif_openaire_1.2"
"""The format that says all. Its name is ours to choose, as long as it begins with oai_cerif_openaire."""

DUBLIN_CORE = "oai_dc"
"""The format that every repository gives (OAI-PMH 2.0, 3.4), poorer: names, descriptions and dates."""

FORMATS = {PREFIX: (CERIF_SCHEMA, CERIF), DUBLIN_CORE: (OAI_DC_SCHEMA, OAI_DC)}
"""Each format with the address of its schema and its namespace."""


class Kind(StrEnum):
    """What a record is of, by the name of its element of XML."""

    ORGANISATION = "OrgUnit"
    PERSON = "Person"
    EQUIPMENT = "Equipment"
    FUNDING = "Funding"
    PROJECT = "Project"
    EVENT = "Event"


SETS: dict[str, tuple[str, Kind | None]] = {
    "openaire_cris_publications": ("OpenAIRE_CRIS_publications", None),
    "openaire_cris_products": ("OpenAIRE_CRIS_products", None),
    "openaire_cris_patents": ("OpenAIRE_CRIS_patents", None),
    "openaire_cris_persons": ("OpenAIRE_CRIS_persons", Kind.PERSON),
    "openaire_cris_orgunits": ("OpenAIRE_CRIS_orgunits", Kind.ORGANISATION),
    "openaire_cris_projects": ("OpenAIRE_CRIS_projects", Kind.PROJECT),
    "openaire_cris_funding": ("OpenAIRE_CRIS_funding", Kind.FUNDING),
    "openaire_cris_events": ("OpenAIRE_CRIS_events", Kind.EVENT),
    "openaire_cris_equipments": ("OpenAIRE_CRIS_equipments", Kind.EQUIPMENT),
}
"""The sets that the guidelines ask for, each with its name and what is in it: nothing yet in some."""

SET_OF = {kind: spec for spec, (_, kind) in SETS.items() if kind is not None}
"""The set that each kind of record belongs to."""


def default(namespace: str) -> dict[str, str]:
    """Return a map in which names without a prefix are of that namespace."""
    return {None: namespace}  # type: ignore[dict-item]  # what lxml takes, and its stubs do not know
