import asyncio
from http import HTTPStatus

import pytest
from starlette.types import Message, Receive, Scope, Send

from mlp.web.server.origin import THIS_COMPUTER, OriginGuard, Origins, host_names

OURS, FOREIGN, LISTED = (
    "https://glassbox.example",
    "https://foreign.example",
    "https://school.example",
)
HOST = "glassbox.example"
ORIGINS = Origins(hosts=THIS_COMPUTER | {"school.example"})


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (OURS, HOST),
        ("http://192.168.1.5:8501", "192.168.1.5:8501"),
        ("http://[::1]:8501", "[::1]:8501"),
        (LISTED, HOST),
        ("http://school.example:8080", HOST),
        ("http://localhost:3000", HOST),
        (None, HOST),
    ],
)
def test_our_own_pages_and_those_of_the_settings_may_ask(origin: str | None, host: str) -> None:
    assert ORIGINS.allow(origin, host)


@pytest.mark.parametrize(
    "origin",
    [
        FOREIGN,
        "null",
        "",
        "https://glassbox.example:8443",
        "https://glassbox.example.foreign.example",
        "https://school.example@foreign.example",
        "https://foreign.example@school.example",
        "https://foreign.example/school.example",
        "https://foreign.example\\@school.example",
        "https://school.example:port",
        "https://[foreign",
        "https://foreign.example://school.example",
    ],
)
def test_pages_of_others_may_not(origin: str) -> None:
    assert not ORIGINS.allow(origin, HOST)


def test_a_page_is_not_ours_because_no_host_is_named() -> None:
    assert not ORIGINS.allow("null", None) and not ORIGINS.allow("", None)


def test_an_open_server_answers_any_page() -> None:
    assert Origins(is_open=True).allow(FOREIGN, HOST)


@pytest.mark.parametrize("is_open", [False, True])
def test_a_server_with_names_answers_to_no_other(is_open: bool) -> None:
    origins = Origins(own_names=("glassbox.example", "*.school.example"), is_open=is_open)
    for host in ("glassbox.example:8501", "GLASSBOX.example.", "a.school.example"):
        assert origins.allow(None, host)
    for other in ("foreign.example", "school.example", "glassbox.example:port", "", None):
        assert not origins.allow(None, other)


def test_names_of_hosts_are_found_with_and_without_a_scheme() -> None:
    assert host_names(["https://a.example:1/", "b.example", "C.example", ""]) == {
        "a.example",
        "b.example",
        "c.example",
    }


async def pass_on(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that tells which origin reached it."""
    origins = [value.decode() for name, value in scope["headers"] if name == b"origin"]
    await send({"type": "passed", "origins": origins})


def asked(kind: str, path: str, origin: str) -> Message:
    """What a guarded app answers first."""
    answers: list[Message] = []

    async def note(message: Message) -> None:
        answers.append(message)

    async def nothing() -> Message:
        raise AssertionError("nothing is read before it is known who asks")

    guard = OriginGuard(pass_on, origins=ORIGINS, prefix="/base/glassbox")
    headers = [(b"host", HOST.encode()), (b"origin", origin.encode())]
    scope = {"type": kind, "path": path, "headers": headers}
    asyncio.run(guard(scope, nothing, note))
    return answers[0]


@pytest.mark.parametrize("path", ["/base/glassbox/live", "/base/_stcore/stream"])
def test_no_websocket_is_opened_for_a_page_of_others(path: str) -> None:
    assert asked("websocket", path, FOREIGN)["type"] == "websocket.close"


def test_no_route_of_ours_answers_a_page_of_others() -> None:
    assert asked("http", "/base/glassbox/live", FOREIGN)["status"] == HTTPStatus.FORBIDDEN


def test_whose_page_asks_for_streamlits_files_is_streamlits_affair() -> None:
    assert asked("http", "/base/_stcore/health", FOREIGN)["origins"] == [FOREIGN]


def test_our_own_page_passes_as_it_is() -> None:
    assert asked("websocket", "/base/_stcore/stream", OURS)["origins"] == [OURS]


def test_a_page_of_the_settings_passes_without_an_origin_to_be_looked_up() -> None:
    assert asked("websocket", "/base/_stcore/stream", LISTED)["origins"] == []
