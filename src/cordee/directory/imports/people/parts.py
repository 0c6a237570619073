"""What a line says beside a person's own columns: an involvement, awards, skills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop

from cordee.directory.models import Award, Involvement, Skill
from cordee.directory.states import Evidence
from cordee.kernel.identifiers import parse_doi
from cordee.ledger.bulk import chunk
from cordee.ledger.cells import WrongCellError, read_date
from cordee.reference.folding import fold


TABLES: Mapping[str, type[Involvement] | type[Award] | type[Skill]] = {
    "involvement": Involvement,
    "award": Award,
    "skill": Skill,
}
"""The tables of what a person has several of, by what the audit calls it."""

_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}"
_AWARD = re.compile(
    rf"(?P<code>\S.{{0,58}}?)\s+(?P<start>{_DAY})"
    rf"(?:\s*[/–→-]\s*(?P<end>{_DAY}))?(?:\s*\((?P<reference>[^()]{{1,200}})\))?\Z"
)
_SKILL = re.compile(r"(?P<name>[^()]{1,200}?)\s*\((?P<shown>.{1,1000})\)\Z", re.DOTALL)


@dataclass
class Part:
    """A row of one of these tables on its way: made when `before` is None, else changed.

    `place` is the organisation of an involvement, whose editors may say it too.
    """

    kind: str
    values: dict[str, object]
    id: UUID = field(default_factory=uuid4)
    before: dict[str, object] | None = None
    place: UUID | None = None


def read_award(text: str) -> Part:
    """Return an award written as ``ERC-StG 2021-01-01/2025-12-31 (number)``.

    The last day and the number may be left out. Raises `WrongCellError` for anything else.

    >>> read_award("ERC-StG 2021-01-01").values["code"]
    'ERC-StG'
    """
    found = _AWARD.match(text)
    if found is None:
        raise WrongCellError(
            gettext_noop(
                "“{given}” is no award. Write its code and its first day, as in: ERC-StG 2021-01-01/2025-12-31 (number)."
            ),
            given=text[:80],
        )
    start, end = read_date(found["start"]), read_date(found["end"]) if found["end"] else None
    if end is not None and end < start:
        raise WrongCellError(
            gettext_noop("The last day comes before the first. Correct one of them.")
        )
    return Part(
        "award",
        {
            "code": found["code"],
            "start": start,
            "end": end,
            "reference": (found["reference"] or "").strip(),
        },
    )


def read_skill(text: str, language: str) -> Part:
    """Return a skill written with what shows it in brackets: a DOI or a sentence.

    >>> read_skill("cytometry (ran the platform)", "en").values["evidence"].value
    'text'
    """
    found = _SKILL.match(text)
    if found is None:
        raise WrongCellError(
            gettext_noop(
                "Say in brackets what shows the skill “{given}”: a DOI or a sentence, as in: cytometry (10.1000/abc)."
            ),
            given=text[:80],
        )
    shown = found["shown"].strip()
    doi = parse_doi(shown)
    return Part(
        "skill",
        {
            "name_fr": found["name"] if language == "fr" else "",
            "name_en": found["name"] if language == "en" else "",
            "evidence": Evidence.DOI if doi else Evidence.TEXT,
            "evidence_text": doi or shown,
        },
    )


class KnownParts:
    """What the directory keeps of some people beside their own columns."""

    def __init__(self, people: Iterable[UUID]) -> None:
        self.rows: dict[UUID, list[tuple[str, Involvement | Award | Skill]]] = {}
        for some in chunk(people):
            for kind, table in TABLES.items():
                for row in table._default_manager.filter(person__in=some).order_by("id"):
                    if row.person_id is not None:
                        self.rows.setdefault(row.person_id, []).append((kind, row))

    def compare(self, person: UUID, given: Part) -> Part | None:
        """Return what a part comes to for a person: new, a change of what is kept, or nothing."""
        known = [row for kind, row in self.rows.get(person, ()) if _is_same(kind, row, given)]
        if not known:
            return given
        row = known[0]
        changed = {
            name: value
            for name, value in given.values.items()
            if value not in (None, "") and name in _CHANGING[given.kind]
            if getattr(row, name) != value
        }
        if not changed:
            return None
        before = {name: getattr(row, name) for name in changed}
        return Part(given.kind, changed, row.id, before, given.place)


_CHANGING = {
    "involvement": frozenset({"end", "share", "grade"}),
    "award": frozenset({"end", "reference"}),
    "skill": frozenset({"evidence", "evidence_text"}),
}
"""What an import may change of a part that is there; the rest tells it from others."""


def list_keys(part: Part) -> Iterator[object]:
    """Yield what tells a part from the others of one person."""
    values = part.values
    if part.kind == "involvement":
        yield part.kind, values["role"], values["organisation_id"], values["start"]
    elif part.kind == "award":
        yield part.kind, fold(str(values["code"])), values["start"]
    else:
        for name in ("name_fr", "name_en"):
            if values[name]:
                yield part.kind, fold(str(values[name]))


def say(part: Part) -> str:
    """Return a part as the dry run shows it."""
    values = {name: _write(value) for name, value in part.values.items()}
    days = "/".join(filter(None, (values.get("start", ""), values.get("end", ""))))
    if part.kind == "involvement":
        return " ".join(filter(None, (days, values.get("share", ""), values.get("grade", ""))))
    if part.kind == "award":
        return " ".join(filter(None, (values.get("code", ""), days, values.get("reference", ""))))
    named = values.get("name_fr") or values.get("name_en") or ""
    return f"{named} ({values.get('evidence_text', '')})".strip()


def _is_same(kind: str, row: Involvement | Award | Skill, given: Part) -> bool:
    if kind != given.kind:
        return False
    values = given.values
    if isinstance(row, Involvement):
        same = row.role == values["role"] and row.organisation_id == values["organisation_id"]
        # Without a first day the line says that there is such an involvement, whenever it began.
        return same and values["start"] in (None, row.start)
    if isinstance(row, Award):
        return fold(row.code) == fold(str(values["code"])) and row.start == values["start"]
    names = {fold(row.name_fr), fold(row.name_en)} - {""}
    return bool(names & {fold(str(values["name_fr"])), fold(str(values["name_en"]))})


def _write(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
