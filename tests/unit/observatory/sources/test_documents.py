from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.kernel.errors import SourceError
from cordee.observatory.sources import documents
from cordee.observatory.sources.documents import Shape, split_document
from cordee.observatory.sources.records import Chunk, Context, Parsed


SHAPE = Shape("items", depths=(2, 3), single=True)
FEW = settings(max_examples=40, deadline=None)
TEXTS = st.text(alphabet='ab[]{}"\\,:\n', max_size=5)
RECORDS = st.lists(
    st.dictionaries(
        TEXTS, st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3)), min_size=1
    ),
    max_size=4,
)


def cut(content: bytes, block: int, size: int = 50) -> tuple[list[object], Parsed]:
    parsed = Parsed(Context("f", "", datetime(2026, 1, 1, tzinfo=UTC)))
    blocks = [content[start : start + block] for start in range(0, len(content), block)]
    chunks: list[Chunk] = list(split_document(Path("f"), blocks, parsed, size, shape=SHAPE))
    return [orjson.loads(line) for c in chunks for line in c.data.split(b"\n") if line], parsed


@FEW
@given(RECORDS, st.integers(1, 40), st.sampled_from([None, 2]), st.booleans())
def test_records_come_out_as_they_went_in(records, block, indent, nested):
    inner: object = {"total": "[{", "items": records, "after": [["x", {}]]}
    content = json.dumps(
        {"status": {"ok": []}, "message": inner} if nested else inner, indent=indent
    )

    assert cut(content.encode(), block)[0] == records


@FEW
@given(RECORDS, st.integers(1, 40))
def test_documents_may_follow_one_another(records, block):
    content = "\n".join(json.dumps({"items": [record]}) for record in records) or '{"items": []}'

    assert cut(content.encode(), block)[0] == records


@FEW
@given(RECORDS.filter(bool), st.data())
def test_a_cut_document_is_refused(records, data):
    content = json.dumps({"items": records}, indent=1).encode()
    shorter = content[: data.draw(st.integers(1, len(content) - 1))]

    with pytest.raises(SourceError, match=r"not whole JSON|no list of works"):
        cut(shorter, 16)


@FEW
@given(RECORDS, st.data())
def test_whatever_is_written_over_only_our_error_is_raised(records, data):
    content = bytearray(json.dumps({"items": records}).encode())
    for _ in range(3):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.sampled_from(b'[]{}",:\\x\n'))
    # What is no JSON inside a record is for the parser of lines to report.
    with contextlib.suppress(SourceError, orjson.JSONDecodeError):
        cut(bytes(content), 16)


def test_what_is_no_record_is_told_with_its_place():
    found, parsed = cut(b'{"items": [{"a": 1}, oops {"b": 2}, {"c": 3}]}', 7, size=1000)

    assert found == [{"a": 1}, {"b": 2}, {"c": 3}]
    assert [fault.where for fault in parsed.faults] == ["record 2"]


def test_a_document_without_its_list_is_itself_a_record():
    assert cut(b'{"status": "ok", "message": {"a": [1]}}', 9)[0] == [
        {"status": "ok", "message": {"a": [1]}}
    ]


def test_a_record_too_large_to_hold_is_left_out(monkeypatch):
    monkeypatch.setattr(documents, "MAX_RECORD_SIZE", 100)
    content = json.dumps({"items": [{"a": 1}, {"b": "x" * 500}, {"c": 3}]}).encode()
    found, parsed = cut(content, 20)

    assert found == [{"a": 1}, {"c": 3}]
    assert [(f.where, parsed.skipped) for f in parsed.faults] == [("record 2", 1)]
