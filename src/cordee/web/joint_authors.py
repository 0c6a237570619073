"""Who of some people published with applicants, asked of the lake; nothing is known where there is none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from cordee.kernel.errors import LakeError
from cordee.observatory.figures.coauthors import CoAuthors, find_coauthors
from cordee.programmes.queries.ties import FoundTies, find_ties, list_orcids
from cordee.web.lakes import get_ground


def find_all_ties(
    people: Collection[UUID], applications: Collection[UUID], *, years: int, on: date
) -> FoundTies:
    """Return what ties people to applications, works signed together among it where the lake can tell."""
    coauthors = find_joint_authors(people, applications, years=years, on=on)
    return find_ties(people, applications, years=years, on=on, coauthors=coauthors)


def find_joint_authors(
    people: Collection[UUID], applications: Collection[UUID], *, years: int, on: date
) -> CoAuthors | None:
    """Return what the lake tells of people and applicants over the years; None where there is no lake."""
    own, others = list_orcids(people, applications, on=on)
    try:
        return find_coauthors(get_ground().lake, own, others, first=on.year - years, last=on.year)
    except LakeError:
        return None
