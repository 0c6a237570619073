"""The minutes of a session, written from what happened: who was there, who left for which application, what was decided.

The text is plain: a line of its own that begins with two number signs is a title. People edit it until
the session is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.kernel.messages import write_date
from cordee.kernel.numbers import write_decimal
from cordee.programmes.selecting.states import DECISION_NAMES, SEAT_NAMES
from cordee.programmes.selecting.values import Item, SessionTold


TITLE = "## "
"""What a line begins with that is a title."""


def write_minutes(session: SessionTold, items: Iterable[Item], language: str) -> str:
    """Return the minutes in `language`, as things stand."""
    with override(language):
        parts = [*_write_head(session, language), *_write_seats(session)]
        parts.append(TITLE + _("Applications"))
        order = sorted(items, key=lambda one: (one.rank or 0, one.position))
        parts += [_write_item(one, session, language) for one in order]
        return "\n\n".join(filter(None, parts))


def split_minutes(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    r"""Return each title with the paragraphs below it; what stands before the first has an empty one.

    >>> split_minutes("Before.\n\n## Title\n\nOne.\n\nTwo.")
    (('', ('Before.',)), ('Title', ('One.', 'Two.')))
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for part in text.replace("\r\n", "\n").split("\n\n"):
        first, _newline, rest = part.strip().partition("\n")
        is_title = first.startswith(TITLE)
        if is_title:
            found.append((first.removeprefix(TITLE).strip(), []))
        text_below = (rest if is_title else part).strip()
        if text_below:
            found[-1][1].append(text_below)
    return tuple((title, tuple(parts)) for title, parts in found if title or parts)


def write_money(amount: Decimal, currency: str, language: str) -> str:
    """Return an amount as people write it, without cents where there are none."""
    digits = 0 if amount == amount.to_integral() else 2
    return f"{write_decimal(float(amount), language, digits)}\u00a0{currency}"


def _write_head(session: SessionTold, language: str) -> list[str]:
    lines = [
        _("{call}, session of {day} at {time}").format(
            call=session.call.to_title(language),
            **_say_moment(session.starts_at, session, language),
        )
    ]
    if session.place:
        lines.append(_("Place: {place}").format(place=session.place))
    if session.opened_at:
        lines.append(
            _("Opened at {time}.").format(**_say_moment(session.opened_at, session, language))
        )
    if session.closed_at:
        lines.append(
            _("Closed at {time}.").format(**_say_moment(session.closed_at, session, language))
        )
    return lines


def _write_seats(session: SessionTold) -> list[str]:
    came = [one for one in session.seats if one.arrived_at is not None]
    absent = [one for one in session.seats if one.arrived_at is None]
    deciding = sum(one.decides for one in came)
    said = [
        TITLE + _("Present"),
        "\n".join(f"{one.name}, {SEAT_NAMES[one.seat]}" for one in came),
        _("{count} of those who decide came; the quorum is {quorum}.").format(
            count=deciding, quorum=session.quorum
        ),
    ]
    if absent:
        said.append(_("Absent: {names}").format(names=", ".join(one.name for one in absent)))
    return said


def _write_item(one: Item, session: SessionTold, language: str) -> str:
    lines = [
        _("{rank}. No. {number}, {title}").format(
            rank=one.rank or one.position, number=one.number, title=one.title or "–"
        )
    ]
    lines += [
        _("{name} left the room: {reason}").format(name=out.seat.name, reason=out.reason)
        for out in one.outside
    ]
    if one.outside:
        count = _count_inside(one, session)
        lines.append(_("{count} of those who decide stayed.").format(count=count))
    if one.score.mean is not None:
        mean = write_decimal(one.score.mean, language, 1)
        lines.append(_("Reviews: {mean} out of 100.").format(mean=mean))
    if one.note:
        lines.append(one.note)
    lines.append(_say_decision(one, session, language))
    return "\n".join(lines)


def _count_inside(one: Item, session: SessionTold) -> int:
    out = {left.seat.id for left in one.outside}
    return sum(
        seat.decides and seat.arrived_at is not None and seat.id not in out
        for seat in session.seats
    )


def _say_decision(one: Item, session: SessionTold, language: str) -> str:
    decision = one.decision
    if decision is None or decision.session != session.id:
        return _("No decision was taken in this session.")
    said = _("Decision: {decision}").format(decision=DECISION_NAMES[decision.kind])
    if decision.amount is not None:
        said = f"{said}, {write_money(decision.amount, decision.currency, language)}"
    reason = decision.reason.fr if language == "fr" else decision.reason.en
    return f"{said}. {reason}".strip() if reason else f"{said}."


def _say_moment(at: datetime, session: SessionTold, language: str) -> dict[str, str]:
    local = session.call.to_local(at)
    return {"day": write_date(local.date(), language), "time": f"{local:%H:%M}"}
