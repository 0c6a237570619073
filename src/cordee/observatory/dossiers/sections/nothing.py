"""What to say when the home and the subject have no works in common, and what one can do."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Block, Column, Kind, Paragraph, Section, Table
from cordee.observatory.dossiers.sections.heads import say_own_works
from cordee.observatory.dossiers.subject import SubjectKind


GO_BETWEENS = 10
"""Organisations of our country that do publish with the country: whom one could ask."""


def describe_nothing(inquiry: Inquiry) -> Section:
    """Return the one section of a dossier without works."""
    say = inquiry.say
    home = inquiry.get_home()
    if not home.works:
        text = N_("No work of this lake and this period names {home}.")
    else:
        text = N_("In this period {home} has {works} works, and none of them with this subject.")
    blocks: list[Block] = [
        Paragraph(say(text, home=inquiry.name_home(), works=home.works)),
        Paragraph(
            say(
                N_(
                    "What can be done: choose a longer period; count the parts of the home, such as "
                    "its hospitals or institutes; bring more works into the lake."
                )
            )
        ),
    ]
    if inquiry.subject.kind in (SubjectKind.ORGANISATION, SubjectKind.PAIR):
        blocks += say_own_works(inquiry)
    if inquiry.country:
        blocks += _list_go_betweens(inquiry)
    return Section("overview", say(N_("No works in common")), tuple(blocks))


def _list_go_betweens(inquiry: Inquiry) -> list[Block]:
    say, home = inquiry.say, inquiry.get_home()
    side = inquiry.observatory.get_other_side(inquiry.question, inquiry.country)
    rows = [one for one in side.organisations if one.country in home.home_countries][:GO_BETWEENS]
    if not rows:
        return []
    return [
        Table(
            name="go-betweens",
            title=say(N_("Who in our country publishes with it")),
            columns=(
                Column(say(N_("Organisation")), Kind.TEXT),
                Column(say(N_("Works with it")), Kind.COUNT),
            ),
            rows=tuple((one.name, one.works) for one in rows),
            definition="other_side",
            link="",
            links=tuple(
                inquiry.look_from(one.key).links.to_all_works(("country", inquiry.country))
                for one in rows
            ),
        )
    ]
