"""One dossier being made: what is asked, in which language, and the answers its sections read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cordee.kernel.messages import Sentence, translate
from cordee.kernel.numbers import write_count, write_share
from cordee.observatory.dossiers.links import Links
from cordee.observatory.dossiers.subject import Subject, SubjectKind
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.document import name_theme_key
from cordee.observatory.figures.question import ALL_WORKS, Question
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.figures.surroundings import Surroundings
from cordee.reference.countries import name_of
from cordee.reference.french_towns import name_town


MOST_NAMED = 3
"""Names of a home that a title spells out; the others are counted."""


COUNTRY_KINDS = frozenset({SubjectKind.COUNTRY, SubjectKind.PAIR})
SIDED_KINDS = COUNTRY_KINDS | {SubjectKind.ORGANISATION}


@dataclass(frozen=True)
class Inquiry:
    """What sections are made from. Answers are kept by the observatory, so asking twice is free.

    `question` is the home's, of all its works; `within` narrows it to what the dossier is about.
    """

    observatory: Observatory
    subject: Subject
    question: Question
    within: Selection
    language: str

    def get_home(self) -> Figures:
        """Return the figures of all the home's works."""
        return self.observatory.get_figures(self.question)

    def get_joint(self) -> Figures:
        """Return the figures of the home's works that the dossier is about."""
        return self.observatory.get_figures(self.joint_question)

    def get_surroundings(self) -> Surroundings:
        """Return the partner cities, the units, the people of both sides and some of these works."""
        return self.observatory.get_surroundings(self.joint_question, self.there)

    @property
    def joint_question(self) -> Question:
        """The question narrowed to what the dossier is about."""
        parts = dict.fromkeys((*self.question.within.parts, *self.within.parts))
        return replace(self.question, within=Selection(tuple(parts)))

    @property
    def links(self) -> Links:
        """Links to the works the dossier is about."""
        return Links(self.question, self.within)

    def look_from(self, organisation: str) -> Inquiry:
        """Return the same inquiry from another organisation, over all its works."""
        question = replace(self.question, organisations=(organisation,), with_parts=False)
        return replace(self, question=question, within=ALL_WORKS)

    # --- words ---------------------------------------------------------------------------------

    def say(self, text: str, **values: object) -> str:
        """Return a marked sentence in the dossier's language, whole numbers written as people do."""
        written = {
            name: write_count(value, self.language)
            if isinstance(value, int) and not isinstance(value, bool)
            else value
            for name, value in values.items()
        }
        return Sentence(text, written).to_text(self.language)

    def write_share(self, share: float | None) -> str:
        """Return a share in percent for a sentence."""
        return write_share(share, self.language)

    def name_country(self, code: str | None) -> str:
        """Return a country's name; empty when none is known."""
        return name_of(code, self.language) if code else ""

    def name_organisation(self, organisation: str) -> str:
        """Return the registry's name of an organisation."""
        return self.observatory.registry.get(organisation).name

    def name_theme(self, value: str, label: str | None = None) -> str:
        """Return the name of a theme such as ``mesh/C04``: ours for MeSH, else the source's."""
        return name_theme_key(value, label, self.language)

    def name_town(self, town: str, country: str | None) -> str:
        """Return what a town is called in the language of the dossier."""
        return name_town(town, country, self.language)

    def name_home(self) -> str:
        """Return the names of the home, those past the third counted."""
        return self.join_names([self.name_organisation(one) for one in self.question.organisations])

    def join_names(self, names: list[str]) -> str:
        """Return names joined by plus signs, those past the third counted."""
        shown = " + ".join(names[:MOST_NAMED])
        rest = len(names) - MOST_NAMED
        return shown if rest <= 0 else f"{shown} + {rest}"

    def name_indicator(self, code: str) -> str:
        """Return the label of an indicator."""
        return translate(get_definition(code).label, self.language)

    @property
    def there(self) -> Part | None:
        """The country or the organisation that is the other side; None where all partners are."""
        if self.subject.kind not in SIDED_KINDS:
            return None
        kind = "country" if self.country else "organisation"
        return Part(kind, self.subject.keys[-1])

    @property
    def country(self) -> str:
        """The country that the dossier, or the second side of its pair, is; empty for others."""
        second = self.subject.keys[-1]
        return second if self.subject.kind in COUNTRY_KINDS and len(second) == 2 else ""
