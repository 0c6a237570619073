"""What an administrator publishes of the ledger: a file in the state's folder, and nothing without it.

It stands beside the house's, so that addresses anybody may ask know without the ledger whether there
is anything to answer. A backup holds it with the other files of the folder.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from cordee.kernel.errors import RuleError, StaleError
from cordee.kernel.files import replacing
from cordee.ledger.audit import Subject, find_change, record_event
from cordee.ledger.publishing import Sharing
from cordee.ledger.queries import get_first_organisation
from cordee.ledger.rights import Actor
from cordee.web.house import get_house


logger = logging.getLogger(__name__)

FILE = "publishing.json"
_CHANGING = Lock()
"""One process serves the pages: who changes this does so alone, from the comparison to the file."""

HARVESTED = ("organisations", "people", "equipment", "programmes", "projects", "events")
"""What OpenAIRE-CERIF has a place for, so that harvesters may take it."""

LINKED = ("programmes", "equipment", "services", "skills", "prizes")
"""What is told as RDF in the words of CERIF 2, which has a place for all of it."""

SETS = tuple(dict.fromkeys((*HARVESTED, *LINKED)))
"""What can be published, each by itself."""

DOMAIN = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-]*(\.[a-zA-Z0-9][a-zA-Z0-9-]*)+")
"""A repository's identifier, as the schema of `oai-identifier` has it: a domain name with a dot."""

EMAIL = re.compile(r"[^\s@<>&]+@([^\s@<>&.]+\.)+[^\s@<>&.]+")
"""An address as the schema of OAI-PMH has it: with a dot in its domain."""


@dataclass(frozen=True)
class Choices:
    """What an administrator chose: what is published, by whom, and as which repository.

    `doi_prefix`, `depositor` and `depositor_email` are what Crossref knows the house by; none where it
    registers no awards.
    """

    name: str = ""
    domain: str = ""
    email: str = ""
    doi_prefix: str = ""
    depositor: str = ""
    depositor_email: str = ""
    organisations: bool = False
    people: bool = False
    equipment: bool = False
    programmes: bool = False
    projects: bool = False
    events: bool = False
    services: bool = False
    skills: bool = False
    prizes: bool = False

    @property
    def is_on(self) -> bool:
        """Return whether anything is published."""
        return any(getattr(self, one) for one in SETS)

    @property
    def is_harvested(self) -> bool:
        """Return whether there is anything for harvesters."""
        return any(getattr(self, one) for one in HARVESTED)

    @property
    def is_linked(self) -> bool:
        """Return whether there is anything to tell as RDF."""
        return any(getattr(self, one) for one in LINKED)


@dataclass(frozen=True)
class Publishing:
    """The choices as they stand: since when, and after how many changes."""

    choices: Choices = Choices()
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    version: int = 0

    def to_sharing(self) -> Sharing:
        """Return which sorts of records anybody may read."""
        chosen = {one: getattr(self.choices, one) for one in SETS}
        return Sharing(**chosen, is_demonstration=get_house().is_demonstration)


def get_publishing() -> Publishing:
    """Return what is published as it was last chosen: nothing, until somebody does."""
    path: Path = settings.CORDEE_STATE / FILE
    try:
        seen = path.stat()
    except OSError:
        return Publishing()
    return _read(path, seen.st_mtime_ns, seen.st_ino)


def change_publishing(choices: Choices, *, version: int, by: Actor, at: datetime) -> bool:
    """Choose what is published; return whether anything differed.

    The right to do so is checked by who calls. `StaleError` when somebody else did so meanwhile,
    `RuleError` when something is published without saying by whom.
    """
    choices = replace(choices, name=" ".join(choices.name.split()), domain=choices.domain.lower())
    if choices.is_on and not (
        choices.name and DOMAIN.fullmatch(choices.domain) and EMAIL.fullmatch(choices.email)
    ):
        raise RuleError(
            gettext_noop(
                "To publish anything, give a name, a domain name and an e-mail address of the repository."
            )
        )
    with _CHANGING:
        return _change(choices, version, by=by, at=at)


def _change(choices: Choices, version: int, *, by: Actor, at: datetime) -> bool:
    before = get_publishing()
    if before.version != version:
        raise StaleError(
            gettext_noop(
                "Somebody else changed what is published after you opened this page. Nothing of yours was saved over theirs: look, then save again."
            )
        )
    change = find_change(asdict(before.choices), asdict(choices))
    if not change:
        return False
    # Whole seconds, as the protocol counts: nothing that is published is older than the choice of it.
    after = Publishing(choices, at.astimezone(UTC).replace(microsecond=0), version + 1)
    with _writing(after), transaction.atomic():
        record_event(
            "publishing.change",
            Subject("publishing", "1", get_first_organisation()),
            by=by,
            at=at,
            change=change,
        )
    return True


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _number: int) -> Publishing:
    """Return what the file says; it is read once for each time it was put in place."""
    try:
        told = json.loads(path.read_text("utf-8"))
        # What is not plainly true is off, and so is what the file was written before.
        chosen = told["choices"]
        choices = Choices(**chosen | {one: chosen.get(one) is True for one in SETS})
        return Publishing(choices, datetime.fromisoformat(told["since"]), int(told["version"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # What cannot be read publishes nothing.
        logger.exception("%s is damaged: choose again what is published, under Settings.", path)
        return Publishing()


@contextmanager
def _writing(told: Publishing) -> Iterator[None]:
    """Write beside the file first, and put it in place once the block has gone through."""
    path: Path = settings.CORDEE_STATE / FILE
    values = {
        "choices": asdict(told.choices),
        "since": told.since.isoformat(),
        "version": told.version,
    }
    with replacing(path) as draft:
        draft.write_text(json.dumps(values, ensure_ascii=False, indent=1), "utf-8")
        yield
