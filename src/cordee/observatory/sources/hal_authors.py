"""Who wrote a HAL record, and which structures each author belongs to.

HAL joins identifiers and names into one text: an author's form, person and name, ``_JoinSep_``, a
structure's number and name, each part after ``_FacetSep_``. What else it says of structures comes in
lists that leave out what is missing, so that a list tells whose each value is only when it has one
for every structure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cordee.kernel.identifiers import parse_orcid, parse_ror
from cordee.observatory.sources.records import Parsed, Row
from cordee.observatory.sources.values import Json, clean, to_list, unique


FACET = "_FacetSep_"
JOIN = "_JoinSep_"

_KINDS = ("struct", "inst", "rgrpInst", "lab", "rgrpLab", "dept", "rteam")
"""What HAL's lists of structures are called by: all, then each kind."""

_CORRESPONDING = "crp"  # HAL's code for an author who corresponds, among the roles of authQuality_s


@dataclass
class _Structures:
    """The structures of a record: what each is called, where it is, what ROR calls it."""

    names: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    untied_countries: list[str] = field(default_factory=list)
    untied_organisations: list[str] = field(default_factory=list)


def read_authorships(record: Json, key: int, parsed: Parsed) -> list[Row]:
    """Return a row an author, and one at position 0 for what is of no certain author."""
    structures = _read_structures(record)
    names = _read_names(record)
    ties, tied = _tie(record, names, structures)
    orcids = _get_parallel(record, "authORCIDIdExt_s", len(names))
    roles = _get_parallel(record, "authQuality_s", len(names))
    says_who = _CORRESPONDING in roles
    rows: list[Row] = []
    for position, name in enumerate(names, 1):
        own = ties[position - 1]
        rows.append(
            (
                key,
                position,
                name,
                parse_orcid(clean(orcids[position - 1]) or ""),
                roles[position - 1] == _CORRESPONDING if says_who else None,
                False,
                _add_affiliations(own, structures, parsed),
                unique(structures.organisations.get(number) for number in own),
                unique(structures.countries.get(number) for number in own),
            )
        )
    left = [number for number in structures.names if number not in tied]
    rest: Row = (
        key,
        0,
        None,
        None,
        None,
        False,
        _add_affiliations(left, structures, parsed),
        unique(
            [
                *(structures.organisations.get(number) for number in left),
                *_leave_out(structures.untied_organisations, structures.organisations),
            ]
        ),
        unique(
            [
                *(structures.countries.get(number) for number in left),
                *_leave_out(structures.untied_countries, structures.countries),
            ]
        ),
    )
    return [*rows, rest] if any(rest[6:]) else rows


def _leave_out(values: list[str], tied: dict[str, str]) -> list[str]:
    """Return what is not known of a structure already: lists of all and of one kind overlap."""
    known = set(tied.values())
    return [value for value in values if value not in known]


def _add_affiliations(numbers: list[str], structures: _Structures, parsed: Parsed) -> list[int]:
    return unique(
        parsed.add_affiliation(structures.names[number])
        for number in numbers
        if structures.names.get(number)
    )


def _read_names(record: Json) -> list[str | None]:
    full = to_list(record.get("authFullName_s"))
    if full:
        return [clean(name) for name in full]
    first, last = (to_list(record.get(f"auth{part}Name_s")) for part in ("First", "Last"))
    if len(first) != len(last):
        return [clean(name) for name in last]
    return [clean(f"{given} {family}") for given, family in zip(first, last, strict=True)]


def _read_structures(record: Json) -> _Structures:
    found = _Structures()
    for pair in to_list(record.get("structIdName_fs")):
        number, _, name = str(pair).partition(FACET)
        found.names[number] = clean(name) or ""
    if not found.names:
        texts = [clean(text) for text in to_list(record.get("structName_s"))]
        numbers = [str(number) for number in to_list(record.get("structId_i"))]
        if len(numbers) != len(texts):
            # Names without numbers: any key that no number is will do.
            numbers = [f"#{place}" for place in range(len(texts))]
        found.names = {n: text or "" for n, text in zip(numbers, texts, strict=True)}
    for kind in _KINDS:
        _read_facts(record, kind, found)
    return found


def _read_facts(record: Json, kind: str, found: _Structures) -> None:
    """Read countries and ROR ids of one kind of structures."""
    prefix = kind if kind == "struct" else f"{kind}Struct"
    numbers = [str(number) for number in to_list(record.get(f"{prefix}Id_i"))]
    if not numbers:
        pairs = to_list(record.get(f"{prefix}IdName_fs"))
        numbers = [str(pair).partition(FACET)[0] for pair in pairs]
    if not numbers and kind == "struct":
        numbers = list(found.names)
    countries = [_parse_country(item) for item in to_list(record.get(f"{prefix}Country_s"))]
    organisations = [
        parse_ror(clean(item) or "") for item in to_list(record.get(f"{prefix}RorIdExt_s"))
    ]
    for values, tied, untied in (
        (countries, found.countries, found.untied_countries),
        (organisations, found.organisations, found.untied_organisations),
    ):
        if len(values) == len(numbers):
            both = zip(numbers, values, strict=True)
            tied.update({number: value for number, value in both if value})
        else:
            untied += [value for value in values if value]


def _parse_country(item: Any) -> str | None:
    code = (clean(item) or "").upper()
    return code if len(code) == 2 and code.isalpha() else None


def _tie(
    record: Json, names: list[str | None], structures: _Structures
) -> tuple[list[list[str]], set[str]]:
    """Return the structures of each author, and all that belong to one at least."""
    forms = [str(text).rpartition(FACET)[2] for text in to_list(_get_forms(record))]
    places: dict[str, int] = {}
    if len(forms) == len(names):
        places = {form: place for place, form in enumerate(forms)}
    # Without forms a name must do, when only one author bears it.
    count = Counter(names)
    by_name = {name: place for place, name in enumerate(names) if name and count[name] == 1}
    ties: list[list[str]] = [[] for _ in names]
    tied: set[str] = set()
    pairs = record.get("authIdHasStructure_fs") or record.get("authIdHasPrimaryStructure_fs")
    for text in to_list(pairs):
        author, join, structure = str(text).partition(JOIN)
        form, _, name = author.partition(FACET)
        number, _, label = structure.partition(FACET)
        if not join or not number:
            continue
        structures.names.setdefault(number, clean(label) or "")
        place = places.get(form, by_name.get(clean(name) or ""))
        if place is not None:
            ties[place].append(number)
            tied.add(number)
    return ties, tied


def _get_forms(record: Json) -> Any:
    """Return the authors' form-person identifiers in the authors' order, under either name."""
    return record.get("authIdFormPerson_s") or record.get("authFullNameIdFormPerson_fs")


def _get_parallel(record: Json, name: str, size: int) -> list[Any]:
    """Return a list that has a value an author, else as many Nones."""
    values = to_list(record.get(name))
    return values if len(values) == size else [None] * size
