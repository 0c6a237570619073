"""Units tied to the national directory (RNSR) by the numbers it lists for each structure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cordee.observatory.units.codes import LAST_INSERM, make_code, read_units
from cordee.observatory.units.evidence import Basis, Role, Tie
from cordee.reference.folding import fold
from cordee.reference.organisations import load_registry
from cordee.reference.rnsr import Structure, Structures


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A supervising body as RNSR words it, with its ROR id when the registry has that very name."""

    name: str
    organisation: str | None


@dataclass(frozen=True, slots=True)
class NationalUnit:
    """What RNSR says of one structure."""

    structure: str
    name: str
    acronym: str | None
    town: str | None
    supervisors: tuple[Supervisor, ...]


@dataclass(frozen=True, slots=True)
class National:
    """National numbers by code, and what RNSR says of each."""

    by_code: dict[str, str]
    structures: dict[str, NationalUnit]


def read_national(found: Structures, codes: frozenset[str]) -> National:
    """Return the structures of RNSR whose numbers stand among `codes`.

    A code that several structures list ties to none: the table cannot say which is meant.
    """
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for structure in found.structures:
        for code in list_codes(structure):
            owners[code].add(structure.number)
    by_code = {
        code: next(iter(owners[code])) for code in sorted(codes) if len(owners.get(code, ())) == 1
    }
    wanted = set(by_code.values())
    chosen = [one for one in found.structures if one.number in wanted]
    ids = find_organisations({name for one in chosen for name in one.supervisors})
    return National(by_code, {one.number: _make_unit(one, ids) for one in chosen})


def list_codes(structure: Structure) -> tuple[str, ...]:
    """Return the codes of a structure's labels; a low UMR is Inserm's when Inserm supervises it.

    >>> list_codes(Structure("200012345A", "Institut", labels=("UMR_S 1016", "UMR 8104")))
    ('U1016', 'UMR8104')
    """
    inserm = any(
        "inserm" in fold(one) or "sante et de la recherche medicale" in fold(one)
        for one in structure.supervisors
    )
    found = []
    for label in structure.labels:
        for unit in read_units(label):
            low = unit.kind == "UMR" and unit.number <= LAST_INSERM and not unit.certain
            found.append(make_code("U", unit.number) if low and inserm else unit.code)
    return tuple(dict.fromkeys(found))


def find_organisations(names: Iterable[str]) -> dict[str, str]:
    """Return the ROR ids of `names` that exactly one active organisation in France bears.

    Case, accents and punctuation are set aside; an acronym is a name like any other.
    """
    wanted = {fold(name): name for name in names}
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    if wanted:
        for one in load_registry().iterate():
            if one.country == "FR" and one.status in {"active", "unknown"}:
                for name in one.names:
                    if (folded := fold(name.text)) in wanted:
                        by_name[folded].add(one.id)
    return {wanted[folded]: next(iter(ids)) for folded, ids in by_name.items() if len(ids) == 1}


def _make_unit(one: Structure, ids: dict[str, str]) -> NationalUnit:
    supervisors = tuple(Supervisor(name, ids.get(name)) for name in one.supervisors)
    return NationalUnit(one.number, one.name, one.acronym, one.town, supervisors)


def apply_structure(ties: tuple[Tie, ...], structure: NationalUnit | None) -> tuple[Tie, ...]:
    """Return the ties with RNSR's supervisors in place of those the corpus suggests.

    What the corpus took for a supervisor and RNSR does not list stays as evidence, beside.
    """
    if structure is None or not structure.supervisors:
        return ties
    stated = {one.organisation: one for one in structure.supervisors if one.organisation}
    before = {tie.organisation: tie for tie in ties}
    rows = []
    for one in structure.supervisors:
        tie = before.get(one.organisation or "")
        texts, share = (tie.texts, tie.share) if tie else (0, 0.0)
        rows.append(Tie(one.organisation, Role.SUPERVISOR, Basis.RNSR, texts, share, one.name))
    for tie in ties:
        if tie.organisation in stated:
            continue
        demoted = tie.role is Role.SUPERVISOR
        rows.append(replace(tie, role=Role.BESIDE) if demoted else tie)
    # What only the number or the registry suggested, and no text names, is no evidence any more.
    return tuple(one for one in rows if one.texts or one.role not in (Role.ABOVE, Role.BESIDE))
