"""What agreements are, what they need, what they permit: the words and the lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cordee.ledger.worded import Worded, list_names


class Kind(Worded):
    """What an agreement is."""

    MOU = "mou", _("memorandum of understanding")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    FRAMEWORK = "framework", _("framework agreement")
    SPECIFIC = "specific", _("specific agreement")
    CONSORTIUM = "consortium", _("consortium agreement")
    MATERIAL_TRANSFER = "material_transfer", _("material transfer agreement")
    DATA_TRANSFER = "data_transfer", _("data transfer agreement")
    JOINT_LABORATORY = "joint_laboratory", _("joint laboratory")
    INTERNATIONAL_UNIT = "international_unit", _("international unit")
    NETWORK = "network", _("international network")
    HOSTING = "hosting", _("hosting agreement")
    TRAINING = "training", _("training agreement")
    ALLIANCE = "alliance", _("alliance agreement")


KIND_NAMES = list_names(Kind)

NON_BINDING = frozenset({Kind.MOU, Kind.LETTER_OF_INTENT})
"""Kinds that bind nobody in law and so carry no money."""


class PartyRole(Worded):
    """What an organisation is in an agreement. Every party signs."""

    PARTY = "party", _("party")
    COORDINATOR = "coordinator", _("coordinator")
    HOST = "host", _("host")
    PROVIDER = "provider", _("provider")
    RECIPIENT = "recipient", _("recipient")
    FUNDER = "funder", _("funder")


PARTY_ROLE_NAMES = list_names(PartyRole)


class Renewal(Worded):
    """How an agreement goes on after its period."""

    NONE = "none", _("not renewed")
    AMENDMENT = "amendment", _("renewed by an amendment")
    TACIT = "tacit", _("renewed tacitly")


RENEWAL_NAMES = list_names(Renewal)


class Follows(Worded):
    """How an agreement stands to its parent."""

    UNDER = "under", _("made under")
    REPLACES = "replaces", _("replaces")


FOLLOWS_NAMES = list_names(Follows)

FOLLOWED_NAMES = {
    Follows.UNDER: _("made under it"),
    Follows.REPLACES: _("replaced by"),
}
"""The same, said on the page of the one that another stands to."""


class ScopeKind(Worded):
    """What an agreement is about."""

    THEME = "theme", _("themes")
    COUNTRY = "country", _("countries")
    DATA_SET = "data_set", _("data sets")
    PERSON = "person", _("people")
    FACILITY = "facility", _("facilities")


SCOPE_NAMES = list_names(ScopeKind)


class ClauseKind(Worded):
    """The clauses that every agreement is read for."""

    INTELLECTUAL_PROPERTY = "intellectual_property", _("intellectual property")
    DATA_PROTECTION = "data_protection", _("data protection")
    PUBLICATION = "publication", _("publication")
    LIABILITY = "liability", _("liability")
    APPLICABLE_LAW = "applicable_law", _("applicable law")


CLAUSE_NAMES = list_names(ClauseKind)


class ClauseState(Worded):
    """What the reading of the text found."""

    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


CLAUSE_STATE_NAMES = list_names(ClauseState)


class GateKind(Worded):
    """The opinions an agreement may need before it is signed."""

    LEGAL = "legal", _("legal opinion")
    SECURITY = "security", _("security opinion")
    ETHICS = "ethics", _("ethics opinion")
    DATA_PROTECTION = "data_protection", _("opinion on data protection")
    SANCTIONS = "sanctions", _("sanctions screening")


GATE_NAMES = list_names(GateKind)


class Opinion(Worded):
    """What an authority answered."""

    FAVOURABLE = "favourable", _("favourable")
    RESERVATIONS = "reservations", _("favourable with reservations")
    UNFAVOURABLE = "unfavourable", _("unfavourable")


OPINION_NAMES = list_names(Opinion)


class AmendmentKind(Worded):
    """What an amendment does."""

    CHANGE = "change", _("change of the text")
    RENEWAL = "renewal", _("renewal")


AMENDMENT_NAMES = list_names(AmendmentKind)


class DocumentKind(Worded):
    """What a document is to its agreement."""

    TEXT = "text", _("text")
    SIGNED = "signed", _("signed text")
    ANNEX = "annex", _("annex")
    AMENDMENT = "amendment", _("amendment")
    OPINION = "opinion", _("opinion")
    LETTER = "letter", _("letter")


DOCUMENT_NAMES = list_names(DocumentKind)


class Permitted(Worded):
    """What one party may let another do."""

    SHARE_DATA_SET = "share_data_set", _("have a copy of its data sets")
    ASK_COHORT = "ask_cohort", _("ask its cohorts")
    SEE_CASE = "see_case", _("see its cases")
    USE_FACILITY = "use_facility", _("use its facilities")
    HOST_PERSON = "host_person", _("send people whom it hosts")
    FUND = "fund", _("receive its funds")


PERMITTED_NAMES = list_names(Permitted)
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

READS = frozenset({"agreement.see", "agreement.download", "agreement.write"})
"""Those that change nothing of an agreement."""
