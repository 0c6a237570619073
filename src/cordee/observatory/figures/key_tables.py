"""The key figures and who leads as rows: what stands on a page as numbers and bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cordee.kernel.cells import Cell
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.answer import Figures, Leadership, RoleFigures
from cordee.observatory.figures.definitions import get_definition
from cordee.observatory.figures.document import name_with_zone


FIGURE_HEADERS = (
    N_("Code"),
    N_("Indicator"),
    N_("Works"),
    N_("Of"),
    N_("Share"),
    N_("Share, low (95 %)"),
    N_("Share, high (95 %)"),
)

LEADERSHIP_HEADERS = (
    N_("Which works"),
    N_("Author"),
    N_("Works where it is known"),
    N_("In the home"),
    N_("In the home, share"),
    N_("Elsewhere in the country"),
    N_("Elsewhere in the country, share"),
    N_("Abroad"),
    N_("Abroad, share"),
)

SHARES = (
    "coverage",
    "international",
    "domestic",
    "national",
    "single_organisation",
    "single_author",
    "intramural",
    "zone",
    "eu",
    "eu27",
    "other_international",
    "industry",
)
"""The shares of an answer, named as their definitions are."""

DISTANCES = {"near": N_("Near partners"), "far": N_("Far partners")}

COUNTRY_COUNTS = {
    "domestic": N_("One country"),
    "bilateral": N_("Two countries"),
    "trilateral": N_("Three countries"),
    "multilateral": N_("Four countries or more"),
}

ROLES = {
    "first": N_("First author"),
    "last": N_("Last author"),
    "corresponding": N_("Corresponding author"),
}


def list_key_figures(figures: Figures, language: str) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a key figure: code, name, works, of how many, share and its 95 % interval."""

    def name(code: str) -> str:
        return translate(get_definition(code).label, language)

    yield ("works", name("works"), figures.works, None, None, None, None)
    for code in SHARES:
        share = getattr(figures, code)
        label = name_with_zone(figures.question.zone, language) if code == "zone" else name(code)
        yield (code, label, share.works, share.of, share.value, share.low, share.high)
    for code, text in DISTANCES.items():
        share = getattr(figures.distance, code)
        label = translate(text, language)
        yield (code, label, share.works, share.of, share.value, share.low, share.high)
    yield _divide("hyper", name("hyper"), figures.hyper_works, figures.works)
    for code, text in COUNTRY_COUNTS.items():
        works = getattr(figures.by_country_count, code)
        label = translate(text, language)
        yield _divide(f"countries_{code}", label, works, figures.covered_works)


def _divide(code: str, label: str, works: int, of: int) -> tuple[Cell, ...]:
    return (code, label, works, of, works / of if of else None, None, None)


def list_leadership(figures: Figures, language: str) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a role, on all works and then on international ones."""
    found: Leadership = figures.leadership
    both: Iterable[tuple[str, tuple[RoleFigures, ...]]] = (
        (N_("All works"), found.works),
        (N_("International"), found.international),
    )
    for label, roles in both:
        for one in roles:
            yield (
                translate(label, language),
                translate(ROLES[one.role], language),
                one.known,
                one.home,
                one.home_share,
                one.national,
                one.national_share,
                one.abroad,
                one.abroad_share,
            )
