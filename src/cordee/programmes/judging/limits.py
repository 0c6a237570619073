"""The limits an instrument states as numbers: duration, partners, money. Each is judged like a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.programmes.definition.money import find_ceiling, find_overspent
from cordee.programmes.definition.parts import Bounds, Definition, Funding
from cordee.programmes.judging.facts import Facts, FactValue
from cordee.programmes.states import CostCategory, Finding, Phase, Weight


@dataclass(frozen=True)
class Result:
    """What one rule or limit says of an application.

    `facts` are the facts it used, by name; `missing` those it could not do without; `values` fill the
    places of a limit's sentence. A rule's words stand in the definition, a limit's in `LIMITS`.
    """

    id: str
    phase: Phase
    weight: Weight
    finding: Finding
    facts: Facts = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LimitWords:
    """What a limit is called, and what is said where it is not kept."""

    label: str | Promise
    message: str | Promise


LIMITS: Mapping[str, LimitWords] = {
    "limit.months": LimitWords(
        _("Duration of the project"),
        _("The project lasts {given} months; {bounds} are asked for."),
    ),
    "limit.partners.foreign": LimitWords(
        _("Partners in other countries"),
        _("There are {given} partners in other countries; {bounds} are asked for."),
    ),
    "limit.partners.total": LimitWords(
        _("Partners in all"), _("There are {given} partners; {bounds} are asked for.")
    ),
    "limit.partners.countries": LimitWords(
        _("Foreign countries"),
        _("The partners are in {given} foreign countries; {bounds} are asked for."),
    ),
    "limit.partners.companies": LimitWords(
        _("Companies among the partners"),
        _("There are {given} companies among the partners; {bounds} are asked for."),
    ),
    "limit.amount": LimitWords(
        _("Amount asked for"),
        _(
            "{given} {currency} are asked for; {bounds} at most with these partners and this duration."
        ),
    ),
    "limit.share": LimitWords(
        _("Shares of the budget"),
        _("Over the share allowed: {given}."),
    ),
    "limit.zones": LimitWords(
        _("Open countries"),
        _("{given} of the foreign partners are in countries for which this call is not open."),
    ),
}
"""What each limit is called; `{bounds}` reads “at least 2”, “at most 5” or “2 to 5”."""


def list_limits(
    definition: Definition, facts: Facts, asked: Mapping[CostCategory, Decimal] | None
) -> Iterator[Result]:
    """Yield what each limit of the instrument says. `asked` is the budget, None before there is one."""
    partners = definition.partners
    yield from _judge_bounds("limit.months", "project.months", definition.months, facts)
    for name in ("foreign", "total", "companies"):
        bounds: Bounds = getattr(partners, name)
        yield from _judge_bounds(f"limit.partners.{name}", f"partners.{name}", bounds, facts)
    countries = facts.get("partners.countries")
    yield from _judge_count(
        "limit.partners.countries",
        "partners.countries",
        partners.countries,
        len(countries) if isinstance(countries, tuple) else None,
    )
    if definition.zones and definition.rotation:
        yield from _judge_count(
            "limit.zones",
            "partners.in_closed_zones",
            Bounds(max=0),
            _get_whole(facts, "partners.in_closed_zones"),
        )
    if definition.funding is not None:
        yield from _judge_money(definition.funding, facts, asked)


def say_bounds(bounds: Bounds) -> tuple[str, int, int]:
    """Return which of three sentences says the bounds ("min", "max", "both"), with their numbers."""
    if bounds.max is None:
        return ("min", bounds.min or 0, 0)
    if bounds.min is None:
        return ("max", 0, bounds.max)
    return ("both", bounds.min, bounds.max)


def _judge_bounds(identifier: str, name: str, bounds: Bounds, facts: Facts) -> Iterator[Result]:
    yield from _judge_count(identifier, name, bounds, _get_whole(facts, name))


def _judge_count(identifier: str, name: str, bounds: Bounds, given: int | None) -> Iterator[Result]:
    if bounds.min is None and bounds.max is None:
        return
    if given is None:
        yield Result(
            identifier, Phase.ELIGIBILITY, Weight.BLOCKING, Finding.UNKNOWN, missing=(name,)
        )
        return
    is_within = (bounds.min or 0) <= given and (bounds.max is None or given <= bounds.max)
    which, least, most = say_bounds(bounds)
    yield Result(
        identifier,
        Phase.ELIGIBILITY,
        Weight.BLOCKING,
        Finding.MET if is_within else Finding.NOT_MET,
        facts={name: given},
        values={"given": str(given), "which": which, "least": str(least), "most": str(most)},
    )


def _judge_money(
    funding: Funding, facts: Facts, asked: Mapping[CostCategory, Decimal] | None
) -> Iterator[Result]:
    zones = facts.get("partners.zones")
    months, partners = _get_whole(facts, "project.months"), _get_whole(facts, "partners.total")
    missing = tuple(
        name
        for name, is_there in (
            ("project.amount", asked is not None),
            ("partners.zones", isinstance(zones, tuple)),
        )
        if not is_there
    )
    if asked is None or not isinstance(zones, tuple):
        yield Result(
            "limit.amount", Phase.ELIGIBILITY, Weight.BLOCKING, Finding.UNKNOWN, missing=missing
        )
        return
    total = sum(asked.values(), Decimal(0))
    ceiling = find_ceiling(funding, frozenset(zones), months=months, partners=partners or 0)
    used: dict[str, FactValue] = {"project.amount": float(total), "partners.zones": zones}
    values = {"given": f"{total:f}", "currency": funding.currency, "which": "max", "least": "0"}
    if ceiling is not None:
        values["most"] = f"{ceiling.max:f}"
        is_within = total <= ceiling.max
        finding = Finding.MET if is_within else Finding.NOT_MET
        yield Result(
            "limit.amount", Phase.ELIGIBILITY, Weight.BLOCKING, finding, facts=used, values=values
        )
    if funding.caps:
        over = find_overspent(funding.caps, asked)
        yield Result(
            "limit.share",
            Phase.ELIGIBILITY,
            Weight.BLOCKING,
            Finding.NOT_MET if over else Finding.MET,
            facts={"project.amount": float(total)},
            values={cap.category.value: f"{share:.1f}/{cap.percent:f}" for cap, share in over},
        )


def _get_whole(facts: Facts, name: str) -> int | None:
    value = facts.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
