"""Many users at once, each with a WebSocket as a browser would have: milliseconds from a move
of a slider until the run that it sets off has ended, last message and all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.dashboard import PATIENCE

MOST_BYTES = 64 * 2**20  # of one message
THINKS = 1.0  # seconds at most between the answer to a move and the next move
LEVERS = {  # what a user moves: sliders to a number, toggles (None) to what they don't show
    "update_delay_days": lambda user, move: float((11 * user + 7 * move) % 180),
    "shielding": None,
    "audit_share": lambda user, move: float((3 * user + 5 * move) % 101),
    "two_factor": None,
    "retention_years_after_18": lambda user, move: float((user + move) % 30),
    "subject_view": None,
    "alert_threshold": lambda user, move: float((user + 2 * move) % 5),
    "reason_required": None,
    "opt_out": None,
}
FLOOR = {"floor": lambda user, move: float((11 * user + 7 * move) % 365)}


@dataclass(slots=True)
class User:
    """One session. ``controls``: the id of each slider and toggle by its lever; ``is_on``: what
    each toggle shows. A browser sends no move that changes nothing."""

    socket: websockets.ClientConnection
    address: str
    page: str
    controls: dict[str, str] = field(default_factory=dict)
    is_on: dict[str, bool] = field(default_factory=dict)

    async def arrive(self) -> None:
        """Open the page and read it to its end."""
        await self._ask({})

    async def move(self, lever: str, to: float | None) -> float:
        """Move a slider to a value, or a toggle to its other side; gives milliseconds."""
        if to is None:
            to = self.is_on[lever] = not self.is_on[lever]
        began = time.perf_counter()
        await self._ask({self.controls[lever]: to})
        return 1000 * (time.perf_counter() - began)

    async def _ask(self, values: dict[str, float | bool]) -> None:
        asked = BackMsg()
        run = asked.rerun_script
        run.page_name = self.page
        run.context_info.url = f"{self.address}/{self.page}"
        for id, value in values.items():
            state = run.widget_states.widgets.add(id=id)
            if isinstance(value, bool):
                state.bool_value = value
            else:
                state.double_array_value.data[:] = [value]
        await self.socket.send(asked.SerializeToString())
        while not self._is_end(ForwardMsg.FromString(await self.socket.recv())):
            pass

    def _is_end(self, told: ForwardMsg) -> bool:
        kind = told.WhichOneof("type")
        if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            element = told.delta.new_element
            if element.WhichOneof("type") in ("slider", "checkbox"):
                shown = getattr(element, element.WhichOneof("type"))
                lever = shown.id.rpartition("-lever-")[2]
                self.controls[lever] = shown.id
                if element.WhichOneof("type") == "checkbox":
                    self.is_on[lever] = shown.value if shown.set_value else shown.default
        elif kind == "script_finished":
            return told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False


def floor_load(address: str, users: int, moves: int) -> list[float]:
    """Milliseconds of every move on the empty page with one chart."""
    return [one["ms"] for one in _load(address, "", FLOOR, users, moves)]


def lever_load(address: str, users: int, moves: int) -> list[dict]:
    """Every move of every user on the page of levers: lever, ms."""
    return _load(address, "design", LEVERS, users, moves)


def _load(
    address: str, page: str, levers: dict[str, Callable], users: int, moves: int
) -> list[dict]:
    return asyncio.run(_all_users(address, page, levers, users, moves))


async def _all_users(
    address: str, page: str, levers: dict[str, Callable], users: int, moves: int
) -> list[dict]:
    """All arrive one after another, then all move levers at once, each at a pace of its own."""
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    sockets = [
        await websockets.connect(
            url, subprotocols=["streamlit"], max_size=MOST_BYTES, origin=address
        )
        for _ in range(users)
    ]
    try:
        all_users = [User(one, address, page) for one in sockets]
        for one in all_users:
            await asyncio.wait_for(one.arrive(), PATIENCE)
        told = await asyncio.gather(
            *(_moves(one, number, levers, moves) for number, one in enumerate(all_users))
        )
    finally:
        for one in sockets:
            await one.close()
    return [move for some in told for move in some]


async def _moves(user: User, number: int, levers: dict[str, Callable], moves: int) -> list[dict]:
    found, names = [], list(levers)
    for move in range(moves):
        lever = names[(number + move) % len(names)]
        # No luck: a pause of every length is somebody's, so that users don't move in step.
        await asyncio.sleep(THINKS * ((7 * number + 3 * move) % 20) / 20)
        to = levers[lever] and levers[lever](number, move)
        ms = await asyncio.wait_for(user.move(lever, to), PATIENCE)
        found.append({"lever": lever, "ms": ms})
    return found
