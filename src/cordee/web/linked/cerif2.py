"""What OpenAIRE-CERIF has no place for, in the words of CERIF 2: from values to statements.

Pure: it reads nothing. What is referred to is told too, or not referred to: the values come so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from cordee.directory.queries.published_offers import NamedAgent, OfferedResource, OfferedSkill
from cordee.directory.states import ResourceKind
from cordee.programmes.queries.published_offers import (
    OfferedCall,
    OfferedInstrument,
    OfferedPrize,
)
from cordee.web.linked import vocabulary as v
from cordee.web.linked.nodes import Data, Link, Node, Text, Value
from cordee.web.oai.cerif import clean, read_orcid, read_ror


Said = list[tuple[str, Value]]

_MODEL_KINDS = {
    ResourceKind.FACILITY: "Facility",
    ResourceKind.EQUIPMENT: "Equipment",
    ResourceKind.SERVICE: "Service",
}
"""What the model of CERIF 1.6 calls each kind of infrastructure; CERIF 2's core has one word for all."""


@dataclass(frozen=True)
class Told:
    """All that is told, and those whom it refers to."""

    agents: tuple[NamedAgent, ...] = ()
    resources: tuple[OfferedResource, ...] = ()
    skills: tuple[OfferedSkill, ...] = ()
    instruments: tuple[OfferedInstrument, ...] = ()
    calls: tuple[OfferedCall, ...] = ()
    prizes: tuple[OfferedPrize, ...] = ()


@dataclass(frozen=True)
class Namer:
    """Gives each record its address: a part of the document, so that it leads there."""

    document: str
    people: frozenset[UUID] = field(default_factory=frozenset)

    def name(self, sort: str, identifier: UUID) -> str:
        """Return the address of a record of a sort."""
        return f"{self.document}#{sort}-{identifier}"

    def name_agent(self, identifier: UUID) -> str:
        """Return the address of an organisation or a person."""
        return self.name("Person" if identifier in self.people else "Organisation", identifier)


def list_nodes(told: Told, document: str) -> Iterator[Node]:
    """Yield the statements of all that is told, a record at a time; `document` is where they stand."""
    namer = Namer(document, frozenset(one.id for one in told.agents if one.is_person))
    for agent in told.agents:
        yield _make_agent(agent, namer)
    for resource in told.resources:
        yield _make_resource(resource, namer)
        if resource.is_open:
            yield _make_offer(resource, namer)
    for skill in told.skills:
        yield from _make_skill(skill, namer)
    for instrument in told.instruments:
        yield _make_instrument(instrument, namer)
    for call in told.calls:
        yield _make_call(call, namer)
    for prize in told.prizes:
        yield _make_prize(prize, namer)


def _make_agent(one: NamedAgent, namer: Namer) -> Node:
    said: Said = []
    if one.is_person:
        said += _say(v.TITLE, *one.names)
        if orcid := read_orcid(one.identifier):
            bare = orcid.rpartition("/")[2]
            said.append((v.HAS_IDENTIFIER, _identify(v.ORCID, v.ORCID_ID, bare, v.ORCID_TYPE)))
        return Node(namer.name("Person", one.id), (v.PERSON,), tuple(said))
    said += _say(v.ORGANISATION_NAME, *one.names)
    said += _say(v.ORGANISATION_ACRONYM, ("", one.acronym))
    if ror := read_ror(one.identifier):
        bare = ror.rpartition("/")[2]
        said.append((v.HAS_IDENTIFIER, _identify(v.ROR, v.ROR_ID, bare, v.ROR_TYPE)))
    return Node(namer.name("Organisation", one.id), (v.ORGANISATION,), tuple(said))


def _make_resource(one: OfferedResource, namer: Namer) -> Node:
    said = _say(v.INFRASTRUCTURE_TITLE, ("fr", one.name_fr), ("en", one.name_en))
    said += _say(v.DESCRIPTION, ("fr", one.description_fr), ("en", one.description_en))
    if one.owner is not None:
        owner = Link(namer.name_agent(one.owner))
        said.append((v.HAS_CONTRIBUTION, Node("", (v.OWNERSHIP,), ((v.HAS_ACTOR, owner),))))
    if one.parent is not None:
        said.append((v.PART_OF, Link(namer.name("Infrastructure", one.parent))))
    kinds = (v.INFRASTRUCTURE, f"{v.CERIF_MODEL}{_MODEL_KINDS[one.kind]}")
    address = namer.name("Infrastructure", one.id)
    return Node(address, _mark(kinds, is_demonstration=one.is_demonstration), tuple(said))


def _make_offer(one: OfferedResource, namer: Namer) -> Node:
    """Say that anyone may ask for it, and on which conditions."""
    said: Said = [(v.OFFERS, Link(namer.name("Infrastructure", one.id)))]
    conditions = _say(v.DESCRIPTION, ("fr", one.conditions_fr), ("en", one.conditions_en))
    if conditions:
        said.append((v.HAS_CONDITION, Node("", (v.CONDITION,), tuple(conditions))))
    kinds = _mark((v.OFFER,), is_demonstration=one.is_demonstration)
    return Node(namer.name("Offer", one.id), kinds, tuple(said))


def _make_skill(one: OfferedSkill, namer: Namer) -> Iterator[Node]:
    address = namer.name("Skill", one.id)
    said = _say(v.SKILL_LABEL, ("fr", one.name_fr), ("en", one.name_en))
    kinds = _mark((v.SKILL,), is_demonstration=one.is_demonstration)
    yield Node(address, kinds, tuple(said))
    owner = one.person or one.organisation
    assert owner is not None
    yield Node(
        namer.name("Possession", one.id),
        (v.POSSESSION,),
        ((v.POSSESSES, Link(address)), (v.OF_AGENT, Link(namer.name_agent(owner)))),
    )


def _make_instrument(one: OfferedInstrument, namer: Namer) -> Node:
    said = _say(v.TITLE, ("fr", one.name_fr), ("en", one.name_en))
    said += _say(v.DESCRIPTION, ("fr", one.summary_fr), ("en", one.summary_en))
    said += _say(v.IDENTIFIER, ("", one.code))
    if one.office is not None:
        said.append((v.PUBLISHER, Link(namer.name_agent(one.office))))
    kinds = (v.INSTRUMENT, *((v.FUNDING,) if one.funds else ()))
    address = namer.name("Instrument", one.id)
    return Node(address, _mark(kinds, is_demonstration=one.is_demonstration), tuple(said))


def _make_call(one: OfferedCall, namer: Namer) -> Node:
    said = _say(v.TITLE, ("fr", one.title_fr), ("en", one.title_en))
    said += _say(v.DESCRIPTION, ("fr", one.text_fr), ("en", one.text_en))
    if one.opens_at is not None:
        said.append((v.AVAILABLE, Data(one.opens_at.isoformat(), v.MOMENT)))
    if one.closes_at is not None:
        # The model knows the day alone, the moment is what counts: both are told.
        said.append((v.DEADLINE, Data(one.closes_at.date().isoformat(), v.DATE)))
        said.append((v.VALID, Data(one.closes_at.isoformat(), v.MOMENT)))
    if one.office is not None:
        said.append((v.INVITER, Link(namer.name_agent(one.office))))
    instrument = namer.name("Instrument", one.instrument) if one.instrument else ""
    if instrument:
        said.append((v.OPENS, Link(instrument)))
    if one.funds:
        said.append((v.OFFERS, _offer_money(one, instrument)))
    kinds = (v.FUNDING_CALL if one.funds else v.CALL,)
    address = namer.name("Call", one.id)
    return Node(address, _mark(kinds, is_demonstration=one.is_demonstration), tuple(said))


def _offer_money(one: OfferedCall, instrument: str) -> Node:
    money: Said = []
    if one.envelope is not None:
        amount = Data(f"{one.envelope:f}", v.DECIMAL)
        parts = ((v.MONEY_AMOUNT, amount), (v.MONEY_CURRENCY, Text(clean(one.currency))))
        money.append((v.FUNDING_AMOUNT, Node("", (v.MONEY,), parts)))
    if instrument:
        money.append((v.FUNDING_PART_OF, Link(instrument)))
    return Node("", (v.FUNDING,), tuple(money))


def _make_prize(one: OfferedPrize, namer: Namer) -> Node:
    said = _say(v.PRIZE_NAME, ("", one.title))
    said += _say(v.DESCRIPTION, ("", one.description))
    for name, day in ((v.AVAILABLE, one.starts_on), (v.VALID, one.ends_on)):
        if day is not None:
            said.append((name, Data(day.isoformat(), v.DATE)))
    if one.office is not None:
        office = Link(namer.name_agent(one.office))
        said.append((v.PRIZE_CONTRIBUTION, Node("", (v.TO_PRIZE,), ((v.HAS_ACTOR, office),))))
    kinds = _mark((v.PRIZE,), is_demonstration=one.is_demonstration)
    return Node(namer.name("Prize", one.id), kinds, tuple(said))


def _identify(kind: str, predicate: str, text: str, datatype: str) -> Node:
    return Node("", (kind,), ((predicate, Data(text, datatype)),))


def _say(predicate: str, *texts: tuple[str, str]) -> Said:
    """Return what is said in each language that has a text."""
    return [(predicate, Text(clean(text), language)) for language, text in texts if clean(text)]


def _mark(kinds: tuple[str, ...], *, is_demonstration: bool) -> tuple[str, ...]:
    return (*kinds, v.DEMONSTRATION) if is_demonstration else kinds
