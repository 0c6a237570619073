"""Telling texts that seem to say something of a patient: missions hold nothing about any."""

from __future__ import annotations

import re


_SIGNS = (
    # A French social security number: sex, year, month, department, commune, order, with its key or not.
    r"\b[12][ .]?\d{2}[ .]?(?:0[1-9]|1[0-2])[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{2})?\b",
    # A patient's number, in French or in English.
    r"\b(?:IPP|NIP|NDA|INS|MRN)\s*(?:n[°ºo]\.?)?\s*:?\s*\d{4,}",
    r"\bpatient[es]?\s*(?:n[°ºo]\.?|no\.?|number|#|id)\s*:?\s*\w*\d",
    r"\b(?:medical|hospital)\s+record\s*(?:n[°ºo]\.?|number|#)?\s*:?\s*\w*\d{3,}",
    r"\bdossier\s+(?:médical|medical|patient)\s*(?:n[°ºo]\.?)?\s*:?\s*\w*\d{3,}",
    # A date of birth.
    r"\b(?:né|née|nee?)(?:\(e\))?\s+le\s+\d{1,2}[ ./-]",
    r"\bborn\s+(?:on\s+)?\d{1,2}[ ./-]",
    r"\b(?:date\s+de\s+naissance|date\s+of\s+birth|DDN|DOB)\b\s*:?\s*\d",
    # A patient called by name.
    r"\b(?:le|la|the|notre|our)?\s*patiente?s?\s*:?\s+(?:M\.|Mr\.?|Mme\.?|Mrs\.?|Ms\.?|Mlle\.?)\s+\w",
)
_PATTERN = re.compile("|".join(f"(?:{one})" for one in _SIGNS), re.IGNORECASE)


def find_patient_data(text: str) -> str:
    """Return the first place of a text that seems to be about a patient; empty when there is none.

    It finds numbers and dates of birth as they are usually written, and no more: who writes is told
    that nothing about patients belongs here.

    >>> (
    ...     find_patient_data("Seen with IPP 8004512, doing well."),
    ...     find_patient_data("40 patients a day"),
    ... )
    ('IPP 8004512', '')
    """
    found = _PATTERN.search(text)
    return found[0].strip() if found else ""
