"""The French layer: research units named by number, as French addresses name them.

General rules of how the units of Inserm and CNRS are numbered; no list of units.
"""

from __future__ import annotations

import re

from cordee.observatory.linking.candidates import SCORES, Candidate
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.names import Kind
from cordee.observatory.linking.normalise import OF, Tokens
from cordee.observatory.linking.places import Where
from cordee.observatory.linking.reasons import Reason
from cordee.observatory.linking.spans import Scan


# Inserm numbers its units U1 to U999 and U1000 onward; two digits are left out, being street
# numbers and wards as often.
_INSERM = re.compile(r"^(?:U|UMRS|UMR_S|US)(\d{3,4})$")
# CNRS numbers its joint units 5000 to 9999 (UMR), with a kind before the number.
_CNRS = re.compile(r"^(?:UMR|UPR|ERL|FRE|USR|UAR|IRL|UMI|FR)(\d{4})$")
_INSERM_HEADS = frozenset({"U", "UMRS", "US", "UMR-S"})
_CNRS_HEADS = frozenset({"UMR", "UPR", "FRE", "USR", "UAR"})
_FIRST_CNRS = 5000
_LAST_CNRS = 9999
_FIRST_INSERM = 100
_LAST_INSERM = 1999


class FrenchReader:
    """Finds the units of Inserm and CNRS in French addresses."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self._france = index.code_of.get("FR", -1)
        self._inserm = self._find("Inserm")
        self._cnrs = self._find("Centre National de la Recherche Scientifique")

    def _find(self, name: str) -> int | None:
        index = self.index
        for entry in index.entries_at(index.find_node(name)):
            organisation = index.entry_organisation[entry]
            if (
                index.country[organisation] == self._france
                and index.entry_kind[entry] & Kind.DISPLAY
            ):
                return organisation
        return None

    def read(self, found: Scan, where: Where) -> list[Candidate]:
        """Return Inserm and CNRS where a unit's number stands in a French address."""
        if not self._is_french(where):
            return []
        tokens = found.tokens
        candidates = []
        for position, raw in enumerate(tokens.raw):
            if raw[0] in "UFEI" or raw[0].isdigit():
                one = self._read_unit(tokens, position, raw)
                if one:
                    candidates.append(one)
        return candidates

    def _is_french(self, where: Where) -> bool:
        return self._france in where.countries or (
            not where.countries and self._france in where.hinted
        )

    def _read_unit(self, tokens: Tokens, position: int, raw: str) -> Candidate | None:
        first = position
        match = _INSERM.match(raw)
        if match and self._inserm is not None and int(match[1]) <= _LAST_INSERM:
            return _unit(self._inserm, first, position + 1, Reason.INSERM_UNIT)
        match = _CNRS.match(raw)
        if match and self._cnrs is not None and int(match[1]) >= _FIRST_CNRS:
            return _unit(self._cnrs, first, position + 1, Reason.CNRS_UNIT)
        if raw.isdigit() and position > 0 and tokens.gaps[position] <= OF:
            return self._read_parted(tokens, position, int(raw))
        return None

    def _read_parted(self, tokens: Tokens, position: int, number: int) -> Candidate | None:
        """Read a unit whose kind and number are two words: "U 830", "UMR 7104", "UMR S 1138"."""
        head = tokens.raw[position - 1]
        long_number = _FIRST_INSERM <= number <= _LAST_INSERM
        # The S of "UMR-S 1138" is dropped as small words are; the tie it leaves tells of it.
        if tokens.gaps[position] == OF and head == "UMR":
            head = "UMRS"
        if self._inserm is not None and long_number and head in _INSERM_HEADS:
            return _unit(self._inserm, position - 1, position + 1, Reason.INSERM_UNIT)
        if (
            self._cnrs is not None
            and number >= _FIRST_CNRS
            and head in _CNRS_HEADS
            and number <= _LAST_CNRS
        ):
            return _unit(self._cnrs, position - 1, position + 1, Reason.CNRS_UNIT)
        return None


def _unit(organisation: int, first: int, end: int, reason: Reason) -> Candidate:
    return Candidate(organisation, first, end, 0, reason, SCORES[reason])
