"""Word templates: ours, how one that was brought in is checked, and how either is filled.

A template that an institution brings in is a file of people: it is opened only when it is small enough,
holds no program and leads nowhere outside, and is filled once with an invented agreement before it is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_noop
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from cordee.agreements.contents import WORD, find_media_type
from cordee.agreements.states import ClauseKind, Kind
from cordee.agreements.word.fields import PARTS, AgreementText, ClauseText
from cordee.agreements.word.language import find_wrong, make_sandbox
from cordee.kernel.errors import SourceError
from cordee.kernel.messages import Sentence


MOST_BYTES = 5 * 1024**2
"""A template with letterhead and logo has some hundred kilobytes."""

MOST_UNPACKED = 30 * 1024**2
MOST_IN_A_PART = 4 * 1024**2
"""Of text and its marks: a contract of two hundred pages. It is searched by patterns, which costs time."""

MOST_FAULTS = 20
"""Shown at once; who mends these sees the others next."""

LONGEST_PLACE = 90
LONGEST_PROPERTY = 255
"""Letters that Word lets a document's properties have."""

MEMBERS = {
    "word/vbaProject": gettext_noop(
        "It carries macros, in {member}. Save it as .docx without them."
    ),
    "word/embeddings/": gettext_noop("It embeds another file, {member}. Take it out."),
    "word/activeX/": gettext_noop("It holds a control, {member}. Take it out."),
}
"""What a template may not contain, by how its name in the archive begins."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")
_OUTSIDE = re.compile(rb'<[^<>]*TargetMode\s*=\s*["\']External["\'][^<>]*>')
_MARKS = re.compile(r"<[^>]+>")


def name_template(kind: Kind, language: str) -> str:
    """Return the name of the file of a kind's template in a language.

    >>> name_template(Kind.MOU, "fr")
    'mou.fr.docx'
    """
    return f"{kind.value}.{language}.docx"


def read_ours(kind: Kind, language: str) -> bytes:
    """Return the template that Cordée ships."""
    folder = files("cordee.agreements.word").joinpath("data")
    return folder.joinpath(name_template(kind, language)).read_bytes()


def find_faults(content: bytes) -> tuple[Sentence, ...]:
    """Return why a file cannot be a template; nothing when it can.

    The file is looked at as an archive first, then as Word reads it, then for what stands between its
    braces; each of these is only of use once the one before found nothing.
    """
    try:
        if len(content) > MOST_BYTES or find_media_type(content) != WORD:
            return (_NO_TEMPLATE,)
    except SourceError as error:
        return (error.sentence,)
    found = tuple(_look_into(content))
    if found:
        return found
    try:
        # With every field filled, and again with none: a condition may hide a fault of its tables.
        for text in (_invent("Curie"), _invent("")):
            filling = _Filling(content)
            filling.fill(text)
    except _WrongTemplateError as error:
        return error.found[:MOST_FAULTS]
    except _BROKEN:
        return (_NOT_WHOLE,)
    return ()


def fill(content: bytes, text: AgreementText, *, language: str, at: datetime) -> bytes:
    """Return a template filled with an agreement.

    Raises `SourceError`, naming the place, for a template that no longer passes the check: one that lies
    in the folder unchecked, or was brought in under an earlier version.
    """
    try:
        filling = _Filling(content)
        filling.fill(text)
        filling.describe(text, language, at)
        return filling.save_content()
    except _WrongTemplateError as error:
        raise SourceError(
            gettext_noop("The template cannot be filled. {why}"), why=error.found[0]
        ) from error
    except _BROKEN as error:
        raise SourceError(
            gettext_noop("The template cannot be filled. {why}"), why=_NOT_WHOLE
        ) from error


_NO_TEMPLATE = Sentence(
    gettext_noop(
        "A template is a Word document (.docx) of at most {most} MB. Choose another file."
    ),
    {"most": MOST_BYTES // 1024**2},
)
_NOT_WHOLE = Sentence(
    gettext_noop(
        "It cannot be read as a Word document: a part is missing or damaged. Save it anew from Word."
    )
)
_BROKEN = (
    OpcError,
    LxmlError,
    TemplateError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What the readers of Word documents raise at one that is damaged: they do not foresee it."""


class _WrongTemplateError(Exception):
    """What stands between the braces of a template cannot be filled."""

    def __init__(self, found: tuple[Sentence, ...]) -> None:
        super().__init__()
        self.found = found


def _look_into(content: bytes) -> Iterator[Sentence]:
    """Yield what an archive holds and may not."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            texts = [one for one in members if one.filename.endswith((".xml", ".rels"))]
            if sum(one.file_size for one in members) > MOST_UNPACKED or any(
                one.file_size > MOST_IN_A_PART for one in texts
            ):
                yield Sentence(
                    gettext_noop("Unpacked, the file would be far too large. Save it anew.")
                )
                return
            for one in members:
                for start, sentence in MEMBERS.items():
                    if one.filename.startswith(start):
                        yield Sentence(sentence, {"member": one.filename})
            for one in texts:
                yield from _look_into_part(one.filename, packed.read(one))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError):
        yield _NOT_WHOLE


def _look_into_part(name: str, part: bytes) -> Iterator[Sentence]:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        yield Sentence(
            gettext_noop("{member} declares entities, which Word never does."), {"member": name}
        )
    if b"macroEnabled" in part and name == "[Content_Types].xml":
        yield Sentence(MEMBERS["word/vbaProject"], {"member": name})
    for found in _OUTSIDE.findall(part):
        # An address that a reader may click on is no fault; what Word fetches by itself is one.
        if b"/hyperlink" not in found:
            yield Sentence(
                gettext_noop(
                    "{member} leads to a file outside the document, which Word would fetch. Put it in, or take it out."
                ),
                {"member": name},
            )


class _Filling(DocxTemplate):  # type: ignore[misc]  # untyped
    """A template while it is filled: each part is checked before the library runs it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self._found: list[Sentence] = []

    def fill(self, text: AgreementText) -> None:
        """Fill every part; `_WrongTemplateError` with all that is wrong in any of them."""
        given = {one.name: getattr(text, one.name) for one in fields(text)}
        sandbox = make_sandbox()
        sandbox.finalize = _clean
        try:
            self.render(given, sandbox, autoescape=True)
        except _BROKEN as error:
            if self._found:
                raise _WrongTemplateError(tuple(self._found)) from error
            raise
        if self._found:
            raise _WrongTemplateError(tuple(self._found))

    def render_xml_part(
        self,
        src_xml: str,
        part: object,
        context: dict[str, Any],
        jinja_env: ImmutableSandboxedEnvironment | None = None,
    ) -> str:
        """Fill one part, or leave it as it is where it says what it may not."""
        assert jinja_env is not None
        # As the library does next: a line is a paragraph, so that a fault has a place.
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).split("\n")
        try:
            wrong = list(find_wrong(jinja_env.parse("\n".join(lines))))
        except TemplateSyntaxError as error:
            self._note(
                lines,
                error.lineno,
                Sentence(gettext_noop("The braces here do not close, or make no sense.")),
            )
            return src_xml
        for one in wrong:
            self._note(lines, one.line, one.sentence)
        if wrong:
            return src_xml
        filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
        return filled

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Leave the properties to `describe`: the library would escape them as if they were XML."""

    def describe(self, text: AgreementText, language: str, at: datetime) -> None:
        """Write the document's properties, which assistive programs and archives read first."""
        properties = self.docx.core_properties
        properties.title = _clean(text.title)[:LONGEST_PROPERTY]
        properties.subject = " ".join(filter(None, (text.kind, text.reference)))[:LONGEST_PROPERTY]
        properties.author = _clean(text.office)[:LONGEST_PROPERTY]
        properties.language = {"fr": "fr-FR", "en": "en-GB"}[language]
        properties.last_modified_by = "Cordée"
        properties.comments = ""
        properties.created = properties.modified = at.replace(tzinfo=None)
        properties.revision = 1

    def save_content(self) -> bytes:
        """Return the file."""
        file = io.BytesIO()
        self.save(file)
        return file.getvalue()

    def _note(self, lines: list[str], line: int, why: Sentence) -> None:
        place = " ".join(_MARKS.sub("", lines[min(line, len(lines)) - 1]).split())
        shown = place if len(place) <= LONGEST_PLACE else f"{place[:LONGEST_PLACE]}…"
        self._found.append(
            Sentence(gettext_noop("In “{place}”: {why}"), {"place": shown, "why": why})
        )


def _clean(value: object) -> Any:
    """Return what a document can hold: a text without the letters that XML forbids."""
    return _CONTROL.sub(" ", value.replace("\r\n", "\n")) if isinstance(value, str) else value


def _invent(word: str) -> AgreementText:
    """Return an agreement in which every field is `word`, or empty with every list."""
    given: dict[str, Any] = {one.name: word for one in fields(AgreementText) if one.type == "str"}
    given |= {one.name: bool(word) for one in fields(AgreementText) if one.type == "bool"}
    for name, part in PARTS.items():
        item = part(**{one.name: word for one in fields(part)})
        given[name] = (item, item) if word else ()
    clause = ClauseText(word, bool(word), word)
    return AgreementText(**given, clauses={kind.value: clause for kind in ClauseKind})
