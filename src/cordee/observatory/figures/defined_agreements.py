"""What stands beside agreements: what each figure means."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.figures.definition import LAKE, Definition


AGREEMENTS: tuple[Definition, ...] = (
    Definition(
        "shared_output",
        N_("Co-publications of parties"),
        N_(
            "Works with affiliations of at least two parties, each taken with its parts in the registry. "
            "A work of a joint unit, whose authors print both parties, is among them; a work of a party that "
            "is part of another counts only when it names both."
        ),
        N_(
            "Number of works by year of publication; each counts once, whatever the number of parties."
        ),
        "",
        LAKE,
        (),
    ),
)
