"""What a reader chose besides the subject, said in a dossier's own words."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.kinds import tells_zones_apart
from cordee.observatory.figures.question import FOLDS
from cordee.observatory.figures.selection import Part
from cordee.observatory.indicators.zones import USUAL_ZONE
from cordee.reference.zones import get_zone


def list_settings(inquiry: Inquiry) -> tuple[str, ...]:
    """Return a sentence for each setting that is not the usual one and changes the figures.

    A document lies about without the address it was asked by, so it says these things itself.
    """
    asked, say = inquiry.question, inquiry.say
    found = []
    if asked.within.parts:
        selection = ", ".join(_name_part(inquiry, part) for part in asked.within.parts)
        found.append(say(N_("Only the works of this selection: {selection}."), selection=selection))
    if asked.with_parts:
        found.append(say(N_("The home is counted with its parts in the ROR registry.")))
    if asked.own_as_partners:
        found.append(say(N_("Own bodies and co-tutelles are counted as partners.")))
    if asked.zone != USUAL_ZONE and tells_zones_apart(inquiry.subject.kind, asked.within):
        zone = get_zone(asked.zone)
        name = zone.name_fr if inquiry.language == "fr" else zone.name_en
        found.append(say(N_("Works are told apart by the zone: {zone}."), zone=name))
    if asked.folded:
        folds = ", ".join(_name_fold(inquiry, code) for code in asked.folded)
        found.append(say(N_("Counted together: {folds}."), folds=folds))
    return tuple(found)


def _name_fold(inquiry: Inquiry, code: str) -> str:
    return inquiry.say(
        N_("{territory} with {state}"),
        territory=inquiry.name_country(code),
        state=inquiry.name_country(FOLDS[code]),
    )


def _name_part(inquiry: Inquiry, part: Part) -> str:
    if part.kind == "usual":
        return inquiry.say(N_("not hyper-authored"))
    if part.kind == "country":
        return inquiry.name_country(part.value)
    if part.kind == "theme":
        return inquiry.name_theme(part.value)
    if part.kind in ("organisation", "partner"):
        return inquiry.name_organisation(part.value)
    # The others stand as they are written in an address and on a command line.
    return part.to_text()
