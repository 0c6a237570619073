"""What makes an application complete and in time: apart from whether it may be funded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from cordee.kernel.messages import Sentence
from cordee.programmes.answers import list_unanswered
from cordee.programmes.applied import ApplicationRecord, FrozenCall
from cordee.programmes.calling.rules import check_can_apply, find_obstacle
from cordee.programmes.definition.parts import Bilingual
from cordee.programmes.judging.verdicts import Judgement
from cordee.programmes.life import ApplicationStage
from cordee.programmes.states import Finding, Phase, Weight


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of submitting, and the part of the form where it is mended.

    `named` is what the sentence speaks of in both languages, where it speaks of a question, a document or
    a rule of the instrument: its place in the sentence is ``{what}``.
    """

    where: str
    sentence: Sentence
    named: Bilingual | None = None


def check_open(call: FrozenCall, at: datetime) -> None:
    """Raise `RuleError` unless the call takes applications at that moment."""
    check_can_apply(call.days, call.time_zone, at)


def find_late(call: FrozenCall, at: datetime) -> Sentence | None:
    """Return why the call takes nothing at that moment, or None while it is open."""
    return find_obstacle(lambda: check_open(call, at))


def list_obstacles(
    record: ApplicationRecord, judgement: Judgement, at: datetime
) -> tuple[Obstacle, ...]:
    """Return all that stands in the way of submitting, in the order of the form."""
    return tuple(_find_obstacles(record, judgement, at))


def _find_obstacles(
    record: ApplicationRecord, judgement: Judgement, at: datetime
) -> Iterator[Obstacle]:
    if record.stage is not ApplicationStage.DRAFT:
        yield Obstacle(
            "top", Sentence(gettext_noop("This application is not being written any more."))
        )
    if (late := find_late(record.call, at)) is not None:
        yield Obstacle("top", late)
    if not record.written.title:
        yield Obstacle("project", Sentence(gettext_noop("Give the project a title.")))
    definition = record.call.definition
    for field in list_unanswered(definition, record.written.answers):
        yield Obstacle(
            f"answers.{field.key}", Sentence(gettext_noop("“{what}” is not answered.")), field.label
        )
    there = {one.code for one in record.files}
    for document in definition.documents:
        if document.is_required and document.code not in there:
            yield Obstacle(
                "documents",
                Sentence(gettext_noop("The document “{what}” is missing.")),
                document.label,
            )
    yield from _find_rules(record, judgement)


def _find_rules(record: ApplicationRecord, judgement: Judgement) -> Iterator[Obstacle]:
    rules = {rule.id: rule for rule in record.call.definition.rules}
    for result in judgement.results:
        if result.phase is not Phase.ADMISSIBILITY or result.weight is not Weight.BLOCKING:
            continue
        rule = rules.get(result.id)
        if rule is None or result.finding is Finding.MET:
            continue
        sentence = Sentence("{what}")
        yield Obstacle(
            "partners" if "partners." in rule.expression else "top", sentence, rule.message
        )
