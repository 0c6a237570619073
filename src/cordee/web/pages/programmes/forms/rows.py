"""Rows of a form: as many as are needed, added by a button, left out when they are empty or ticked away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


MOST_ROWS = 60
"""Rows of one list: as many as an instrument may have rules."""

EMPTY_ROWS = 1
"""Empty rows shown below those that are filled in; a button adds others."""


class RowForm(forms.Form):
    """One row. It counts when something is filled in and it is not ticked away.

    `presets` names fields that have a value before anybody writes: they alone fill no row.
    """

    presets: frozenset[str] = frozenset()
    gone = forms.BooleanField(label=_("Take this row out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "gone"])

    @property
    def shown(self) -> list[forms.BoundField]:
        """Return the fields to show: a row that was never filled in cannot be taken out."""
        fields = self.visible_fields()
        if self.initial or self.is_bound:
            return fields
        return [one for one in fields if one.name != "gone"]

    @property
    def is_filled(self) -> bool:
        """Return whether the row says something."""
        if self.data.get(self.add_prefix("gone")):
            return False
        return any(
            str(value).strip()
            for name in self.fields
            if name not in self.presets | {"gone"}
            for value in self._list_sent(name)
        )

    def _list_sent(self, name: str) -> Sequence[Any]:
        key = self.add_prefix(name)
        if hasattr(self.data, "getlist"):
            return list(self.data.getlist(key))
        return [self.data[key]] if self.data.get(key) else []


class Rows:
    """The rows of one list under a heading; `name` prefixes their fields."""

    def __init__(
        self,
        name: str,
        title: Any,
        row: type[RowForm],
        *,
        data: Any = None,
        initial: Sequence[Mapping[str, Any]] = (),
        extra: int = 0,
        make: Mapping[str, Any] | None = None,
    ) -> None:
        self.name, self.title = name, title
        self.is_bound = data is not None
        count = _read_count(data, name) if data is not None else len(initial) + EMPTY_ROWS
        count = min(count + extra, MOST_ROWS)
        self.rows = [
            row(
                data,
                prefix=f"{name}-{number}",
                initial=dict(initial[number]) if number < len(initial) else {},
                # What is left empty is no row; what is written is whole or said to be wrong.
                empty_permitted=False,
                use_required_attribute=False,
                **(make or {}),
            )
            for number in range(count)
        ]
        self.count = count

    @property
    def filled(self) -> list[RowForm]:
        """Return the rows that count."""
        return [row for row in self.rows if row.is_filled]

    def is_valid(self) -> bool:
        """Return whether every row that counts is right."""
        # Each is asked, so that every fault is said at once.
        return not [row for row in self.filled if not row.is_valid()]

    def list_values(self) -> list[dict[str, Any]]:
        """Return what the rows say, in their order."""
        return [
            {name: value for name, value in row.cleaned_data.items() if name != "gone"}
            for row in self.filled
        ]


def _read_count(data: Any, name: str) -> int:
    try:
        return max(0, min(int(data.get(f"{name}-count", 0)), MOST_ROWS))
    except ValueError:
        return 0
