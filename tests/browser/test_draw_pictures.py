"""Pictures that the visitor brings, in real Chromium: uploaded, dropped, pasted, photographed."""

from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, Request, expect

from tests.support.bad_files import BAD_FILES
from tests.support.page import (
    CLIPBOARD,
    PAD,
    SIDEBAR,
    UPLOADER,
    VIEW,
    OpenPage,
    draw,
    expect_digit,
    expect_settled,
    padded_ink,
)
from tests.support.pictures import digit_png, lines_of_digits, page_of, photo_of, png
from tests.support.strokes import DIGIT_STROKES


def test_a_picture_chosen_during_a_stroke_is_shown_when_it_ends(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    (tmp_path / "four.png").write_bytes(digit_png(4))
    draw(page, DIGIT_STROKES[3], lift=False)
    page.locator(UPLOADER).set_input_files(tmp_path / "four.png")
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 4")
    drawing = padded_ink(page)
    page.mouse.up()
    expect_digit(page, 4)
    assert padded_ink(page) != drawing
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 3)
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")


def test_an_upload_is_read_and_a_bad_file_leaves_it_and_is_forgotten_with_the_next_stroke(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    good, bad = tmp_path / "four.png", tmp_path / "bad.png"
    good.write_bytes(digit_png(4))
    bad.write_bytes(b"this is no picture")
    page.locator(UPLOADER).set_input_files(good)
    expect_digit(page, 4)
    page.locator(UPLOADER).set_input_files(bad)
    expect(page.get_by_text("This file is text, not a picture")).to_be_visible()
    expect_digit(page, 4)
    draw(page, DIGIT_STROKES[3])
    expect(page.get_by_text("is text, not a picture")).to_be_hidden()


def file_of(content: bytes, name: str = "digit.jpg") -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_photo_of_paper_is_read_and_every_step_can_be_seen(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files(file_of(photo_of(4)))
    expect_digit(page, 4)
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 4")
    page.get_by_text("Every step of the preparation").click()
    steps = page.get_by_role("group", name="The steps of the preparation").get_by_role("figure")
    for number, text in enumerate(["as it came", "grey", "paper removed", "ink found", "cut out"]):
        expect(steps.nth(number)).to_contain_text(f"{number + 1}. {text}")
        expect(steps.nth(number).locator("canvas")).to_be_visible()
    expect(steps.last).to_contain_text("centred by its weight")


def test_of_several_files_another_can_be_chosen_and_a_bad_one_is_named(
    open_page: OpenPage,
) -> None:
    page = open_page()
    files = [
        (b"seven", "a*b*.txt"),
        (photo_of(4), "photo.jpg"),
        (digit_png(7), "seven.png"),
    ]
    page.locator(UPLOADER).set_input_files([file_of(*file) for file in files])
    expect_digit(page, 4)
    expect(page.get_by_role("alert")).to_contain_text("a*b*.txt: This file is text, not a picture")
    row = page.get_by_role("group", name="Your pictures").get_by_role("button")
    expect(row).to_have_count(2)
    row.and_(page.get_by_label("seven.png")).click()
    expect_digit(page, 7)
    expect(row.and_(page.get_by_label("seven.png"))).to_have_attribute("aria-pressed", "true")
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 7")


def test_five_bad_files_take_one_line_that_opens(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files([file_of(b"seven", f"{name}.txt") for name in "abcde"])
    line = page.get_by_role("alert").filter(has_text="5 files could not be read: a.txt, b.txt")
    box = line.bounding_box()
    assert box is not None and box["height"] < 60
    reason = page.get_by_text("This file is text, not a picture").first
    expect(reason).to_be_hidden()
    line.locator("summary").click()
    expect(reason).to_be_visible()


TILES = ".st-key-sheet button"


def test_all_digits_of_a_sheet_are_read_in_order_and_one_can_be_looked_into(
    open_page: OpenPage,
) -> None:
    page = open_page()
    sheet = png(lines_of_digits([7, 1, 4], [0, 2]))
    page.locator(UPLOADER).set_input_files(file_of(sheet, "sheet.png"))
    expect(page.get_by_text("5 digits on this picture")).to_be_visible()
    expect(page.locator(f"{TILES} .answer")).to_have_text(["7", "1", "4", "0", "2"])
    page.get_by_role("button", name="Digit 4 of 5 on this picture: 0").click()
    expect_digit(page, 0)
    expect(page.locator(TILES).nth(3)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 0")
    draw(page, DIGIT_STROKES[3])
    expect(page.locator(TILES).first).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect_digit(page, 0)


def test_the_digits_of_a_sheet_follow_the_switches(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files(file_of(page_of(4, 7), "sheet.png"))
    expect(page.locator(TILES)).to_have_count(2)
    page.get_by_text("Crop, scale and centre").click()
    expect(page.get_by_text("2 digits on this picture, read as one")).to_be_visible()
    expect(page.locator(TILES)).to_have_count(0)
    page.get_by_text("Crop, scale and centre").click()
    expect(page.locator(f"{TILES} .answer")).to_have_text(["4", "7"])


def test_a_picture_shows_its_way_to_the_network_and_a_drawing_does_not(
    open_page: OpenPage,
) -> None:
    page = open_page()
    way = page.get_by_role("group", name="Your picture on its way to the network")
    page.locator(UPLOADER).set_input_files(file_of(photo_of(4)))
    expect(way.get_by_role("figure")).to_contain_text(["picture", "cut out", "28×28"])
    expect(way).to_be_visible()
    draw(page, DIGIT_STROKES[3])
    expect(way).to_be_hidden()


def test_a_picture_may_be_dropped_anywhere(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    (tmp_path / "photo.jpg").write_bytes(photo_of(4))
    sent = []

    def note_upload(request: Request) -> None:
        if request.method == "PUT":
            sent.append(request.url)

    page.on("request", note_upload)
    for number, place in enumerate((PAD, VIEW, ".bring button"), start=1):
        drag(page, place, tmp_path / "photo.jpg", "dragEnter", "dragOver")
        invitation = page.get_by_text("Drop your pictures anywhere")
        expect(invitation).to_be_visible()
        drag(page, place, tmp_path / "photo.jpg", "drop")
        expect_digit(page, 4)
        expect(invitation).to_be_hidden()
        expect(page.locator(SIDEBAR)).to_contain_text("your upload: 4")
        assert len(sent) == number
        page.get_by_role("button", name="Clear (Delete)").click()
        expect(page.locator(SIDEBAR)).to_contain_text("nothing drawn yet")


def drag(page: Page, place: str, path: Path, *events: str) -> None:
    """Drag a file from outside the browser, as the system would tell of it."""
    target = page.locator(place).first
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    system = page.context.new_cdp_session(page)
    for event in events:
        system.send(
            "Input.dispatchDragEvent",
            {
                "type": event,
                "x": box["x"] + box["width"] / 2,
                "y": box["y"] + box["height"] / 2,
                "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1},
            },
        )


# The page is drawn part by part: the one that takes files comes after the pad.
IS_LISTENING = """bridge => new Promise((resolve) => {
  const ask = () => (bridge.glassbox ? resolve() : requestAnimationFrame(ask));
  ask();
})"""


def test_a_picture_may_be_pasted_and_pasted_text_is_left_alone(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD)
    page.evaluate("navigator.clipboard.writeText('seven')")
    page.evaluate(
        """window.addEventListener(  // after all listeners of the document
             "paste", (event) => (window.prevented = event.defaultPrevented))"""
    )
    page.keyboard.press("Control+v")
    page.wait_for_function("window.prevented === false")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.locator(".bring").evaluate(IS_LISTENING)
    page.evaluate(
        """async (bytes) => {
          const picture = new Blob([new Uint8Array(bytes)], {type: "image/png"});
          await navigator.clipboard.write([new ClipboardItem({"image/png": picture})]);
        }""",
        list(digit_png(7)),
    )
    page.keyboard.press("Control+v")
    expect_digit(page, 7)
    expect(page.locator(SIDEBAR)).to_contain_text("your upload: 7")


def test_a_digit_is_read_as_the_camera_sees_it_and_may_be_kept(
    open_page: OpenPage, browser_with_camera: Browser
) -> None:
    page = open_page(chromium=browser_with_camera, permissions=["camera"])
    expect(page.locator("video")).to_have_count(0)
    page.get_by_text("Camera", exact=True).click()
    page.locator("video").scroll_into_view_if_needed()  # elsewhere Chromium shows no film
    expect(page.locator(".camera .frame")).to_have_text("4")
    expect(page.get_by_text("I see 4.")).to_be_visible()
    page.get_by_role("button", name="Keep this").click()
    expect_digit(page, 4)
    expect(page.locator(SIDEBAR)).to_contain_text("your photo: 4")
    page.get_by_text("Camera", exact=True).click()
    expect(page.locator("video")).to_have_count(0)
    expect(page.locator(SIDEBAR)).to_contain_text("your photo: 4")


def test_a_camera_that_may_not_be_used_is_said(open_page: OpenPage, browser: Browser) -> None:
    page = open_page(chromium=browser, permissions=[])
    page.get_by_text("Camera", exact=True).click()
    expect(
        page.get_by_text("There is no camera here").or_(
            page.get_by_text("The camera may not be used")
        )
    ).to_be_visible()
    expect(page.get_by_role("button", name="Keep this")).to_be_disabled()


def test_a_file_that_is_too_large_is_refused_and_the_drawing_stays(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[3])
    expect_settled(page)
    page.locator(UPLOADER).set_input_files(file_of(bytes(10 * 2**20 + 1), "large.jpg"))
    expect(page.get_by_role("alert")).to_contain_text("large.jpg: This file has 10.0 MB; at most")
    expect_digit(page, 3)
    expect(page.locator(SIDEBAR)).to_contain_text("your drawing: 3")


def test_what_phones_save_by_default_is_refused_with_a_way_out(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(UPLOADER).set_input_files(file_of(BAD_FILES["HEIC"][0](), "IMG_1.HEIC"))
    expect(page.get_by_role("alert")).to_contain_text("This is a HEIC picture")
    expect_digit(page, "none")
