"""Statements written in two ways are the same statements, as a parser of others reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from cordee.web.linked.nodes import (
    Data,
    Link,
    Node,
    Text,
    write_json_ld,
    write_turtle,
)


P, K = "https://example.org/p", "https://example.org/K"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
# What XML and PostgreSQL cannot hold never comes so far.
TEXTS = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=30
)
VALUES = st.one_of(
    st.builds(Text, TEXTS, st.sampled_from(["", "fr", "en"])),
    st.builds(lambda number: Data(str(number), INTEGER), st.integers(0, 9)),
    st.just(Link("https://example.org/other")),
)
NODES = st.builds(
    lambda values, inner: Node(
        "https://example.org/#one",
        (K,),
        (
            *((P, one) for one in values),
            (f"{P}2", Node("", (K,), tuple((P, one) for one in inner))),
        ),
    ),
    st.lists(VALUES, max_size=3),
    st.lists(VALUES, max_size=2),
)


def read(node: Node) -> tuple[Graph, Graph]:
    turtle = Graph().parse(data="".join(write_turtle([node])), format="turtle")
    json_ld = Graph().parse(data="".join(write_json_ld([node])), format="json-ld")
    return turtle, json_ld


@given(NODES)
def test_both_ways_say_the_same(node: Node) -> None:
    turtle, json_ld = read(node)
    assert isomorphic(turtle, json_ld)
    assert len(turtle) > 1


@given(TEXTS)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    turtle, _ = read(Node("https://example.org/#one", (), ((P, Text(text)),)))
    assert [str(one) for one in turtle.objects()] == [text]


def test_a_node_without_a_kind_or_a_word_stands() -> None:
    turtle, json_ld = read(Node("https://example.org/#one", (K,), ((P, Node("", (), ())),)))
    assert isomorphic(turtle, json_ld)
