"""A dossier from a subject and a question: the one call that pages, documents and commands make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial

from cordee.kernel.messages import N_, translate, write_date
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.kinds import Slots, list_providers
from cordee.observatory.dossiers.model import (
    Dossier,
    KeyFigures,
    Paragraph,
    Section,
    Term,
)
from cordee.observatory.dossiers.openings import name_subject, open_inquiry
from cordee.observatory.dossiers.sections.nothing import describe_nothing
from cordee.observatory.dossiers.settings import list_settings
from cordee.observatory.dossiers.steps import MAKING
from cordee.observatory.dossiers.subject import Subject, SubjectKind
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.question import Question


MOST_TURNS = 3
"""A snapshot lives for minutes at least, a dossier is made in a second: a third turn is never needed
but by a lake that is written to without a pause, and then the last one is good enough."""


SOURCE_NAMES = {
    "pubmed": "PubMed",
    "openalex": "OpenAlex",
    "hal": "HAL",
    "crossref": "Crossref",
    "europepmc": "Europe PMC",
    "scopus": "Scopus",
    "wos": "Web of Science",
}
"""Sources as they write themselves."""


def make_dossier(
    observatory: Observatory,
    subject: Subject,
    question: Question | None,
    language: str,
    made_on: date,
    *,
    progress: Progress | None = None,
    slots: Slots | None = None,
) -> Dossier:
    """Return the dossier of `subject` as the home of `question` sees it, words in `language`.

    A pair, an alliance and a unit say themselves who looks; of `question` they take all but the
    organisations, or the usual settings when it is None. All figures are of one snapshot. `slots`
    fill the places kept for other rooms (`kinds.Slot`).

    Raises `NotFoundError` for a subject, organisation or zone that is not known, `UsageError` for a
    subject that cannot be seen from this home, such as its own country.
    """
    watcher = progress or Silent()
    found = _Making(observatory, subject, question, language)
    for _ in range(MOST_TURNS - 1):
        dossier = found.make(made_on, watcher, slots or {})
        if found.is_of_one_snapshot():
            return dossier
        found = _Making(observatory, subject, question, language)
    return found.make(made_on, watcher, slots or {})


class _Making:
    """One turn of making a dossier; knows whether the lake stayed as it was meanwhile."""

    def __init__(
        self, observatory: Observatory, subject: Subject, question: Question | None, language: str
    ) -> None:
        self._inquiry = open_inquiry(observatory, subject, question, language)
        self._before = self._inquiry.get_home().provenance

    def make(self, made_on: date, progress: Progress, slots: Slots) -> Dossier:
        return _bind(self._inquiry, _make_sections(self._inquiry, progress, slots), made_on)

    def is_of_one_snapshot(self) -> bool:
        return self._inquiry.get_home().provenance == self._before


@contextmanager
def _asking_ahead(inquiry: Inquiry) -> Iterator[None]:
    """Ask the longest questions of a dossier at once, each in a thread, while its block runs.

    A section that asks the same waits for the same answer. What fails here is not said here: the
    section that asks it in vain says it.
    """
    asked: list[Callable[[], object]] = [inquiry.get_surroundings]
    if inquiry.subject.kind is SubjectKind.COUNTRY:
        there = partial(inquiry.observatory.get_other_side, inquiry.question, inquiry.country)
        asked.insert(0, there)
    with ThreadPoolExecutor(len(asked), "asking-ahead") as pool:
        for ask in asked:
            pool.submit(ask)
        yield


def _make_sections(inquiry: Inquiry, progress: Progress, slots: Slots) -> tuple[Section, ...]:
    if not inquiry.get_joint().works:
        return (describe_nothing(inquiry),)
    providers = list_providers(inquiry.subject.kind, slots)
    progress.start(MAKING, len(providers), "")
    found = []
    with _asking_ahead(inquiry):
        for provide in providers:
            section = provide(inquiry)
            progress.advance(1)
            if section is not None:
                found.append(section)
    progress.finish()
    return tuple(found)


def _bind(inquiry: Inquiry, sections: tuple[Section, ...], made_on: date) -> Dossier:
    home, joint = inquiry.get_home(), inquiry.get_joint()
    warned = joint if joint.works else home
    return Dossier(
        kind=inquiry.subject.kind.value,
        file_name=_name_file(inquiry),
        title=name_subject(inquiry),
        subtitle=_say_subtitle(inquiry),
        language=inquiry.language,
        sections=sections,
        cautions=(
            *list_settings(inquiry),
            *(one.sentence.to_text(inquiry.language) for one in warned.warnings),
        ),
        terms=tuple(_explain(code, inquiry.language) for code in list_codes(sections)),
        made_from=list_sources(inquiry),
        made_on=made_on,
        address=inquiry.links.to_dossier(inquiry.subject),
    )


def list_codes(sections: Iterable[Section]) -> list[str]:
    """Return the indicators that sections use, in the order in which they come."""
    found: dict[str, None] = {}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, KeyFigures):
                found |= dict.fromkeys(one.definition for one in block.figures)
                if any(one.low is not None for one in block.figures):
                    found["interval"] = None
            elif not isinstance(block, Paragraph):
                found[block.definition] = None
    return [code for code in found if code]


def _say_subtitle(inquiry: Inquiry) -> str:
    say = inquiry.say
    # Who runs a unit publishes in years in which the unit does not.
    is_unit = inquiry.subject.kind is SubjectKind.UNIT
    shown = inquiry.get_joint() if is_unit else inquiry.get_home()
    asked = inquiry.question.years
    first = asked.first or shown.first_year
    last = asked.last or shown.last_year
    if first is None or last is None:
        period = say(N_("all years"))
    else:
        period = str(first) if first == last else f"{first}–{last}"
    if inquiry.subject.names_home:
        return period
    return say(N_("As seen by {home}, {period}"), home=inquiry.name_home(), period=period)


def list_sources(inquiry: Inquiry) -> tuple[tuple[str, str], ...]:
    """Return what the figures come from, as pairs of a name and a value; unknown ones left out."""
    found, say = inquiry.get_home().provenance, inquiry.say
    latest = found.latest_date
    pairs = (
        (N_("Sources"), ", ".join(SOURCE_NAMES.get(one, one) for one in found.sources)),
        (N_("Works until"), write_date(latest, inquiry.language) if latest else ""),
        (N_("ROR registry"), found.registry),
        (N_("Linker"), found.linker or ""),
        (N_("Snapshot of the lake"), found.snapshot or ""),
    )
    return tuple((say(name), value) for name, value in pairs if value)


def _explain(code: str, language: str) -> Term:
    found = get_definition(code)
    return Term(
        code=code,
        label=translate(found.label, language),
        definition=translate(found.definition, language),
        formula=translate(found.formula, language),
        source=translate(found.source, language),
    )


def _name_file(inquiry: Inquiry) -> str:
    homes = () if inquiry.subject.names_home else inquiry.question.organisations[:3]
    words = (inquiry.subject.kind, inquiry.subject.to_key().replace("+", "-"), *homes)
    return "-".join(("cordee", *words)).lower()
