"""Reading what a reader asks from the address of a page; nonsense gets a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.periods import Years
from cordee.observatory.figures.chord import DEFAULT_ARCS, check_arcs
from cordee.observatory.figures.finder_choice import LEAST, SHOWN, FinderChoice
from cordee.observatory.figures.flows import FlowChoice, read_ends
from cordee.observatory.figures.network_parts import DEFAULT_NODES, Moment, NetworkChoice, read_kind
from cordee.observatory.figures.question import read_counting, read_folds, read_ror
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.figures.subjects import read_subject
from cordee.observatory.indicators.zones import USUAL_ZONE
from cordee.reference.countries import get_country
from cordee.reference.zones import get_zone
from cordee.web.query import ALL, COLUMNS, FEW, MANY, TOWN_FLOWS, Query, Values, read_years


MOST_ORGANISATIONS = 50
"""An alliance of a country's health institutions has a dozen; a longer list is a mistake or an
attempt to make the server work."""

LONGEST_TEXT = 2000
"""The longest printed affiliation in PubMed has some 1,500 characters when several are glued."""

LONGEST_SUBJECT = 200
"""The longest name of an organisation in the registry has some 180 characters."""

LONGEST_CODE = 40
"""No code of a research unit is longer, however it is written; what is longer is no code."""


def read_query(values: Values) -> Query:
    """Return the state an address describes; raise `UsageError` for what cannot be read."""
    organisations = tuple(dict.fromkeys(read_ror(one) for one in values.getlist("org") if one))
    if len(organisations) > MOST_ORGANISATIONS:
        raise UsageError(
            gettext_noop(
                "{count} organisations were given; {most} are the most that are looked at as one."
            ),
            count=len(organisations),
            most=MOST_ORGANISATIONS,
        )
    country = _read(values, "country").upper()
    return Query(
        organisations=organisations,
        years=read_years(_read(values, "from"), _read(values, "to")),
        counting=read_counting(_read(values, "counting")),
        with_parts=_read(values, "parts") in {"1", "on", "true"},
        within=Selection.from_text(",".join(values.getlist("within"))),
        zone=get_zone(_read(values, "area").upper()[:LONGEST_CODE] or USUAL_ZONE).code,
        own_as_partners=_read(values, "own") in {"1", "on", "true"},
        folded=read_folds(values.getlist("fold")),
        typed=_read(values, "q")[:200],
        country=get_country(country).code if country else "",
        partners="all" if _read(values, "partners") == "all" else "foreign",
        columns=_read_columns(_read(values, "columns")),
        shown_countries=_read_size(_read(values, "countries")),
        shown_organisations=_read_size(_read(values, "organisations")),
        selection=Selection.from_text(",".join(values.getlist("select"))),
        unit=_read(values, "unit")[:LONGEST_CODE],
        network=NetworkChoice(
            of=read_kind(_read(values, "of")),
            most=_read_number(_read(values, "most"), DEFAULT_NODES),
            least=_read_number(_read(values, "least"), 1),
            least_shared=_read_number(_read(values, "shared"), 1),
        ),
        moment=_read_moment(_read(values, "year"), _read(values, "window")),
        arcs=check_arcs(_read_number(_read(values, "arcs"), DEFAULT_ARCS)),
        flows=FlowChoice(
            ends=read_ends(_read(values, "ends")),
            abroad=_read(values, "where") != "everywhere",
            most=_read_number(_read(values, "flows"), TOWN_FLOWS.most),
        ),
        page=_read_page(_read(values, "page")),
    )


def read_affiliation(values: Values) -> str:
    """Return the affiliation typed on the page that explains links, NUL bytes removed."""
    return _read(values, "text").replace("\0", "")[:LONGEST_TEXT]


def read_whom(values: Values) -> tuple[Part | None, str]:
    """Return with whom, or on what, the page of people is asked for, and what is typed to find it."""
    asked = _read(values, "with").replace("\0", "")[:LONGEST_SUBJECT]
    typed = _read(values, "whom").replace("\0", "")[:LONGEST_SUBJECT]
    return (read_subject(asked) if asked else None), typed


def read_choice(values: Values) -> FinderChoice:
    """Return which possible partners are wanted; raise a sentence for what cannot be."""
    return FinderChoice(
        country=_read(values, "land"),
        zone=_read(values, "zone"),
        kind=_read(values, "type"),
        theme=_read(values, "theme"),
        least=_read_number(_read(values, "least"), LEAST),
        everywhere=_read(values, "everywhere") in {"1", "on", "true"},
        lapsed=_read(values, "list") == "lapsed",
        left=tuple(one for one in values.getlist("not") if one),
        most=_read_number(_read(values, "show"), SHOWN),
    )


def _read(values: Values, name: str) -> str:
    return (values.get(name, "") or "").strip()


def _read_moment(year: str, window: str) -> Moment:
    return Moment(Years.from_text(year).last if year else None, _read_number(window, 1))


def _read_columns(text: str) -> str:
    return text if text in COLUMNS else COLUMNS[0]


def _read_size(text: str) -> int:
    return next((size for size in (MANY, ALL) if text == str(size)), FEW)


def _read_number(text: str, usual: int) -> int:
    if not text:
        return usual
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise UsageError(
            gettext_noop("“{text}” is not a number. Write digits alone, such as 100."),
            text=text[:40],
        )
    return int(text)


def _read_page(text: str) -> int:
    if not text:
        return 1
    # Nine digits are more pages than any lake has works, and fewer than a number can overflow.
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < 1:
        raise NotFoundError(
            gettext_noop("“{text}” is not a page of this list. Start again from its first page."),
            text=text[:40],
        )
    return int(text)
