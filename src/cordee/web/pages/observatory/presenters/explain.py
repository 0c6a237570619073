"""Why an affiliation is tied to the organisations it is tied to, for a text a reader types."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.linking.alternatives import Alternative
from cordee.observatory.linking.correction_file import Correction
from cordee.observatory.linking.evidence import Evidence
from cordee.observatory.linking.explain import (
    COUNTRY_BASES,
    FEW_REFUSED,
    Considered,
    Explanation,
)
from cordee.observatory.linking.strength import get_level, get_strength
from cordee.reference.organisations import Organisation
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.records import Card, present_card
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_country,
    format_date,
    format_decimal,
    get_reader_language,
)


EXAMPLES = (
    "Inserm U830, Institut Curie, PSL, 26 rue d'Ulm, 75005 Paris",
    "Department of Medical Oncology, Centre Léon Bérard, Lyon, France",
    "NIH, Islamabad, Pakistan",
)
"""Printed forms that show three cases: several organisations a string, a French centre, an acronym
that the country decides."""

LEVELS = (1, 2, 3, 4, 5)

# A space belongs to the word after it, so that a change is shown with its space.
_WORDS_AND_SIGNS = re.compile(r"\s*\w+|\s*[^\w\s]")


@dataclass(frozen=True)
class Strength:
    """How sure the model is: a word, its number, and which of five bars are filled."""

    word: str
    score: str
    bars: tuple[bool, ...]


@dataclass(frozen=True)
class Candidate:
    """`number` is written in the text beside the span; empty for a candidate that was left."""

    number: str
    card: Card
    written: str
    strength: Strength
    reason: str
    favours: tuple[str, ...]
    against: tuple[str, ...]
    balance: str
    address: str


@dataclass(frozen=True)
class Stretch:
    """A piece of the text: `kind` is "taken", "left" or "".

    `ends` are the numbers of the organisations whose span ends here; of a piece that was left,
    `anchor` is the candidate's place on the page and `told` says who was considered.
    """

    text: str
    kind: str
    ends: str = ""
    anchor: str = ""
    told: str = ""


@dataclass(frozen=True)
class LeftSpan:
    """A span that was left: its likeliest candidate's place on the page, and who was considered."""

    start: int
    end: int
    anchor: str
    told: str


@dataclass(frozen=True)
class Piece:
    """A piece of a changed text: `kind` is "ins", "del" or ""."""

    text: str
    kind: str


@dataclass(frozen=True)
class Change:
    name: str
    place: str
    sentence: str
    accepted: bool
    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True)
class AppliedCorrection:
    id: str
    author: str
    date: str
    reason: str
    reviewer: str
    review_date: str


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
    headline: str = ""
    stretches: tuple[Stretch, ...] = ()
    accepted: tuple[Candidate, ...] = ()
    refused: tuple[Candidate, ...] = ()
    rest: tuple[Candidate, ...] = ()
    show_all: str = ""
    changes: tuple[Change, ...] = ()
    corrections: tuple[AppliedCorrection, ...] = ()
    command: str = ""
    nobody_command: str = ""
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
    alternatives: Sequence[Alternative],
    corrections: Sequence[Correction],
    registry: Mapping[str, Organisation],
    addresses: Addresses,
    versions: tuple[str, str],
) -> ExplainPage:
    """Return the page of one text. `corrections` are those applied to it."""
    accepted, refused = explanation.accepted, explanation.refused
    left = [_present(one, "", registry, addresses) for one in refused]
    text = ngettext("Show all %(count)s candidate", "Show all %(count)s candidates", len(left))
    return ExplainPage(
        text=explanation.text,
        action=addresses.explain,
        examples=(),
        asked=True,
        headline=_write_headline(len(accepted)),
        stretches=cut_stretches(explanation.text, accepted, find_left_spans(explanation)),
        accepted=tuple(
            _present(one, str(number), registry, addresses)
            for number, one in enumerate(accepted, start=1)
        ),
        refused=tuple(left[:FEW_REFUSED]),
        rest=tuple(left[FEW_REFUSED:]),
        show_all=text % {"count": format_count(len(left))} if left[FEW_REFUSED:] else "",
        changes=tuple(
            _present_change(one, explanation.text, registry, addresses) for one in alternatives
        ),
        corrections=tuple(_present_correction(one) for one in corrections),
        command=_write_command(explanation.text, [one.organisation for one in accepted]),
        nobody_command=_write_command(explanation.text, None),
        countries=", ".join(format_country(code) for code in explanation.countries),
        basis=_say(COUNTRY_BASES[explanation.country_basis]) if explanation.countries else "",
        normalised=explanation.normalised,
        linker=versions[0],
        registry=versions[1],
    )


def _write_headline(accepted: int) -> str:
    if not accepted:
        return _("No organisation was recognised.")
    return ngettext(
        "%(count)s organisation was recognised.",
        "%(count)s organisations were recognised.",
        accepted,
    ) % {"count": format_count(accepted)}


def find_left_spans(explanation: Explanation) -> list[LeftSpan]:
    """Return where candidates were left, in the order of the text.

    Spans neither overlap each other nor what was taken: whoever stands inside a longer name is in
    the list of candidates alone.
    """
    spans: dict[tuple[int, int], list[Considered]] = {}
    taken = [(one.start, one.end) for one in explanation.accepted]
    for one in explanation.refused[:FEW_REFUSED]:
        span = (one.start, one.end)
        others = [*taken, *(other for other in spans if other != span)]
        if all(span[1] <= start or end <= span[0] for start, end in others):
            spans.setdefault(span, []).append(one)
    return [
        LeftSpan(start, end, ones[0].organisation, " · ".join(one.name for one in ones))
        for (start, end), ones in sorted(spans.items())
    ]


def cut_stretches(
    text: str, accepted: Sequence[Considered], left: Sequence[LeftSpan]
) -> tuple[Stretch, ...]:
    """Cut `text` at the ends of all spans; those of `accepted` may touch, nest and overlap."""
    size = len(text)
    taken = [(max(0, one.start), min(size, one.end)) for one in accepted]
    spans = [*taken, *((one.start, one.end) for one in left)]
    stretches = []
    for start, end in pairwise(sorted({0, size, *(point for span in spans for point in span)})):
        words = text[start:end]
        if any(s <= start and end <= e for s, e in taken):
            ends = [str(place) for place, (s, e) in enumerate(taken, start=1) if s < e == end]
            stretches.append(Stretch(words, "taken", ", ".join(ends)))
            continue
        one = next((one for one in left if one.start <= start and end <= one.end), None)
        stretches.append(
            Stretch(words, "left", "", one.anchor, one.told) if one else Stretch(words, "")
        )
    return tuple(stretches)


def _say(sentence: str) -> str:
    return translate(sentence, get_reader_language())


def _list_sentences(evidence: Sequence[Evidence], *, favours: bool) -> tuple[str, ...]:
    return tuple(_say(one.sentence) for one in evidence if one.favours == favours)


def _present(
    one: Considered, number: str, registry: Mapping[str, Organisation], addresses: Addresses
) -> Candidate:
    level = get_level(one.score)
    favours = _list_sentences(one.evidence, favours=True)
    against = _list_sentences(one.evidence, favours=False)
    return Candidate(
        number=number,
        card=present_card(one.organisation, registry),
        written=one.written,
        strength=Strength(
            _say(get_strength(one.score)),
            format_decimal(one.score, 2),
            tuple(each <= level for each in LEVELS),
        ),
        reason=_say(one.sentence),
        favours=favours,
        against=against,
        balance=_("%(favours)s for, %(against)s against")
        % {"favours": format_count(len(favours)), "against": format_count(len(against))},
        address=Query(organisations=(one.organisation,)).to_address(addresses.home),
    )


def _present_change(
    one: Alternative, text: str, registry: Mapping[str, Organisation], addresses: Addresses
) -> Change:
    card = present_card(one.organisation, registry)
    return Change(
        name=card.name,
        place=card.place,
        sentence=_say(one.sentence),
        accepted=one.accepted,
        pieces=compare(text, one.text),
        address=f"{addresses.explain}?{urlencode({'text': one.text})}",
    )


def compare(text: str, changed: str) -> tuple[Piece, ...]:
    """Return `changed` in pieces, with what came into it and what went, a word at a time."""
    old, new = (_WORDS_AND_SIGNS.findall(" ".join(one.split())) for one in (text, changed))
    pieces: list[Piece] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind in {"replace", "delete"}:
            pieces.append(Piece("".join(old[first:last]), "del"))
        if kind != "delete":
            pieces.append(Piece("".join(new[start:end]), "" if kind == "equal" else "ins"))
    return tuple(pieces)


def _present_correction(one: Correction) -> AppliedCorrection:
    return AppliedCorrection(
        id=one.id,
        author=one.author,
        date=format_date(one.proposal_date),
        reason=one.reason,
        reviewer=one.reviewer,
        review_date=format_date(one.review_date) if one.review_date else "",
    )


def _write_command(text: str, organisations: Sequence[str] | None) -> str:
    """Return the command that proposes what `text` names (None: nobody), quoted for a shell."""
    words = ["cordee", "corrections", "propose"]
    if organisations is None:
        words.append("--nobody")
    else:
        for id_ in organisations or [_("ROR id")]:
            words += ["--org", id_]
    words += ["--reason", _("say why"), "--author", _("your name")]
    # What begins with a dash would be read as an option.
    words += ["--", text] if text.startswith("-") else [text]
    return shlex.join(words)
