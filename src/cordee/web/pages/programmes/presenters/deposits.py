"""Which awards can be registered with Crossref, who is named with each, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cordee.programmes.queries.deposits import Deposit
from cordee.web.crossref import Depositor, find_missing, find_obstacles, name_doi
from cordee.web.errors import say_sentence
from cordee.web.project_wording import say_money


@dataclass(frozen=True)
class DepositLine:
    """An award: `obstacles` say why it is left out, none when it is not."""

    title: str
    address: str
    number: str
    doi: str
    amount: str
    people: str
    obstacles: tuple[str, ...]


@dataclass(frozen=True)
class DepositPage:
    """The page. `missing` is what an administrator has still to give; then nothing can be taken."""

    lines: tuple[DepositLine, ...]
    missing: tuple[str, ...]
    ready: int


def present_deposits(deposits: tuple[Deposit, ...], who: Depositor) -> DepositPage:
    """Return the page of deposits."""
    missing = tuple(map(say_sentence, find_missing(who)))
    lines = tuple(
        DepositLine(
            title=one.title,
            address=reverse("programmes:grant", args=[one.project]),
            number=one.number or "–",
            doi="" if missing else name_doi(who, one),
            amount=say_money(one.amount, one.currency) if one.amount is not None else "–",
            people=", ".join(
                f"{each.given_name} {each.family_name}".strip() for each in one.investigators
            ),
            obstacles=tuple(map(say_sentence, find_obstacles(one))),
        )
        for one in deposits
    )
    return DepositPage(lines, missing, sum(1 for one in lines if not one.obstacles))
