"""Starts the dashboard: finds a world, a free port, and hands over to Streamlit.

The dashboard listens on this machine alone and calls no other.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
from pathlib import Path

import terminal
from data.world import World, WorldError, open_world

ROOT = Path(__file__).resolve().parent
DEFAULT_WORLD = ROOT / "data" / "worlds" / "default"
DEFAULT_FRACTION = 0.1
DEFAULT_SEED = 7
DEFAULT_PORT = 8501
HOST = "127.0.0.1"

# Said here too, not only in .streamlit/config.toml, so that no other configuration of this
# machine can open the dashboard to the network or have it call home.
ALWAYS = {
    "server.address": HOST,
    "browser.serverAddress": "localhost",
    "browser.gatherUsageStats": "false",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "logger.level": "warning",
}


def start_dashboard(
    *,
    world: Path | None,
    port: int,
    editions: Path | None = None,
    is_public: bool = False,
    host: str | None = None,
) -> None:
    """Replace this process by the dashboard of ``world``, or of the default world.

    ``editions``: a folder of editions besides those that ship. ``is_public``: reader mode.
    ``host``: the name by which readers know it, where a web server passes them on.

    The default world is made on the first start. Raises WorldError when the port is taken, the
    world can't be opened, or readers would be shown one that is not synthetic.
    """
    check_port(port)
    opened = open_world(world) if world else default_world()
    if is_public and not opened.is_synthetic:
        from analysis.reader_mode import NOT_SYNTHETIC

        raise WorldError(NOT_SYNTHETIC)
    terminal.say(f"Contact Lens is at http://localhost:{port}  (Ctrl-C ends it)")
    environment = {**os.environ, "CONTACTLENS_WORLD": str(opened.path.resolve())}
    environment |= reading(editions, is_public=is_public)
    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    sys.stdout.flush()
    os.execve(sys.executable, streamlit_command(port, host), environment)


def reading(editions: Path | None, *, is_public: bool) -> dict[str, str]:
    """What the dashboard is told, in its environment, of editions and reader mode."""
    from analysis import reader_mode
    from analysis.editions.shelf import FOLDER

    told = {reader_mode.VARIABLE: "1" if is_public else "0"}
    if is_public:
        told["CONTACTLENS_WORLDS"] = ""  # one world, and no other is looked for
    if editions is not None:
        if not editions.is_dir():
            raise WorldError(f"A folder of editions was expected, and '{editions}' is none.")
        told[FOLDER] = str(editions.resolve())
    return told


def default_world() -> World:
    """The world in data/worlds/default, made now when there is none yet."""
    if not DEFAULT_WORLD.exists():
        from synthetic.generate import generate_world

        terminal.say("First start: making a synthetic world of one child in ten, once.")
        with terminal.progress("Generating") as on_progress:
            generate_world(
                DEFAULT_WORLD,
                fraction=DEFAULT_FRACTION,
                seed=DEFAULT_SEED,
                on_progress=on_progress,
            )
    try:
        return open_world(DEFAULT_WORLD)
    except WorldError as error:
        raise WorldError(f"{error} For the default world: make data") from None


def check_port(port: int) -> None:
    """Raise WorldError with one sentence when nothing can listen on ``port``."""
    try:
        _listen_once(port)
    except OSError as error:
        if error.errno == errno.EACCES:
            why = f"This account may not listen on port {port}"
        else:
            why = f"Port {port} is in use by another program"
        free = next((p for p in range(max(port + 1, 1024), 65536) if _is_free(p)), DEFAULT_PORT)
        raise WorldError(
            f"{why}; choose another: contactlens run --port {free} (or: make run PORT={free})"
        ) from None


def _is_free(port: int) -> bool:
    try:
        _listen_once(port)
    except OSError:
        return False
    return True


def _listen_once(port: int) -> None:
    with socket.socket() as listener:
        # As the server itself does: a port whose last connections are still closing is free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(1)


def streamlit_command(port: int, host: str | None = None) -> list[str]:
    """The command that runs app.py on ``port``; it opens a browser where there is a desktop.

    It answers to ``host`` as well, still on this machine alone.
    """
    settings = {**ALWAYS, "server.port": port, "server.headless": str(not has_desktop()).lower()}
    if host is not None:
        if not re.fullmatch(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", host):
            raise WorldError(f"A host name such as lens.example.org was expected, got {host!r}.")
        settings |= {"browser.serverAddress": host, "server.headless": "true"}
    flags = [f"--{name}={value}" for name, value in settings.items()]
    if host is not None:
        flags += [f"--server.allowedHosts={name}" for name in (host, "localhost", HOST)]
    return [sys.executable, "-m", "dashboard", "run", str(ROOT / "app.py"), *flags]


def has_desktop() -> bool:
    """Whether a browser can be opened for the person who started the program."""
    if os.environ.get("SSH_CONNECTION") or os.environ.get("CI"):
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
