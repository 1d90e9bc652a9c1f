"""Why this digit and not another, painted on the drawing, in real Chromium."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.page import OpenPage, draw
from tests.support.strokes import DIGIT_STROKES, Point

STAR: list[list[Point]] = [
    [(0.2, 0.2), (0.8, 0.8)],
    [(0.8, 0.2), (0.2, 0.8)],
    [(0.5, 0.1), (0.5, 0.9)],
    [(0.1, 0.5), (0.9, 0.5)],
]

NUM_COLOURED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
  let [orange, blue, ink] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, sky] = data.subarray(at, at + 3);
    ink += red + green + sky > 150 ? 1 : 0;
    orange += red > sky + 40 ? 1 : 0;
    blue += sky > red + 40 ? 1 : 0;
  }
  return { orange, blue, ink };
}"""

HUB = """async (digit) => {
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const modules = await import(files.find((name) => name.includes("/modules/")));
  const { hub } = modules.need("browser/hub.js");
  hub.askWhyNot(digit);
}"""


def why(page: Page) -> Locator:
    return page.get_by_test_id("why")


def painted(page: Page) -> dict[str, int]:
    counted: dict[str, int] = why(page).locator(".picture canvas").evaluate(NUM_COLOURED)
    return counted


def test_nothing_drawn_is_an_invitation(open_page: OpenPage) -> None:
    page = open_page()
    expect(why(page)).to_have_attribute("data-kind", "nothing")
    expect(why(page).locator(".sentence")).to_contain_text("Draw a digit")
    expect(why(page).get_by_role("button", name="Look inside")).to_be_hidden()
    assert painted(page)["ink"] == 0


def test_paint_and_sentence_follow_the_pen(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7], lift=False)
    expect(why(page)).to_have_attribute("data-kind", "drawing")
    expect(why(page).get_by_role("heading")).to_have_text(re.compile(r"So far 7, not \d"))
    expect(why(page).locator(".sentence")).to_have_text(
        re.compile(r"Mostly the orange bar at the top makes it a 7 and not an? \d\.")
    )
    expect(why(page).locator("li")).to_have_count(0)
    sent = page.get_by_test_id("pad").get_attribute("data-sent")
    assert sent is not None
    expect(page.get_by_test_id("network-view")).to_have_attribute("data-seq", sent)
    found = painted(page)
    assert found["orange"] > 20 and found["blue"] > 3
    page.mouse.up()
    expect(why(page)).to_have_attribute("data-kind", "decided")
    expect(why(page).get_by_role("heading")).to_have_text(re.compile(r"Why 7, not \d\?"))


def test_a_settled_digit_reminds_of_real_ones(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    labels = why(page).locator("li span")
    expect(labels).to_have_text(["7"] * 6)
    expect(why(page).get_by_role("img", name="a 7; alike by 0.9").first).to_be_visible()
    draw(page, [DIGIT_STROKES[7][0][:2]], lift=False)
    expect(labels.first).to_be_hidden()


def test_why_not_another_digit_is_answered_until_it_is_let_go(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect(why(page)).to_have_attribute("data-settled", "true")
    runner_up = why(page).get_attribute("data-against")
    assert runner_up is not None and runner_up != "2"
    page.evaluate(HUB, 2)
    expect(why(page).get_by_role("heading")).to_have_text("Why 7, not 2?")
    expect(why(page)).to_have_attribute("data-settled", "true")
    page.evaluate(HUB, None)
    expect(why(page)).to_have_attribute("data-against", runner_up)


def test_where_ink_would_speak_for_the_other_digit_a_ring_is_drawn(open_page: OpenPage) -> None:
    page = open_page()
    page.add_style_tag(content=".st-key-why { height: 300px !important; }")
    draw(page, DIGIT_STROKES[5])
    expect(why(page).locator(".spot")).to_be_visible()
    expect(why(page).locator(".missing")).to_contain_text("in the ring")
    draw(page, [DIGIT_STROKES[5][0][:2]], lift=False)
    expect(why(page).locator(".spot")).to_be_hidden()


def test_the_receipt_adds_up(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect(why(page).locator(".receipt")).to_be_hidden()
    page.get_by_role("radio", name="numbers").click()
    said = why(page).locator(".receipt .said")
    expect(said).to_have_count(4)
    parts = [numbers_in(text) for text in said.all_inner_texts()]
    exact = [numbers_in(each.get_attribute("title") or "")[0] for each in said.all()]
    assert round(parts[0][0] + parts[1][0] + parts[2][0], 2) == parts[3][0]
    assert abs(sum(exact[:3]) - exact[3]) < 1e-4
    assert abs(exact[3] - parts[3][0]) <= 0.006
    expect(why(page).get_by_role("button", name="Which units?")).to_be_visible()
    page.get_by_role("radio", name="code").click()
    expect(why(page).locator(".code")).to_contain_text("logits[7] - logits[")


def numbers_in(text: str) -> list[float]:
    """Read the first number of a text."""
    return [float(found) for found in re.findall(r"-?\d[\d.]*(?:e-?\d+)?", text.replace("−", "-"))]


def test_a_refused_drawing_is_grey_and_shown_beside_the_nearest_digits(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, STAR)
    expect(why(page)).to_have_attribute("data-kind", "noDigit")
    expect(why(page).get_by_role("heading")).to_have_text("Why no digit?")
    expect(why(page).locator(".sentence")).to_contain_text("far from every digit")
    expect(why(page).locator(".reminders")).to_contain_text("The nearest real digits")
    expect(why(page).locator("li")).to_have_count(6)
    found = painted(page)
    assert found["ink"] > 50 and found["orange"] == found["blue"] == 0
    page.get_by_role("radio", name="numbers").click()
    expect(why(page).locator(".receipt")).to_contain_text("Out-of-distribution score +")


def test_it_fits_rooms_of_all_sizes(open_page: OpenPage) -> None:
    page = open_page()
    draw(page, DIGIT_STROKES[7])
    expect(why(page).locator("li")).to_have_count(6)
    for width, height in [(380, 120), (380, 300), (340, 220), (300, 100), (560, 230), (560, 160)]:
        page.add_style_tag(
            content=f".st-key-why {{ width: {width}px !important; max-width: none !important; "
            f"height: {height}px !important; }}"
        )
        room = page.locator(".st-key-why").bounding_box()
        assert room is not None and (room["width"], room["height"]) == (width, height)
        for name in (".picture", ".title", ".sentence", "li >> nth=0", "li span >> nth=0"):
            box = why(page).locator(name).first.bounding_box()
            assert box is not None, (name, width, height)
            assert box["x"] + box["width"] <= room["x"] + width + 1, (name, width, height)
            assert box["y"] + box["height"] <= room["y"] + height + 1, (name, width, height)
