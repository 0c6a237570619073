"""All that is told as RDF, read at one moment, with those whom it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from cordee.directory.queries.published_offers import list_resources, list_skills, name_agents
from cordee.ledger.publishing import Sharing, Window
from cordee.programmes.queries.published_offers import (
    list_open_calls,
    list_open_instruments,
    list_prizes,
)
from cordee.web.linked.cerif2 import Told, list_nodes
from cordee.web.linked.nodes import Node


def gather(sharing: Sharing, *, at: datetime) -> Told:
    """Return what is told at a moment, in the house's time zone."""
    window = Window(at)
    resources, skills = list_resources(sharing, window), list_skills(sharing, window)
    instruments, calls = list_open_instruments(sharing, window), list_open_calls(sharing, window)
    prizes = list_prizes(sharing, window)
    organisations = {
        *(one.owner for one in resources),
        *(one.organisation for one in skills),
        *(one.office for one in instruments),
        *(one.office for one in calls),
        *(one.office for one in prizes),
    }
    agents = name_agents(
        {one for one in organisations if one is not None},
        {one.person for one in skills if one.person is not None},
        sharing,
    )
    return Told(agents, resources, skills, instruments, calls, prizes)


def list_all(sharing: Sharing, *, at: datetime) -> Iterator[Node]:
    """Yield the statements of all that is told."""
    document = settings.CORDEE_ADDRESS.rstrip("/") + reverse("linked:cerif2")
    return list_nodes(gather(sharing, at=at), document)
