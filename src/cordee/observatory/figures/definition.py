"""What a definition of an indicator says, and the sources that many of them share."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.messages import N_


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator. All texts but `code` and `keys` are English, marked for translation.

    `keys` are where it stands in the published JSON of figures, none for what has a page of its own;
    `denominator` is empty for a count.
    """

    code: str
    label: str
    definition: str
    formula: str
    denominator: str
    source: str
    keys: tuple[str, ...]


LAKE = N_("The works of the lake, their affiliations as linked to the ROR registry.")
COVERED = N_("Works with at least one known country.")
LEIDEN = N_("CWTS Leiden Ranking, collaboration indicators.")
