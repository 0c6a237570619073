"""What the frame around each page needs: language, theme, version."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.web.account_tabs import present_account_tabs
from cordee.web.actors import get_account
from cordee.web.house import get_house
from cordee.web.tabs import Tab, present_tabs


VERSION = version("cordee")
THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class Frame:
    template: str
    language: str
    languages: tuple[LanguageLink, ...]
    theme: str
    version: str
    place: str
    room: str
    tabs: tuple[Tab, ...]
    account: str
    account_tabs: tuple[Tab, ...]
    texts: dict[str, str]
    house: str
    is_demonstration: bool


def get_texts() -> dict[str, str]:
    """Return the sentences that scripts show, in the reader's language."""
    return {
        "copied": _("Link copied"),
        "command_copied": _("Command copied"),
        "dark": _("Dark colours"),
        "light": _("Light colours"),
        "unreachable": _("The server cannot be reached. Check the connection and try again."),
        "chart_failed": _("The chart could not be drawn. The table says the same."),
    }


def present_frame(request: HttpRequest) -> dict[str, Frame]:
    language = get_language() or settings.LANGUAGE_CODE
    links = []
    for code, name in settings.LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        links.append(LanguageLink(code, name, f"?{query.urlencode()}", code == language))
    theme = request.COOKIES.get("cordee_theme", "")
    # htmx asks for a part of the page; only the part is made, which halves the work.
    partial = bool(getattr(request, "htmx", False))
    match, account, house = request.resolver_match, get_account(request), get_house()
    frame = Frame(
        template="part.html" if partial else "base.html",
        language=language,
        languages=tuple(links),
        theme=theme if theme in THEMES else "",
        version=VERSION,
        place=match.url_name or "" if match else "",
        room=match.app_name if match else "",
        tabs=present_tabs(request.GET, match.view_name if match else ""),
        account=str(account) if account else "",
        account_tabs=present_account_tabs(request) if account else (),
        texts=get_texts(),
        house=house.name,
        is_demonstration=house.is_demonstration,
    )
    return {"frame": frame}
