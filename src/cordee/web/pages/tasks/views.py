from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cordee.ledger.queries import get_account
from cordee.web.actors import get_actor, signed_in
from cordee.web.digests import write_digest
from cordee.web.pages.tasks.presenters import present_choices, present_groups
from cordee.web.tasks import Room, list_to_do
from cordee.web.wording import format_count


@signed_in
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    found = list_to_do(get_actor(request), at=timezone.localtime())
    asked = request.GET.get("room", "")
    room = Room(asked) if asked in {one.value for one in Room} else None
    shown = [one for one in found if room is None or one.room is room]
    total = ngettext("{count} thing waits for you", "{count} things wait for you", len(found))
    page = {
        "groups": present_groups(shown),
        "choices": present_choices(found, room),
        "total": total.format(count=format_count(len(found))) if found else "",
        "is_narrowed": room is not None,
    }
    return render(request, "tasks/tasks.html", page)


@signed_in
@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """Show the letter about what waits as it would be sent today, in both languages."""
    actor = get_actor(request)
    assert actor.account is not None
    account = get_account(actor.account)
    letters = [
        write_digest(account, actor, language, at=timezone.localtime()) for language in ("fr", "en")
    ]
    return render(request, "tasks/letter.html", {"letters": letters, "account": account})
