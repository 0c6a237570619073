from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.observatory.pictures.flow_map import bend
from cordee.observatory.pictures.world import HEIGHT, WIDTH, get_world, project
from cordee.reference.countries import all_countries


LATITUDES = st.floats(-57, 84)
LONGITUDES = st.floats(-180, 180)


# Parallels are evenly divided, and the equator is as long as the drawing is wide.
@pytest.mark.parametrize(
    ("longitude", "latitude", "across"),
    [(180, 0, 1.0), (-180, 0, -1.0), (0, 45, 0.0), (90, 0, 0.5)],
)
def test_known_places_of_the_projection(longitude: float, latitude: float, across: float):
    x, _ = project(longitude, latitude)
    assert x == pytest.approx(WIDTH / 2 * (1 + across), abs=1e-6)


@given(LONGITUDES, LATITUDES)
def test_every_place_lies_on_the_drawing(longitude: float, latitude: float):
    x, y = project(longitude, latitude)
    assert -1e-6 <= x <= WIDTH + 1e-6
    assert -1 <= y <= HEIGHT + 1


@given(LONGITUDES, LATITUDES, st.floats(0.5, 20))
def test_north_is_up_and_east_is_right(longitude: float, latitude: float, step: float):
    x, y = project(longitude, latitude)
    assert project(longitude, min(84, latitude + step))[1] <= y
    assert project(min(180, longitude + step), latitude)[0] >= x


def test_every_country_has_a_place_but_antarctica():
    world = get_world()
    assert {one.code for one in all_countries()} - set(world.centres) == {"AQ"}
    assert all(0 <= x <= WIDTH and -1 <= y <= HEIGHT + 1 for x, y in world.centres.values())
    assert world.path.startswith("M")


def test_a_curve_rises_over_its_line():
    assert bend((0, 100), (100, 100)) == "M0 100Q50 82 100 100"
