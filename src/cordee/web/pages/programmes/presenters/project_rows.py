"""What the parts of a project's page are made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cordee.kernel.errors import CordeeError
from cordee.programmes.granting.rules import check_can_change
from cordee.programmes.granting.values import ProjectRecord
from cordee.web.errors import say_sentence


@dataclass(frozen=True)
class Act:
    """A button: its address, or the sentence that says why it is not to be had."""

    label: str
    address: str
    why_not: str = ""


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table: its name with a detail, its cells, what is done with it."""

    name: str
    detail: str
    cells: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    address: str = ""
    is_late: bool = False


def make_act(project: ProjectRecord, label: str, place: str, *parts: object) -> Act:
    """Return a button of a project that is not over; else it says so."""
    why = ""
    try:
        check_can_change(project)
    except CordeeError as error:
        why = say_sentence(error.sentence)
    return Act(label, reverse(f"programmes:{place}", args=[project.id, *parts]), why)
