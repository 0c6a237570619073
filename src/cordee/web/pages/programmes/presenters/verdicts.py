"""What the rules say of an application, rule by rule, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import Sentence
from cordee.programmes.admissibility import Obstacle
from cordee.programmes.applied import ApplicationRecord, FrozenCall, JudgedTold
from cordee.programmes.definition.parts import Definition, Rule
from cordee.programmes.judging.facts import FACT_BY_NAME, Facts, FactValue
from cordee.programmes.judging.limits import LIMITS, Result
from cordee.programmes.queries.judgements import Judged
from cordee.programmes.states import (
    COST_CATEGORY_NAMES,
    FINDING_NAMES,
    PHASE_NAMES,
    VERDICT_NAMES,
    CostCategory,
    Finding,
    Phase,
    Verdict,
    Weight,
)
from cordee.web.errors import say_sentence
from cordee.web.wording import (
    format_country,
    format_date,
    format_decimal,
    get_percent_sign,
    get_reader_language,
)


TONES = {
    Verdict.ELIGIBLE: "favourable",
    Verdict.INELIGIBLE: "unfavourable",
    Verdict.INCOMPLETE: "reservations",
    Verdict.OVERRIDDEN: "reservations",
}
"""How a verdict is coloured; the word says it too."""

_FINDING_TONES = {
    Finding.MET: "favourable",
    Finding.NOT_MET: "unfavourable",
    Finding.UNKNOWN: "reservations",
}


@dataclass(frozen=True)
class FactShown:
    """A fact a rule used: what it is, its value, where it was read, and from what."""

    label: str
    value: str
    found_in: str
    origin: str = ""


@dataclass(frozen=True)
class MissingShown:
    """A fact that nothing shows, how to supply it, and where."""

    label: str
    remedy: str
    address: str = ""


@dataclass(frozen=True)
class RuleShown:
    """One rule or limit: its verdict, why, by which facts."""

    id: str
    label: str
    finding: str
    tone: str
    phase: str
    is_advice: bool
    message: str
    evidence: str
    expression: str
    facts: tuple[FactShown, ...]
    missing: tuple[MissingShown, ...]


@dataclass(frozen=True)
class ObstacleShown:
    """What stands in the way of submitting, and the place on the form where it is mended."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Panel:
    """The verdict with all its rules. `is_kept` says that it was kept, by whom and when."""

    verdict: str
    tone: str
    sentence: str
    reference_day: str
    rules: tuple[RuleShown, ...]
    obstacles: tuple[ObstacleShown, ...] = ()
    kept: str = ""
    reason: str = ""


def present_panel(
    record: ApplicationRecord, judged: Judged, obstacles: Iterable[Obstacle]
) -> Panel:
    """Return what the rules say of an application now, with what stands in the way of submitting."""
    verdict = judged.judgement.verdict
    return Panel(
        verdict=str(VERDICT_NAMES[verdict]),
        tone=TONES[verdict],
        sentence=_say_verdict(verdict, judged.judgement.results),
        reference_day=format_date(judged.reference_day),
        rules=_present_rules(
            record.call, judged.judgement.results, judged.origins, record.person, record.id
        ),
        obstacles=tuple(present_obstacle(one) for one in obstacles),
    )


def present_kept(call: FrozenCall, kept: JudgedTold) -> Panel:
    """Return a judgement as it was kept."""
    return Panel(
        verdict=str(VERDICT_NAMES[kept.verdict]),
        tone=TONES[kept.verdict],
        sentence=_say_verdict(kept.verdict, kept.results),
        reference_day=format_date(kept.reference_day),
        rules=_present_rules(call, kept.results, {}, None, None),
        kept=_("{name}, {day}").format(name=kept.by or "–", day=format_date(kept.at)),
        reason=kept.reason,
    )


def present_obstacle(one: Obstacle) -> ObstacleShown:
    """Return an obstacle in words, naming questions and documents as the instrument does."""
    values = dict(one.sentence.values)
    if one.named is not None:
        values["what"] = one.named.to_text(get_reader_language())
    anchor = one.where if one.where in {"top", "partners", "documents"} else f"f-{one.where}"
    return ObstacleShown(say_sentence(Sentence(one.sentence.text, values)), anchor)


def _say_verdict(verdict: Verdict, results: Iterable[Result]) -> str:
    if verdict is Verdict.OVERRIDDEN:
        return _("An officer set the verdict of the rules aside, for the reason below.")
    if verdict is Verdict.ELIGIBLE:
        return _("Every rule of eligibility is met by the facts that are known.")
    deciding = [
        one for one in results if one.phase is Phase.ELIGIBILITY and one.weight is Weight.BLOCKING
    ]
    if verdict is Verdict.INELIGIBLE:
        count = sum(one.finding is Finding.NOT_MET for one in deciding)
        return ngettext(
            "{count} rule is not met. It says below by which facts.",
            "{count} rules are not met. They say below by which facts.",
            count,
        ).format(count=count)
    return _("Nothing speaks against it; something is not known yet. Below is how to supply it.")


def _present_rules(
    call: FrozenCall,
    results: Iterable[Result],
    origins: Mapping[str, Sentence],
    person: UUID | None,
    application: UUID | None,
) -> tuple[RuleShown, ...]:
    rules = {one.id: one for one in call.definition.rules}
    return tuple(
        _present_rule(call.definition, rules.get(one.id), one, origins, person, application)
        for one in results
    )


def _present_rule(
    definition: Definition,
    rule: Rule | None,
    result: Result,
    origins: Mapping[str, Sentence],
    person: UUID | None,
    application: UUID | None,
) -> RuleShown:
    language = get_reader_language()
    is_met = result.finding is Finding.MET
    if rule is not None:
        label, message = rule.label.to_text(language), rule.message.to_text(language)
        evidence = rule.evidence.to_text(language) if rule.evidence else ""
    else:
        label, message, evidence = str(LIMITS[result.id].label), _say_limit(result), ""
    return RuleShown(
        id=result.id,
        label=label,
        finding=str(FINDING_NAMES[result.finding]),
        tone=_FINDING_TONES[result.finding],
        phase=str(PHASE_NAMES[result.phase]),
        is_advice=result.weight is not Weight.BLOCKING or result.phase is Phase.ADVICE,
        message="" if is_met or (result.finding is Finding.UNKNOWN and rule is None) else message,
        evidence=evidence if result.finding is Finding.UNKNOWN else "",
        expression=rule.expression if rule else "",
        facts=_present_facts(definition, result.facts, origins),
        missing=tuple(
            _present_missing(definition, name, person, application) for name in result.missing
        ),
    )


def _present_facts(
    definition: Definition, facts: Facts, origins: Mapping[str, Sentence]
) -> tuple[FactShown, ...]:
    return tuple(
        FactShown(
            label=name_fact(definition, name),
            value=write_value(definition, name, value),
            found_in=_name_place(name),
            origin=say_sentence(origins[name]) if name in origins else "",
        )
        for name, value in facts.items()
    )


def name_fact(definition: Definition, name: str) -> str:
    """Return what a fact is called; an answer by its question."""
    if name in FACT_BY_NAME:
        return str(FACT_BY_NAME[name].label)
    key = name.removeprefix("answers.")
    fields = {one.key: one for one in definition.list_fields()}
    return fields[key].label.to_text(get_reader_language()) if key in fields else name


def write_value(definition: Definition, name: str, value: FactValue) -> str:
    """Return the value of a fact as people write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return format_decimal(value, 2 if name.endswith("recruitment") else 0)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _name_choice(definition, name, value)
    if not value:
        return _("none")
    if name.endswith("countries"):
        return ", ".join(map(format_country, value))
    if name.endswith("zones"):
        names = {one.code: one.label.to_text(get_reader_language()) for one in definition.zones}
        return ", ".join(names.get(one, one) for one in value)
    return ", ".join(_name_choice(definition, name, one) for one in value)


def _name_choice(definition: Definition, name: str, code: str) -> str:
    key = name.removeprefix("answers.")
    for field in definition.list_fields():
        if field.key == key and name.startswith("answers."):
            names = {one.code: one.label.to_text(get_reader_language()) for one in field.choices}
            return names.get(code, code)
    return code


def _name_place(name: str) -> str:
    found = FACT_BY_NAME.get(name)
    return str(found.found_in) if found else _("the answers to the form")


def _present_missing(
    definition: Definition, name: str, person: UUID | None, application: UUID | None
) -> MissingShown:
    label, group = name_fact(definition, name), name.partition(".")[0]
    if group == "applicant":
        return _present_missing_person(label, name, person, application)
    remedies = {
        "project": _("Fill it in on the form."),
        "answers": _("Answer the question on the form."),
    }
    if name == "partners.without_agreement":
        remedy = _("Name each partner’s entry in the directory.")
    elif name == "partners.joint_works":
        remedy = _("Name each partner’s entry in the directory; it needs a ROR identifier.")
    else:
        remedy = remedies.get(group, _("Give each partner’s country."))
    return MissingShown(label, remedy, "#partners" if group == "partners" else "#form")


def _present_missing_person(
    label: str, name: str, person: UUID | None, application: UUID | None
) -> MissingShown:
    if person is None:
        if application is None:
            # The office reads what was kept: only who applies can choose.
            return MissingShown(label, _("Who applies chose no entry of the directory."))
        address = reverse("programmes:choose_person", args=[application])
        return MissingShown(label, _("Choose your entry in the directory."), address)
    remedies = {
        "applicant.years_since_recruitment": _(
            "Have your post written in your entry, with its grade and first day."
        ),
        "applicant.awards": _("Have your awards written in your entry, or your entry confirmed."),
    }
    remedy = remedies.get(name, _("Have your post written in your entry, or your entry confirmed."))
    return MissingShown(label, remedy, reverse("directory:person", args=[person]))


def _say_limit(result: Result) -> str:
    values = dict(result.values)
    if result.id == "limit.share":
        values = {"given": "; ".join(_say_share(*one) for one in values.items())}
    else:
        values["bounds"] = _say_bounds(values)
        if result.id == "limit.amount":
            values["given"] = format_decimal(float(Decimal(values.get("given", "0"))), 0)
            values["bounds"] = format_decimal(float(Decimal(values.get("most", "0"))), 0)
    values.setdefault("given", "–")
    values.setdefault("currency", "")
    return str(LIMITS[result.id].message).format(**values)


def _say_share(category: str, told: str) -> str:
    share, _slash, most = told.partition("/")
    sign = get_percent_sign()
    return _("{category} {share} of {most} at most").format(
        category=COST_CATEGORY_NAMES[CostCategory(category)],
        share=f"{format_decimal(float(share), 1)}{sign}",
        most=f"{format_decimal(float(most), 0)}{sign}",
    )


def _say_bounds(values: Mapping[str, str]) -> str:
    least, most = values.get("least", "0"), values.get("most", "0")
    told = {
        "min": _("at least {least}"),
        "max": _("at most {most}"),
        "both": _("{least} to {most}"),
    }
    return told.get(values.get("which", ""), "").format(least=least, most=most)
