"""Invented people, facilities, skills and axes of the demonstration. Each name or text says so."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.directory.states import Audience, InvolvementKind, Move, OfferKind, ResourceKind


FAMILY_NAME = "Demonstration Person"
"""Nobody is called so; a number stands behind it."""

DESCRIPTION_FR = "Personne inventée pour la démonstration."
DESCRIPTION_EN = "A person invented for the demonstration."

PLACES: tuple[tuple[str, InvolvementKind], ...] = (
    ("unit_tumours", InvolvementKind.LEADS),
    ("unit_immunity", InvolvementKind.LEADS),
    ("unit_children", InvolvementKind.LEADS),
    ("team_imaging", InvolvementKind.LEADS),
    ("team_models", InvolvementKind.LEADS),
    ("platform", InvolvementKind.LEADS),
    ("team_imaging", InvolvementKind.WORKS_AT),
    ("team_imaging", InvolvementKind.STUDIES_AT),
    ("team_models", InvolvementKind.WORKS_AT),
    ("team_models", InvolvementKind.STUDIES_AT),
    ("unit_immunity", InvolvementKind.WORKS_AT),
    ("unit_immunity", InvolvementKind.WORKS_AT),
    ("unit_immunity", InvolvementKind.VISITS),
    ("unit_children", InvolvementKind.WORKS_AT),
    ("unit_children", InvolvementKind.STUDIES_AT),
    ("platform", InvolvementKind.WORKS_AT),
    ("platform", InvolvementKind.WORKS_AT),
    ("network", InvolvementKind.REPRESENTS),
    ("unit_tumours", InvolvementKind.EMERITUS),
    ("unit_tumours", InvolvementKind.WORKS_AT),
)
"""Where each person is involved, and as what; the first is number 01."""

AWARDS: tuple[tuple[int, str, int, int], ...] = (
    (4, "ERC-StG", -30, 30),
    (5, "ATIP-Avenir", -40, 20),
    (11, "ERC-StG", -12, 48),
)
"""A person's number, the award, and its first and last months from today."""


@dataclass(frozen=True)
class Offered:
    """A facility, a machine or a service: where it stands, whom it is for, and on what conditions."""

    key: str
    kind: ResourceKind
    place: str
    audience: Audience
    name_fr: str
    name_en: str
    conditions_fr: str
    conditions_en: str
    contact: int
    parent: str = ""


_PARTNERS_FR = "Pour les partenaires, selon l’accord. Démonstration : elle n’existe pas."
_PARTNERS_EN = "For partners, by their agreement. A demonstration: it does not exist."
_ANYONE_FR = "Sur devis. Démonstration : il n’existe pas."
_ANYONE_EN = "By quotation. A demonstration: it does not exist."

OFFERED: tuple[Offered, ...] = (
    Offered(
        "imaging",
        ResourceKind.FACILITY,
        "platform",
        Audience.PARTNERS,
        "Plateforme d’imagerie (démonstration)",
        "Imaging facility (demonstration)",
        _PARTNERS_FR,
        _PARTNERS_EN,
        6,
    ),
    Offered(
        "microscope",
        ResourceKind.EQUIPMENT,
        "platform",
        Audience.PARTNERS,
        "Cryo-microscope électronique 300 kV (démonstration)",
        "Cryo-electron microscope, 300 kV (demonstration)",
        _PARTNERS_FR,
        _PARTNERS_EN,
        16,
        parent="imaging",
    ),
    Offered(
        "cryostat",
        ResourceKind.EQUIPMENT,
        "platform",
        Audience.ANYONE,
        "Cryostat pour coupes de tissus (démonstration)",
        "Cryostat for tissue sections (demonstration)",
        _ANYONE_FR,
        _ANYONE_EN,
        17,
        parent="imaging",
    ),
    Offered(
        "segmentation",
        ResourceKind.SERVICE,
        "team_imaging",
        Audience.ANYONE,
        "Segmentation d’images de tissus (démonstration)",
        "Segmentation of tissue images (demonstration)",
        _ANYONE_FR,
        _ANYONE_EN,
        7,
    ),
    Offered(
        "cytometer",
        ResourceKind.EQUIPMENT,
        "unit_immunity",
        Audience.OWN,
        "Cytomètre spectral (démonstration)",
        "Spectral cytometer (demonstration)",
        "Pour l’unité. Démonstration : il n’existe pas.",
        "For the unit. A demonstration: it does not exist.",
        11,
    ),
    Offered(
        "xenografts",
        ResourceKind.SERVICE,
        "team_models",
        Audience.PARTNERS,
        "Xénogreffes dérivées de patients (démonstration)",
        "Patient-derived xenografts (demonstration)",
        _PARTNERS_FR,
        _PARTNERS_EN,
        9,
    ),
    Offered(
        "biobank",
        ResourceKind.FACILITY,
        "unit_children",
        Audience.PARTNERS,
        "Biobanque de tumeurs de l’enfant (démonstration)",
        "Biobank of children’s tumours (demonstration)",
        _PARTNERS_FR,
        _PARTNERS_EN,
        14,
    ),
)


@dataclass(frozen=True)
class Lent:
    """What an invented team offers to others: a key, what it is of, by whom and whom it is for."""

    key: str
    kind: OfferKind
    place: str
    audience: Audience
    name_fr: str
    name_en: str
    resource: str = ""


LENT: tuple[Lent, ...] = (
    Lent(
        "cryostat_days",
        OfferKind.MACHINE,
        "platform",
        Audience.ANYONE,
        "Demi-journées au cryostat (démonstration)",
        "Half days at the cryostat (demonstration)",
        resource="cryostat",
    ),
    Lent(
        "organoids",
        OfferKind.SKILL,
        "team_models",
        Audience.PARTNERS,
        "Aide à la culture d’organoïdes (démonstration)",
        "Help with organoid culture (demonstration)",
    ),
    Lent(
        "images",
        OfferKind.DATA_SET,
        "unit_tumours",
        Audience.PARTNERS,
        "Images annotées de tissus (démonstration)",
        "Annotated images of tissues (demonstration)",
    ),
    Lent(
        "thesis",
        OfferKind.PLACE,
        "unit_tumours",
        Audience.ANYONE,
        "Une place de doctorat de six mois (démonstration)",
        "A place for a doctoral student, six months (demonstration)",
    ),
)

LENT_FR = "Offre inventée pour la démonstration : elle n’existe pas."
LENT_EN = "An offer invented for the demonstration: it does not exist."


@dataclass(frozen=True)
class Asked:
    """A request for an offer, by an account for an organisation, with the moves that followed.

    `first` and `last` are the days wanted, from today.
    """

    offer: str
    by: str
    place: str
    purpose: str
    first: int
    last: int
    moves: tuple[tuple[Move, str], ...] = ()


ASKED: tuple[Asked, ...] = (
    Asked(
        "images",
        "officer.curie",
        "curie",
        "Demande de démonstration : comparer deux méthodes / Demonstration request: to compare two methods",
        14,
        60,
    ),
    Asked(
        "thesis",
        "officer.curie",
        "curie",
        "Demande de démonstration : un séjour croisé / Demonstration request: an exchange",
        60,
        240,
        ((Move.EVALUATE, "Démonstration : faisable / Demonstration: feasible"),),
    ),
    Asked(
        "images",
        "officer",
        "house",
        "Demande de démonstration : un inventaire / Demonstration request: an inventory",
        -40,
        -10,
        (
            (Move.ACCEPT, "Démonstration : accepté / Demonstration: accepted"),
            (Move.STATE_USE, "Démonstration : 40 images vues / Demonstration: 40 images seen"),
        ),
    ),
)
"""One that waits, one that is evaluated, one that was used."""

SKILLS: tuple[tuple[int, str, str], ...] = (
    (3, "Tumeurs rares de l’enfant", "Rare tumours of children"),
    (4, "Imagerie multiplexée", "Multiplexed imaging"),
    (5, "Modèles précliniques", "Preclinical models"),
    (7, "Apprentissage profond pour l’histologie", "Deep learning for histology"),
    (9, "Culture d’organoïdes", "Organoid culture"),
    (11, "Cytométrie spectrale", "Spectral cytometry"),
    (14, "Séquençage de cellules uniques", "Single-cell sequencing"),
    (16, "Cryo-microscopie électronique", "Cryo-electron microscopy"),
    (20, "Statistique des cohortes", "Statistics of cohorts"),
)
"""A person's number, and what they can do."""

EVIDENCE = "Compétence de démonstration / Skill of the demonstration"

AXES = 7
"""The Cancéropôle's axes are seven; their subjects here are not its own, so they bear numbers alone."""

AXIS_FR = "Axe de recherche {number} (démonstration)"
AXIS_EN = "Research axis {number} (demonstration)"
