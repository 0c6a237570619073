"""Words of the code that people read under a name of their own language."""

from __future__ import annotations

from enum import StrEnum
from typing import Self, TypeVar

from django.utils.functional import Promise


class Worded(StrEnum):
    """A list of values, each with what people call it, in a sentence or beside a figure.

    >>> class Answer(Worded):
    ...     YES = "yes", "oui"
    >>> Answer("yes").said, f"{Answer.YES}"
    ('oui', 'yes')
    """

    _value_: str
    said: str | Promise

    def __new__(cls, value: str, said: str | Promise = "") -> Self:
        """Make a value with its name; without one, the value is looked up."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.said = said
        return made


Word = TypeVar("Word", bound=Worded)


def list_names(words: type[Word]) -> dict[Word, str | Promise]:
    """Return what each value of a list is called, in the order of the list."""
    return {one: one.said for one in words}
