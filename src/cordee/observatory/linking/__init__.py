"""Linking: the organisations of the registry that affiliation texts name.

>>> from cordee.observatory.linking import Linker
>>> Linker.load().link(["Institut Curie, Paris"])  # doctest: +SKIP
"""

from __future__ import annotations

from cordee.observatory.linking.linker import Linker
from cordee.observatory.linking.links import Link, Linked


__all__ = ["Link", "Linked", "Linker"]
