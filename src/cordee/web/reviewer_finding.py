"""Who could review an application: people of the directory, by their skills and by their works in the lake.

Each comes with the reasons. Who is tied to the application is told apart with what ties them; of whom nothing is
known nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cordee.directory.queries.evidence import PersonShown, show_people
from cordee.directory.queries.expertise import (
    SkillMatch,
    find_skilled,
    get_emails,
    list_orcids_of_all,
)
from cordee.kernel.errors import LakeError
from cordee.observatory.figures.closeness import Close, Closeness, find_close
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.queries.reviewers import count_loads
from cordee.programmes.queries.ties import list_orcids
from cordee.programmes.reviewing.ties import TieFound
from cordee.web.joint_authors import find_all_ties
from cordee.web.lakes import get_ground


MOST_FOUND = 30
"""People shown: who is none of them is found by name."""

SKILLS_COUNT = 0.5
"""What the best match of skills weighs beside works as close as can be: works tell more than a word does."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who could review: why, what they have to do already, and what ties them.

    `is_known` is False where the lake cannot tell whether they published with who applies.
    """

    person: PersonShown
    email: str
    close: Close | None
    skills: SkillMatch | None
    load: int
    ties: tuple[TieFound, ...]
    is_known: bool


@dataclass(frozen=True)
class FoundCandidates:
    """The people found, the closest first, those tied after the others; `has_lake` says whether works were asked.

    `terms` are what the lake takes the application to be about.
    """

    candidates: tuple[Candidate, ...]
    has_lake: bool
    terms: tuple[str, ...]


def find_candidates(record: ApplicationRecord, *, on: date) -> FoundCandidates:
    """Return who could review an application; the caller has asked whether its reader runs the call."""
    text = _read_text(record)
    skilled = find_skilled(text, on=on)
    closeness, orcids = _ask_lake(record, text, on)
    by_orcid = {orcid.upper(): person for person, orcid in orcids.items()}
    close = (
        {by_orcid[one]: told for one, told in closeness.close.items() if one in by_orcid}
        if closeness
        else {}
    )
    best = max((one.weight for one in skilled.values()), default=1.0)
    marks = {
        person: (close[person].closeness if person in close else 0.0)
        + SKILLS_COUNT * (skilled[person].weight / best if person in skilled else 0.0)
        for person in {*close, *skilled}
    }
    chosen = sorted(marks, key=lambda one: (-marks[one], one))[:MOST_FOUND]
    shown = show_people(chosen)
    emails = get_emails(shown)
    loads = count_loads(shown)
    plan = record.call.definition.review
    ties = find_all_ties(chosen, [record.id], years=plan.conflict_years if plan else 5, on=on)
    found = [
        Candidate(
            person=shown[one],
            email=emails.get(one, ""),
            close=close.get(one),
            skills=skilled.get(one),
            load=loads.get(one, 0),
            ties=ties.get((one, record.id), ()),
            is_known=(one, record.id) not in ties.not_known,
        )
        for one in chosen
        if one in shown
    ]
    found.sort(key=lambda one: bool(one.ties))
    return FoundCandidates(
        tuple(found), closeness is not None, closeness.terms[:8] if closeness else ()
    )


def _ask_lake(
    record: ApplicationRecord, text: str, on: date
) -> tuple[Closeness | None, dict[UUID, str]]:
    orcids = dict(list_orcids_of_all())
    _, own = list_orcids((), [record.id], on=on)
    try:
        lake = get_ground().lake
    except LakeError:
        return None, orcids
    return find_close(lake, orcids.values(), own=own, text=text), orcids


def _read_text(record: ApplicationRecord) -> str:
    """Return what an application says of its subject: its title, and the texts that name nobody."""
    naming = {
        field.key
        for section in record.call.definition.sections
        for field in section.fields
        if field.is_naming
    }
    answers = record.written.answers.items()
    texts = [value for key, value in answers if key not in naming and isinstance(value, str)]
    return "\n".join((record.written.title, *texts))
