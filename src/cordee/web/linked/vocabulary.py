"""Addresses of terms that others chose, and of the few that are ours.

CERIF 2 is euroCRIS' refactored model, which it calls experimental (github.com/EuroCRIS/CERIF-Core, entities/;
how its addresses are made: CERIF-InstrumentsModule, examples/01_Ocean_Surveyor). Where it has an entity but no
attribute for what we say, Dublin Core's terms say it; what CERIF 1.6 tells apart and CERIF 2's core does not
(facility, equipment, service) is told by the addresses of its model, as OpenAIRE's guidelines name them.
"""

from __future__ import annotations


CERIF_2 = "https://w3id.org/cerif2/"
CERIF_MODEL = "https://w3id.org/cerif/model#"
TERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
OURS = "https://cordee.invalid/vocab/Terms#"
"""Ours, for what no vocabulary known to us has. The name leads nowhere, on purpose (RFC 2606)."""

INFRASTRUCTURE = f"{CERIF_2}Infrastructure"
INFRASTRUCTURE_TITLE = f"{CERIF_2}Infrastructure#title"
HAS_CONTRIBUTION = f"{CERIF_2}Infrastructure#hasContribution"
OWNERSHIP = f"{CERIF_2}instruments/Infrastructure_Ownership"
HAS_ACTOR = f"{CERIF_2}Activity#hasActor"
ORGANISATION = f"{CERIF_2}Organisation_Unit"
ORGANISATION_NAME = f"{CERIF_2}Group_or_Organisation_Unit#name"
ORGANISATION_ACRONYM = f"{CERIF_2}Group_or_Organisation_Unit#acronym"
PERSON = f"{CERIF_2}Person"
HAS_IDENTIFIER = f"{CERIF_2}Agent#hasIdentifier"
ROR = f"{CERIF_2}ROR_Identifier"
ROR_ID = f"{CERIF_2}ROR_Identifier#rorId"
ROR_TYPE = f"{CERIF_2}ROR_ID"
ORCID = f"{CERIF_2}ORCID_Identifier"
ORCID_ID = f"{CERIF_2}ORCID_Identifier#orcidId"
ORCID_TYPE = f"{CERIF_2}ORCID_iD"
FUNDING = f"{CERIF_2}Funding"
FUNDING_AMOUNT = f"{CERIF_2}Funding#amount"
FUNDING_PART_OF = f"{CERIF_2}Funding#isPartOf"
MONEY = f"{CERIF_2}Monetary_Amount"
MONEY_AMOUNT = f"{CERIF_2}Monetary_Amount#amount"
MONEY_CURRENCY = f"{CERIF_2}Monetary_Amount#currencyCode"
CALL = f"{CERIF_2}Call_for_Applications"
FUNDING_CALL = f"{CERIF_2}Call_for_Funding_Applications"
DEADLINE = f"{CERIF_2}Call_for_Applications#deadline"
INVITER = f"{CERIF_2}Call_for_Applications#inviter"
OFFER = f"{CERIF_2}Resource_Offer"
OFFERS = f"{CERIF_2}Resource_Offer#offers"
HAS_CONDITION = f"{CERIF_2}Resource_Offer#hasCondition"
CONDITION = f"{CERIF_2}Condition"
SKILL = f"{CERIF_2}Expertise_and_Skills"
SKILL_LABEL = f"{CERIF_2}Expertise_and_Skills#label"
POSSESSION = f"{CERIF_2}Expertise_and_Skills_Possession"
# So spelt in the model.
POSSESSES = f"{CERIF_2}Expertise_and_Skills_Possession#posesses"
OF_AGENT = f"{CERIF_2}Expertise_and_Skills_Possession#ofAgent"
PRIZE = f"{CERIF_2}Prize"
PRIZE_NAME = f"{CERIF_2}Prize#name"
PRIZE_CONTRIBUTION = f"{CERIF_2}Prize#hasContribution"
TO_PRIZE = f"{CERIF_2}Contribution_to_Prize"

TITLE = f"{TERMS}title"
DESCRIPTION = f"{TERMS}description"
IDENTIFIER = f"{TERMS}identifier"
PUBLISHER = f"{TERMS}publisher"
PART_OF = f"{TERMS}isPartOf"
AVAILABLE = f"{TERMS}available"
VALID = f"{TERMS}valid"

DATE = f"{XSD}date"
MOMENT = f"{XSD}dateTime"
DECIMAL = f"{XSD}decimal"

INSTRUMENT = f"{OURS}Instrument"
OPENS = f"{OURS}opens"
DEMONSTRATION = f"{OURS}Demonstration"
