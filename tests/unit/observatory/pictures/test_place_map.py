from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.observatory.pictures.place_map import HEIGHT, Spot, draw_places
from cordee.observatory.pictures.world import WIDTH, project


PARIS, LYON, TOKYO = (2.35, 48.86), (4.83, 45.76), (139.69, 35.69)


def spot(name: str, place: tuple[float, float], count: int = 1) -> Spot:
    return Spot(name, count, f"{name} ({count})", project(*place))


def test_places_near_one_another_are_drawn_near() -> None:
    near = draw_places([spot("Paris", PARIS, 9), spot("Lyon", LYON)])
    far = draw_places([spot("Paris", PARIS, 9), spot("Tokyo", TOKYO)])
    apart = [
        abs(float(drawn.circles[0].x) - float(drawn.circles[1].x))
        + abs(float(drawn.circles[0].y) - float(drawn.circles[1].y))
        for drawn in (
            near,
            draw_places([spot("Paris", PARIS), spot("Lyon", LYON), spot("T", TOKYO)]),
        )
    ]
    assert apart[0] > 4 * apart[1]
    assert [one.text for one in near.names] == ["Paris", "Lyon"]
    assert len(near.land) < len(far.land)


def test_more_is_larger_and_named_first() -> None:
    drawn = draw_places([spot("Lyon", LYON), spot("Paris", PARIS, 100)])
    assert drawn.circles[0].tip == "Paris (100)"
    assert float(drawn.circles[0].radius) > float(drawn.circles[1].radius)


def test_nothing_found_is_the_world_alone() -> None:
    drawn = draw_places([])
    assert drawn.circles == ()
    assert drawn.land


# The lands of a frame that nobody asked for yet take a while to draw.
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-179, 179), st.floats(-55, 82), st.integers(1, 10_000)),
        min_size=1,
        max_size=12,
    )
)
def test_every_place_is_inside_the_picture(
    places: list[tuple[float, float, int]],
) -> None:
    drawn = draw_places([spot("x", (lon, lat), count) for lon, lat, count in places])
    assert len(drawn.circles) == len(places)
    for one in drawn.circles:
        assert 0 <= float(one.x) <= WIDTH
        assert 0 <= float(one.y) <= HEIGHT
