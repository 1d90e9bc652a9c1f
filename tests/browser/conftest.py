"""One server and one browser for the tests of the app in real Chromium that a process runs."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.support import ROOT
from tests.support.page import (
    CHROMIUM_FLAGS,
    OpenPage,
    chromium_path,
    launch_chromium,
    open_draw_page,
)
from tests.support.pictures import photo_of
from tests.support.server import Server, running_server

expect.set_options(timeout=15_000)  # a busy machine may be slow; only failures wait for it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if ROOT / "tests" / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)


# NOTE: Package, not session: while Playwright runs, its event loop counts as this thread's own,
# and later tests that start one would be refused.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    if chromium_path() is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a Chromium: .ci/run installs it.")
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = launch_chromium(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def returning(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that has the app's files from the visit before: half the work of a first visit.

    A tab that stays open keeps the process of the app's pages, which has read their scripts.
    """
    chromium = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=chromium_path(),
        args=[*CHROMIUM_FLAGS, "--process-per-site"],
    )
    chromium.pages[0].goto(f"{server.address}/_stcore/health")
    yield chromium
    chromium.close()


@pytest.fixture
def browser_with_camera(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A Chromium whose camera looks at a sheet of paper with a 4 on it."""
    video = tmp_path / "four.y4m"
    video.write_bytes(_video_of(photo_of(4)))
    chromium = playwright.chromium.launch(
        executable_path=chromium_path(),
        args=[
            *CHROMIUM_FLAGS,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        ],
    )
    yield chromium
    chromium.close()


def _video_of(photo: bytes, size: tuple[int, int] = (640, 480)) -> bytes:
    """Write a film in which nothing moves, as Chromium takes it for a camera (YUV4MPEG2)."""
    paper = ImageOps.pad(Image.open(io.BytesIO(photo)), size, color=(200, 200, 200))
    luma, blue, red = paper.convert("YCbCr").split()
    planes = [luma, blue.reduce(2), red.reduce(2)]
    frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
    return b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % size + 10 * frame


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "app.log") as running:
        yield running


@pytest.fixture
def open_page(
    browser: Browser, returning: BrowserContext, server: Server, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open the Draw page for a visitor of its own; on failure keep pictures and show the log.

    A test's first page returns to the app: nothing is left of earlier visits but the app's files.
    Every other page, one that must not have them (`is_returning=False`), and one on a device of its
    own has a context of its own. Whoever visits prefers reduced motion: a signal at each pen-up
    costs half a second of the processor, and only a few tests are about it.
    """
    contexts: list[BrowserContext] = []
    staying = returning.pages[0]

    def open_page(
        address: str = server.address,
        is_waited_for: bool = True,
        chromium: Browser | None = None,
        is_returning: bool = True,
        **options: Any,
    ) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("reduced_motion", "reduce")
        plain = {"viewport", "color_scheme", "permissions", "reduced_motion"}
        is_plain = chromium is None and options.keys() <= plain
        if is_returning and is_plain and not contexts:
            contexts.append(returning)
            page = returning.new_page()
            page.set_viewport_size(options["viewport"])
            page.emulate_media(
                color_scheme=options.get("color_scheme", "light"),
                reduced_motion=options["reduced_motion"],
            )
            returning.grant_permissions(options.get("permissions", []))
        else:
            contexts.append((chromium or browser).new_context(**options))
            page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        if is_waited_for:
            open_draw_page(page, address)
        return page

    failed_before, log_before = request.session.testsfailed, len(server.log())
    yield open_page
    pages = [page for context in contexts for page in context.pages if page is not staying]
    if request.session.testsfailed > failed_before:
        folder = ROOT / "artifacts"
        folder.mkdir(exist_ok=True)
        for number, page in enumerate(pages):
            page.screenshot(path=folder / f"{request.node.name}_{number}.png", full_page=True)
        print(server.log()[log_before:])  # noqa: T201  # pytest shows it with the failure
    for page in pages:
        page.close()
    for context in contexts:
        if context is not returning:
            context.close()
    returning.unroute_all()
    returning.clear_cookies()
    returning.clear_permissions()
    forget = returning.new_cdp_session(staying)
    forget.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    forget.detach()
