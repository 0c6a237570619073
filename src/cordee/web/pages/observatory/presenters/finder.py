"""The page of possible partners: what is asked, the candidates, and why each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.figures.finder_choice import KINDS, FinderChoice
from cordee.observatory.figures.finder_files import name_kind, name_theme
from cordee.observatory.figures.finder_parts import Candidate, Finder
from cordee.observatory.figures.question import Question
from cordee.observatory.figures.selection import Selection
from cordee.reference.organisations import Registry
from cordee.reference.zones import all_zones
from cordee.web.pages.observatory.presenters.closest import CloseGroup, present_closest
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.query import Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_decimal,
    format_interval,
    format_period,
    format_seat,
    format_share,
    format_years,
    get_reader_language,
)


LEASTS = (1, 2, 3, 5, 10, 20, 50)
MOSTS = (25, 50, 100, 200)
DEFINED = (
    "finder_score",
    "closeness",
    "common_partners",
    "on_our_themes",
    "nearest_distance",
    "closest_people",
)


@dataclass(frozen=True)
class FinderOption:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class FinderControl:
    name: str
    label: str
    options: tuple[FinderOption, ...]


@dataclass(frozen=True)
class Reason:
    """One thing said of a candidate or of the search: a text, a count, and what it opens."""

    text: str
    count: str
    address: str


@dataclass(frozen=True)
class ScorePart:
    label: str
    value: str


@dataclass(frozen=True)
class CandidateLine:
    rank: str
    name: str
    address: str
    where: str
    kinds: str
    score: str
    parts: tuple[ScorePart, ...]
    on_themes: str
    on_themes_address: str
    share: str
    works: str
    works_address: str
    growth: str
    distance: str
    themes: tuple[Reason, ...]
    common: tuple[Reason, ...]
    common_text: str
    together: Reason | None
    closest: tuple[CloseGroup, ...]
    leave_address: str
    is_small: bool


@dataclass(frozen=True)
class ListLink:
    text: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class FinderPage:
    title: str
    subtitle: str
    announcement: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    controls: tuple[FinderControl, ...]
    lists: tuple[ListLink, ...]
    left: tuple[Reason, ...]
    themes: tuple[Reason, ...]
    total_text: str
    lines: tuple[CandidateLine, ...]
    csv_address: str
    notes: tuple[str, ...]
    definitions: tuple[Definition, ...]


def list_choice_pairs(choice: FinderChoice) -> tuple[tuple[str, str], ...]:
    """Return the names and values of the address that say the choice, the usual ones left out."""
    usual = FinderChoice()
    pairs = [
        ("land", choice.country),
        ("zone", choice.zone),
        ("type", choice.kind),
        ("theme", choice.theme),
        ("least", "" if choice.least == usual.least else str(choice.least)),
        ("everywhere", "1" if choice.everywhere else ""),
        ("list", "lapsed" if choice.lapsed else ""),
        ("show", "" if choice.most == usual.most else str(choice.most)),
        *(("not", one) for one in choice.left),
    ]
    return tuple((name, value) for name, value in pairs if value)


def present_finder(
    found: Finder, query: Query, addresses: Addresses, registry: Registry, countries: Sequence[str]
) -> FinderPage:
    """Return the page; `countries` are those of the lake's organisations, by code."""
    base, choice = query.to_base(), found.choice

    def lead(**changes: Any) -> str:
        return base.to_address(addresses.finder, kept=list_choice_pairs(replace(choice, **changes)))

    total = ngettext("%(count)s organisation", "%(count)s organisations", found.total) % {
        "count": format_count(found.total)
    }
    return FinderPage(
        title=_("Former partners") if choice.lapsed else _("Possible partners"),
        subtitle=format_period(query.years),
        announcement=total,
        action=addresses.finder,
        hidden=(
            *base.to_pairs(),
            *(("not", one) for one in choice.left),
            *((("list", "lapsed"),) if choice.lapsed else ()),
        ),
        controls=_present_controls(found, countries, get_reader_language()),
        lists=(
            ListLink(_("Not yet partners"), lead(lapsed=False), not choice.lapsed),
            ListLink(_("No longer partners"), lead(lapsed=True), choice.lapsed),
        ),
        left=_present_left(choice, registry, lead),
        themes=_present_themes(found, base, addresses),
        total_text=total,
        lines=tuple(
            _present_candidate(rank, one, found, query, addresses, lead)
            for rank, one in enumerate(found.candidates, start=1)
        ),
        csv_address=base.to_address(
            addresses.finder_file.replace("FORM", "csv"), kept=list_choice_pairs(choice)
        ),
        notes=_list_notes(found),
        definitions=tuple(map(present_definition, DEFINED)),
    )


def _present_left(
    choice: FinderChoice, registry: Registry, lead: Callable[..., str]
) -> tuple[Reason, ...]:
    known = registry.organisations
    return tuple(
        Reason(
            known[one].name if one in known else one,
            "",
            lead(left=tuple(other for other in choice.left if other != one)),
        )
        for one in choice.left
    )


def _present_themes(found: Finder, base: Query, addresses: Addresses) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            name_theme(one, get_reader_language()),
            format_count(one.works),
            base.to_address(addresses.works, selection=Selection.of("theme", one.key)),
        )
        for one in found.themes
    )


def _present_controls(
    found: Finder, countries: Sequence[str], language: str
) -> tuple[FinderControl, ...]:
    choice = found.choice
    every = FinderOption("", _("all"), chosen=False)
    named = sorted((format_country(code), code) for code in {*countries, choice.country} if code)
    themes = {one.key: name_theme(one, language) for one in found.themes}
    zones = [(one.code, one.name_fr if language == "fr" else one.name_en) for one in all_zones()]
    return (
        FinderControl(
            "land", _("Country"), _list_options(every, [(c, n) for n, c in named], choice.country)
        ),
        FinderControl("zone", _("Zone"), _list_options(every, zones, choice.zone)),
        FinderControl(
            "type",
            _("Type"),
            _list_options(
                every,
                [(kind, translate(text, language)) for kind, text in KINDS.items()],
                choice.kind,
            ),
        ),
        FinderControl(
            "theme",
            _("Theme"),
            _list_options(
                FinderOption("", _("our main themes"), chosen=False),
                [*themes.items()],
                choice.theme,
            ),
        ),
        FinderControl(
            "least",
            _("Works on the themes, at least"),
            _list_options(
                None,
                [(str(n), format_count(n)) for n in sorted({*LEASTS, choice.least})],
                str(choice.least),
            ),
        ),
        FinderControl(
            "show",
            _("Shown"),
            _list_options(
                None,
                [(str(n), format_count(n)) for n in sorted({*MOSTS, choice.most})],
                str(choice.most),
            ),
        ),
        FinderControl(
            "everywhere",
            _("Where"),
            _list_options(
                FinderOption("", _("abroad"), chosen=False),
                [("1", _("in our country too"))],
                "1" if choice.everywhere else "",
            ),
        ),
    )


def _list_options(
    first: FinderOption | None, pairs: Sequence[tuple[str, str]], chosen: str
) -> tuple[FinderOption, ...]:
    options = [FinderOption(value, text, value == chosen) for value, text in pairs]
    return (*([first] if first else []), *options)


def _present_candidate(
    rank: int,
    one: Candidate,
    found: Finder,
    query: Query,
    addresses: Addresses,
    lead: Callable[..., str],
) -> CandidateLine:
    # What a candidate's figures open is seen from its side: it is the home of these addresses.
    theirs = query.look_from(one.organisation)
    language = get_reader_language()
    return CandidateLine(
        rank=format_count(rank),
        name=one.name,
        address=theirs.to_address(addresses.home),
        where=format_seat(one.city, one.country),
        kinds=", ".join(name_kind(kind, language) for kind in one.types),
        score=format_decimal(one.score, 2),
        parts=_present_parts(one),
        on_themes=format_count(one.on_themes.works),
        on_themes_address=theirs.to_address(
            addresses.works, selection=Selection.from_text(found.selection)
        ),
        share=f"{format_share(one.on_themes.value)} "
        f"({format_interval(one.on_themes.low, one.on_themes.high)})",
        works=format_count(one.works),
        works_address=theirs.to_address(addresses.works),
        growth=NOTHING
        if one.first_half is None or one.second_half is None
        else f"{format_count(one.first_half)} → {format_count(one.second_half)}",
        distance=NOTHING if one.distance is None else f"{format_count(round(one.distance))} km",
        themes=_present_shared(one, theirs, addresses),
        common=_present_common(one, theirs, addresses),
        common_text=_("%(count)s in common") % {"count": format_count(one.common_count)},
        together=_present_together(one, found.question, query, addresses),
        closest=present_closest(one, theirs, query.to_base(), found.selection, addresses),
        leave_address=lead(left=(*found.choice.left, one.organisation)),
        is_small=one.is_small,
    )


def _present_shared(one: Candidate, theirs: Query, addresses: Addresses) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            name_theme(shared.theme, get_reader_language()),
            format_count(shared.works),
            theirs.to_address(addresses.works, selection=Selection.of("theme", shared.theme.key)),
        )
        for shared in one.shared_themes
    )


def _present_common(one: Candidate, theirs: Query, addresses: Addresses) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            partner.name,
            format_count(partner.works),
            theirs.to_address(addresses.works, selection=partner.selection),
        )
        for partner in one.common
    )


def _present_parts(one: Candidate) -> tuple[ScorePart, ...]:
    labels = {
        "closeness": _("closeness"),
        "common": _("common partners"),
        "output": _("output"),
        "growth": _("growth"),
    }
    return tuple(
        ScorePart(labels[name], NOTHING if value is None else format_decimal(value, 2))
        for name, value in one.parts.items()
    )


def _present_together(
    one: Candidate, question: Question, query: Query, addresses: Addresses
) -> Reason | None:
    if not one.together:
        return None
    # Works of any year: that there were some before is what makes a partner a former one.
    always = Query(
        organisations=question.organisations, with_parts=question.with_parts, zone=query.zone
    )
    text = _("last together: %(year)s") % {
        "year": format_years(one.last_together, one.last_together)
    }
    return Reason(
        text,
        format_count(one.together),
        always.to_address(
            addresses.works, selection=Selection.of("organisation", one.organisation)
        ),
    )


def _list_notes(found: Finder) -> tuple[str, ...]:
    notes = [
        _(
            "Candidates are the organisations this corpus knows: one that is not in it may be as close. "
            "A corpus gathered around the home knows others by their works with it alone."
        )
    ]
    if found.looked_at < found.total:
        notes.append(
            _("The %(count)s with the most works on the themes are compared.")
            % {"count": format_count(found.looked_at)}
        )
    if found.halves is None:
        notes.append(_("Growth needs two full years; this period has fewer."))
    if any(one.is_small for one in found.candidates):
        notes.append(
            _(
                "“Few works”: under thirty works on the themes, where a work more or less moves the order."
            )
        )
    return tuple(notes)
