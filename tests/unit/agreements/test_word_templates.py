"""Word templates as files: ours pass, those that could do harm or say what nobody fills are refused."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from cordee.agreements.states import Kind
from cordee.agreements.word import templates
from cordee.agreements.word.fields import LANGUAGES, AgreementText, list_fields
from cordee.agreements.word.templates import fill, find_faults, name_template, read_ours
from cordee.kernel.errors import SourceError


ROOT = Path(__file__).parents[3]
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OURS = [(kind, language) for kind in Kind for language in LANGUAGES]


def write(*paragraphs: str, header: str = "", table: str = "") -> bytes:
    document, file = Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if table:
        document.add_table(rows=1, cols=1).cell(0, 0).text = table
    document.save(file)
    return file.getvalue()


def change(content: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """Return the archive with one member edited, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        for one in names:
            new.writestr(one, edit(old.read(one)) if one == name else old.read(one))
        if name not in names:
            new.writestr(name, edit(b""))
    return made.getvalue()


def say(content: bytes) -> str:
    return " ".join(one.to_text("en") for one in find_faults(content))


def read(content: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


def invent(**changes: object) -> AgreementText:
    told = vars(templates._invent("Curie")) | changes
    return AgreementText(**told)


@pytest.mark.parametrize(("kind", "language"), OURS)
def test_ours_pass_the_check(kind: Kind, language: str) -> None:
    assert find_faults(read_ours(kind, language)) == ()


def test_ours_are_what_their_wording_makes() -> None:
    path = ROOT / "tools" / "make_agreement_templates.py"
    spec = importlib.util.spec_from_file_location("make_agreement_templates", path)
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert not tool.is_stale()


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("Signed by {{ signatory }} today", "In “Signed by {{ signatory }} today”: “signatory”"),
        ("{% for one in parties %}{{ one.addr }}{% endfor %}", "“one.addr” is no field"),
        ("{% if is_draft %}{{ typo }}{% endif %}", "“typo” is no field"),
        ("{{ clauses.privacy.text }}", "“clauses.privacy” is no field"),
        ("{{ title.upper() }}", "“Call” may not"),
        ("{{ title * 1000000000 }}", "“Mul” may not"),
        ("{{ title|center(1000000000) }}", "“|center” may not"),
        ("{{ title.__class__.__mro__ }}", "“title.__class__” is no field"),
        ("{{ ''.__class__ }}", "is no field"),
        ("{% set x = title %}", "“Assign” may not"),
        ("{% include 'other' %}", "“Include” may not"),
        ("{% for letter in title %}{% endfor %}", "“title” is none"),
        ("{% if title %}never closed", "do not close"),
        ("{{ title", "do not close"),
    ],
)
def test_what_stands_between_braces_is_checked(paragraph: str, said: str) -> None:
    assert said in say(write("A harmless start.", paragraph))


def test_every_fault_is_told_with_its_place() -> None:
    told = find_faults(write("First {{ one }}", "Second {{ two }}"))
    assert [one.to_text("en").split("”")[0] for one in told] == [
        "In “First {{ one }}",
        "In “Second {{ two }}",
    ]


def test_heads_and_tables_are_checked_too() -> None:
    assert "“nobody”" in say(write(header="{{ nobody }}"))
    assert "“nothing”" in say(write(table="{{ nothing }}"))


def test_loops_stay_shallow() -> None:
    deep = "{% for a in parties %}{% for b in parties %}{% for c in parties %}{% endfor %}{% endfor %}{% endfor %}"
    assert "more than 2 deep" in say(write(deep))


@pytest.mark.parametrize(
    ("member", "content", "said"),
    [
        ("word/vbaProject.bin", b"\x00", "macros"),
        ("word/embeddings/oleObject1.bin", b"\x00", "embeds another file, word/embeddings"),
        ("word/activeX/activeX1.xml", b"<a/>", "holds a control, word/activeX"),
        ("word/evil.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "word/evil.xml declares entities"),
        (
            "word/_rels/settings.xml.rels",
            b'<R><Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://x"/></R>',
            "word/_rels/settings.xml.rels leads to a file outside",
        ),
    ],
)
def test_what_runs_or_leads_outside_is_refused(member: str, content: bytes, said: str) -> None:
    assert said in say(change(write("{{ title }}"), member, lambda _old: content))


def test_a_macro_document_under_another_name_is_refused() -> None:
    told = change(
        write("{{ title }}"),
        "[Content_Types].xml",
        lambda old: old.replace(b"wordprocessingml.document.main", b"ms-word.macroEnabled.main"),
    )
    assert "macros" in say(told)


def test_links_to_click_on_are_no_fault() -> None:
    linked = change(
        write("{{ title }}"),
        "word/_rels/document.xml.rels",
        lambda old: old.replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>',
        ),
    )
    assert find_faults(linked) == ()


def test_bombs_and_broken_files_are_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<a/>")
        packed.writestr("word/document.xml", b"0" * (templates.MOST_IN_A_PART + 1))
    assert "far too large" in say(bomb.getvalue())
    assert "A template is a Word document" in say(b"%PDF-1.7")
    assert "A template is a Word document" in say(b"PK\x03\x04" + b"0" * templates.MOST_BYTES)
    assert say(write("{{ title }}")[:-400]) != ""
    assert "cannot be read" in say(
        change(write("{{ title }}"), "word/document.xml", lambda old: old[:-200])
    )


def test_what_people_typed_is_text_and_nothing_else() -> None:
    typed = "R&D <w:p/> {{ office }} {% for x in y %}\x00\x07\nsecond line"
    made = read(fill(write("{{ title }}"), invent(title=typed), language="en", at=AT))
    assert "R&D <w:p/> {{ office }} {% for x in y %}" in made
    assert "second line" in made
    assert "\x07" not in made


def test_properties_name_the_document() -> None:
    text = invent(title="A & B" + "x" * 300, reference="FR-1", kind="accord-cadre", office="Curie")
    made = Document(io.BytesIO(fill(read_ours(Kind.MOU, "fr"), text, language="fr", at=AT)))
    properties = made.core_properties
    assert properties.title.startswith("A & Bxxx")
    assert len(properties.title) == templates.LONGEST_PROPERTY
    assert (properties.subject, properties.author) == ("accord-cadre FR-1", "Curie")
    assert properties.language == "fr-FR"


def test_a_template_that_lies_there_unchecked_says_what_is_wrong_when_it_is_used() -> None:
    with pytest.raises(SourceError, match="cannot be filled"):
        fill(write("{{ typo }}"), invent(), language="en", at=AT)
    with pytest.raises(SourceError, match="cannot be read"):
        fill(b"no archive", invent(), language="en", at=AT)


def test_names() -> None:
    assert name_template(Kind.DATA_TRANSFER, "en") == "data_transfer.en.docx"
    assert "parties[].signatory" in list_fields()
