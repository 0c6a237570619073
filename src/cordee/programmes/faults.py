"""What a definition that cannot be used is refused with: every fault, each at its place."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError
from cordee.programmes.definition.reading import DefinitionFault


class FaultyDefinitionError(RuleError):
    """A definition has faults; `faults` holds all of them, the sentence tells the first."""

    def __init__(self, faults: tuple[DefinitionFault, ...]) -> None:
        first = faults[0]
        super().__init__(
            gettext_noop("The instrument cannot be used as it is. At {where}: {fault}"),
            where=first.where or "–",
            fault=first.sentence,
        )
        self.faults = faults

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.faults,))
