"""The ranking of a session: who stands above the line under its bounds, as it is or as it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries import Named, get_names
from cordee.programmes.selecting.minutes import write_money
from cordee.programmes.selecting.money import Drawn, Pool, Ranked, draw_line
from cordee.programmes.selecting.states import DecisionKind, SessionStage
from cordee.programmes.selecting.values import Item, SessionTold
from cordee.programmes.states import QUOTA_SCOPE_NAMES, QuotaScope
from cordee.web.pages.programmes.presenters.committee import (
    TONES,
    is_open,
    say_decision,
    say_money,
    say_reviews,
)
from cordee.web.wording import (
    format_count,
    format_country,
    format_decimal,
    get_reader_language,
    join_colon,
)


@dataclass(frozen=True)
class Trial:
    """What is tried in the address and nowhere kept: amounts by the numbers of applications, and those left out."""

    amounts: Mapping[int, Decimal]
    out: frozenset[int]

    @property
    def is_any(self) -> bool:
        """Return whether anything is tried."""
        return bool(self.amounts or self.out)


@dataclass(frozen=True)
class RankRow:
    """An application in the ranking. `is_first_below` stands under the line; a field's name is empty where nothing is tried."""

    rank: str
    number: int
    title: str
    detail: str
    address: str
    countries: str
    score: str
    reviews: str
    asked: str
    given: str
    field: str
    out_field: str
    is_out: bool
    total: str
    is_above: bool
    is_first_below: bool
    decision: str
    tone: str
    warning: str
    up: str
    down: str


@dataclass(frozen=True)
class PoolRow:
    label: str
    text: str
    share: int | None


@dataclass(frozen=True)
class Ranking:
    """The ranking under its bounds, as it stands or as it is tried."""

    address: str
    rows: tuple[RankRow, ...]
    pools: tuple[PoolRow, ...]
    zones: tuple[tuple[str, str], ...]
    currency: str
    is_trial: bool
    may_move: bool


def present_ranking(
    session: SessionTold,
    items: tuple[Item, ...],
    pools: tuple[Pool, ...],
    trial: Trial,
    *,
    currency: str,
    may_run: bool,
) -> Ranking:
    """Return the applications in rank order with the running total, and where the money ends."""
    ranked = sorted(items, key=lambda one: (one.rank or 0, one.position))
    places = [_rank(one, session, trial) for one in ranked]
    drawn = draw_line(places, pools, currency)
    below = [
        not line.is_above and not place.is_out for line, place in zip(drawn, places, strict=True)
    ]
    organisations = get_names(one.organisation for one in items if one.organisation)
    may_move = may_run and session.stage is not SessionStage.CLOSED
    shown = _Shown(session, trial, organisations, currency, may_move, len(ranked) - 1)
    return Ranking(
        address=reverse("programmes:session", args=[session.id]),
        rows=tuple(
            _present_row(
                number,
                item,
                place,
                line,
                shown,
                is_first=any(below) and below.index(True) == number,
            )
            for number, (item, place, line) in enumerate(zip(ranked, places, drawn, strict=True))
        ),
        pools=tuple(_present_pool(one) for one in pools),
        zones=_sum_zones(
            session,
            [
                (item, place.amount or Decimal(0))
                for item, place, line in zip(ranked, places, drawn, strict=True)
                if line.is_above
            ],
            currency,
        ),
        currency=currency,
        is_trial=trial.is_any,
        may_move=may_move,
    )


@dataclass(frozen=True)
class _Shown:
    """What each row of one ranking is shown by."""

    session: SessionTold
    trial: Trial
    organisations: Mapping[UUID, Named]
    currency: str
    may_move: bool
    last: int


def _present_row(
    number: int, item: Item, place: Ranked, line: Drawn, shown: _Shown, *, is_first: bool
) -> RankRow:
    named = shown.organisations.get(item.organisation) if item.organisation else None
    organisation = named.to_name(get_reader_language()) if named else ""
    may_try = is_open(item, shown.session)
    field = f"amount-{item.number}" if may_try and shown.currency else ""
    return RankRow(
        rank=str(item.rank or ""),
        number=item.number,
        title=item.title or _("Without a title yet"),
        detail=" · ".join(filter(None, (str(item.number), organisation))),
        address=reverse("programmes:item", args=[item.id]),
        countries=", ".join(map(format_country, item.countries)),
        score=format_decimal(item.score.mean) if item.score.mean is not None else "–",
        reviews=say_reviews(item),
        asked=say_money(item.asked, shown.currency),
        given=_say_given(place.amount, "" if field else shown.currency),
        field=field,
        out_field=f"out-{item.number}" if may_try else "",
        is_out=item.number in shown.trial.out,
        total=say_money(line.total, shown.currency) if shown.currency else "",
        is_above=line.is_above,
        is_first_below=is_first,
        decision=say_decision(item.decision) if item.decision else "",
        tone=TONES[item.decision.kind] if item.decision else "",
        warning=_say_still(item, shown.session),
        up=_move(item, "up") if shown.may_move and number else "",
        down=_move(item, "down") if shown.may_move and number < shown.last else "",
    )


def _say_given(amount: Decimal | None, currency: str) -> str:
    """Return an amount as it is read, or without a currency as it is typed."""
    if amount is None:
        return ""
    return say_money(amount, currency) if currency else f"{amount.normalize():f}"


def _rank(item: Item, session: SessionTold, trial: Trial) -> Ranked:
    decision = item.decision
    if is_open(item, session):
        amount = trial.amounts.get(item.number, item.asked)
        return Ranked(str(item.id), amount, is_out=item.number in trial.out)
    assert decision is not None
    is_funded = decision.kind is DecisionKind.FUND
    return Ranked(str(item.id), decision.amount, is_counted=is_funded, is_out=not is_funded)


def _present_pool(pool: Pool) -> PoolRow:
    label = _("This call")
    if pool.scope is not QuotaScope.CALL:
        label = str(QUOTA_SCOPE_NAMES[pool.scope]).capitalize()
        label = f"{label} ({pool.over})" if pool.over else label
    language, said, share = get_reader_language(), [], None
    if pool.most is not None:
        said.append(
            ngettext(
                "{given} of {most} awards given", "{given} of {most} awards given", pool.given
            ).format(given=format_count(pool.given), most=format_count(pool.most))
        )
    if pool.envelope is not None and pool.left is not None:
        said.append(
            _("{left} of {envelope} left").format(
                left=write_money(pool.left, pool.currency, language),
                envelope=write_money(pool.envelope, pool.currency, language),
            )
        )
        share = int(100 * pool.spent / pool.envelope) if pool.envelope else 100
    return PoolRow(label, " · ".join(said), share)


def _sum_zones(
    session: SessionTold, funded: list[tuple[Item, Decimal]], currency: str
) -> tuple[tuple[str, str], ...]:
    """Return for each zone how many stand above the line, with what money; who is in two counts in both."""
    language, found = get_reader_language(), []
    for zone in session.call.definition.zones:
        amounts = [amount for item, amount in funded if zone.code in item.zones]
        if not amounts:
            continue
        count = ngettext("{count} application", "{count} applications", len(amounts)).format(
            count=format_count(len(amounts))
        )
        money = write_money(sum(amounts, Decimal(0)), currency, language) if currency else ""
        found.append((zone.label.to_text(language), ", ".join(filter(None, (count, money)))))
    return tuple(found)


def _move(item: Item, way: str) -> str:
    return reverse("programmes:item_move", args=[item.id, way])


def _say_still(item: Item, session: SessionTold) -> str:
    if session.stage is not SessionStage.OPEN or not item.still or not is_open(item, session):
        return ""
    return join_colon(_("Must leave"), ", ".join(one.seat.name for one in item.still))
