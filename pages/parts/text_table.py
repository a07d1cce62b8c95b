"""A table as text: one that a screen reader walks, a finger selects and a printer prints."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.tables import number_columns, written

MOST_ROWS = 250  # past which a table is for sorting and looking up
THOUSANDS = st.column_config.NumberColumn(format="localized")
STYLE = """
.cl-table { overflow: auto; max-width: 100%; max-height: 32rem; }
.cl-table table { border-collapse: collapse; font-size: 0.875rem; }
.cl-table caption { text-align: left; padding-bottom: 0.4rem; font-weight: 600; }
.cl-table th, .cl-table td { padding: 0.25rem 1.1rem 0.25rem 0; text-align: left;
  vertical-align: top; border-bottom: 1px solid rgba(128, 128, 128, 0.3); }
.cl-table th { font-weight: 400; opacity: 0.85; }
.cl-table td:first-child { white-space: nowrap; }
.cl-table .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""


def text_table(table, *, caption: str, key: str) -> None:
    """``table`` (`tables.readable`) below its caption: figures to the right, no stripes."""
    if table.height > MOST_ROWS:
        st.dataframe(
            table,
            column_config=dict.fromkeys(number_columns(table), THOUSANDS),
            hide_index=True,
            alt=f"Table: {caption}",
            key=f"table-{key}",
        )
        return
    numbers = set(number_columns(table))
    look = {name: ' class="n"' if name in numbers else "" for name in table.columns}
    head = "".join(f'<th scope="col"{look[name]}>{escape(name)}</th>' for name in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(f"<td{look[name]}>{escape(written(value))}</td>" for name, value in row.items())
        + "</tr>"
        for row in table.iter_rows(named=True)
    )
    # It may be wider than a narrow screen, and what scrolls must be within reach of keys.
    st.html(
        f'<div class="cl-table" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
