"""What the lists of everything in the directory share: each is a search narrowed to its kinds."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone

from cordee.directory.queries.access import check_sees_directory
from cordee.directory.queries.search import search
from cordee.directory.states import Sort
from cordee.web.actors import get_actor
from cordee.web.api.schemas.searching import Narrowed, present_found


def list_found(
    request: HttpRequest, asked: Narrowed, kinds: Iterable[StrEnum]
) -> dict[str, object]:
    """Return a page of what the directory has of these kinds, for who may see the directory."""
    check_sees_directory(get_actor(request), on=timezone.localdate())
    sorts = frozenset(Sort(one.value) for one in kinds)
    return present_found(search(asked.to_question(sorts)), asked)
