"""How much may be asked for, by the zones of the partners and the years of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cordee.programmes.definition.parts import Cap, Funding
from cordee.programmes.states import CostCategory, MixedZones, Per


@dataclass(frozen=True)
class Limit:
    """A ceiling as it holds for one application: the most that may be asked, and what it follows from."""

    max: Decimal
    zones: tuple[str, ...]


def find_ceiling(
    funding: Funding, zones: frozenset[str], *, months: int | None, partners: int
) -> Limit | None:
    """Return the most that may be asked with partners in `zones`, or None where no ceiling fits.

    A ceiling a year is multiplied by the years begun (18 months are two), one a partner by the
    partners. A ceiling without a zone holds for zones that have none of their own.
    """
    by_zone = {one.zone: one.max for one in funding.ceilings}
    found = {zone: by_zone.get(zone, by_zone.get("")) for zone in sorted(zones)} or {
        "": by_zone.get("")
    }
    known = {zone: amount for zone, amount in found.items() if amount is not None}
    if not known:
        return None
    if funding.mixed_zones is MixedZones.HIGHEST:
        base = max(known.values())
    elif funding.mixed_zones is MixedZones.LOWEST:
        base = min(known.values())
    else:
        base = sum(known.values(), Decimal(0))
    times = 1
    if funding.per is Per.YEAR:
        times = -(-(months or 12) // 12)
    elif funding.per is Per.PARTNER:
        times = max(partners, 1)
    return Limit(base * times, tuple(known))


def find_overspent(
    caps: tuple[Cap, ...], asked: Mapping[CostCategory, Decimal]
) -> tuple[tuple[Cap, Decimal], ...]:
    """Return each cap that what is asked exceeds, with the percentage asked.

    >>> cap = Cap(category=CostCategory.SALARIES, percent=Decimal(0))
    >>> asked = {CostCategory.SALARIES: Decimal(10), CostCategory.TRAVEL: Decimal(90)}
    >>> [share for _, share in find_overspent((cap,), asked)]
    [Decimal('10.0')]
    """
    total = sum(asked.values(), Decimal(0))
    if not total:
        return ()
    shares = {cap: asked.get(cap.category, Decimal(0)) / total * 100 for cap in caps}
    return tuple((cap, share) for cap, share in shares.items() if share > cap.percent)
