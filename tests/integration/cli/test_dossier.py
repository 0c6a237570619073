from __future__ import annotations

from types import SimpleNamespace

import pytest

from cordee.cli.dossier import read_wish
from cordee.observatory.figures.question import Question


INSERM, ROUSSY, BERARD = "02vjkv261", "0321g0743", "01cmnjq37"

SETTINGS = {
    "years": "2018-2020",
    "counting": "fractional",
    "with_parts": True,
    "zone": "EUROPE",
    "own_as_partners": True,
    "folded": ("HK",),
    "within": "theme:mesh/C04",
}


@pytest.mark.parametrize("organisations", [(), (INSERM,)])
@pytest.mark.parametrize(
    ("kind", "key", "home"),
    [
        ("pair", f"{INSERM}+GB", (INSERM,)),
        ("alliance", f"{ROUSSY}+{BERARD}", (ROUSSY, BERARD)),
        ("country", "GB", None),
    ],
)
def test_every_setting_of_a_dossier_is_asked(
    kind: str, key: str, home: tuple[str, ...] | None, organisations: tuple[str, ...]
):
    _, question = read_wish(
        SimpleNamespace(registry=None), kind, key, organisations, dict(SETTINGS)
    )
    looking = home or organisations
    assert question == (Question.from_text(looking, **SETTINGS) if looking else None)
