"""One record of ROR, in its schema 1 or 2, made into an `Organisation`.

Schema 1 keeps names apart by kind (`name`, `aliases`, `acronyms`, `labels`), schema 2 in one list
with types. What schema 1 does not say (the language of an alias, domains) stays unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cordee.kernel.faults import Fault, Severity
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_, Sentence
from cordee.reference.records import KINDS, STATUSES, Name, Organisation


Record = Mapping[str, Any]

_RELATIONS = ("parent", "child", "related", "successor", "predecessor")
# Of ROR's outside identifiers, those that affiliations and other sources carry.
_SCHEMES = ("grid", "isni", "fundref", "wikidata")
_FIRST_YEAR, _LAST_YEAR = 1, 9998  # what the column can hold; ROR itself sets no bounds


class MalformedRecord(Exception):
    """A record that cannot be used, or one of its fields that had to be left out."""

    def __init__(self, text: str, severity: Severity = Severity.RECORD, **values: object) -> None:
        self.sentence = Sentence(text, values)
        self.severity = severity
        super().__init__(text)

    def to_fault(self, file: str, where: str) -> Fault:
        """Return the fault at its place in a file."""
        return Fault(file, where, self.severity, self.sentence)


@dataclass(frozen=True)
class _Place:
    country: str | None
    city: str | None
    latitude: float | None
    longitude: float | None
    region: str | None
    geonames_id: int | None


_NOWHERE = _Place(None, None, None, None, None, None)


def detect_schema(record: object) -> int | None:
    """Return 1 or 2 when `record` has the fields of that schema of ROR, else None."""
    if not isinstance(record, Mapping) or "id" not in record:
        return None
    if isinstance(record.get("names"), list):
        return 2
    return 1 if "name" in record else None


def read_record(record: object) -> tuple[Organisation, tuple[MalformedRecord, ...]]:
    """Return the organisation of one record and what was left out of it.

    MalformedRecord when it has no ROR id or no name, or is not a record at all.
    """
    if not isinstance(record, Mapping):
        raise MalformedRecord(N_("It is not a record with fields. It is left out."))
    id_ = parse_ror(_to_text(record.get("id")) or "")
    if id_ is None:
        raise MalformedRecord(N_("It has no ROR id. It is left out."))
    schema = detect_schema(record)
    names = tuple(_read_names_2(record) if schema == 2 else _read_names_1(record))
    if not names:
        raise MalformedRecord(N_("It has no name. It is left out."))
    mended: list[MalformedRecord] = []
    place = _read_place_2(record) if schema == 2 else _read_place_1(record)
    relations = _read_relations(record, mended)
    organisation = Organisation(
        id=id_,
        name=next((one.text for one in names if "ror_display" in one.kinds), names[0].text),
        names=names,
        country=place.country,
        city=place.city,
        latitude=place.latitude,
        longitude=place.longitude,
        types=tuple(one.lower() for one in _to_texts(record.get("types"))),
        status=_read_status(record, mended),
        established=_read_year(record, mended),
        parents=relations["parent"],
        children=relations["child"],
        related=relations["related"],
        successors=relations["successor"],
        predecessors=relations["predecessor"],
        region=place.region,
        geonames_id=place.geonames_id,
        domains=tuple(_to_texts(record.get("domains"))),
        external_ids=tuple(_read_external_ids(record, schema)),
        country_basis="ror" if place.country else None,
    )
    return organisation, tuple(mended)


def _read_names_1(record: Record) -> Iterator[Name]:
    displayed = _to_text(record.get("name"))
    if displayed:
        yield Name(displayed, ("ror_display", "label"))
    for alias in _to_texts(record.get("aliases")):
        yield Name(alias, ("alias",))
    for acronym in _to_texts(record.get("acronyms")):
        yield Name(acronym, ("acronym",))
    for one in _to_records(record.get("labels")):
        text = _to_text(one.get("label"))
        if text and text != displayed:
            yield Name(text, ("label",), _to_text(one.get("iso639")))


def _read_names_2(record: Record) -> Iterator[Name]:
    for one in _to_records(record.get("names")):
        text = _to_text(one.get("value"))
        types = _to_texts(one.get("types"))
        kinds = tuple(kind for kind in KINDS if kind in types)
        if text:
            yield Name(text, kinds or ("alias",), _to_text(one.get("lang")))


def _read_place_1(record: Record) -> _Place:
    country = record.get("country")
    code = _to_country(country.get("country_code")) if isinstance(country, Mapping) else None
    address = next(_to_records(record.get("addresses")), {})
    city = address.get("geonames_city")
    details: Record = city if isinstance(city, Mapping) else {}
    region = details.get("geonames_admin1")
    return _Place(
        code,
        _to_text(details.get("city")) or _to_text(address.get("city")),
        _to_degrees(address.get("lat"), 90),
        _to_degrees(address.get("lng"), 180),
        _to_text(region.get("name")) if isinstance(region, Mapping) else None,
        _to_number(details.get("id")),
    )


def _read_place_2(record: Record) -> _Place:
    location = next(_to_records(record.get("locations")), None)
    if location is None:
        return _NOWHERE
    details = location.get("geonames_details")
    if not isinstance(details, Mapping):
        details = {}
    return _Place(
        _to_country(details.get("country_code")),
        _to_text(details.get("name")),
        _to_degrees(details.get("lat"), 90),
        _to_degrees(details.get("lng"), 180),
        _to_text(details.get("country_subdivision_name")),
        _to_number(location.get("geonames_id")),
    )


def _read_relations(record: Record, mended: list[MalformedRecord]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {kind: [] for kind in _RELATIONS}
    for one in _to_records(record.get("relationships")):
        kind = (_to_text(one.get("type")) or "").lower()
        other = parse_ror(_to_text(one.get("id")) or "")
        if kind in found and other:
            found[kind].append(other)
        else:
            mended.append(
                MalformedRecord(
                    N_("A relation is not one of ROR's. It is left out."), Severity.WARNING
                )
            )
    return {kind: tuple(dict.fromkeys(ids)) for kind, ids in found.items()}


def _read_status(record: Record, mended: list[MalformedRecord]) -> str:
    status = (_to_text(record.get("status")) or "unknown").lower()
    if status in STATUSES:
        return status
    mended.append(
        MalformedRecord(
            N_("The status “{status}” is not one of ROR's. It counts as unknown."),
            Severity.WARNING,
            status=status,
        )
    )
    return "unknown"


def _read_year(record: Record, mended: list[MalformedRecord]) -> int | None:
    year = record.get("established")
    if year is None:
        return None
    if isinstance(year, int) and _FIRST_YEAR <= year <= _LAST_YEAR:
        return year
    mended.append(
        MalformedRecord(
            N_("“{year}” is not a year of foundation. It is left out."),
            Severity.WARNING,
            year=str(year)[:40],
        )
    )
    return None


def _read_external_ids(record: Record, schema: int | None) -> Iterator[tuple[str, str]]:
    held = record.get("external_ids")
    found: dict[str, list[str]] = {}
    if schema == 2:
        for one in _to_records(held):
            scheme = (_to_text(one.get("type")) or "").lower()
            found.setdefault(scheme, []).extend(_to_texts(one.get("all")))
    elif isinstance(held, Mapping):
        for scheme, one in held.items():
            values = one.get("all") if isinstance(one, Mapping) else None
            # Schema 1 gives GRID a single text where the others have a list.
            listed = [values] if isinstance(values, str) else _to_texts(values)
            found.setdefault(str(scheme).lower(), []).extend(listed)
    for scheme in _SCHEMES:
        for value in found.get(scheme, ()):
            yield scheme, value.replace(" ", "") if scheme == "isni" else value


def _to_records(value: object) -> Iterator[Record]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def _to_texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else []
    return [text for text in map(_to_text, listed) if text]


def _to_text(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _to_country(value: object) -> str | None:
    text = (_to_text(value) or "").upper()
    return text if len(text) == 2 and text.isalpha() else None


def _to_degrees(value: object, bound: int) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if known and -bound <= value <= bound else None  # type: ignore[operator,arg-type]  # `known` says it is a number


def _to_number(value: object) -> int | None:
    return value if isinstance(value, int) and 0 < value < 1 << 62 else None
