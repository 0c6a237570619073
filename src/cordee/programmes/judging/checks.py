"""What makes a definition whole: parts that name each other, bounds that leave room, rules that run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.utils.translation import gettext_noop

from cordee.kernel.errors import CordeeError, RuleError
from cordee.kernel.messages import Sentence
from cordee.programmes.definition.parts import Bounds, Definition, FormField
from cordee.programmes.definition.parts import Sentence as Built
from cordee.programmes.definition.reading import DefinitionFault
from cordee.programmes.judging.expressions import Language
from cordee.programmes.judging.facts import Fact, list_facts
from cordee.programmes.judging.sentences import write_expression
from cordee.programmes.states import FieldKind, ReferenceDay
from cordee.reference.countries import get_country
from cordee.reference.zones import get_zone


CONTINENTS = frozenset({"AF", "AN", "AS", "EU", "NA", "OC", "SA"})

_CHOOSING = {FieldKind.CHOICE, FieldKind.CHOICES}


def find_faults(definition: Definition) -> tuple[DefinitionFault, ...]:
    """Return all that stands between a definition and its use, each at its place; none when it is whole."""
    return tuple(
        fault
        for find in (_find_double, _find_bounds, _find_zones, _find_form, _find_days, _find_rules)
        for fault in find(definition)
    )


def _find_double(definition: Definition) -> Iterator[DefinitionFault]:
    lists: dict[str, Iterable[str]] = {
        "zones": (one.code for one in definition.zones),
        "rules": (one.id for one in definition.rules),
        "sections": (one.key for one in definition.list_fields()),
        "documents": (one.code for one in definition.documents),
        "funding.ceilings": (
            one.zone for one in (definition.funding.ceilings if definition.funding else ())
        ),
        "review.criteria": (
            one.code for one in (definition.review.criteria if definition.review else ())
        ),
    }
    for where, names in lists.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield _fault(
                    where, gettext_noop("“{name}” stands twice. Give each its own."), name=name
                )


def _find_bounds(definition: Definition) -> Iterator[DefinitionFault]:
    partners = definition.partners
    named: dict[str, Bounds] = {
        "months": definition.months,
        "partners.foreign": partners.foreign,
        "partners.total": partners.total,
        "partners.countries": partners.countries,
        "partners.companies": partners.companies,
    }
    for where, bounds in named.items():
        if bounds.min is not None and bounds.max is not None and bounds.min > bounds.max:
            yield _fault(
                where,
                gettext_noop("The least ({min}) is more than the most ({max}). Mend one of them."),
                min=bounds.min,
                max=bounds.max,
            )


def _find_zones(definition: Definition) -> Iterator[DefinitionFault]:
    codes = {one.code for one in definition.zones}
    for number, zone in enumerate(definition.zones, 1):
        where = f"zones.{number}"
        if zone.reference:
            yield from _catch(where, partial(get_zone, zone.reference))
        for member in zone.members:
            yield from _catch(where, partial(get_country, member.country))
        for unknown in sorted(set(zone.continents) - CONTINENTS):
            yield _fault(where, gettext_noop("There is no continent “{code}”."), code=unknown)
        if not (zone.reference or zone.continents or zone.members or zone.is_rest):
            yield _fault(where, gettext_noop("The zone holds no country. Say which it takes."))
    used: dict[str, tuple[str, ...]] = {
        f"funding.ceilings.{n}": (one.zone,)
        for n, one in enumerate(definition.funding.ceilings if definition.funding else (), 1)
        if one.zone
    }
    if definition.rotation:
        used |= {f"rotation.cycle.{n}": one for n, one in enumerate(definition.rotation.cycle, 1)}
        used |= {
            f"rotation.exceptions.{one.year}": one.zones for one in definition.rotation.exceptions
        }
    for where, names in used.items():
        for name in names:
            if name not in codes:
                yield _fault(
                    where,
                    gettext_noop("There is no zone “{name}” in this instrument. Define it first."),
                    name=name,
                )


def _find_form(definition: Definition) -> Iterator[DefinitionFault]:
    for field in definition.list_fields():
        where = f"sections.{field.key}"
        if field.kind in _CHOOSING and len(field.choices) < 2:
            yield _fault(where, gettext_noop("A choice offers at least two answers."))
        if field.kind not in _CHOOSING and field.choices:
            yield _fault(where, gettext_noop("Only a choice offers answers. Remove them."))
        if not _has_room(field):
            yield _fault(where, gettext_noop("The least number is more than the most."))


def _find_days(definition: Definition) -> Iterator[DefinitionFault]:
    if (definition.reference_day is ReferenceDay.FIXED) != (definition.fixed_day is not None):
        yield _fault(
            "reference_day",
            gettext_noop("A fixed reference day needs its date, and no other has one."),
        )
    for number, report in enumerate(definition.reports, 1):
        clocks = (report.every_months, report.after_months, report.before_end_months)
        if sum(one is not None for one in clocks) != 1:
            yield _fault(
                f"reports.{number}",
                gettext_noop("A report comes by one clock: every, after, or before the end."),
            )


def _find_rules(definition: Definition) -> Iterator[DefinitionFault]:
    facts = {fact.name: fact for fact in list_facts(definition)}
    language = Language(facts.values())
    for number, rule in enumerate(definition.rules, 1):
        where = f"rules.{number}.expression"
        yield from _catch(where, partial(language.check, rule.expression))
        if rule.sentence is not None:
            yield from _catch(
                where, partial(_check_sentence, rule.sentence, rule.expression, facts)
            )


def _check_sentence(built: Built, expression: str, facts: dict[str, Fact]) -> None:
    if write_expression(built, facts) != expression:
        raise RuleError(
            gettext_noop("The sentence and the expression say two things. Save the sentence again.")
        )


def _has_room(field: FormField) -> bool:
    return field.min is None or field.max is None or field.min <= field.max


def _catch(where: str, check: Callable[[], object]) -> Iterator[DefinitionFault]:
    try:
        check()
    except CordeeError as error:
        yield DefinitionFault(where, error.sentence)


def _fault(where: str, text: str, **values: object) -> DefinitionFault:
    return DefinitionFault(where, Sentence(text, values))
