"""What the page of an organisation shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.directory.queries.exchanges import OfferTold
from cordee.directory.queries.organisations import LinkTold, OrganisationRecord
from cordee.directory.queries.people import InvolvementTold, SkillTold
from cordee.directory.queries.resources import ResourceTold
from cordee.directory.queries.themes import TieTold
from cordee.directory.states import STANDING_NAMES, STANDINGS_FOUND_BACKWARDS, Sort, Standing
from cordee.web.pages.directory.presenters.exchanges import present_offers
from cordee.web.pages.directory.presenters.kept import (
    present_people,
    present_resources,
    present_skills,
    present_ties,
)
from cordee.web.pages.directory.presenters.records import (
    Act,
    Fact,
    Line,
    RecordPage,
    Section,
    choose_text,
    get_organisation_address,
    is_past,
    join_facts,
    list_notes,
    name_other,
    say_dates,
    say_name,
    say_sort,
    sort_lines,
)
from cordee.web.wording import format_count, format_country, format_date


def present_organisation(
    record: OrganisationRecord,
    involved: tuple[tuple[InvolvementTold, ...], int],
    resources: tuple[ResourceTold, ...],
    skills: tuple[SkillTold, ...],
    offers: tuple[OfferTold, ...],
    ties: tuple[TieTold, ...],
    *,
    on: date,
) -> RecordPage:
    named = record.named
    notes = list_notes(
        confirmed_on=record.confirmed_on,
        is_confirmed=record.is_confirmed,
        end=record.end,
        is_demonstration=record.is_demonstration,
        on=on,
    )
    return RecordPage(
        title=say_name(named),
        sort=say_sort(Sort(named.kind.value)),
        other_name=name_other(named.name_fr, named.name_en),
        is_old=bool(notes) and not (record.is_demonstration and len(notes) == 1),
        notes=notes,
        facts=_list_facts(record),
        description=choose_text(record.description_fr, record.description_en),
        sections=(
            *_present_links(record, on=on),
            *_present_belongings(record, involved, resources, skills, on=on),
            *_present_offers(record, offers, on=on),
            *present_ties(ties, on=on),
        ),
        acts=_list_acts(record, on=on),
        history_address=_find_history(record),
    )


def name_standing(link: LinkTold) -> str:
    names = STANDING_NAMES if link.forwards else STANDINGS_FOUND_BACKWARDS
    return str(names[link.standing])


def _list_facts(record: OrganisationRecord) -> tuple[Fact, ...]:
    named = record.named
    place = ", ".join(
        filter(None, (record.city, format_country(named.country) if named.country else ""))
    )
    ror = named.ror or ""
    return join_facts(
        Fact(_("Acronym"), named.acronym),
        Fact(_("Place"), place),
        Fact(_("Existed"), say_dates(record.start, record.end)),
        Fact(_("Website"), record.website, record.website),
        Fact("ROR", ror, f"https://ror.org/{ror}"),
        Fact(_("Other names"), ", ".join(record.other_names[:8])),
        Fact(_("Kept by"), say_name(record.keeper), get_organisation_address(record.keeper.id))
        if record.keeper
        else None,
        Fact(
            _("Confirmed on"),
            format_date(record.confirmed_on) if record.confirmed_on else _("never"),
        ),
        Fact(_("In the observatory"), _("Figures"), _ask("observatory:home", org=ror))
        if ror
        else None,
        Fact(
            _("Dossier"),
            _("Everything published on one page"),
            _ask("dossiers:dossiers", org=ror),
        )
        if ror
        else None,
    )


def _ask(name: str, **values: str) -> str:
    return f"{reverse(name)}?{urlencode(values)}"


def _present_offers(
    record: OrganisationRecord, offers: tuple[OfferTold, ...], *, on: date
) -> tuple[Section, ...]:
    new = f"{reverse('directory:new_offer')}?at={record.named.id}" if record.may_edit_team else ""
    shown = present_offers(offers, new, on=on)
    return (shown,) if shown.lines or shown.acts else ()


def _present_belongings(
    record: OrganisationRecord,
    involved: tuple[tuple[InvolvementTold, ...], int],
    resources: tuple[ResourceTold, ...],
    skills: tuple[SkillTold, ...],
    *,
    on: date,
) -> tuple[Section, ...]:
    """Return who is there, what is there and what they can do; nothing of what is empty to a reader."""
    here = f"?at={record.named.id}"
    may = record.may_edit_team
    people, left = involved
    shown = present_people(people, on=on)
    if left:
        more = ngettext(
            "{count} further person is found by the search.",
            "{count} further people are found by the search.",
            left,
        )
        shown = replace(shown, lines=(*shown.lines, Line(more.format(count=format_count(left)))))
    if may:
        new = reverse("directory:new_person") + here
        shown = replace(shown, acts=(Act(_("Add"), new, about=shown.title),))
    sections = (
        shown,
        present_resources(
            resources,
            _("Facilities, equipment and services"),
            reverse("directory:new_resource") + here if may else "",
            on=on,
        ),
        present_skills(
            skills,
            reverse("directory:new_team_skill", args=[record.named.id]) if may else "",
            may_end=may,
            on=on,
        ),
    )
    return tuple(one for one in sections if one.lines or one.acts)


def _present_links(record: OrganisationRecord, *, on: date) -> tuple[Section, ...]:
    """Return one section for each way of standing to others, those of the reader's own first."""
    groups: dict[str, list[Line]] = {}
    for link in sorted(
        record.links, key=lambda one: (not one.forwards, list(Standing).index(one.standing))
    ):
        groups.setdefault(name_standing(link), []).append(_present_link(record, link, on=on))
    if record.links_left:
        left = ngettext(
            "{count} further link is not shown.",
            "{count} further links are not shown.",
            record.links_left,
        )
        groups[_("and others")] = [Line(left.format(count=format_count(record.links_left)))]
    new = Act(_("Link to an organisation"), reverse("directory:new_link", args=[record.named.id]))
    sections = [
        Section(id=f"links-{place}", title=capfirst(name), lines=sort_lines(lines))
        for place, (name, lines) in enumerate(groups.items(), start=1)
    ]
    if not sections or record.may_edit:
        told = _("Nothing is written yet of what it is part of or who belongs to it.")
        empty = Section(
            id="links",
            title=_("How it stands to others"),
            lines=(),
            empty="" if sections else told,
            acts=(new,) if record.may_edit else (),
        )
        sections.insert(0, empty)
    return tuple(sections)


def _present_link(record: OrganisationRecord, link: LinkTold, *, on: date) -> Line:
    is_over = is_past(link.end, on=on)
    may_end = record.may_edit and link.end is None
    other = say_name(link.other)
    # What a part is part of is the part's to say.
    reaches_here = not link.forwards and link.standing in {
        Standing.PART_OF,
        Standing.SUPERVISED_BY,
    }
    end = Act(_("End"), reverse("directory:end_link", args=[record.named.id, link.id]), about=other)
    return Line(
        text=other,
        address=get_organisation_address(link.other.id),
        dates=say_dates(link.start, link.end),
        is_past=is_over,
        acts=(end,) if may_end and not reaches_here else (),
    )


def _list_acts(record: OrganisationRecord, *, on: date) -> tuple[Act, ...]:
    here = [record.named.id]
    acts = []
    if record.may_edit:
        acts.append(Act(_("Change the entry"), reverse("directory:change_organisation", args=here)))
        if not record.end:
            acts.append(Act(_("End"), reverse("directory:end_organisation", args=here)))
    if record.may_confirm and record.confirmed_on != on:
        acts.append(
            Act(
                _("Confirm that this is true"),
                reverse("directory:confirm_organisation", args=here),
                is_button=True,
            )
        )
    return tuple(acts)


def _find_history(record: OrganisationRecord) -> str:
    if not record.may_audit:
        return ""
    return _ask("accounts:audit", kind="organisation", record=str(record.named.id))
