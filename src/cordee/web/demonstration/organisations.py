"""Which organisations the demonstration enters: real ones by their ROR identifier, invented ones in full."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.directory.states import Kind, Standing


HOUSE = "02vjkv261"
"""Inserm, the house whose ledger the demonstration is."""

REGISTERED: dict[str, str] = {
    # Houses of the observatory's demonstration, and those they share units with.
    "cnrs": "02feahw73",
    "curie": "04t0gwh46",
    "roussy": "0321g0743",
    "berard": "01cmnjq37",
    "aphp": "00pg5jh14",
    "pasteur": "0495fxg12",
    "paris_cite": "05f82e368",
    "sorbonne": "02en5vm52",
    "saclay": "03xjwb503",
    "unicancer": "04vhgtv41",
    "inca": "03m8vkq32",
    "canceropole": "00d5rxh07",
    # Units the registry knows, each shared by several houses.
    "cochin": "051sk4035",
    "lyon": "02mgw3155",
    "genetics": "01vrz7264",
    "saint_antoine": "03wxndv36",
    "imagine": "05rq3rb55",
    # Partners abroad.
    "dkfz": "04cdgtt98",
    "charite": "001w7jn25",
    "karolinska": "056d84691",
    "oxford": "052gg0110",
    "imperial": "041kmwe10",
    "crick": "04tnbqb63",
    "nki": "03xqtf034",
    "vhio": "054xx3904",
    "milan": "05dwj7825",
    "leuven": "05f950310",
    "bordet": "05e8s8534",
    "lausanne": "019whta54",
    "eortc": "034wxcc35",
    "harvard": "03vek6s52",
    "dana_farber": "02jzgtq86",
    "nci": "040gcmg81",
    "mcgill": "01pxwe438",
    "montreal": "0161xgx34",
    "sao_paulo": "036rp1748",
    "riken": "01sjwvz98",
    "weizmann": "0316ej306",
    "melbourne": "01ej9dk98",
    "dakar": "02ysgwq33",
    "sanofi": "02n6c9837",
}
"""By which word the demonstration speaks of an organisation, with its ROR identifier."""


@dataclass(frozen=True)
class Invented:
    """An organisation of the demonstration alone. Its name says so."""

    key: str
    kind: Kind
    name_fr: str
    name_en: str
    city: str
    description_fr: str
    description_en: str
    part_of: str = ""
    links: tuple[tuple[Standing, str], ...] = ()


_UNIT_FR = "Inventée pour la démonstration : elle n’existe pas."
_UNIT_EN = "Invented for the demonstration: there is no such unit."

INVENTED: tuple[Invented, ...] = (
    Invented(
        "unit_tumours",
        Kind.UNIT,
        "Unité de démonstration 1 : hétérogénéité des tumeurs",
        "Demonstration unit 1: heterogeneity of tumours",
        "Paris",
        _UNIT_FR,
        _UNIT_EN,
        links=(
            (Standing.SUPERVISED_BY, "house"),
            (Standing.SUPERVISED_BY, "curie"),
            (Standing.SUPERVISED_BY, "cnrs"),
        ),
    ),
    Invented(
        "unit_immunity",
        Kind.UNIT,
        "Unité de démonstration 2 : immunité et cancer",
        "Demonstration unit 2: immunity and cancer",
        "Villejuif",
        _UNIT_FR,
        _UNIT_EN,
        links=(
            (Standing.SUPERVISED_BY, "house"),
            (Standing.SUPERVISED_BY, "roussy"),
            (Standing.SUPERVISED_BY, "saclay"),
        ),
    ),
    Invented(
        "unit_children",
        Kind.UNIT,
        "Unité de démonstration 3 : cancers de l’enfant",
        "Demonstration unit 3: cancers of children",
        "Lyon",
        _UNIT_FR,
        _UNIT_EN,
        links=((Standing.SUPERVISED_BY, "house"), (Standing.SUPERVISED_BY, "berard")),
    ),
    Invented(
        "team_imaging",
        Kind.TEAM,
        "Équipe de démonstration 1.1 : imagerie des tissus",
        "Demonstration team 1.1: imaging of tissues",
        "Paris",
        "Inventée pour la démonstration : elle n’existe pas.",
        "Invented for the demonstration: there is no such team.",
        part_of="unit_tumours",
    ),
    Invented(
        "team_models",
        Kind.TEAM,
        "Équipe de démonstration 1.2 : modèles précliniques",
        "Demonstration team 1.2: preclinical models",
        "Paris",
        "Inventée pour la démonstration : elle n’existe pas.",
        "Invented for the demonstration: there is no such team.",
        part_of="unit_tumours",
    ),
    Invented(
        "platform",
        Kind.UNIT,
        "Plateforme de démonstration : cryo-microscopie et imagerie",
        "Demonstration platform: cryo-microscopy and imaging",
        "Paris",
        "Inventée pour la démonstration : elle n’existe pas.",
        "Invented for the demonstration: there is no such platform.",
        links=((Standing.SUPERVISED_BY, "house"),),
    ),
    Invented(
        "network",
        Kind.NETWORK,
        "Réseau de démonstration : cancers rares en Europe",
        "Demonstration network: rare cancers in Europe",
        "Paris",
        "Inventé pour la démonstration : il n’existe pas.",
        "Invented for the demonstration: there is no such network.",
    ),
    Invented(
        "start_up",
        Kind.COMPANY,
        "Entreprise de démonstration : diagnostic moléculaire",
        "Demonstration company: molecular diagnosis",
        "Évry",
        "Inventée pour la démonstration : elle n’existe pas.",
        "Invented for the demonstration: there is no such company.",
    ),
)

NETWORK_MEMBERS = ("house", "curie", "roussy", "dkfz", "karolinska", "nki", "vhio", "milan")
"""Members of the invented network."""
