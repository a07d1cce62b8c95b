"""Streamlit, and beside it the first answers: they are ready when the first browser is.

`python -m server run app.py` is `streamlit run app.py`; everything after `server` goes there.
"""

from __future__ import annotations

import contextlib
import sys
import threading


def main() -> None:
    """Serve until stopped."""
    from streamlit.web.cli import main as streamlit

    threading.Thread(target=_prepare, name="prepare", daemon=True).start()
    sys.exit(streamlit(prog_name="streamlit"))


def _prepare() -> None:
    with contextlib.suppress(Exception):  # the first visitor is told what is wrong, if anything
        from pages.parts.ready import first_answers

        first_answers()


if __name__ == "__main__":
    main()
