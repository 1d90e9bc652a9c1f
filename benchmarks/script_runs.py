"""Counts the script runs of a page by what its browser and Streamlit say to each other.

It must not know what causes them.
"""

from playwright.async_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitors import STREAM_PATH


class ScriptRuns:
    """Counts from now on, on a page that has not been opened yet."""

    def __init__(self, page: Page) -> None:
        self._num_asked = 0
        self._num_begun = 0
        page.on("websocket", self._listen)

    def take(self) -> int:
        """Hand out how many were asked for, or begun, since the last time."""
        number = max(self._num_asked, self._num_begun)
        self._num_asked = self._num_begun = 0
        return number

    def _listen(self, socket: WebSocket) -> None:
        if STREAM_PATH in socket.url:
            socket.on("framesent", self._note_sent)
            socket.on("framereceived", self._note_received)

    def _note_sent(self, frame: str | bytes) -> None:
        self._num_asked += asks_for_run(frame)

    def _note_received(self, frame: str | bytes) -> None:
        self._num_begun += begins_run(frame)


def asks_for_run(frame: str | bytes) -> bool:
    """Tell whether the browser asks for a script run."""
    return isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script")


def begins_run(frame: str | bytes) -> bool:
    """Tell whether Streamlit says that a script run begins."""
    return isinstance(frame, bytes) and ForwardMsg.FromString(frame).HasField("new_session")
