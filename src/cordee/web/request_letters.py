"""Letters about requests for what is offered: each in its reader's language, with the way to the page."""

from __future__ import annotations

import logging
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from cordee.directory.queries.notices import Notice, find_notice
from cordee.directory.states import Move
from cordee.ledger.queries import get_account
from cordee.web.language import get_language_of
from cordee.web.letter_lines import make_line, quote
from cordee.web.wording import format_date, get_reader_language
from cordee.web.written import Preview, Written, write_both


logger = logging.getLogger(__name__)

LONGEST_TITLE = 120
"""Letters of a title and of a quoted text: whoever wants the rest opens the page."""

TOLD = {
    None: gettext_noop("{person}, {organisation}, asks for “{offer}” of {keeper}."),
    Move.EVALUATE: gettext_noop(
        "{keeper} has evaluated your request for “{offer}”. The answer is still to come."
    ),
    Move.ACCEPT: gettext_noop("{keeper} accepts your request for “{offer}”."),
    Move.DECLINE: gettext_noop("{keeper} declines your request for “{offer}”."),
    Move.WITHDRAW: gettext_noop("{organisation} withdraws its request for “{offer}”."),
    Move.STATE_USE: gettext_noop("{organisation} states what it used of “{offer}”."),
}
"""What a letter says first, after each move; None is the asking itself."""

IS_OVER = gettext_noop("The time for which you asked {keeper} for “{offer}” is over.")

TO_DO = {
    None: gettext_noop("Evaluate or answer it here:"),
    Move.ACCEPT: gettext_noop("Once you have used it, state here what was used:"),
}
"""What stands before the address where something is to be done; elsewhere it is there to be read."""


def tell_of_request(request: UUID, move: Move | None) -> bool:
    """Write to those whom a request concerns now; return whether every letter went out.

    The request is written whatever becomes of its letters, so a mail server that does not answer is
    logged and raises nothing (its errors are OSErrors).
    """
    notice = find_notice(request, move, on=timezone.localdate())
    letters = [_write(notice, account, TOLD[move]) for account in notice.accounts]
    try:
        return _send([one for one in letters if one is not None])
    except OSError as error:
        logger.warning("letters about a request were not sent: %s", type(error).__name__)
        return False


def preview_move(request: UUID, move: Move) -> tuple[Preview, ...]:
    """Return the letter that a move sends, before it is made; nothing where nobody is written to."""
    notice = replace(find_notice(request, move, on=timezone.localdate()), text="…")
    return write_both(lambda: write_notice(notice, TOLD[move])) if notice.accounts else ()


def ask_for_use(request: UUID) -> None:
    """Write to who asked, once the time is over, to state what was used; raises what sending raises."""
    notice = find_notice(request, Move.ACCEPT, on=timezone.localdate())
    letters = [_write(notice, account, IS_OVER, quotes=False) for account in notice.accounts]
    _send([one for one in letters if one is not None])


def _send(letters: list[EmailMessage]) -> bool:
    # One call of the mail server for all of them.
    return get_connection().send_messages(letters) == len(letters) if letters else True


def _write(
    notice: Notice, account: UUID, sentence: str, *, quotes: bool = True
) -> EmailMessage | None:
    """Return the letter in the language of its reader; None when the account was closed since."""
    reader = get_account(account)
    if not reader.is_active:
        return None
    with override(get_language_of(reader)):
        letter = write_notice(notice, sentence, quotes=quotes)
    return EmailMessage(letter.subject, letter.body, None, [reader.email])


def write_notice(notice: Notice, sentence: str, *, quotes: bool = True) -> Written:
    """Return a letter about a request, which begins with a sentence of `TOLD`, in the language that is active."""
    language = get_reader_language()
    names = (notice.offer.name_fr, notice.offer.name_en)
    offer = make_line(
        (names[0] if language == "fr" else names[1]) or names[0] or names[1], LONGEST_TITLE
    )
    told = _(sentence).format(
        person=make_line(notice.asked_by_name, LONGEST_TITLE),
        organisation=make_line(notice.organisation.to_name(language), LONGEST_TITLE),
        keeper=make_line(notice.keeper.to_name(language), LONGEST_TITLE),
        offer=offer,
    )
    do = _(TO_DO.get(notice.move, gettext_noop("Read it here:")))
    address = settings.CORDEE_ADDRESS + reverse("directory:request", args=[notice.request])
    parts = [told, _say_wanted(notice), quote(notice.text) if quotes else ""]
    text = "\n\n".join(filter(None, [*parts, f"{do}\n{address}"]))
    return Written(_("[Cordée] Request: {offer}").format(offer=offer), text)


def _say_wanted(notice: Notice) -> str:
    start, end = notice.wanted_from, notice.wanted_until
    if start and end:
        said = _("Wanted from {start} to {end}.")
    elif start:
        said = _("Wanted from {start}.")
    else:
        said = _("Wanted until {end}.") if end else ""
    return said.format(
        start=format_date(start) if start else "", end=format_date(end) if end else ""
    )
