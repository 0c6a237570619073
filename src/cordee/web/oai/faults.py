"""What the protocol answers where something asked cannot be done. Programs read it, so it is in English."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """What is wrong, in the protocol's words."""

    BAD_ARGUMENT = "badArgument"
    BAD_TOKEN = "badResumptionToken"  # noqa: S105 -- the protocol's name of a fault
    BAD_VERB = "badVerb"
    NO_FORMAT = "cannotDisseminateFormat"
    NO_RECORD = "idDoesNotExist"
    NO_RECORDS = "noRecordsMatch"


class ProtocolError(Exception):
    """A fault of the protocol, with a sentence for whoever wrote the program that asks."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
