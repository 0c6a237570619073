"""Why a candidate was taken or left: codes kept in the lake, sentences for people."""

from __future__ import annotations

from enum import StrEnum

from cordee.kernel.messages import N_


class Reason(StrEnum):
    """Why an organisation was accepted, or a candidate refused; the value stands in the lake."""

    IDENTIFIER = "identifier"
    NAME = "name"
    NAME_COUNTRY = "name_country"
    NAME_CITY = "name_city"
    NAME_RELATIVE = "name_relative"
    NAME_PREFERRED = "name_preferred"
    ACRONYM = "acronym"
    ACRONYM_COUNTRY = "acronym_country"
    ACRONYM_CITY = "acronym_city"
    ACRONYM_RELATIVE = "acronym_relative"
    INSERM_UNIT = "inserm_unit"
    CNRS_UNIT = "cnrs_unit"
    WORDS = "words"
    SPELLING = "spelling"
    CORRECTION = "correction"

    REFUSED_COUNTRY = "refused_country"
    REFUSED_AMBIGUOUS = "refused_ambiguous"
    REFUSED_GENERIC = "refused_generic"
    REFUSED_PLACE = "refused_place"
    REFUSED_ACRONYM = "refused_acronym"
    REFUSED_OVERLAP = "refused_overlap"
    REFUSED_PARTIAL = "refused_partial"
    REFUSED_OTHER_TOWN = "refused_other_town"
    REFUSED_PARENT = "refused_parent"
    REFUSED_REPEATED = "refused_repeated"
    REFUSED_OTHER = "refused_other"
    REFUSED_WEAK = "refused_weak"


ACCEPTED = (
    Reason.NAME,
    Reason.NAME_COUNTRY,
    Reason.NAME_CITY,
    Reason.NAME_RELATIVE,
    Reason.NAME_PREFERRED,
    Reason.ACRONYM,
    Reason.ACRONYM_COUNTRY,
    Reason.ACRONYM_CITY,
    Reason.ACRONYM_RELATIVE,
    Reason.INSERM_UNIT,
    Reason.CNRS_UNIT,
    Reason.WORDS,
    Reason.SPELLING,
)
"""The reasons the kernels give, by their number there."""

SENTENCES: dict[Reason, str] = {
    Reason.IDENTIFIER: N_("The text gives the identifier of this organisation."),
    Reason.NAME: N_("The text holds a name that only this organisation has."),
    Reason.NAME_COUNTRY: N_(
        "Several organisations have this name; the country in the text decides for this one."
    ),
    Reason.NAME_CITY: N_(
        "Several organisations have this name; the town in the text decides for this one."
    ),
    Reason.NAME_RELATIVE: N_(
        "Several organisations have this name; another organisation in the text is tied to this one."
    ),
    Reason.NAME_PREFERRED: N_(
        "Several organisations have this name; it is the main name of this one alone."
    ),
    Reason.ACRONYM: N_("The text holds an acronym that only this organisation has."),
    Reason.ACRONYM_COUNTRY: N_("The acronym of this organisation stands with its country."),
    Reason.ACRONYM_CITY: N_("The acronym of this organisation stands with its town."),
    Reason.ACRONYM_RELATIVE: N_(
        "The acronym of this organisation stands with an organisation tied to it."
    ),
    Reason.INSERM_UNIT: N_("The text gives the number of an Inserm unit in a French address."),
    Reason.CNRS_UNIT: N_("The text gives the number of a CNRS joint unit in a French address."),
    Reason.WORDS: N_("The text holds the words of this name, in another order or with others."),
    Reason.SPELLING: N_("The text holds this name, misspelt by a letter."),
    Reason.CORRECTION: N_("A reviewed correction says that this text names this organisation."),
    Reason.REFUSED_COUNTRY: N_("This organisation is in another country than the text says."),
    Reason.REFUSED_AMBIGUOUS: N_(
        "Several organisations have this name and nothing in the text decides between them."
    ),
    Reason.REFUSED_GENERIC: N_(
        "The name is made of words that many organisations share, and nothing confirms it."
    ),
    Reason.REFUSED_PLACE: N_("The word is the name of a place; a place alone names nobody."),
    Reason.REFUSED_ACRONYM: N_(
        "Nothing in the text (country, town, related organisation) confirms the acronym."
    ),
    Reason.REFUSED_OVERLAP: N_("A longer name found at the same place was taken instead."),
    Reason.REFUSED_PARTIAL: N_("It is a part of a longer name that the registry does not have."),
    Reason.REFUSED_OTHER_TOWN: N_(
        "The full name of this organisation ends with its town, and the text names another town."
    ),
    Reason.REFUSED_PARENT: N_(
        "The organisation named before it is a part of it; the level named is the one kept."
    ),
    Reason.REFUSED_REPEATED: N_(
        "The same organisation is named more clearly elsewhere in the text."
    ),
    Reason.REFUSED_WEAK: N_(
        "Taken together, what speaks for it does not outweigh what speaks against it."
    ),
    Reason.REFUSED_OTHER: N_("Another organisation of this name fits the text better."),
}
"""One whole sentence a code, marked for translation."""
