"""A made-up dossier with every kind of block, long names, empty tables and missing values."""

from __future__ import annotations

from datetime import date

from cordee.observatory.dossiers.model import (
    Block,
    Chart,
    Column,
    Dossier,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Series,
    Shade,
    Shape,
    Table,
    Term,
    WorldMap,
)
from cordee.reference.countries import name_of


CODES = [
    "US",
    "DE",
    "IT",
    "ES",
    "BE",
    "CH",
    "NL",
    "CA",
    "SE",
    "AU",
    "CN",
    "JP",
    "BR",
    "DK",
    "AT",
    "PL",
    "IE",
    "PT",
    "FI",
    "NO",
    "IN",
    "KR",
    "GR",
    "CZ",
    "RU",
    "HU",
    "IL",
    "ZA",
    "TR",
    "MX",
    "AR",
    "SG",
    "TN",
    "MA",
    "SN",
    "LB",
    "RO",
    "LU",
    "EE",
    "IS",
]
YEARS = tuple(str(year) for year in range(2010, 2022))

WORDS = {
    "en": {
        "title": "United Kingdom as seen by Inserm",
        "subtitle": "Works of 2010–2021, full counting",
        "overview": "Overview",
        "text": "Inserm and the United Kingdom share 1,234 works of the period. A value that begins with "
        "an equals sign, such as =1+1, and <b>markup</b> #with *signs* are words like others.",
        "works": "Works together",
        "share": "Share of Inserm’s works",
        "growth": "Change a year",
        "affinity": "Affinity (PAI)",
        "none": "Rank among its partners",
        "trend": "Works together by year",
        "other": "All international works",
        "kinds": "Kinds of cooperation by year",
        "kind names": "Bilateral;Trilateral;Multilateral",
        "countries": "Third countries on these works",
        "country": "Country",
        "organisations": "Organisations",
        "organisation": "Organisation",
        "city": "City",
        "map": "Where the other partners are",
        "describe": "Works together grew from 10 in 2010 to 120 in 2021. The table says the same.",
        "declared": "Declared collaborations",
        "empty": "No collaboration with this country has been declared.",
        "note": "10 of 383. A dash: fewer than 10 works together.",
        "caution": "These works are those of one file; earlier years are not complete.",
        "definition": "Works of the home on which an organisation of the country takes part.",
        "formula": "works with the country / works with at least one known country",
        "source": "The works of the lake, linked to the ROR registry.",
    },
    "fr": {
        "title": "Le Royaume-Uni vu de l’Inserm",
        "subtitle": "Travaux de 2010 à 2021, compte entier",
        "overview": "Vue d’ensemble",
        "text": "L’Inserm et le Royaume-Uni partagent 1\u202f234 travaux sur la période. Un texte qui commence "
        "par un signe égal, comme =1+1, et du <b>balisage</b> #avec *signes* sont des mots comme les autres.",
        "works": "Travaux en commun",
        "share": "Part des travaux de l’Inserm",
        "growth": "Évolution par an",
        "affinity": "Affinité (PAI)",
        "none": "Rang parmi ses partenaires",
        "trend": "Travaux en commun par année",
        "other": "Tous les travaux internationaux",
        "kinds": "Formes de coopération par année",
        "kind names": "Bilatérale;Trilatérale;Multilatérale",
        "countries": "Pays tiers de ces travaux",
        "country": "Pays",
        "organisations": "Organisations",
        "organisation": "Organisation",
        "city": "Ville",
        "map": "Où sont les autres partenaires",
        "describe": "Les travaux en commun passent de 10 en 2010 à 120 en 2021. Le tableau dit la même chose.",
        "declared": "Collaborations déclarées",
        "empty": "Aucune collaboration avec ce pays n’a été déclarée.",
        "note": "10 sur 383. Tiret\u202f: moins de 10 travaux en commun.",
        "caution": "Ces travaux sont ceux d’un seul fichier\u202f; les premières années sont incomplètes.",
        "definition": "Travaux de l’établissement auxquels participe une organisation du pays.",
        "formula": "travaux avec le pays / travaux dont un pays au moins est connu",
        "source": "Les travaux du lac, rattachés au registre ROR.",
    },
}

NAMES = (
    "University of Cambridge",
    (
        "Hôpitaux Universitaires et Institut de Recherche en Santé Publique, Épidémiologie et Prévention de "
        "l’Outre-mer et des Îles Britanniques Réunies"
    ),
    '=HYPERLINK("https://example.org","x")',
    "Univerzita Karlova v Praze, 1. lékařská fakulta",
    "Universität Göttingen — Łódź Śląski Ośrodek",
    "@Home & Co. <Research>",
    "+44 Health Partnership",
    "King’s College London",
    "Imperial College London",
    "-1 Institute",
)


def make_dossier(language: str = "en", *, title: str = "", countries: int = 40) -> Dossier:
    """Return the dossier in `language`; `title` replaces its own."""
    words = WORDS[language]
    sections = (
        Section("overview", words["overview"], (Paragraph(words["text"]), _figures(words))),
        Section("trend", words["trend"], (_lines(words), _stack(words), _years(words))),
        Section(
            "countries", words["countries"], (_map(words), _countries(words, language, countries))
        ),
        Section("organisations", words["organisations"], (_bars(words), _organisations(words))),
        Section("declared", words["declared"], (Paragraph(words["empty"]), _empty(words))),
    )
    return Dossier(
        kind="country",
        file_name="cordee-country-gb-02vjkv261",
        title=title or words["title"],
        subtitle=words["subtitle"],
        language=language,
        sections=sections,
        cautions=(words["caution"],),
        terms=tuple(
            Term(code, words[label], words["definition"], words["formula"], words["source"])
            for code, label in (("works", "works"), ("country_share", "share"), ("pai", "affinity"))
        ),
        made_from=(("PubMed", "2021"), ("ROR", "2.9"), ("Cordée", "0.1.0"), ("Snapshot", "5f2d9c")),
        made_on=date(2026, 1, 5),
        address="/dossiers/country/GB?org=02vjkv261&from=2010&to=2021",
    )


def _figures(words: dict[str, str]) -> Block:
    link = "/works?org=02vjkv261&select=country%3AGB"
    return KeyFigures(
        (
            KeyFigure(words["works"], 1234, Kind.COUNT, "works", link),
            KeyFigure(
                words["share"],
                0.1742,
                Kind.SHARE,
                "country_share",
                link,
                works=1234,
                of=7084,
                low=0.1655,
                high=0.1832,
            ),
            KeyFigure(words["growth"], -0.031, Kind.RATE, "", link, is_small=True),
            KeyFigure(words["affinity"], 1.274, Kind.INDEX, "pai", "", note=words["note"]),
            KeyFigure(words["none"], None, Kind.COUNT, "", ""),
        )
    )


def _lines(words: dict[str, str]) -> Chart:
    values = tuple(10 * (place + 1) for place in range(len(YEARS)))
    other = (None, *(35 * (place + 2) for place in range(len(YEARS) - 1)))
    return Chart(
        "trend",
        words["trend"],
        Shape.LINES,
        YEARS,
        (Series(words["works"], values), Series(words["other"], other)),
        Kind.COUNT,
        "works",
        "/?org=02vjkv261#years",
        words["describe"],
        words["note"],
    )


def _stack(words: dict[str, str]) -> Chart:
    names = words["kind names"].split(";")
    return Chart(
        "kinds",
        words["kinds"],
        Shape.STACKED,
        YEARS,
        tuple(
            Series(name, tuple((place + 2) * (step + 1) for step in range(len(YEARS))))
            for place, name in enumerate(names)
        ),
        Kind.COUNT,
        "works",
        "/?org=02vjkv261#mix",
        words["describe"],
    )


def _bars(words: dict[str, str]) -> Chart:
    return Chart(
        "organisations-share",
        words["organisations"],
        Shape.BARS,
        NAMES,
        (Series(words["share"], tuple(0.3 / (place + 1) for place in range(len(NAMES)))),),
        Kind.SHARE,
        "country_share",
        "/?org=02vjkv261&country=GB",
        words["describe"],
    )


def _years(words: dict[str, str]) -> Table:
    return Table(
        "years",
        words["trend"],
        (
            Column(words["trend"], Kind.YEAR),
            Column(words["works"], Kind.COUNT),
            Column(words["share"], Kind.SHARE),
        ),
        tuple((int(year), 10 + place, 0.1 + place / 100) for place, year in enumerate(YEARS)),
        "works",
        "/?org=02vjkv261#years",
        tuple(f"/works?org=02vjkv261&select=year%3A{year}" for year in YEARS),
    )


def _countries(words: dict[str, str], language: str, count: int) -> Table:
    rows = tuple(
        (
            name_of(code, language),
            400 - 7 * place,
            (400 - 7 * place) / 7084,
            None if place % 5 == 4 else 0.4 + place / 10,
            (5 - place) / 50,
            (400 - 7 * place) / 3,
        )
        for place, code in enumerate(CODES[:count])
    )
    return Table(
        "third-countries",
        words["countries"],
        (
            Column(words["country"], Kind.TEXT),
            Column(words["works"], Kind.COUNT),
            Column(words["share"], Kind.SHARE),
            Column(words["affinity"], Kind.INDEX),
            Column(words["growth"], Kind.RATE),
            Column(f"{words['works']} (1/n)", Kind.DECIMAL),
        ),
        rows,
        "country_share",
        "/?org=02vjkv261&countries=500",
        tuple(f"/works?org=02vjkv261&select=country%3A{code}" for code in CODES[:count]),
        words["note"],
    )


def _organisations(words: dict[str, str]) -> Table:
    return Table(
        "partner-organisations",
        words["organisations"],
        (
            Column(words["organisation"], Kind.TEXT),
            Column(words["city"], Kind.TEXT),
            Column(words["works"], Kind.COUNT),
            Column(words["affinity"], Kind.INDEX),
        ),
        tuple(
            (name, None if place % 3 else "London", 90 - place, None if place > 7 else 1.5)
            for place, name in enumerate(NAMES)
        ),
        "works",
        "/?org=02vjkv261&organisations=500",
        ("", *(f"/?org=02vjkv261&select={place}" for place in range(1, len(NAMES)))),
    )


def _empty(words: dict[str, str]) -> Table:
    return Table(
        "declared",
        words["declared"],
        (Column(words["organisation"], Kind.TEXT), Column(words["works"], Kind.COUNT)),
        (),
        "",
        "",
    )


def _map(words: dict[str, str]) -> WorldMap:
    return WorldMap(
        "map",
        words["map"],
        tuple(
            Shade(code, name_of(code, "en"), 400 - 9 * place) for place, code in enumerate(CODES)
        ),
        ("FR", "GB"),
        Kind.COUNT,
        "works",
        "/?org=02vjkv261#map",
        words["describe"],
    )
