"""What holds of every page: no chart asks a browser to draw more than a reader can take in."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pytest

from pages.parts.entry import PAGES

MOST_ROWS = 1_500  # of a chart, all its tables together


def rows_of(chart) -> int:
    """How many rows a chart sends to the browser."""
    tables = [one.data.data for one in chart.proto.datasets]
    tables += [chart.proto.data.data] if chart.proto.HasField("data") else []
    sent = sum(pa.ipc.open_stream(io.BytesIO(table)).read_all().num_rows for table in tables)
    return sent + inline(json.loads(chart.proto.spec))


def inline(part) -> int:
    """Rows that stand in the specification itself."""
    if isinstance(part, list):
        return sum(map(inline, part))
    if not isinstance(part, dict):
        return 0
    data = part.get("data")
    own = data.get("values", []) if isinstance(data, dict) else []
    named = sum(len(rows) for rows in part.get("datasets", {}).values())
    return len(own) + named + sum(inline(it) for name, it in part.items() if name != "datasets")


@pytest.mark.parametrize("page", [name for name, _ in PAGES])
def test_no_chart_sends_more_rows_than_a_reader_takes_in(open_page, small_world, page):
    app = open_page(small_world, "" if page == PAGES[0][0] else page)
    assert not app.exception
    for chart in app.get("vega_lite_chart"):
        assert rows_of(chart) <= MOST_ROWS
