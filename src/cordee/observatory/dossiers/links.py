"""Where the figures of a dossier open: paths and queries of the observatory's pages.

A document lies outside the server, so links are written without a host; whoever writes a document
puts the server's address before them. `tests` hold these paths to those the server answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from cordee.observatory.dossiers.subject import Subject
from cordee.observatory.figures.question import ALL_WORKS, Counting, Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.indicators.zones import USUAL_ZONE


HOME = "/"
WORKS = "/works"
WORK = "/works/{work}"
UNIT = "/units/{unit}"
PROJECTS = "/projects"
LENGTH_OF_COUNTRY = 2
DOSSIERS = "/dossiers"
DOSSIER = "/dossiers/{kind}/{key}"


PROJECT_NAMES = frozenset({"org", "from", "to", "parts"})
"""What of a question projects follow: they are no works, so neither counted nor selected as these."""


@dataclass(frozen=True)
class Links:
    """Links of one home's pages; `base` is what every list of works of the dossier is narrowed to."""

    question: Question
    base: Selection = ALL_WORKS

    def to_works(self, *parts: tuple[str, str | int]) -> str:
        """Return the list of the dossier's works, narrowed by selections of kind and value."""
        selected = list(self.base.parts)
        for kind, value in parts:
            selected += Selection.of(kind, value).parts
        return self._open(WORKS, Selection(tuple(dict.fromkeys(selected))))

    def to_all_works(self, *parts: tuple[str, str | int]) -> str:
        """Return the list of all the home's works, narrowed by selections of kind and value."""
        return Links(self.question).to_works(*parts)

    def to_home(self) -> str:
        """Return the page of the home's figures."""
        return self._open(HOME)

    def to_projects(self, partner: str = "") -> str:
        """Return the page of the home's European projects, with a country or an organisation if given."""
        kept = [pair for pair in self._list_pairs(ALL_WORKS) if pair[0] in PROJECT_NAMES]
        asked = [("country" if len(partner) == LENGTH_OF_COUNTRY else "partner", partner)]
        return _write(PROJECTS, [*kept, *(asked if partner else [])])

    def to_work(self, work: int) -> str:
        """Return the page of one work."""
        return self._open(WORK.format(work=work))

    def to_dossier(self, subject: Subject) -> str:
        """Return the page of a dossier as this home sees it."""
        pairs = self._list_pairs(ALL_WORKS)
        kept = [pair for pair in pairs if not (subject.names_home and pair[0] == "org")]
        return _write(write_path(subject), kept)

    def _open(self, path: str, selection: Selection = ALL_WORKS) -> str:
        return _write(path, self._list_pairs(selection))

    def _list_pairs(self, selection: Selection) -> list[tuple[str, str]]:
        asked = self.question
        pairs: list[tuple[str, object]] = [
            ("from", asked.years.first),
            ("to", asked.years.last),
            ("counting", asked.counting.value if asked.counting != Counting.FULL else None),
            ("parts", 1 if asked.with_parts else None),
            ("area", asked.zone if asked.zone != USUAL_ZONE else None),
            ("own", 1 if asked.own_as_partners else None),
            ("fold", ",".join(asked.folded)),
            ("within", asked.within.to_text() if asked.within.parts else None),
            ("select", selection.to_text() if selection.parts else None),
        ]
        homes = [("org", one) for one in asked.organisations]
        return homes + [(name, str(value)) for name, value in pairs if value]


def _write(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs, quote_via=quote)}" if pairs else path


def write_path(subject: Subject) -> str:
    """Return the path of a subject's page.

    >>> from cordee.observatory.dossiers.subject import read_subject
    >>> write_path(read_subject("theme", "mesh/C04"))
    '/dossiers/theme/mesh-C04'
    """
    return DOSSIER.format(kind=subject.kind, key=subject.to_key())
