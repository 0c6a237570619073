"""Make the Word templates of agreements from their wording: one for each kind, in French and in English.

The wording stands in `tools/agreement_wording/`, the documents in `src/cordee/agreements/word/data/`. The
same wording makes the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Documented
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph


ROOT = Path(__file__).parents[1]
WORDING = ROOT / "tools" / "agreement_wording"
TARGET = ROOT / "src" / "cordee" / "agreements" / "word" / "data"
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
NON_BINDING = {"mou", "letter_of_intent"}
MADE_AT = datetime(2026, 1, 1)  # noqa: DTZ001 -- Word writes no zone; fixed, so that the bytes are
INK, GROUND, RULE = RGBColor(0x1B, 0x2A, 0x41), "F3F5F8", "6B7A90"
_PIECES = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\[[^\]]+\])")


def make_all() -> dict[str, bytes]:
    """Return the content of each template by the name of its file."""
    made = {}
    for language in LANGUAGES:
        words = tomllib.loads((WORDING / f"{language}.toml").read_text("utf-8"))
        for kind in words["kinds"]:
            made[f"{kind}.{language}.docx"] = Builder(words, kind, language).build()
    return made


def set_french(text: str) -> str:
    """Return a French text with the apostrophes and spaces that French is set with, but between braces."""

    def set_piece(piece: str) -> str:
        if piece.startswith("{"):
            return piece
        piece = piece.replace("'", "’").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
        piece = piece.replace("N° ", "N°\u00a0")
        return re.sub(r" ([;:!?])", "\u202f\\1", piece)

    return "".join(map(set_piece, re.split(r"(\{\{.*?\}\}|\{%.*?%\})", text)))


class Builder:
    """Writes one template."""

    def __init__(self, words: dict[str, Any], kind: str, language: str) -> None:
        self.frame, self.clauses = words["frame"], words["clauses"]
        self.kind, self.language, self.name = words["kinds"][kind], language, kind
        self.is_declaration = kind in NON_BINDING
        self.document: Documented = Document()
        drop_table_styles(self.document)
        self.styles: dict[str, Any] = {}

    def build(self) -> bytes:
        """Return the document's bytes."""
        self.set_styles()
        self.set_numbers()
        self.set_page()
        self.write_head()
        self.write_parties()
        self.write_articles()
        self.write_signatures()
        properties = self.document.core_properties
        properties.title, properties.author = self.say(self.kind["title"]), "Cordée"
        properties.language, properties.comments = LANGUAGES[self.language], ""
        properties.created = properties.modified = MADE_AT
        return pack(self.document)

    def say(self, text: str) -> str:
        """Return a text as its language is set."""
        return set_french(text) if self.language == "fr" else text.replace("'", "’")

    def add(self, text: str, style: str = "Normal", *, lead: str = "") -> Paragraph:
        """Add a paragraph; fields stand in runs of their own, what people complete is highlighted."""
        paragraph = self.document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self.find_style(style).style_id
        self.fill(paragraph, text, lead=lead)
        return paragraph

    def fill(self, paragraph: Paragraph, text: str, *, lead: str = "") -> None:
        """Add runs to a paragraph."""
        if lead:
            paragraph.add_run(
                self.say(f"{lead} : " if self.language == "fr" else f"{lead}: ")
            ).bold = True
        for piece in filter(None, _PIECES.split(self.say(text))):
            run = paragraph.add_run(piece)
            if piece.startswith("["):
                run.style = self.find_style("To complete")

    def find_style(self, name: str) -> Any:
        """Return a style, searched for once."""
        if name not in self.styles:
            self.styles[name] = self.document.styles[name]
        return self.styles[name]

    def tag(self, text: str) -> None:
        """Add a condition or loop, which stands in a paragraph that is dropped."""
        self.document.add_paragraph(f"{{%p {text} %}}")

    def set_styles(self) -> None:
        """Set type, colours and the language that hyphens and screen readers go by."""
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        for name, size in (("Title", 22), ("Subtitle", 14), ("Heading 1", 13), ("Heading 2", 12)):
            font = styles[name].font
            font.name, font.size, font.bold, font.color.rgb = (
                "Calibri",
                Pt(size),
                name != "Subtitle",
                INK,
            )
            font.italic = False
            fonts = styles[name].element.rPr.find(qn("w:rFonts"))
            for place in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{place}"), None)
        styles["Heading 1"].paragraph_format.space_before = Pt(16)
        for name in ("Heading 1", "Heading 2"):
            styles[name].paragraph_format.space_after = Pt(4)
        defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        code = LANGUAGES[self.language]
        defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{code}" w:eastAsia="{code}"/>'))
        self.add_style("Note", ground=True, rule="single")
        self.add_style("Starting text", rule="single")
        label = self.add_style("Starting label", rule="single")
        label.font.size, label.font.color.rgb = Pt(9), RGBColor(0x4A, 0x58, 0x6B)
        label.paragraph_format.keep_with_next = True
        unnumbered = self.add_style("Heading without number", base="Heading 2")
        unnumbered.paragraph_format.space_before = Pt(16)
        unnumbered.paragraph_format.keep_with_next = True
        marked = styles.add_style("To complete", WD_STYLE_TYPE.CHARACTER)
        marked.element.get_or_add_rPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFF2B3"/>')
        )

    def add_style(
        self, name: str, *, base: str = "Normal", ground: bool = False, rule: str = ""
    ) -> Any:
        """Return a new style of paragraphs, with a rule on the left and a ground where asked for."""
        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles[base]
        marks = style.element.get_or_add_pPr()
        if rule:
            marks.append(
                parse_xml(
                    f'<w:pBdr {nsdecls("w")}><w:left w:val="{rule}" w:sz="12" w:space="8" w:color="{RULE}"/></w:pBdr>'
                )
            )
        if ground:
            marks.append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{GROUND}"/>')
            )
        return style

    def set_numbers(self) -> None:
        """Let Word number the articles, so that one that is left out or added renumbers the others."""
        numbering = self.document.part.numbering_part.element
        numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/>'
                '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/>'
                '<w:suff w:val="space"/><w:lvlText w:val="Article %1 –"/><w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
            ),
        )
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
        )
        marks = self.document.styles["Heading 1"].element.get_or_add_pPr()
        marks.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )
        # The order of these marks is fixed by the format.
        marks.insert(2, marks[-1])

    def set_page(self) -> None:
        """Set A4, the head that says that it is a draft, and the foot with reference and pages."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.5)
        head = section.header
        head.paragraphs[0].text = "{%p if is_draft %}"
        said = head.add_paragraph(self.say(self.frame["draft_header"]))
        said.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        said.runs[0].bold = True
        said.add_run()._r.append(parse_xml(draw_watermark(self.frame["draft"])))
        head.add_paragraph("{%p endif %}")
        foot = section.footer.paragraphs[0]
        foot.add_run("{{ reference }}{% if reference %} · {% endif %}" + f"{self.frame['page']} ")
        add_field(foot, "PAGE")
        foot.add_run(f" {self.frame['of']} ")
        add_field(foot, "NUMPAGES")

    def write_head(self) -> None:
        """Write what the document is, and that it is a starting text."""
        self.add(self.kind["title"], "Title")
        self.add("{{ title }}", "Subtitle")
        self.tag("if reference")
        self.add("{{ reference }}", lead=self.frame["reference"])
        self.tag("endif")
        self.add("{{ written_on }}", lead=self.frame["written"])
        self.tag("if is_draft")
        self.add(self.frame["draft_note"]).runs[0].bold = True
        self.tag("endif")
        self.add(self.frame["note"], "Note")

    def write_parties(self) -> None:
        """Write who the parties are and why they agree."""
        frame = self.frame
        self.add(frame["between"], "Heading without number")
        self.tag("for party in parties")
        named = self.add(frame["party"])
        named.paragraph_format.keep_with_next = True
        for run in named.runs:
            run.bold = True
        for part in ("party_is", "party_signs", "party_role"):
            self.add(frame[part])
        self.tag("endfor")
        self.tag("if not parties")
        self.add(frame["no_parties"])
        self.tag("endif")
        self.add(frame["together"])
        self.add(frame["whereas"], "Heading without number")
        for one in self.kind["recitals"]:
            self.add(one, "Starting text")
        self.add(frame["stated" if self.is_declaration else "agreed"])

    def write_articles(self) -> None:
        """Write the articles: those of the kind between those that every agreement has."""
        frame = self.frame
        self.write_purpose()
        for heading, *paragraphs in self.kind["articles"]:
            self.write_article(heading, paragraphs)
        self.tag("if permits")
        self.add(frame["permits"], "Heading 1")
        self.tag("for one in permits")
        self.add(frame["permit"], "List Bullet")
        self.tag("endfor")
        self.write_starting([frame["permits_end"]])
        self.tag("endif")
        self.tag("if amount")
        self.write_article(frame["money"], [frame["money_text"]])
        self.tag("endif")
        self.write_period()
        for name, clause in self.clauses.items():
            self.write_clause(name, clause)
        self.add(frame["languages"], "Heading 1")
        self.add("{{ languages }}")
        self.tag("if amendments")
        self.add(frame["amendments"], "Heading 1")
        self.add(frame["amendments_lead"])
        self.tag("for one in amendments")
        self.add(frame["amendment"], "List Bullet")
        self.tag("endfor")
        self.tag("endif")
        if not self.is_declaration:
            self.write_article(frame["general"], frame["general_text"])

    def write_purpose(self) -> None:
        """Write what it is about."""
        frame = self.frame
        self.write_article(frame["purpose"], [self.kind["purpose"]])
        self.tag("if summary")
        self.add(frame["summary"])
        self.tag("endif")
        self.tag("if parent")
        self.tag("if replaces")
        self.add(frame["replaces"])
        self.tag("else")
        self.add(frame["under"])
        self.tag("endif")
        self.tag("endif")
        self.tag("if scope")
        self.add(frame["scope"], "Heading 1")
        self.add(frame["scope_lead"])
        self.tag("for one in scope")
        self.add(frame["scope_line"], "List Bullet")
        self.tag("endfor")
        self.tag("endif")

    def write_period(self) -> None:
        """Write the period with its renewal and notice, as they were computed from the record."""
        frame = self.frame
        self.add(frame["duration"], "Heading 1")
        self.add("{{ period }}")
        for one in ("renewal", "notice"):
            self.tag(f"if {one}")
            self.add(f"{{{{ {one} }}}}")
            self.tag("endif")
        ending = "termination_nonbinding" if self.is_declaration else "termination"
        self.write_starting([frame[ending]])

    def write_clause(self, name: str, clause: dict[str, Any]) -> None:
        """Write a clause of the checklist: a starting text, or that none is needed; then the record's note."""
        self.add(clause["heading"], "Heading 1")
        self.tag(f"if clauses.{name}.applies")
        self.write_starting(clause["nonbinding" if self.is_declaration else "text"])
        self.tag("else")
        self.add(self.frame["not_applicable"])
        self.tag("endif")
        self.tag(f"if clauses.{name}.text")
        self.add(self.frame["noted"].replace("KIND", name))
        self.tag("endif")

    def write_article(self, heading: str, paragraphs: list[str]) -> None:
        """Write an article of starting text."""
        self.add(heading, "Heading 1")
        self.write_starting(paragraphs)

    def write_starting(self, paragraphs: list[str]) -> None:
        """Write starting text, said to be so in words and not by its rule alone."""
        self.add(self.frame["starting"], "Starting label")
        for one in paragraphs:
            self.add(one, "Starting text")

    def write_signatures(self) -> None:
        """Write a block for each party to sign, which no page break cuts."""
        frame = self.frame
        self.add(frame["signatures"], "Heading without number")
        self.tag("for party in parties")
        lines = [
            self.add(frame["for_party"]),
            self.add(
                "{% if party.signatory %}{{ party.signatory }}{% else %}………………………………{% endif %}",
                lead=frame["name"],
            ),
            self.add(
                "{% if party.function %}{{ party.function }}{% else %}………………………………{% endif %}",
                lead=frame["function"],
            ),
            self.add(
                "{% if party.signed_on %}{{ party.signed_on }}{% else %}………………………………{% endif %}",
                lead=frame["day"],
            ),
            self.add("………………………………", lead=frame["signature"]),
        ]
        for run in lines[0].runs:
            run.bold = True
        for line in lines[:-1]:
            line.paragraph_format.keep_with_next = True
        lines[0].paragraph_format.space_before = Pt(14)
        self.tag("endfor")


def drop_table_styles(document: Documented) -> None:
    """Drop the hundred looks of tables that the library's own template carries and ours never use."""
    for style in list(document.styles):
        if style.type is WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.element.getparent().remove(style.element)


def draw_watermark(word: str) -> str:
    """Return the word that stands behind every page, hidden from screen readers, which the head tells."""
    return (
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
        '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '</v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape id="Draft" o:spid="_x0000_s2049" type="#_x0000_t136" alt="" stroked="f" fillcolor="#d9dee6"'
        ' style="position:absolute;width:400pt;height:120pt;rotation:315;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:Calibri;font-size:1pt" string="{word}"/></v:shape></w:pict>'
    )


def add_field(paragraph: Paragraph, code: str) -> None:
    """Add a number that Word keeps: the page's, or how many there are."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()._r
        inner = (
            f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'
            if kind
            else f'<w:instrText {nsdecls("w")} xml:space="preserve"> {text} </w:instrText>'
        )
        run.append(parse_xml(inner))


def pack(document: Documented) -> bytes:
    """Return the document with its members in their order and of one day, so that its bytes say no time."""
    draft, made = io.BytesIO(), io.BytesIO()
    document.save(draft)
    with zipfile.ZipFile(draft) as packed, zipfile.ZipFile(made, "w") as target:
        for one in packed.infolist():
            if one.filename.endswith("thumbnail.jpeg"):
                continue
            told = zipfile.ZipInfo(one.filename, date_time=(2026, 1, 1, 0, 0, 0))
            told.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(told, drop_thumbnail(one.filename, packed.read(one)))
    return made.getvalue()


def drop_thumbnail(name: str, content: bytes) -> bytes:
    """Return a part without the mention of the picture that the library's own template carries."""
    if name != "_rels/.rels":
        return content
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)


def is_stale() -> bool:
    """Say whether the templates are not what the wording makes."""
    made = make_all()
    there = {one.name: one.read_bytes() for one in TARGET.glob("*.docx")}
    return made != there


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    written = make_all()
    for name, content in written.items():
        (TARGET / name).write_bytes(content)
    sys.stdout.write(f"{len(written)} templates in {TARGET.relative_to(ROOT)}\n")
