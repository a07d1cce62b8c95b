"""The server of the dashboard: Streamlit, and pages that are read in before anybody asks.

Streamlit reads a script in when its first visitor has come, who would wait for it. Here that is
done while their browser is still reading in Streamlit's own part.
"""

from __future__ import annotations

import sys
import threading
import time

from streamlit import runtime
from streamlit.web import cli

SHORT = 0.0005  # seconds that reading in holds the interpreter, before it hands files out again
LOOK = 0.01  # seconds between two looks at whether the server is there


def main() -> None:
    """Streamlit's own command, with the arguments of this process."""
    threading.Thread(target=_read_in, name="read in", daemon=True).start()
    cli.main(prog_name="streamlit")


def _read_in() -> None:
    while not runtime.exists():
        time.sleep(LOOK)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT)
    try:
        from pages.parts.ahead_of_visitors import ready

        ready()
    except Exception:  # whoever comes meets it too, and a page tells them
        return
    finally:
        sys.setswitchinterval(usual)


if __name__ == "__main__":
    main()
