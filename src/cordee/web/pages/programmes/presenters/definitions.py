"""A definition in words: chapters of lines, each line under a key that stays from version to version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.programmes.definition.parts import (
    Bounds,
    Definition,
    FormField,
    Funding,
    InstrumentZone,
    Quota,
    ReportAsked,
    ReviewPlan,
    Rule,
)
from cordee.programmes.states import CONTINENT_NAMES, Weight
from cordee.web.wording import (
    format_count,
    format_country,
    format_date,
    format_zone,
    get_reader_language,
    join_colon,
)


@dataclass(frozen=True)
class Line:
    """One thing a definition says. `expression` is the rule as CEL; `notes` stand below, smaller.

    What is `only_compared` is said elsewhere on the page of an instrument, or in the other language.
    """

    key: str
    label: str
    text: str
    notes: tuple[str, ...] = ()
    expression: str = ""
    tags: tuple[str, ...] = ()
    only_compared: bool = False


@dataclass(frozen=True)
class Chapter:
    """A part of a definition under its heading; `code` names its page in the studio."""

    code: str
    title: str
    lines: tuple[Line, ...]

    @property
    def shown(self) -> tuple[Line, ...]:
        """Return the lines of the page of an instrument."""
        return tuple(line for line in self.lines if not line.only_compared)


def tell_definition(definition: Definition) -> tuple[Chapter, ...]:
    """Return all that a definition says, chapter by chapter, in the reader's language."""
    return (
        Chapter("identity", _("What it is"), tuple(_tell_identity(definition))),
        Chapter("money", _("Money"), tuple(_tell_money(definition))),
        Chapter("limits", _("Duration and partners"), tuple(_tell_limits(definition))),
        Chapter("zones", _("Zones"), tuple(_tell_zones(definition))),
        Chapter("rotation", _("Zones by year"), tuple(_tell_rotation(definition))),
        Chapter("rules", _("Who may apply"), tuple(_tell_rules(definition))),
        Chapter("form", _("Application form"), tuple(_tell_form(definition))),
        Chapter("documents", _("Documents asked for"), tuple(_tell_documents(definition))),
        Chapter("review", _("Review"), tuple(_tell_review(definition.review))),
        Chapter("gates", _("Opinions"), tuple(_tell_gates(definition))),
        Chapter("reports", _("Reports"), tuple(_tell_reports(definition))),
    )


def format_money(amount: Decimal, currency: str) -> str:
    """Return an amount as people write it: €10,000, or 10 000 €.

    >>> format_money(Decimal("10000"), "CHF").split()
    ['10,000', 'CHF']
    """
    whole = format_count(int(amount))
    cents = amount % 1
    if cents:
        whole += f"{',' if get_reader_language() == 'fr' else '.'}{int(cents * 100):02d}"
    if currency == "EUR":
        return f"{whole}\N{NO-BREAK SPACE}€" if get_reader_language() == "fr" else f"€{whole}"
    return f"{whole}\N{NO-BREAK SPACE}{currency}"


def say_bounds(bounds: Bounds) -> str:
    """Return bounds in words, "" where nothing is bounded."""
    if bounds.min is None and bounds.max is None:
        return ""
    if bounds.max is None:
        return _("at least %(count)s") % {"count": bounds.min}
    if not bounds.min:
        return _("at most %(count)s") % {"count": bounds.max}
    if bounds.min == bounds.max:
        return _("exactly %(count)s") % {"count": bounds.max}
    return _("%(least)s to %(most)s") % {"least": bounds.min, "most": bounds.max}


def say_duration(bounds: Bounds) -> str:
    """Return a duration in words: “at most 5 years”, “24 months”; "" where it is open."""
    least, most = bounds.min, bounds.max
    if most is None:
        return _("at least %(time)s") % {"time": say_months(least)} if least and least > 1 else ""
    if least == most:
        return say_months(most)
    if not least or least == 1:
        return _("at most %(time)s") % {"time": say_months(most)}
    return _("%(least)s to %(most)s") % {"least": say_months(least), "most": say_months(most)}


def say_months(months: int | None) -> str:
    """Return a number of months, in years where they are whole."""
    if months and months % 12 == 0:
        return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}
    return ngettext("%(count)s month", "%(count)s months", months or 0) % {"count": months or 0}


def say_ceilings(definition: Definition) -> str:
    """Return the most that may be asked, in one line; "" for an instrument without money."""
    funding = definition.funding
    if funding is None:
        return ""
    amounts = sorted({one.max for one in funding.ceilings})
    said = " / ".join(format_money(one, funding.currency) for one in amounts)
    return f"{said} {funding.per.said}"


def name_zone(definition: Definition, code: str) -> str:
    """Return what a zone of the instrument is called; the empty code is all other zones."""
    found = next((one for one in definition.zones if one.code == code), None)
    if found:
        return found.label.to_text(get_reader_language())
    others = _("other zones") if _tells_zones_apart(definition) else _("all countries")
    return code or others


def _tells_zones_apart(definition: Definition) -> bool:
    funding = definition.funding
    return bool(definition.zones) and (funding is None or any(one.zone for one in funding.ceilings))


def _tell_identity(definition: Definition) -> Iterator[Line]:
    yield Line("aim", _("Aim"), str(definition.aim.said))
    yield Line("kind", _("What it gives"), str(definition.kind.said))
    yield Line("opening", _("How one applies"), str(definition.opening.said))
    yield Line("outcome", _("What an award becomes"), str(definition.outcome.said))
    day = str(definition.reference_day.said)
    if definition.fixed_day:
        day = join_colon(day, format_date(definition.fixed_day))
    yield Line("reference_day", _("Facts are taken on"), day)
    for key, label, text in (
        ("label.fr", _("Name in French"), definition.label.fr),
        ("label.en", _("Name in English"), definition.label.en),
        ("summary.fr", _("Summary in French"), definition.summary.fr),
        ("summary.en", _("Summary in English"), definition.summary.en),
        ("source", _("Source"), definition.source.title if definition.source else ""),
        ("address", _("Address"), definition.source.address if definition.source else ""),
    ):
        if text:
            yield Line(key, label, text, only_compared=True)


def _tell_money(definition: Definition) -> Iterator[Line]:
    funding = definition.funding
    if funding is not None:
        yield from _tell_funding(definition, funding)
    for quota in definition.quotas:
        yield _tell_quota(quota, funding.currency if funding else "EUR")


def _tell_funding(definition: Definition, funding: Funding) -> Iterator[Line]:
    for one in funding.ceilings:
        text = f"{format_money(one.max, funding.currency)} {funding.per.said}"
        label = join_colon(_("At most"), name_zone(definition, one.zone))
        yield Line(f"ceiling.{one.zone}", label, text)
    if len(funding.ceilings) > 1:
        yield Line("mixed", _("Partners in several zones"), str(funding.mixed_zones.said))
    for cap in funding.caps:
        text = (
            _("not paid")
            if not cap.percent
            else _("at most %(share)s %%") % {"share": f"{cap.percent.normalize():f}"}
        )
        yield Line(
            f"cap.{cap.category}", _("Share for: %(what)s") % {"what": cap.category.said}, text
        )


def _tell_quota(quota: Quota, currency: str) -> Line:
    said = [
        ngettext("%(count)s award at most", "%(count)s awards at most", quota.max)
        % {"count": quota.max}
        if quota.max is not None
        else "",
        format_money(quota.envelope, currency) if quota.envelope is not None else "",
    ]
    label = _("Over %(scope)s") % {"scope": quota.scope.said}
    if quota.plan:
        label = f"{label} ({quota.plan})"
    return Line(f"quota.{quota.scope}.{quota.plan}", label, " · ".join(filter(None, said)))


def _tell_limits(definition: Definition) -> Iterator[Line]:
    partners = definition.partners
    for key, label, text in (
        ("months", _("Duration"), say_duration(definition.months)),
        ("partners.foreign", _("Partners in other countries"), say_bounds(partners.foreign)),
        ("partners.total", _("Partners in all"), say_bounds(partners.total)),
        ("partners.countries", _("Foreign countries"), say_bounds(partners.countries)),
        ("partners.companies", _("Companies among the partners"), say_bounds(partners.companies)),
    ):
        if text:
            yield Line(key, label, text)


def _tell_zones(definition: Definition) -> Iterator[Line]:
    language = get_reader_language()
    for zone in definition.zones:
        yield Line(f"zone.{zone.code}", zone.label.to_text(language), say_members(zone))


def say_members(zone: InstrumentZone) -> str:
    """Return which countries a zone takes."""
    said = [format_zone(zone.reference)] if zone.reference else []
    said += [str(CONTINENT_NAMES.get(one, one)) for one in zone.continents]
    for member in zone.members:
        name = format_country(member.country)
        days = [
            _("from %(day)s") % {"day": format_date(member.since)} if member.since else "",
            _("until %(day)s") % {"day": format_date(member.until)} if member.until else "",
        ]
        dated = " ".join(filter(None, days))
        said.append(f"{name} ({dated})" if dated else name)
    if zone.is_rest:
        said.append(_("all other countries"))
    return ", ".join(said)


def _tell_rotation(definition: Definition) -> Iterator[Line]:
    rotation = definition.rotation
    if rotation is None:
        return
    for number, zones in enumerate(rotation.cycle):
        year = rotation.anchor_year + number
        label = _("%(year)s, then every %(count)s years") % {
            "year": year,
            "count": len(rotation.cycle),
        }
        text = ", ".join(name_zone(definition, one) for one in zones) or _("closed")
        yield Line(f"cycle.{number}", label if len(rotation.cycle) > 1 else _("Every year"), text)
    for one in rotation.exceptions:
        text = ", ".join(name_zone(definition, zone) for zone in one.zones) or _("closed")
        yield Line(f"exception.{one.year}", _("In %(year)s instead") % {"year": one.year}, text)


def _tell_rules(definition: Definition) -> Iterator[Line]:
    language = get_reader_language()
    for rule in definition.rules:
        yield _tell_rule(rule, language)


def _tell_rule(rule: Rule, language: str) -> Line:
    evidence = rule.evidence.to_text(language) if rule.evidence else ""
    return Line(
        f"rule.{rule.id}",
        rule.label.to_text(language),
        rule.message.to_text(language),
        notes=(join_colon(_("What shows it"), evidence),) if evidence else (),
        expression=rule.expression,
        tags=(
            str(rule.phase.said),
            *((str(rule.weight.said),) if rule.weight is not Weight.BLOCKING else ()),
        ),
    )


def _tell_form(definition: Definition) -> Iterator[Line]:
    language = get_reader_language()
    for section in definition.sections:
        for field in section.fields:
            yield Line(
                f"field.{field.key}",
                field.label.to_text(language),
                " · ".join(_say_field(field, language)),
                notes=(section.title.to_text(language),),
            )


def _say_field(field: FormField, language: str) -> Iterator[str]:
    yield str(field.kind.said)
    yield _("to be answered") if field.is_required else _("may be left open")
    if field.most_characters:
        yield _("%(count)s characters at most") % {"count": format_count(field.most_characters)}
    if field.choices:
        yield ", ".join(one.label.to_text(language) for one in field.choices)
    if field.is_naming:
        yield _("tells who applies")


def _tell_documents(definition: Definition) -> Iterator[Line]:
    language = get_reader_language()
    for one in definition.documents:
        needed = _("needed") if one.is_required else _("if there is one")
        size = _("%(count)s MB at most") % {"count": one.most_megabytes}
        told = (needed, size, _("tells who applies") if one.is_naming else "")
        said = " · ".join(filter(None, told))
        yield Line(f"document.{one.code}", one.label.to_text(language), said)


def _tell_review(review: ReviewPlan | None) -> Iterator[Line]:
    if review is None:
        return
    language = get_reader_language()
    yield Line("rounds", _("Rounds"), str(review.rounds))
    yield Line("reviewers", _("Reviewers of each application"), str(review.reviewers))
    yield Line("blind", _("Who knows whom"), str(review.blind.said))
    text = _("%(count)s years back") % {"count": review.conflict_years}
    yield Line("conflicts", _("Conflicts are looked for"), text)
    yield Line("committee", _("Committee"), _("yes") if review.has_committee else _("no"))
    for one in review.criteria:
        text = _("0 to %(most)s, weight %(weight)s") % {
            "most": one.most,
            "weight": f"{one.weight.normalize():f}",
        }
        yield Line(f"criterion.{one.code}", one.label.to_text(language), text)


def _tell_gates(definition: Definition) -> Iterator[Line]:
    for gate in definition.gates:
        stops = (
            _("nothing goes on without it") if gate.is_blocking else _("asked for, not waited for")
        )
        yield Line(f"gate.{gate.kind}", str(gate.kind.said), f"{gate.before.said} · {stops}")


def _tell_reports(definition: Definition) -> Iterator[Line]:
    for number, report in enumerate(definition.reports):
        yield Line(f"report.{number}", str(report.kind.said), _say_clock(report))


def _say_clock(report: ReportAsked) -> str:
    if report.every_months:
        return _("every %(time)s") % {"time": say_months(report.every_months)}
    if report.after_months:
        return _("after %(time)s") % {"time": say_months(report.after_months)}
    return _("%(time)s before the end") % {"time": say_months(report.before_end_months)}
