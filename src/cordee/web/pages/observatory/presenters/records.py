"""The card of an organisation: what the registry knows of it, for a reader who checks a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.reference.organisations import Organisation
from cordee.web.wording import format_count, format_seat


ROR_ADDRESS = "https://ror.org/"

MOST_NAMES = 8
"""Other names shown: those in the languages of most readers; the record itself has them all."""


@dataclass(frozen=True)
class Successor:
    name: str
    address: str


@dataclass(frozen=True)
class Card:
    """`facts` are short: acronym, types, when established. `closed` is a sentence or empty."""

    id: str
    name: str
    place: str
    facts: tuple[str, ...]
    names: tuple[str, ...]
    more_names: str
    relations: tuple[str, ...]
    closed: str
    successors: tuple[Successor, ...]
    ror_address: str


def present_card(id_: str, registry: Mapping[str, Organisation]) -> Card:
    """Return the card of `id_`; its id alone when the registry no longer has it."""
    address = f"{ROR_ADDRESS}{id_}"
    one = registry.get(id_)
    if one is None:
        return Card(id_, id_, "", (), (), "", (), "", (), address)
    others = [name.text for name in one.names if name.text not in {one.name, one.acronym}]
    others = list(dict.fromkeys(others))
    more = len(others) - MOST_NAMES
    return Card(
        id=id_,
        name=one.name,
        place=present_place(one),
        facts=_list_facts(one),
        names=tuple(others[:MOST_NAMES]),
        more_names=ngettext("%(count)s other name", "%(count)s other names", more)
        % {"count": format_count(more)}
        if more > 0
        else "",
        relations=_list_relations(one),
        closed=_describe_closing(one),
        successors=tuple(
            Successor(registry[other].name, f"{ROR_ADDRESS}{other}")
            for other in one.successors
            if other in registry
        ),
        ror_address=address,
    )


def present_place(one: Organisation) -> str:
    """Return town and country, as far as they are known."""
    return format_seat(one.city, one.country)


def describe_type(code: str) -> str:
    """Return ROR's type in the reader's language; the code itself if it is a later one's."""
    return {
        "archive": _("archive"),
        "company": _("company"),
        "education": _("education"),
        "facility": _("research facility"),
        "funder": _("funder"),
        "government": _("public authority"),
        "healthcare": _("health care"),
        "nonprofit": _("non-profit organisation"),
        "other": _("other"),
    }.get(code, code)


def _list_facts(one: Organisation) -> tuple[str, ...]:
    facts = [one.acronym or "", *(describe_type(code) for code in one.types)]
    if one.established:
        facts.append(_("established in %(year)s") % {"year": one.established})
    return tuple(fact for fact in facts if fact)


def _list_relations(one: Organisation) -> tuple[str, ...]:
    found = []
    parents, children = len(one.parents), len(one.children)
    if parents:
        text = ngettext("belongs to %(count)s other", "belongs to %(count)s others", parents)
        found.append(text % {"count": format_count(parents)})
    if children:
        text = ngettext("has %(count)s part", "has %(count)s parts", children)
        found.append(text % {"count": format_count(children)})
    return tuple(found)


def _describe_closing(one: Organisation) -> str:
    if one.status == "inactive":
        return _("The registry says that it has closed.")
    if one.status == "withdrawn":
        return _("The registry has withdrawn this record.")
    return ""
