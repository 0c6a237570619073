"""What is weighed: an organisation for a span of words, and the score each reason is worth."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.observatory.linking.reasons import Reason


# An order of trust set by judgement, not a measured share: on the training sets, most of which
# label one organisation a text, a second true organisation looks wrong and no share can be trusted.
SCORES: dict[Reason, float] = {
    Reason.IDENTIFIER: 1.0,
    Reason.NAME: 0.96,
    Reason.NAME_COUNTRY: 0.93,
    Reason.NAME_CITY: 0.94,
    Reason.NAME_RELATIVE: 0.9,
    Reason.NAME_PREFERRED: 0.85,
    Reason.ACRONYM: 0.75,
    Reason.ACRONYM_COUNTRY: 0.85,
    Reason.ACRONYM_CITY: 0.9,
    Reason.ACRONYM_RELATIVE: 0.92,
    Reason.INSERM_UNIT: 0.95,
    Reason.CNRS_UNIT: 0.85,
}


@dataclass(slots=True, eq=False)
class Candidate:
    """One organisation for one span, with the verdict. `end` is after the last word."""

    organisation: int
    first: int
    end: int
    kind: int
    reason: Reason
    score: float = 0.0

    @property
    def accepted(self) -> bool:
        """Whether the organisation was taken."""
        return self.score > 0


@dataclass(slots=True)
class Span:
    """A name found in the text: words `first` to `end` (not included), ending at `node`."""

    first: int
    end: int
    node: int
