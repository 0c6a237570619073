from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import SimpleSigner
from pyhanko.sign.validation.errors import SignatureValidationError
from tests.agreements.signing import make_pdf, make_signer, sign

from cordee.agreements import signed_pdf
from cordee.agreements.signatures import read_signatures
from cordee.agreements.signed_pdf import read_pdf
from cordee.web.pages.agreements.presenters.parts import present_signature


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> SimpleSigner:
    return make_signer(tmp_path_factory.mktemp("keys"), "Director of Beta")


def read(content: bytes) -> tuple[dict[str, Any], ...]:
    # In a thread of its own, for the same reason.
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(read_pdf, content).result()


def test_one_signature_covers_the_whole_file(signer: SimpleSigner) -> None:
    [found] = read(sign(make_pdf(), signer, "Beta"))
    assert found["who"] == "Director of Beta"
    assert found["when"][:2] == "20"
    assert (found["is_intact"], found["is_whole"]) == (True, True)


def test_a_second_signature_leaves_the_first_whole(signer: SimpleSigner) -> None:
    both = sign(sign(make_pdf(), signer, "Beta"), signer, "Alpha")
    assert [(one["is_intact"], one["is_whole"]) for one in read(both)] == [
        (True, True),
        (True, True),
    ]


def test_what_reads_it_apart_says_the_same(signer: SimpleSigner) -> None:
    signed = sign(make_pdf(), signer, "Beta")
    assert read_signatures(signed) == read(signed)


def test_an_altered_file_is_told(signer: SimpleSigner) -> None:
    signed = sign(make_pdf(), signer, "Beta")
    altered = signed.replace(b"200", b"300", 1)
    assert altered != signed
    [found] = read(altered)
    assert found["is_intact"] is False


def test_what_is_added_after_the_signature_is_told(signer: SimpleSigner) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sign(make_pdf(), signer, "Beta")))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = NumberObject(90)
    writer.mark_update(page.container_ref)
    target = io.BytesIO()
    writer.write(target)
    [found] = read(target.getvalue())
    assert found["is_whole"] is False


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"", b"%PDF-1.7\n" + b"\0" * 100])
def test_what_is_no_signed_pdf_has_none(content: bytes) -> None:
    assert read(content) == ()


def test_an_unsigned_pdf_has_none(tmp_path: Path) -> None:
    assert read(make_pdf()) == ()


def test_what_cannot_be_checked_is_not_called_altered(
    signer: SimpleSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise SignatureValidationError("an algorithm nobody knows")

    monkeypatch.setattr(signed_pdf, "validate_pdf_signature", refuse)
    [found] = read_pdf(sign(make_pdf(), signer, "Beta"))
    assert (found["who"], found["is_checked"]) == ("Director of Beta", False)
    said, is_sound = present_signature(found)
    assert "could not be checked" in said
    assert not is_sound
