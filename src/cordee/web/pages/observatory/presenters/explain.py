"""Why an affiliation is tied to the organisations it is tied to, for a text a reader types."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.kernel.messages import translate
from cordee.observatory.linking.explain import Considered, Explanation
from cordee.web.pages.observatory.presenters.evidence import Segment, cut_text
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.query import Query
from cordee.web.wording import format_country, format_decimal, get_reader_language


EXAMPLES = (
    "Inserm U830, Institut Curie, PSL, 26 rue d'Ulm, 75005 Paris",
    "Department of Medical Oncology, Centre Léon Bérard, Lyon, France",
    "Dana-Farber Cancer Institute, Harvard Medical School, Boston, MA 02215, USA",
)
"""Printed forms that show three cases: several organisations a string, a French centre, abroad."""

MOST_REFUSED = 12
"""The refused candidates that can teach something; a long text has dozens of chance matches."""


@dataclass(frozen=True)
class Candidate:
    number: str
    id: str
    name: str
    country: str
    written: str
    score: str
    reason: str
    address: str


@dataclass(frozen=True)
class Example:
    text: str
    address: str


@dataclass(frozen=True)
class ExplainPage:
    text: str
    action: str
    examples: tuple[Example, ...]
    asked: bool
    segments: tuple[Segment, ...] = ()
    accepted: tuple[Candidate, ...] = ()
    refused: tuple[Candidate, ...] = ()
    countries: str = ""
    basis: str = ""
    normalised: str = ""
    linker: str = ""
    registry: str = ""


def present_question(action: str, examples: tuple[Example, ...]) -> ExplainPage:
    """Return the page before anything was asked."""
    return ExplainPage(text="", action=action, examples=examples, asked=False)


def present_explanation(
    explanation: Explanation,
    action: str,
    examples: tuple[Example, ...],
    addresses: Addresses,
    versions: tuple[str, str],
) -> ExplainPage:
    accepted = explanation.accepted
    bases = {
        "organisation": _("from the organisations found"),
        "text": _("read in the text"),
    }
    return ExplainPage(
        text=explanation.text,
        action=action,
        examples=examples,
        asked=True,
        segments=cut_text(explanation.text, [(one.start, one.end) for one in accepted]),
        accepted=tuple(
            _present(one, str(number), addresses) for number, one in enumerate(accepted, start=1)
        ),
        refused=tuple(_present(one, "", addresses) for one in explanation.refused[:MOST_REFUSED]),
        countries=", ".join(format_country(code) for code in explanation.countries),
        basis=bases.get(explanation.country_basis, ""),
        normalised=explanation.normalised,
        linker=versions[0],
        registry=versions[1],
    )


def _present(one: Considered, number: str, addresses: Addresses) -> Candidate:
    return Candidate(
        number=number,
        id=one.organisation,
        name=one.name,
        country=format_country(one.country) if one.country else "",
        written=one.written,
        score=format_decimal(one.score, 2),
        reason=translate(one.sentence, get_reader_language()),
        address=Query(organisations=(one.organisation,)).to_address(addresses.home),
    )
