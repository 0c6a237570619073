"""Entering organisations as the registry describes them, with what they are part of and their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.directory.models import Organisation, OrganisationLink
from cordee.directory.operations.changing import create, touch
from cordee.directory.operations.search import put_organisations_in_search
from cordee.directory.queries.lines import get_above, get_keeping_line, get_line
from cordee.directory.states import Kind, Standing
from cordee.kernel.errors import RuleError
from cordee.ledger.rights import Actor, can, check_can
from cordee.ledger.states import Action
from cordee.reference.organisations import Organisation as Registered
from cordee.reference.organisations import Registry


# The registry's types, the first that fits deciding; what is none of these is an institution.
_KINDS = {
    "healthcare": Kind.HOSPITAL,
    "company": Kind.COMPANY,
}
MOST_AT_ONCE = 500
"""As many as are written within some ten seconds, for which other writers wait."""


@dataclass(frozen=True)
class Wish:
    """Which organisations of the registry are wanted, by ROR id, and how much around them.

    More than `most` are refused: a page must not keep others waiting.
    """

    rors: tuple[str, ...]
    with_parts: bool = False
    with_parents: bool = False
    most: int = MOST_AT_ONCE


@dataclass(frozen=True)
class Entered:
    """What came of it: organisations new and known before, links written and those nobody here may write.

    A link is left out when the part was in the directory before and is kept by somebody else.
    """

    new: tuple[UUID, ...]
    known: tuple[UUID, ...]
    links: int
    links_left: int


@transaction.atomic
def add_registered_organisation(
    registered: Registered, *, by: Actor, at: datetime, confirmed_on: date | None = None
) -> Organisation:
    """Enter an organisation as the registry describes it; `RuleError` when it is in the directory already.

    The right to do so is checked by who calls: the first run has no role to check yet.
    """
    if Organisation.objects.filter(ror=registered.id).exists():
        raise RuleError(gettext_noop("{name} is in the directory already."), name=registered.name)
    made = _make(registered, keeper=None, confirmed_on=confirmed_on, at=at)
    create(made, "organisation", made.id, by=by, at=at)
    put_organisations_in_search([made])
    return made


@transaction.atomic
def add_from_registry(
    wish: Wish, registry: Registry, *, keeper: UUID, by: Actor, at: datetime
) -> Entered:
    """Enter organisations of the registry, kept by the editors of `keeper`."""
    on = at.date()
    check_can(by, Action.EDIT_DIRECTORY, get_line(keeper, on=on), on=on)

    def speaks_for(one: UUID) -> bool:
        return can(by, Action.EDIT_DIRECTORY, get_keeping_line(one, on=on), on=on)

    return enter_from_registry(
        wish, registry, keeper=keeper, speaks_for=speaks_for, confirmed_on=on, by=by, at=at
    )


@transaction.atomic
def enter_from_registry(
    wish: Wish,
    registry: Registry,
    *,
    keeper: UUID | None,
    speaks_for: Callable[[UUID], bool],
    confirmed_on: date | None,
    by: Actor,
    at: datetime,
) -> Entered:
    """Enter organisations of the registry. The right to do so is checked by who calls.

    `speaks_for` says of an organisation that was here before whether `by` may make it a part of
    another: that hands what may be done at it to those who hold roles at the other.
    """
    wanted = _list_wanted(wish, registry)
    rows = {row.ror: row for row in Organisation.objects.filter(ror__in=list(wanted))}
    made = [
        _make(registered, keeper=keeper, confirmed_on=confirmed_on, at=at)
        for ror, registered in wanted.items()
        if ror not in rows
    ]
    for row in made:
        create(row, "organisation", row.id, by=by, at=at)
    put_organisations_in_search(made)
    pairs = _list_links([registry.organisations[str(row.ror)] for row in made])
    new = frozenset(row.id for row in made)
    written, left = _write_links(pairs, new, speaks_for=speaks_for, by=by, at=at)
    return Entered(
        tuple(row.id for row in made), tuple(row.id for row in rows.values()), written, left
    )


def find_kind(types: tuple[str, ...]) -> Kind:
    """Return what an organisation is by the registry's types.

    >>> find_kind(("funder", "healthcare"))
    <Kind.HOSPITAL: 'hospital'>
    """
    # The registry calls a funder whoever ever funded anything, so only who is nothing else is one here.
    if set(types) == {"funder"}:
        return Kind.FUNDER
    return next((kind for name, kind in _KINDS.items() if name in types), Kind.INSTITUTION)


def get_name(registered: Registered, language: str) -> str:
    """Return the registry's label in a language, empty when it has none."""
    return next(
        (
            one.text
            for one in registered.names
            if one.language == language and ("label" in one.kinds or "ror_display" in one.kinds)
        ),
        "",
    )


def _list_wanted(wish: Wish, registry: Registry) -> dict[str, Registered]:
    found = {registry.get(one).id for one in wish.rors}
    if wish.with_parts:
        found |= registry.with_parts(wish.rors)
    if wish.with_parents:
        found |= registry.with_parents(wish.rors)
    if len(found) > wish.most:
        raise RuleError(
            gettext_noop(
                "That would enter {count} organisations; at most {most} are entered at once. Ask for fewer, or use the command `cordee directory add-ror`."
            ),
            count=len(found),
            most=wish.most,
        )
    return {one: registry.organisations[one] for one in sorted(found) if one in registry}


def _make(
    registered: Registered, *, keeper: UUID | None, confirmed_on: date | None, at: datetime
) -> Organisation:
    name_fr = get_name(registered, "fr")
    # The name the registry displays, as the observatory does; its English label may be unused.
    name_en = registered.name
    shown = {name_fr, name_en, registered.acronym}
    return Organisation(
        ror=registered.id,
        kind=find_kind(registered.types),
        name_fr=name_fr,
        name_en=name_en,
        acronym=(registered.acronym or "")[:60],
        other_names="\n".join(
            dict.fromkeys(one.text for one in registered.names if one.text not in shown)
        ),
        country=registered.country or "",
        city=registered.city or "",
        latitude=registered.latitude,
        longitude=registered.longitude,
        start=date(registered.established, 1, 1) if registered.established else None,
        keeper_id=keeper,
        confirmed_on=confirmed_on,
        changed_at=at,
    )


def _list_links(made: Iterable[Registered]) -> list[tuple[str, Standing, str]]:
    """Return the registry's links of organisations, each once, by ROR id. The registry dates none."""
    found: dict[tuple[str, Standing, str], None] = {}
    for one in made:
        links = (
            *((one.id, Standing.PART_OF, parent) for parent in one.parents),
            *((child, Standing.PART_OF, one.id) for child in one.children),
            *((later, Standing.SUCCESSOR_OF, one.id) for later in one.successors),
            *((one.id, Standing.SUCCESSOR_OF, earlier) for earlier in one.predecessors),
        )
        found.update(dict.fromkeys(links))
    return list(found)


def _write_links(
    pairs: list[tuple[str, Standing, str]],
    new: frozenset[UUID],
    *,
    speaks_for: Callable[[UUID], bool],
    by: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Write the links both ends of which are in the directory; return how many, and how many were left."""
    asked = {ror for first, _standing, second in pairs for ror in (first, second)}
    ids = dict(Organisation.objects.filter(ror__in=asked).values_list("ror", "id"))
    there = set(
        OrganisationLink.objects.filter(first__in=list(ids.values())).values_list(
            "first_id", "standing", "second_id"
        )
    )
    written = left = 0
    for first_ror, standing, second_ror in pairs:
        if first_ror not in ids or second_ror not in ids:
            continue
        first, second = ids[first_ror], ids[second_ror]
        if (first, standing.value, second) in there or first == second:
            continue
        runs_round = standing is Standing.PART_OF and first in get_above(
            second, start=None, end=None
        )
        if runs_round or (first not in new and not speaks_for(first)):
            left += 1
            continue
        link = OrganisationLink(first_id=first, standing=standing, second_id=second)
        create(link, "organisation_link", first, by=by, at=at)
        if first not in new:
            touch(Organisation, [first], at=at)
        written += 1
    return written, left
