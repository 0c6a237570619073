"""What the rules of a call say of its applications now: computed live, kept by operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cordee.kernel.messages import Sentence
from cordee.programmes.applied import ApplicationRecord, FrozenCall
from cordee.programmes.judging.facts import Facts
from cordee.programmes.judging.verdicts import Judgement, get_judge
from cordee.programmes.life import ApplicationStage
from cordee.programmes.models import Application
from cordee.programmes.queries.facts import Ground


@dataclass(frozen=True)
class Judged:
    """A judgement with the facts it stands on, and where they were read."""

    judgement: Judgement
    facts: Facts
    origins: Mapping[str, Sentence]
    reference_day: date


def judge_one(record: ApplicationRecord, *, at: datetime, joint_works: int | None = None) -> Judged:
    """Return what the rules say of one application now."""
    works = {} if joint_works is None else {record.id: joint_works}
    return next(judge_all(record.call, [record], at=at, joint_works=works))[1]


def judge_all(
    call: FrozenCall,
    records: Iterable[ApplicationRecord],
    *,
    at: datetime,
    joint_works: Mapping[UUID, int] | None = None,
) -> Iterator[tuple[UUID, Judged]]:
    """Yield what the rules say of each application of a call; the directory is read once for all."""
    asked = list(records)
    ground = Ground(call, asked, at=at)
    others = _count_submitted(call)
    judge = get_judge(call.definition)
    for one in asked:
        gathered = ground.gather(
            one,
            others=_count_others(one, others),
            joint_works=(joint_works or {}).get(one.id),
        )
        judgement = judge.judge(gathered.facts, one.asked)
        yield one.id, Judged(judgement, gathered.facts, gathered.origins, ground.day)


def _count_submitted(call: FrozenCall) -> Counter[UUID]:
    """Return how many applications to a call each person has submitted, or each account about nobody."""
    rows = Application.objects.filter(call=call.id, stage=ApplicationStage.SUBMITTED.value)
    return Counter(person or account for person, account in rows.values_list("person", "account"))


def _count_others(record: ApplicationRecord, submitted: Counter[UUID]) -> int:
    own = int(record.stage is ApplicationStage.SUBMITTED)
    return max(submitted[record.person or record.account] - own, 0)
