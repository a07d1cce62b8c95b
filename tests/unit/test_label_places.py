"""Are marks and their names apart, and inside the plot?"""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.charts.label_places import CHARACTER, LINE, Point, places, side_by_side

WIDTH, HEIGHT = 540, 400


def point(x: float, y: float, name: str = "A design", *, half: float = 20, radius: float = 8):
    return Point(x, y, radius, name, top=y - half, bottom=y + half)


def box(one: Point, place) -> tuple[float, float, float, float]:
    long = CHARACTER * len(one.name)
    left = one.x + place.dx - (long if place.align == "right" else 0)
    return left, one.y + place.dy - LINE / 2, left + long, one.y + place.dy + LINE / 2


def overlap(one, other) -> bool:
    return (
        one[0] < other[2] - 0.2
        and other[0] < one[2] - 0.2
        and one[1] < other[3] - 0.2
        and other[1] < one[3] - 0.2
    )


def test_a_name_stands_beside_its_mark():
    (place,) = places([point(100, 200)], width=WIDTH, height=HEIGHT)
    assert (place.dy, place.align) == (0, "left")
    assert place.dx > 8


def test_at_the_right_edge_a_name_stands_to_the_left():
    (place,) = places([point(520, 200)], width=WIDTH, height=HEIGHT)
    assert place.align == "right"
    assert place.dx < -8


def test_names_of_marks_in_one_spot_stand_below_each_other_in_order():
    points = [point(100, y, name) for y, name in ((200, "one"), (203, "two"), (206, "three"))]
    lines = [
        p.y + place.dy
        for p, place in zip(points, places(points, width=WIDTH, height=HEIGHT), strict=True)
    ]
    assert lines == sorted(lines)
    assert all(b - a >= LINE - 0.2 for a, b in pairwise(lines))


def test_lines_that_would_cover_each_other_move_apart_towards_the_middle():
    left, right = side_by_side([point(100, 200), point(100, 210)], width=WIDTH)
    assert sorted((left, right))[0] == 0
    assert max(left, right) > 0
    assert min(side_by_side([point(500, 200), point(500, 210)], width=WIDTH)) < 0


def test_lines_at_other_heights_stay_where_they_are():
    points = [point(100, 50), point(100, 300)]
    assert side_by_side(points, width=WIDTH) == [0, 0]


@given(
    st.lists(
        st.tuples(
            st.floats(20, 520),
            st.floats(20, 380),
            st.text(alphabet="abc ", min_size=3, max_size=28),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_names_never_cover_each_other_and_stay_between_top_and_bottom(given_points):
    points = [point(x, y, name) for x, y, name in given_points]
    boxes = [
        box(one, place)
        for one, place in zip(points, places(points, width=WIDTH, height=HEIGHT), strict=True)
    ]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert all(one[1] >= -0.2 and one[3] <= HEIGHT + 0.2 for one in boxes)
