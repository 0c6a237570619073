"""What every page of the studio begins with: who may open it, for which offices, and how a fault is said."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop

from cordee.directory.queries.organisations import list_homes
from cordee.kernel.errors import NotFoundError
from cordee.ledger.states import Action
from cordee.programmes.definition.reading import DefinitionFault
from cordee.programmes.queries.instruments import NO_INSTRUMENT, InstrumentTold, get_instrument
from cordee.web.actors import get_actor
from cordee.web.errors import say_sentence
from cordee.web.wording import get_reader_language, join_colon


def open_instrument(request: HttpRequest, instrument: UUID) -> InstrumentTold:
    """Return the instrument for who runs programmes at its office; for anybody else there is no such page."""
    told = get_instrument(instrument, by=get_actor(request), on=timezone.localdate())
    if not told.may_run:
        raise NotFoundError(NO_INSTRUMENT)
    return told


def list_offices(request: HttpRequest) -> list[tuple[str, str]]:
    """Return where the reader runs programmes, to choose from; without any there is no such page."""
    homes = list_homes(get_actor(request), Action.RUN_PROGRAMMES, on=timezone.localdate())
    if not homes:
        raise NotFoundError(gettext_noop("No page has this address."))
    language = get_reader_language()
    return [(str(one.id), one.to_name(language)) for one in homes]


def say_fault(fault: DefinitionFault) -> str:
    """Return a fault with its place."""
    return join_colon(fault.where or "–", say_sentence(fault.sentence))
