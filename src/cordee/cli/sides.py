"""What commands that compare share: reading a side, writing a cell."""

from __future__ import annotations

from typing import Any

from cordee.cli.console import Voice
from cordee.cli.questions import find_organisation


SMALL_MEAN = 100
"""Citations have digits after the point that tell sides apart; kilometres have none."""


def write_side(registry: Any, text: str) -> str:
    """Return a side by the ROR ids of the organisations that `text` names."""
    names, comma, within = text.partition(",")
    found = [find_organisation(registry, name.strip()) for name in names.split("+") if name.strip()]
    return "+".join(found) + comma + within


def write_measure(voice: Voice, measure: Any, *, brief: bool = False) -> str:
    """Return a cell: an amount, or a share with its denominator, its mark and its interval."""
    if measure.mean is not None:
        return write_mean(voice, measure, brief=brief)
    if measure.of is None:
        return write_amount(voice, measure.amount)
    if measure.share is None:
        return "–"
    text = voice.percent(measure.share)
    if measure.low is None:
        return f"{write_amount(voice, measure.amount)} ({text})"
    mark = " !" if measure.small else ""
    if brief:
        return f"{text} (n = {voice.number(measure.of)}{mark})"
    span = f"{voice.percent(measure.low)} – {voice.percent(measure.high)}"
    return f"{text} ({span}, n = {voice.number(measure.of)}{mark})"


def write_amount(voice: Voice, amount: float) -> str:
    """Return works or partners; one digit after the point where parts of works are counted."""
    return voice.number(amount, digits=int(isinstance(amount, float)))


def write_mean(voice: Voice, measure: Any, *, brief: bool) -> str:
    """Return a mean with the works it is over, its mark and, unless `brief`, its interval."""
    digits = 2 if measure.mean < SMALL_MEAN else 0
    text = voice.number(measure.mean, digits=digits)
    of = f"n = {voice.number(measure.of)}{' !' if measure.small else ''}"
    if brief or measure.low is None:
        return f"{text} ({of})"
    span = (
        f"{voice.number(measure.low, digits=digits)} – {voice.number(measure.high, digits=digits)}"
    )
    return f"{text} ({span}, {of})"
