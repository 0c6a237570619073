from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import CordeeError
from cordee.observatory.dossiers.subject import SubjectKind, read_subject


@pytest.mark.parametrize(
    ("kind", "key", "keys"),
    [
        ("country", "gb", ("GB",)),
        ("country", "Royaume-Uni", ("GB",)),
        ("country", "RE", ("FR",)),  # a territory's works are the State's
        ("organisation", "https://ror.org/041kmwe10", ("041kmwe10",)),
        ("theme", "mesh-C04", ("mesh/C04",)),
        ("theme", "C04", ("mesh/C04",)),
        ("theme", "openalex/F27", ("openalex/F27",)),
        ("pair", "GB+02vjkv261", ("02vjkv261", "GB")),
        ("pair", "02vjkv261,0321g0743", ("02vjkv261", "0321g0743")),
        ("alliance", "0321g0743 01cmnjq37 0321g0743", ("0321g0743", "01cmnjq37")),
        ("unit", "umr 8104", ("UMR8104",)),
    ],
)
def test_a_key_as_a_person_types_it(kind: str, key: str, keys: tuple[str, ...]):
    subject = read_subject(kind, key)
    assert subject.keys == keys
    assert read_subject(kind, subject.to_key()) == subject


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("moon", "GB"),
        ("country", "Atlantis"),
        ("country", ""),
        ("organisation", "Inserm"),
        ("theme", "mesh-C99"),
        ("theme", "../x"),
        ("theme", ""),
        ("pair", "02vjkv261"),
        ("pair", "02vjkv261+02vjkv261"),
        ("pair", "02vjkv261+https://ror.org/02vjkv261"),
        ("pair", "GB+US"),
        ("pair", "02vjkv261+0321g0743+01cmnjq37"),
        ("alliance", "0321g0743"),
        ("alliance", "+".join(f"0aaaaaa{n:02}" for n in range(13))),
        ("unit", ""),
        ("country", "G" * 5000),
    ],
)
def test_nonsense_gets_a_sentence(kind: str, key: str):
    with pytest.raises(CordeeError) as caught:
        read_subject(kind, key)
    for language in ("en", "fr"):
        assert caught.value.sentence.to_text(language)


@given(st.sampled_from(list(SubjectKind)), st.text(max_size=60))
def test_any_key_is_read_back_the_same_or_refused(kind: SubjectKind, key: str):
    try:
        subject = read_subject(kind, key)
    except CordeeError:
        return
    assert read_subject(kind, subject.to_key()) == subject
