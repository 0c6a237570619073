"""What a unit is, from what its texts agree on: organisations with their roles, name, town."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cordee.observatory.units.codes import Series
from cordee.observatory.units.gather import Evidence
from cordee.observatory.units.merge import Group
from cordee.observatory.units.segments import NameKind
from cordee.reference.folding import fold


FEWEST_TEXTS = 2
"""Texts that must name an organisation before it counts as supervising: one text may be of a person
with two employers. The demonstration corpus has two texts a unit at the median, so a higher bar
would leave most units with nothing but what their number says."""

SUPERVISING_SHARE = 0.5
"""Share of the unit's texts that name the organisation. A unit's members print their own employer
first, and a body that half of them print is the house's and not one person's. Lower shares are kept
as evidence, beside, and said to be that."""

SELF_SHARE = 0.4
"""Share of the texts that name a facility of the registry which then is the unit itself. Lower than
for supervisors: a laboratory is named in two languages, and the linker knows not all of them."""

NAME_SHARE = 0.25
"""Share of the texts that print a name the same way before it is the unit's: names are printed in
two languages, with and without an acronym, so agreement is rarer than on organisations."""


class Role(StrEnum):
    """What an organisation is to a unit."""

    SUPERVISOR = "tutelle"  # a supervising body
    SELF = "self"  # the registry's own record of the unit
    HOST = "host"  # a hospital most texts name: where the unit is, rarely who supervises it
    ABOVE = "above"  # parent of its own record in the registry, by which no text names it
    BESIDE = "beside"  # named in the same texts, too seldom to say more


OWN_ROLES = (Role.SUPERVISOR, Role.SELF, Role.HOST)
"""Roles by which a unit is one of an organisation's; a body only named beside has no such tie."""


class Basis(StrEnum):
    """What a role rests on, the strongest first."""

    RNSR = "RNSR"
    NUMBER = "number"  # the body that gives out such numbers
    REGISTRY = "registry"  # parent of the unit's own record in ROR
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Known:
    """What the lake's registry knows of an organisation."""

    name: str
    acronym: str | None
    city: str | None
    types: frozenset[str]
    parents: tuple[str, ...]
    groups_schools: bool = False
    """It has two schools or universities for children, and more of them than units of research:
    Université de Lyon, Normandie Université. Authors print it; it supervises no unit."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One organisation of one unit. `texts` name both; `share` is of all the unit's texts.

    `organisation` is a ROR id; null for a body of RNSR that the registry does not have, which then
    has its `name` here.
    """

    organisation: str | None
    role: Role
    basis: Basis
    texts: int
    share: float
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as the corpus tells it; texts are keys of affiliations."""

    group: Group
    kind: str
    name: str | None
    acronym: str | None
    town: str | None
    texts: frozenset[int]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """The ROR ids of the bodies whose numbers say whose the unit is."""

    by_series: Mapping[Series, str]


_BODY_NAMES = {
    Series.INSERM: "Inserm",
    Series.CNRS: "Centre National de la Recherche Scientifique",
    Series.INRAE: "Institut National de Recherche pour l'Agriculture, l'Alimentation et l'Environnement",
    Series.IRD: "Institut de Recherche pour le Développement",
    Series.CLINICAL: "Inserm",
}


def find_bodies(known: Mapping[str, Known]) -> Bodies:
    """Return the bodies by the names the registry shows them under; unknown ones are left out."""
    ids = {fold(one.name): key for key, one in known.items() if "funder" in one.types}
    found = {series: ids.get(fold(name)) for series, name in _BODY_NAMES.items()}
    return Bodies({series: key for series, key in found.items() if key})


def describe_unit(
    group: Group, codes: Mapping[str, Evidence], known: Mapping[str, Known], bodies: Bodies
) -> Unit:
    """Return what the texts of all codes of `group` agree on."""
    parts = [codes[code] for code in group.codes]
    texts = frozenset().union(*(one.texts for one in parts))
    named = _join_sets(parts)
    town = _find_town(parts)
    implied = {bodies.by_series[one.series] for one in parts if one.series in bodies.by_series}
    implied |= _find_university(parts, named, known)
    own = _find_self(parts[0].series, named, len(texts), known, town, implied)
    ties = _tie_organisations(parts[0].series, named, len(texts), own, known, implied)
    others = {fold(known[one].name) for one in named if one != own and one in known}
    name, acronym = find_unit_names(parts, len(texts), others)
    record = known[own] if own else None
    return Unit(
        group=group,
        kind=parts[0].kind,
        name=record.name if record else name,
        acronym=(record.acronym if record else None) or acronym,
        town=town or (record.city if record else None),
        texts=texts,
        ties=ties,
    )


def get_own(unit: Unit) -> str | None:
    """Return the registry's own record of a unit, if its texts name one."""
    return next((tie.organisation for tie in unit.ties if tie.role is Role.SELF), None)


def _join_sets(parts: list[Evidence]) -> dict[str, set[int]]:
    joined: defaultdict[str, set[int]] = defaultdict(set)
    for part in parts:
        for organisation, texts in part.organisations.items():
            joined[organisation] |= texts
    return dict(joined)


def _find_town(parts: list[Evidence]) -> str | None:
    towns = sum((part.towns for part in parts), Counter[str]())
    return min(towns, key=lambda town: (-towns[town], town)) if towns else None


def _find_self(
    series: Series,
    named: Mapping[str, set[int]],
    total: int,
    known: Mapping[str, Known],
    town: str | None,
    implied: set[str],
) -> str | None:
    """Return the registry's own record of the unit: the facility most of its texts name.

    One text is enough for the only facility in it whose parents include the body that gave the
    number: two independent sources then say the same.
    """

    def is_unit(organisation: str) -> bool:
        one = known.get(organisation)
        if one is None or "facility" not in one.types or not one.parents:
            return False
        # All centres of clinical investigation have much the same name; the town tells them apart.
        return series is not Series.CLINICAL or one.city == town

    candidates = [
        one for one, texts in named.items() if len(texts) >= SELF_SHARE * total and is_unit(one)
    ]
    if total < FEWEST_TEXTS:
        fitting = [one for one in candidates if implied & set(known[one].parents)]
        return fitting[0] if len(fitting) == 1 else None
    candidates = [one for one in candidates if len(named[one]) >= FEWEST_TEXTS]
    # Of two named as often, the one in the unit's town, then the one with more parents.
    return min(
        candidates,
        key=lambda one: (
            -len(named[one]),
            known[one].city != town,
            -len(known[one].parents),
            one,
        ),
        default=None,
    )


def _tie_organisations(
    series: Series,
    named: Mapping[str, set[int]],
    total: int,
    own: str | None,
    known: Mapping[str, Known],
    implied: set[str],
) -> tuple[Tie, ...]:
    above = _list_parents(own, known, implied)
    ties = []
    for organisation in sorted({*named, *implied, *above}):
        texts = len(named.get(organisation, ()))
        role, basis = _judge(organisation, texts, total, series, known)
        if organisation == own:
            role = Role.SELF
        elif organisation in implied:
            role, basis = Role.SUPERVISOR, Basis.NUMBER
        elif organisation in above:
            # A parent may be a founder or a landlord; the unit's own members print who runs it.
            role = Role.SUPERVISOR if texts else Role.ABOVE
            basis = Basis.REGISTRY
        ties.append(Tie(organisation, role, basis, texts, texts / total))
    return tuple(
        sorted(ties, key=lambda one: (list(Role).index(one.role), -one.texts, one.organisation))
    )


def _judge(
    organisation: str, texts: int, total: int, series: Series, known: Mapping[str, Known]
) -> tuple[Role, Basis]:
    one = known.get(organisation)
    few = texts < FEWEST_TEXTS or texts < SUPERVISING_SHARE * total
    if one is None or few or one.groups_schools:
        return Role.BESIDE, Basis.TEXTS
    if "healthcare" in one.types:
        # A centre of clinical investigation is of Inserm and its hospital by definition.
        supervises = series is Series.CLINICAL
        return (Role.SUPERVISOR if supervises else Role.HOST), Basis.TEXTS
    supervising = {"education", "government", "nonprofit"} & one.types or {
        "facility",
        "funder",
    } <= one.types
    # A laboratory that has parents of its own is a neighbour, not a house above.
    if supervising and not ("facility" in one.types and one.parents):
        return Role.SUPERVISOR, Basis.TEXTS
    return Role.BESIDE, Basis.TEXTS


def _find_university(
    parts: list[Evidence], named: Mapping[str, set[int]], known: Mapping[str, Known]
) -> set[str]:
    """Return the university of a unit with a university's number: the one its texts name most."""
    if not any(one.series is Series.UNIVERSITY for one in parts):
        return set()
    counts = {
        one: len(texts)
        for one, texts in named.items()
        if one in known and "education" in known[one].types and not known[one].groups_schools
    }
    most = max(counts.values(), default=0)
    best = [one for one, count in counts.items() if count == most]
    # Two named as often: the number does not say which of them.
    return set(best) if len(best) == 1 else set()


def _list_parents(own: str | None, known: Mapping[str, Known], implied: set[str]) -> set[str]:
    """Return the supervising bodies of a unit's own record.

    The institutes of the CNRS and the regional delegations of Inserm, which the registry also has
    as parents, are parts of a body that is there itself, and left out.
    """
    parents = {one for one in (known[own].parents if own else ()) if one in known}
    return {one for one in parents if not (parents | implied) & set(known[one].parents)}


def find_unit_names(
    parts: list[Evidence], total: int, others: set[str]
) -> tuple[str | None, str | None]:
    """Return name and acronym that enough texts agree on, as most of them print it.

    `others` are folded names of organisations named beside, which no unit bears.
    """
    texts: defaultdict[tuple[NameKind, str], set[int]] = defaultdict(set)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in parts:
        for key, found in part.names.items():
            texts[key] |= found
        for folded, counts in part.spellings.items():
            spellings[folded] += counts
    agreed = {
        key: len(found)
        for key, found in texts.items()
        if len(found) >= FEWEST_TEXTS and len(found) >= NAME_SHARE * total and key[1] not in others
    }

    def choose(kind: NameKind) -> str | None:
        best = min(
            (key for key in agreed if key[0] is kind),
            key=lambda key: (-agreed[key], key[1]),
            default=None,
        )
        if best is None:
            return None
        counts = spellings[best[1]]
        return min(counts, key=lambda spelling: (-counts[spelling], spelling))

    return choose(NameKind.TITLED) or choose(NameKind.WORDS), choose(NameKind.ACRONYM)
