"""How each part of a definition is shown in a form, and written back: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.web.pages.programmes.forms.rows import RowForm
from cordee.web.pages.programmes.forms.studio import (
    CapRow,
    CeilingRow,
    CriterionRow,
    CycleRow,
    DocumentRow,
    ExceptionRow,
    GateRow,
    IdentityForm,
    LimitsForm,
    MoneyForm,
    PartForm,
    QuestionRow,
    QuotaRow,
    ReportRow,
    ReviewForm,
    RotationForm,
    ZoneRow,
)
from cordee.web.pages.programmes.forms.values import (
    Values,
    both,
    keep,
    plain,
    read_members,
    spread,
    write_members,
)


Read = Callable[[Values], tuple[Values, dict[str, list[Values]]]]
Write = Callable[[Values, Values, Mapping[str, list[Values]]], Values]

PARTNERS = ("foreign", "total", "countries", "companies")


@dataclass(frozen=True)
class RowsOf:
    """A list of rows of a part; rows with zones are told which the instrument has."""

    name: str
    title: str | Promise
    row: type[RowForm]
    has_zones: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the studio: its form, its rows, and how both are read from and written to values."""

    form: type[PartForm]
    rows: tuple[RowsOf, ...]
    read: Read
    write: Write


def read_identity(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    """Return names, aim, kind and source."""
    source = values.get("source") or {}
    initial = {
        **spread(values["label"], "label"),
        **spread(values["summary"], "summary"),
        **{name: values[name] for name in ("aim", "kind", "opening", "outcome", "reference_day")},
        "fixed_day": values.get("fixed_day"),
        "source_title": source.get("title", ""),
        "source_address": source.get("address", ""),
        "source_read_on": source.get("read_on"),
    }
    return initial, {}


def write_identity(values: Values, said: Values, _rows: Mapping[str, list[Values]]) -> Values:
    """Return the values with another identity."""
    source = None
    if said["source_title"]:
        source = {
            "title": said["source_title"],
            "address": said["source_address"],
            "read_on": plain(said["source_read_on"]),
        }
    names = ("aim", "kind", "opening", "outcome", "reference_day")
    return {
        **values,
        "label": both(said, "label"),
        "summary": both(said, "summary"),
        **{name: said[name] for name in names},
        "fixed_day": plain(said["fixed_day"]),
        "source": source,
    }


def _read_money(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    funding = values.get("funding") or {}
    initial = {
        "currency": funding.get("currency", "EUR"),
        "per": funding.get("per", "total"),
        "mixed_zones": funding.get("mixed_zones", "max"),
    }
    rows = {
        "ceilings": list(funding.get("ceilings", ())),
        "caps": list(funding.get("caps", ())),
        "quotas": list(values.get("quotas", ())),
    }
    return initial, rows


def _write_money(values: Values, said: Values, rows: Mapping[str, list[Values]]) -> Values:
    # Without a ceiling there is no money: a cap or a currency alone limits nothing.
    funding = None
    if rows["ceilings"] or rows["caps"]:
        funding = {
            "currency": said["currency"].upper() or "EUR",
            "per": said["per"],
            "mixed_zones": said["mixed_zones"],
            "ceilings": [keep(row, "zone", "max") for row in rows["ceilings"]],
            "caps": [keep(row, "category", "percent") for row in rows["caps"]],
        }
    quotas = [keep(row, "scope", "max", "envelope", "plan") for row in rows["quotas"]]
    return {**values, "funding": funding, "quotas": quotas}


def _read_limits(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    bounds = {"months": values["months"], **values["partners"]}
    initial = {
        f"{name}_{end}": bounds[name][end]
        for name in ("months", *PARTNERS)
        for end in ("min", "max")
    }
    return initial, {}


def _write_limits(values: Values, said: Values, _rows: Mapping[str, list[Values]]) -> Values:
    def read(name: str) -> Values:
        return {"min": said[f"{name}_min"], "max": said[f"{name}_max"]}

    partners = {name: read(name) for name in PARTNERS}
    return {**values, "months": read("months"), "partners": partners}


def _read_zones(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    rows = [
        {
            **zone,
            **spread(zone["label"], "label"),
            "members": write_members(zone["members"]),
        }
        for zone in values["zones"]
    ]
    return {}, {"zones": rows}


def _write_zones(values: Values, _said: Values, rows: Mapping[str, list[Values]]) -> Values:
    zones = [
        {
            **keep(row, "code", "reference", "continents", "is_rest"),
            "label": both(row, "label"),
            "members": read_members(row["members"]),
        }
        for row in rows["zones"]
    ]
    return {**values, "zones": zones}


def _read_rotation(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    rotation = values.get("rotation") or {"anchor_year": None, "cycle": [], "exceptions": []}
    rows = {
        "cycle": [{"zones": list(one)} for one in rotation["cycle"]],
        "exceptions": list(rotation["exceptions"]),
    }
    return {"anchor_year": rotation["anchor_year"]}, rows


def _write_rotation(values: Values, said: Values, rows: Mapping[str, list[Values]]) -> Values:
    rotation = None
    if said["anchor_year"] is not None or rows["cycle"]:
        rotation = {
            "anchor_year": said["anchor_year"],
            "cycle": [row["zones"] for row in rows["cycle"]],
            "exceptions": [
                {"year": row["year"], "zones": row["zones"]} for row in rows["exceptions"]
            ],
        }
    return {**values, "rotation": rotation}


def _read_form(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    rows = [
        {
            **field,
            **spread(section["title"], "section"),
            **spread(field["label"], "label"),
            **spread(field["help"], "help"),
            "choices": "\n".join(
                f"{one['code']} | {one['label']['fr']} | {one['label']['en']}"
                for one in field["choices"]
            ),
        }
        for section in values["sections"]
        for field in section["fields"]
    ]
    return {}, {"questions": rows}


def _write_form(values: Values, _said: Values, rows: Mapping[str, list[Values]]) -> Values:
    # Questions that follow each other under the same title are a section.
    sections = [
        {"title": {"fr": french, "en": english}, "fields": [_write_question(row) for row in some]}
        for (french, english), some in groupby(
            rows["questions"], key=lambda row: (row["section_fr"], row["section_en"])
        )
    ]
    return {**values, "sections": sections}


def _write_question(row: Values) -> Values:
    field = keep(row, "key", "kind", "is_required", "most_characters", "min", "max", "is_naming")
    choices = []
    for line in row["choices"].splitlines():
        if line.strip():
            code, french, english = (*(one.strip() for one in line.split("|")), "", "")[:3]
            choices.append({"code": code, "label": {"fr": french, "en": english or french}})
    return {
        **field,
        "label": both(row, "label"),
        "help": both(row, "help"),
        "choices": choices,
    }


def _read_documents(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    return {}, {
        "documents": [{**one, **spread(one["label"], "label")} for one in values["documents"]]
    }


def _write_documents(values: Values, _said: Values, rows: Mapping[str, list[Values]]) -> Values:
    documents = [
        {
            **keep(row, "code", "is_required", "most_megabytes", "is_naming"),
            "label": both(row, "label"),
        }
        for row in rows["documents"]
    ]
    return {**values, "documents": documents}


def _read_review(values: Values) -> tuple[Values, dict[str, list[Values]]]:
    review = values.get("review") or {}
    names = ("rounds", "reviewers", "blind", "conflict_years", "has_committee")
    initial = {name: review[name] for name in names if name in review}
    rows = [{**one, **spread(one["label"], "label")} for one in review.get("criteria", ())]
    return initial, {"criteria": rows}


def _write_review(values: Values, said: Values, rows: Mapping[str, list[Values]]) -> Values:
    review = None
    if rows["criteria"]:
        review = {
            **keep(said, "rounds", "reviewers", "blind", "conflict_years", "has_committee"),
            "criteria": [
                {**keep(row, "code", "most", "weight"), "label": both(row, "label")}
                for row in rows["criteria"]
            ],
        }
    return {**values, "review": review}


def _read_listed(name: str) -> Read:
    return lambda values: ({}, {name: list(values[name])})


def _write_listed(name: str, *fields: str) -> Write:
    return lambda values, _said, rows: {
        **values,
        name: [keep(row, *fields) for row in rows[name]],
    }


PARTS: Mapping[str, Part] = {
    "identity": Part(IdentityForm, (), read_identity, write_identity),
    "money": Part(
        MoneyForm,
        (
            RowsOf("ceilings", _("Ceilings"), CeilingRow, has_zones=True),
            RowsOf("caps", _("Shares of the budget"), CapRow),
            RowsOf("quotas", _("Awards and envelopes"), QuotaRow),
        ),
        _read_money,
        _write_money,
    ),
    "limits": Part(LimitsForm, (), _read_limits, _write_limits),
    "zones": Part(
        PartForm,
        (RowsOf("zones", _("Zones: a country is in the first that takes it"), ZoneRow),),
        _read_zones,
        _write_zones,
    ),
    "rotation": Part(
        RotationForm,
        (
            RowsOf("cycle", _("Years of the cycle, in order"), CycleRow, has_zones=True),
            RowsOf("exceptions", _("Years that leave the cycle"), ExceptionRow, has_zones=True),
        ),
        _read_rotation,
        _write_rotation,
    ),
    "form": Part(
        PartForm, (RowsOf("questions", _("Questions"), QuestionRow),), _read_form, _write_form
    ),
    "documents": Part(
        PartForm,
        (RowsOf("documents", _("Documents"), DocumentRow),),
        _read_documents,
        _write_documents,
    ),
    "review": Part(
        ReviewForm, (RowsOf("criteria", _("Criteria"), CriterionRow),), _read_review, _write_review
    ),
    "gates": Part(
        PartForm,
        (RowsOf("gates", _("Opinions"), GateRow),),
        _read_listed("gates"),
        _write_listed("gates", "kind", "before", "is_blocking"),
    ),
    "reports": Part(
        PartForm,
        (RowsOf("reports", _("Reports"), ReportRow),),
        _read_listed("reports"),
        _write_listed("reports", "kind", "every_months", "after_months", "before_end_months"),
    ),
}
"""The parts of the studio by the chapter they change; rules have pages of their own."""
