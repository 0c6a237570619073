"""Which organisation somebody means by what they typed."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from cordee.directory.models import Organisation


def find_meant(typed: str, most: int) -> tuple[UUID, ...]:
    """Return the organisations that typed words may mean, at most so many, the likeliest first.

    A ROR identifier, an acronym or a whole name in either language means that one alone; else every
    organisation whose name holds the words.
    """
    words = " ".join(typed.split())
    if not words:
        return ()
    exact = Organisation.objects.filter(
        Q(ror=words.rsplit("/", 1)[-1].lower())
        | Q(acronym__iexact=words)
        | Q(name_fr__iexact=words)
        | Q(name_en__iexact=words)
    )
    found = tuple(exact.order_by("id").values_list("id", flat=True)[:most])
    if found:
        return found
    held = Organisation.objects.filter(Q(name_fr__icontains=words) | Q(name_en__icontains=words))
    return tuple(held.order_by("name_en", "name_fr", "id").values_list("id", flat=True)[:most])
