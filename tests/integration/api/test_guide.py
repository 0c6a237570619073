"""The examples of the guide, run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.agreements.cast import ALPHA, BETA
from tests.integration.api.conftest import LetIn
from tests.integration.api.test_every_operation import ADA, TABLE

from cordee.ledger.states import Scope


GUIDE = (Path(__file__).parents[3] / "docs/how-to/api.md").read_text("utf-8")


def list_commands() -> list[str]:
    blocks = re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("curl")]


def test_every_scope_is_told() -> None:
    told = set(re.findall(r"`([a-z]+:[a-z]+)`", GUIDE))
    assert told == {scope.value for scope in Scope}


def test_every_example_does_what_it_says(let_in: LetIn) -> None:
    program = let_in(ADA)
    values = {"CORDEE": "http://testserver", "TOKEN": program.secret}
    values |= {"ORGANISATION": str(ALPHA), "COUNTERPART": str(BETA)}
    answers = []
    for command in list_commands():
        known = re.sub(r"\$([A-Z]+)", lambda found: values[found[1]], command)
        # A quoted text that a variable interrupts is one word to the shell, as it is to shlex.
        answer = run(shlex.split(known)[1:], program.client)
        assert answer.status_code < 300, (command, answer.content)
        if answer.streaming:
            assert b"".join(answer)
        answers.append(answer)
        made = answer.headers.get("Location", "")
        if made.startswith("/api/organisations/"):
            values["TEAM"] = made.rpartition("/")[2]
        if made.startswith("/api/agreements/"):
            values["AGREEMENT"] = made.rpartition("/")[2]
    assert len(answers) == 15
    assert UUID(values["TEAM"]) != UUID(values["AGREEMENT"])


def run(words: list[str], client: object) -> object:
    """Ask what a command of curl would."""
    method, headers, data, form, address = "GET", {}, None, {}, ""
    rest = iter(words)
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(rest)
        elif word == "-F":
            name, _, value = next(rest).partition("=")
            is_file = value.startswith("@")
            form[name] = SimpleUploadedFile(value[1:], TABLE) if is_file else value
        elif word == "-o":
            next(rest)
        else:
            address = word
    split = urlsplit(address)
    path = f"{split.path}?{split.query}" if split.query else split.path
    if form:
        return client.post(path, form, headers=headers)
    sent = {} if data is None else {"data": data, "content_type": headers.pop("Content-Type")}
    return getattr(client, method.lower())(path, headers=headers, **sent)
