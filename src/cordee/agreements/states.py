"""What agreements are, what they need, what they permit: the words and the lists."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What an agreement is."""

    MOU = "mou"
    LETTER_OF_INTENT = "letter_of_intent"
    FRAMEWORK = "framework"
    SPECIFIC = "specific"
    CONSORTIUM = "consortium"
    MATERIAL_TRANSFER = "material_transfer"
    DATA_TRANSFER = "data_transfer"
    JOINT_LABORATORY = "joint_laboratory"
    INTERNATIONAL_UNIT = "international_unit"
    NETWORK = "network"
    HOSTING = "hosting"
    TRAINING = "training"
    ALLIANCE = "alliance"


KIND_NAMES = {
    Kind.MOU: _("memorandum of understanding"),
    Kind.LETTER_OF_INTENT: _("letter of intent"),
    Kind.FRAMEWORK: _("framework agreement"),
    Kind.SPECIFIC: _("specific agreement"),
    Kind.CONSORTIUM: _("consortium agreement"),
    Kind.MATERIAL_TRANSFER: _("material transfer agreement"),
    Kind.DATA_TRANSFER: _("data transfer agreement"),
    Kind.JOINT_LABORATORY: _("joint laboratory"),
    Kind.INTERNATIONAL_UNIT: _("international unit"),
    Kind.NETWORK: _("international network"),
    Kind.HOSTING: _("hosting agreement"),
    Kind.TRAINING: _("training agreement"),
    Kind.ALLIANCE: _("alliance agreement"),
}

NON_BINDING = frozenset({Kind.MOU, Kind.LETTER_OF_INTENT})
"""Kinds that bind nobody in law and so carry no money."""


class PartyRole(StrEnum):
    """What an organisation is in an agreement. Every party signs."""

    PARTY = "party"
    COORDINATOR = "coordinator"
    HOST = "host"
    PROVIDER = "provider"
    RECIPIENT = "recipient"
    FUNDER = "funder"


PARTY_ROLE_NAMES = {
    PartyRole.PARTY: _("party"),
    PartyRole.COORDINATOR: _("coordinator"),
    PartyRole.HOST: _("host"),
    PartyRole.PROVIDER: _("provider"),
    PartyRole.RECIPIENT: _("recipient"),
    PartyRole.FUNDER: _("funder"),
}


class Renewal(StrEnum):
    """How an agreement goes on after its period."""

    NONE = "none"
    AMENDMENT = "amendment"
    TACIT = "tacit"


RENEWAL_NAMES = {
    Renewal.NONE: _("not renewed"),
    Renewal.AMENDMENT: _("renewed by an amendment"),
    Renewal.TACIT: _("renewed tacitly"),
}


class Follows(StrEnum):
    """How an agreement stands to its parent."""

    UNDER = "under"
    REPLACES = "replaces"


FOLLOWS_NAMES = {
    Follows.UNDER: _("made under"),
    Follows.REPLACES: _("replaces"),
}

FOLLOWED_NAMES = {
    Follows.UNDER: _("made under it"),
    Follows.REPLACES: _("replaced by"),
}
"""The same, said on the page of the one that another stands to."""


class ScopeKind(StrEnum):
    """What an agreement is about."""

    THEME = "theme"
    COUNTRY = "country"
    DATA_SET = "data_set"
    PERSON = "person"
    FACILITY = "facility"


SCOPE_NAMES = {
    ScopeKind.THEME: _("themes"),
    ScopeKind.COUNTRY: _("countries"),
    ScopeKind.DATA_SET: _("data sets"),
    ScopeKind.PERSON: _("people"),
    ScopeKind.FACILITY: _("facilities"),
}


class ClauseKind(StrEnum):
    """The clauses that every agreement is read for."""

    INTELLECTUAL_PROPERTY = "intellectual_property"
    DATA_PROTECTION = "data_protection"
    PUBLICATION = "publication"
    LIABILITY = "liability"
    APPLICABLE_LAW = "applicable_law"


CLAUSE_NAMES = {
    ClauseKind.INTELLECTUAL_PROPERTY: _("intellectual property"),
    ClauseKind.DATA_PROTECTION: _("data protection"),
    ClauseKind.PUBLICATION: _("publication"),
    ClauseKind.LIABILITY: _("liability"),
    ClauseKind.APPLICABLE_LAW: _("applicable law"),
}


class ClauseState(StrEnum):
    """What the reading of the text found."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_APPLICABLE = "not_applicable"


CLAUSE_STATE_NAMES = {
    ClauseState.PRESENT: _("present"),
    ClauseState.ABSENT: _("absent"),
    ClauseState.NOT_APPLICABLE: _("not applicable"),
}


class GateKind(StrEnum):
    """The opinions an agreement may need before it is signed."""

    LEGAL = "legal"
    SECURITY = "security"
    ETHICS = "ethics"
    DATA_PROTECTION = "data_protection"
    SANCTIONS = "sanctions"


GATE_NAMES = {
    GateKind.LEGAL: _("legal opinion"),
    GateKind.SECURITY: _("security opinion"),
    GateKind.ETHICS: _("ethics opinion"),
    GateKind.DATA_PROTECTION: _("opinion on data protection"),
    GateKind.SANCTIONS: _("sanctions screening"),
}


class Opinion(StrEnum):
    """What an authority answered."""

    FAVOURABLE = "favourable"
    RESERVATIONS = "reservations"
    UNFAVOURABLE = "unfavourable"


OPINION_NAMES = {
    Opinion.FAVOURABLE: _("favourable"),
    Opinion.RESERVATIONS: _("favourable with reservations"),
    Opinion.UNFAVOURABLE: _("unfavourable"),
}


class AmendmentKind(StrEnum):
    """What an amendment does."""

    CHANGE = "change"
    RENEWAL = "renewal"


AMENDMENT_NAMES = {
    AmendmentKind.CHANGE: _("change of the text"),
    AmendmentKind.RENEWAL: _("renewal"),
}


class DocumentKind(StrEnum):
    """What a document is to its agreement."""

    TEXT = "text"
    SIGNED = "signed"
    ANNEX = "annex"
    AMENDMENT = "amendment"
    OPINION = "opinion"
    LETTER = "letter"


DOCUMENT_NAMES = {
    DocumentKind.TEXT: _("text"),
    DocumentKind.SIGNED: _("signed text"),
    DocumentKind.ANNEX: _("annex"),
    DocumentKind.AMENDMENT: _("amendment"),
    DocumentKind.OPINION: _("opinion"),
    DocumentKind.LETTER: _("letter"),
}


class Permitted(StrEnum):
    """What one party may let another do."""

    SHARE_DATA_SET = "share_data_set"
    ASK_COHORT = "ask_cohort"
    SEE_CASE = "see_case"
    USE_FACILITY = "use_facility"
    HOST_PERSON = "host_person"
    FUND = "fund"


PERMITTED_NAMES = {
    Permitted.SHARE_DATA_SET: _("have a copy of its data sets"),
    Permitted.ASK_COHORT: _("ask its cohorts"),
    Permitted.SEE_CASE: _("see its cases"),
    Permitted.USE_FACILITY: _("use its facilities"),
    Permitted.HOST_PERSON: _("send people whom it hosts"),
    Permitted.FUND: _("receive its funds"),
}
"""Each is said of the party that is permitted, about what belongs to the party that permits."""

LANGUAGE_NAMES = {
    "fr": _("French"),
    "en": _("English"),
    "both": _("French and English"),
    "other": _("another language"),
}

DEED_NAMES = {
    "agreement.take_back": _("took an agreement back with its import"),
    "agreement.create": _("began the agreement"),
    "agreement.change": _("changed the agreement"),
    "agreement.see": _("opened the agreement"),
    "agreement.download": _("took a file of the agreement"),
    "agreement.write": _("wrote the agreement as a Word document"),
    "agreement.notice": _("recorded notice"),
    "agreement.add_party": _("added a party"),
    "agreement.change_party": _("changed a party"),
    "agreement.remove_party": _("took a party out"),
    "agreement.sign": _("recorded a signature"),
    "agreement.clauses": _("filled in the clauses"),
    "agreement.add_gate": _("listed an opinion"),
    "agreement.answer_gate": _("recorded an opinion"),
    "agreement.remove_gate": _("struck an opinion"),
    "agreement.add_permit": _("added a permit"),
    "agreement.change_permit": _("changed a permit"),
    "agreement.remove_permit": _("took a permit out"),
    "agreement.add_amendment": _("recorded an amendment"),
    "agreement.add_document": _("brought in a file"),
    "agreement.route": _("sent the agreement round"),
    "agreement.ask_opinions": _("asked for opinions"),
    "agreement.send_to_signature": _("sent the agreement to signature"),
    "agreement.back_to_draft": _("took the agreement back to draft"),
    "agreement.enter_into_force": _("brought the agreement into force"),
    "agreement.evaluate": _("began the evaluation"),
    "agreement.go_on": _("let the agreement go on unchanged"),
    "agreement.renew": _("renewed the agreement"),
    "agreement.amend": _("amended the agreement"),
    "agreement.suspend": _("suspended the agreement"),
    "agreement.resume": _("resumed the agreement"),
    "agreement.end": _("ended the agreement"),
    "agreement.terminate": _("terminated the agreement"),
    "agreement.abandon": _("abandoned the agreement"),
    "calendar.make": _("made an address for a calendar"),
    "calendar.withdraw": _("withdrew the address of a calendar"),
}
"""What the audit's actions of this room are called."""
