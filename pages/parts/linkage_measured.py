"""What a study measured beside the published and judged ranges; the reader chooses."""

from __future__ import annotations

import streamlit as st

from analysis import findings_linkage as findings
from analysis.linkage.measured import as_toml
from analysis.linkage.report import measured_rows, measured_table
from analysis.linkage.study import Study
from pages.parts import session
from pages.parts.text_table import text_table


def beside_published(study: Study, bits: float) -> None:
    """The measured shares, what ships, what figures rest on now, and the choice."""
    rows = measured_rows(study, bits)
    st.header(findings.measured_title(rows), anchor="measured")
    st.markdown(findings.BESIDE)
    text_table(
        measured_table(rows, session.held()),
        caption="Shares of records that link, measured and as shipped",
        key="measured",
    )
    shares = {row["id"]: row["share"] for row in rows}
    with st.container(horizontal=True):
        st.button(
            "Let figures rest on what was measured",
            key="link-use",
            on_click=_hold,
            args=(shares,),
            disabled=session.held().items() >= shares.items(),
        )
        st.button(
            "Back to what ships",
            key="link-back",
            on_click=_release,
            args=(tuple(shares),),
            disabled=not set(shares) & set(session.held()),
        )
        st.download_button(
            "Measured shares (TOML)",
            as_toml(study, bits),
            file_name="measured-linkage-synthetic.toml",
            mime="application/toml",
            key="link-toml",
            on_click="ignore",
            help="For --assumptions of evaluate, compare and history.",
        )


def _hold(shares: dict[str, float]) -> None:
    session.hold(session.held() | shares)


def _release(ids: tuple[str, ...]) -> None:
    session.hold({id: value for id, value in session.held().items() if id not in ids})
