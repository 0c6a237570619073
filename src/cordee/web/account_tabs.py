"""The pages of one's own account, one beside the other."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.ledger.rights import list_reached
from cordee.ledger.states import Action
from cordee.web.actors import get_actor
from cordee.web.background import may_begin
from cordee.web.configuring import may_configure
from cordee.web.tabs import Tab


def present_account_tabs(request: HttpRequest) -> tuple[Tab, ...]:
    """Return the tabs; the page asked for, or the one it stands under, is the current one."""
    pages = {
        "accounts:mine": _("My account"),
        "mfa_index": _("Security of the account"),
        "account_change_password": _("Password"),
        "account_email": _("E-mail address"),
        "usersessions_list": _("Where I am signed in"),
        "accounts:tokens": _("Access tokens"),
    }
    if settings.SOCIALACCOUNT_PROVIDERS:
        pages["socialaccount_connections"] = _("Other accounts")
    if may_begin(get_actor(request), on=timezone.localdate()):
        pages["jobs:jobs"] = _("Long work")
    if list_reached(get_actor(request), Action.SEE_AUDIT, on=timezone.localdate()):
        pages["accounts:audit"] = _("Audit")
    if may_configure(get_actor(request), on=timezone.localdate()):
        pages["settings:settings"] = _("Settings")
    here = request.resolver_match.view_name if request.resolver_match else ""
    if here.startswith("settings:"):
        here = "settings:settings"
    if here == "accounts:new_token":
        here = "accounts:tokens"
    if here.startswith("mfa_"):
        here = "mfa_index"
    return tuple(Tab(text, reverse(name), name == here) for name, text in pages.items())
