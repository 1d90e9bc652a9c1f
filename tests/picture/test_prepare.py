import io
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork
from mlp.picture.file import Picture, load_picture
from mlp.picture.paper.ink import find_ink
from mlp.picture.prepare import (
    BOX,
    CENTRE,
    Prepared,
    WrittenPicture,
    from_pad,
    from_picture,
    from_tensor,
)
from tests.support.pictures import seven
from tests.support.strokes import DIGIT_STROKES

PAD_SIDE_PX = 112

# Sparse and often faint: what a rounding error or a careless threshold loses first.
pads = st.integers(1, 200).flatmap(lambda side: arrays(np.uint8, (side, side), fill=st.just(0)))
rasters = arrays(np.uint8, st.tuples(st.integers(1, 200), st.integers(1, 200)), fill=st.just(0))
shapes = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40)), fill=st.just(0))
offsets = st.tuples(st.integers(0, 72), st.integers(0, 72))


def picture_file(pixels: np.ndarray, file_format: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, file_format, **options)
    return file.getvalue()


def prepared_file(content: bytes) -> Prepared:
    return from_picture(WrittenPicture(load_picture(content)))


def enlarged(pixels: torch.Tensor, factor: int = 4) -> np.ndarray:
    """Draw a test digit on a pad, each pixel as a square."""
    return np.kron(pixels.numpy(), np.ones((factor, factor), np.uint8))


def on_pad(shape: np.ndarray, offset: tuple[int, int]) -> np.ndarray:
    pad = np.zeros((PAD_SIDE_PX, PAD_SIDE_PX), np.uint8)
    top, left = offset
    pad[top : top + shape.shape[0], left : left + shape.shape[1]] = shape
    return pad


def is_image(image: torch.Tensor) -> bool:
    is_in_range = bool(((image >= 0) & (image <= 1)).all())
    return image.shape == (28, 28) and image.dtype == torch.float32 and is_in_range


# Pictures of exactly 28×28


def test_a_digit_saved_in_colour_comes_back_bit_for_bit(digits: Digits) -> None:
    for pixels, image in zip(digits.pixels[:100].numpy(), digits.images(0, 100), strict=True):
        assert torch.equal(prepared_file(picture_file(np.dstack([pixels] * 3))).image, image)


def test_a_digit_saved_dark_on_light_comes_back_bit_for_bit(digits: Digits) -> None:
    for pixels, image in zip(digits.pixels[:100].numpy(), digits.images(0, 100), strict=True):
        assert torch.equal(prepared_file(picture_file(255 - pixels)).image, image)


def test_a_tensor_is_taken_exactly_as_it_is() -> None:
    image = torch.rand(28, 28, generator=torch.Generator().manual_seed(0))
    prepared = from_tensor(image)
    assert torch.equal(prepared.image, image)
    assert not prepared.is_blank
    assert not prepared.is_centred


def test_an_empty_tensor_is_blank() -> None:
    assert from_tensor(torch.zeros(28, 28)).is_blank


@pytest.mark.parametrize("is_dark", [True, False])
def test_every_test_digit_is_taken_pixel_for_pixel(digits: Digits, is_dark: bool) -> None:
    for pixels in digits.pixels.numpy():
        written = WrittenPicture(Picture(255 - pixels if is_dark else pixels))
        assert np.array_equal(from_picture(written).steps[-1].pixels, pixels)


def test_a_test_digit_saved_as_jpeg_is_taken_pixel_for_pixel(digits: Digits) -> None:
    for pixels in digits.pixels[:50].numpy():
        assert not prepared_file(picture_file(pixels, "JPEG", quality=90)).is_centred


@pytest.mark.parametrize(
    ("dim", "paper", "down"), [(1, 60, 0), (0.2, 0, 0), (1, 0, 4)], ids=["paper", "dim", "off"]
)
def test_a_28_px_picture_that_is_none_of_mnists_is_prepared_like_any_other(
    model: NeuralNetwork, digits: Digits, dim: float, paper: int, down: int
) -> None:
    num_right = 0
    for pixels, label in zip(digits.pixels[:20].numpy(), digits.labels, strict=False):
        brought = paper + (dim * np.roll(pixels, down, axis=0) * (1 - paper / 255)).round()
        written = WrittenPicture(Picture(brought.astype(np.uint8)))
        prepared = from_picture(written)
        assert prepared.is_centred and not prepared.is_inverted
        num_right += int(model(prepared.image[None]).argmax() == label)
        as_it_is = from_picture(written, centre=False).steps[-1].pixels
        assert np.array_equal(as_it_is, written.picture.pixels)
    assert num_right >= 19


@pytest.mark.parametrize("is_dark", [True, False])
def test_what_is_found_on_a_picture_is_what_is_found_if_its_ink_is_said_to_be_so(
    is_dark: bool,
) -> None:
    pixels = np.asarray(Image.fromarray(seven()).resize((500, 500)))
    written = WrittenPicture(Picture(255 - pixels if is_dark else pixels))
    for said in (None, False, True, None):
        ink, anew = written.ink(is_dark=said), find_ink(written.picture.pixels, is_dark=said)
        assert (ink.is_dark, len(ink.found)) == (anew.is_dark, len(anew.found))
        assert np.array_equal(ink.ink, anew.ink) and np.array_equal(ink.flat, anew.flat)


# What was drawn


def test_an_empty_pad_is_blank() -> None:
    prepared = from_pad(np.zeros((PAD_SIDE_PX, PAD_SIDE_PX), np.uint8))
    assert prepared.is_blank
    assert not prepared.image.any()


def test_an_inverted_full_pad_is_blank() -> None:
    assert from_pad(np.full((28, 28), 255, np.uint8), invert=True).is_blank


@given(pads, st.booleans(), st.booleans())
def test_any_pad_becomes_an_image(pad: np.ndarray, centre: bool, invert: bool) -> None:
    assert is_image(from_pad(pad, centre=centre, invert=invert).image)


@given(rasters, st.sampled_from([None, True, False]), st.sampled_from([None, True, False]))
def test_any_grey_picture_becomes_an_image(pixels: np.ndarray, centre: bool, invert: bool) -> None:
    assert is_image(
        from_picture(WrittenPicture(Picture(pixels)), centre=centre, invert=invert).image
    )


@given(pads, st.booleans(), st.booleans())
def test_steps_lead_from_the_original_to_the_image(
    pad: np.ndarray, centre: bool, invert: bool
) -> None:
    prepared = from_pad(pad, centre=centre, invert=invert)
    first, *_, last = prepared.steps
    assert first.name == "original"
    assert np.array_equal(first.pixels, pad)
    assert np.array_equal(last.pixels, (prepared.image * 255).round().numpy())


@given(pads)
def test_a_pad_has_ink_unless_it_is_blank(pad: np.ndarray) -> None:
    prepared = from_pad(pad)
    assert prepared.is_blank == (pad.max() <= 16)
    assert prepared.image.max() == (0 if prepared.is_blank else 1)


@pytest.mark.parametrize(("grey", "is_blank"), [(16, True), (17, False)])
def test_the_faintest_ink_is_17_of_255(grey: int, is_blank: bool) -> None:
    assert from_pad(np.full((28, 28), grey, np.uint8)).is_blank == is_blank


@given(pads)
def test_centring_loses_no_ink(pad: np.ndarray) -> None:
    pixels = {step.name: step.pixels for step in from_pad(pad).steps}
    if "centred" in pixels:
        assert pixels["centred"].sum() == pixels["scaled"].sum()


@given(shapes, offsets, offsets)
def test_a_shape_is_the_same_wherever_it_is_drawn(
    shape: np.ndarray, here: tuple[int, int], there: tuple[int, int]
) -> None:
    first, second = from_pad(on_pad(shape, here)), from_pad(on_pad(shape, there))
    assert torch.equal(first.image, second.image)


@given(pads)
def test_longer_side_of_the_ink_is_20_px(pad: np.ndarray) -> None:
    for step in from_pad(pad).steps:
        if step.name == "scaled":
            assert max(step.pixels.shape) == BOX


@pytest.mark.parametrize("axis", [0, 1])
def test_centre_of_mass_lies_on_index_14(digits: Digits, axis: int) -> None:
    for pixels in digits.pixels[:200]:
        image = from_pad(enlarged(pixels)).image.numpy()
        mass = image.sum(axis=1 - axis)
        ink = np.flatnonzero(mass)
        is_at_edge = ink[0] == 0 or ink[-1] == 27
        assert is_at_edge or abs(mass @ np.arange(28) / mass.sum() - CENTRE) <= 0.5


def test_without_centring_an_enlarged_digit_comes_back_bit_for_bit(digits: Digits) -> None:
    for pixels, image in zip(digits.pixels[:100], digits.images(0, 100), strict=True):
        assert torch.equal(from_pad(enlarged(pixels), centre=False).image, image)


def test_without_centring_ink_keeps_its_place() -> None:
    corner = on_pad(np.full((8, 8), 255, np.uint8), (104, 0))
    image = from_pad(corner, centre=False).image
    assert image[26:, :2].min() == 1
    assert image.sum() == 4


def test_inverting_swaps_black_and_white(digits: Digits) -> None:
    image = from_pad(enlarged(digits.pixels[0]), centre=False, invert=True).image
    assert torch.equal(image, (255 - digits.pixels[0]).float() / 255)


def test_prepared_digits_are_distributed_like_mnist(digits: Digits) -> None:
    images = torch.stack([from_pad(enlarged(pixels)).image for pixels in digits.pixels[:500]])
    expected = digits.images(0, 500)
    assert images.mean().item() == pytest.approx(expected.mean().item(), rel=0.05)
    assert images.std().item() == pytest.approx(expected.std().item(), rel=0.05)
    assert (images.mean(dim=0) - expected.mean(dim=0)).abs().max() < 0.1


def test_prepared_digits_are_read_like_mnist(model: NeuralNetwork, digits: Digits) -> None:
    images = torch.stack([from_pad(enlarged(pixels)).image for pixels in digits.pixels[:500]])
    is_correct = model(images).argmax(dim=1) == digits.labels[:500]
    assert is_correct.float().mean() >= 0.97


def drawn(digit: int, *, share: float, width_px: float, place: tuple[float, float]) -> np.ndarray:
    """Draw a digit as a hand would: its box's share of the pad, the pen's width, where it lies."""
    fine = 8  # drawn larger, so that the edges become soft
    canvas = np.zeros((PAD_SIDE_PX * fine, PAD_SIDE_PX * fine), np.uint8)
    strokes = [np.array(stroke) for stroke in DIGIT_STROKES[digit]]
    low, high = np.concatenate(strokes).min(axis=0), np.concatenate(strokes).max(axis=0)
    size = share / (high - low).max()
    for stroke in strokes:
        points = ((stroke - low) * size + np.array(place)) * PAD_SIDE_PX * fine
        line = np.round(points * 16).astype(np.int32)
        cv2.polylines(canvas, [line], False, 255, max(1, round(width_px * fine)), cv2.LINE_AA, 4)
    side = (PAD_SIDE_PX, PAD_SIDE_PX)
    return cv2.resize(canvas, side, interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("digit", [0, 3, 7])
@pytest.mark.parametrize(
    ("share", "width_px", "place"),
    [
        pytest.param(0.6, 10, (0.05, 0.35), id="off-centre"),
        pytest.param(0.12, 2, (0.8, 0.1), id="tiny"),
        pytest.param(0.2, 8, (0.4, 0.4), id="tiny with a thick pen"),
        pytest.param(0.7, 2, (0.1, 0.1), id="thin pen"),
        pytest.param(0.75, 20, (0.1, 0.1), id="thick pen"),
        pytest.param(0.7, 10, (0.0, 0.25), id="touches the left edge"),
        pytest.param(0.7, 10, (0.2, 0.3), id="touches the lower edge"),
        pytest.param(1.0, 10, (0.0, 0.0), id="fills the pad"),
    ],
)
def test_a_drawing_is_read_however_it_lies_on_the_pad(
    model: NeuralNetwork, digit: int, share: float, width_px: int, place: tuple[float, float]
) -> None:
    image = from_pad(drawn(digit, share=share, width_px=width_px, place=place)).image
    assert model(image[None]).argmax() == digit


@pytest.mark.parametrize("width_px", [1, 2, 30, 40])
def test_very_thin_and_thick_strokes_are_evened(width_px: int) -> None:
    names = [step.name for step in from_pad(ring(width_px)).steps]
    assert names == ["original", "cropped", "strokes", "scaled", "centred"]


@pytest.mark.parametrize("width_px", [6, 10, 14])
def test_usual_strokes_stay_as_they_are(width_px: int) -> None:
    assert "strokes" not in [step.name for step in from_pad(ring(width_px)).steps]


def ring(width_px: int) -> np.ndarray:
    """Draw a ring: a stroke of one width."""
    pad = np.zeros((PAD_SIDE_PX, PAD_SIDE_PX), np.uint8)
    return cv2.circle(pad, (56, 56), 45 - width_px // 2, 255, width_px)


@pytest.mark.parametrize("width_px", [1, 2, 3, 30, 36, 40])
def test_evened_strokes_are_as_wide_as_mnists(width_px: int) -> None:
    scaled = {step.name: step.pixels for step in from_pad(ring(width_px)).steps}["scaled"]
    area = (scaled / 255).sum()
    assert 0.8 * 1.0 < area / (np.pi * (BOX - 2)) < 1.3 * 3.5


# Picture files


@pytest.mark.parametrize("stroke", [0, 255])
def test_strokes_on_a_transparent_ground_are_read(
    model: NeuralNetwork, digits: Digits, stroke: int
) -> None:
    ink = enlarged(digits.pixels[0], 8)
    strokes = np.dstack([np.full_like(ink, stroke)] * 3 + [ink])
    assert model(prepared_file(picture_file(strokes)).image[None]).argmax() == digits.labels[0]


def test_black_and_white_strokes_on_a_transparent_ground_are_the_same(digits: Digits) -> None:
    ink = enlarged(digits.pixels[0], 8)
    black, white = (np.dstack([np.full_like(ink, stroke), ink]) for stroke in (0, 255))
    black_image, white_image = (prepared_file(picture_file(each)).image for each in (black, white))
    assert (black_image - white_image).abs().max() < 0.02


def test_dark_ink_on_grey_paper_is_read_from_jpeg(model: NeuralNetwork, digits: Digits) -> None:
    grain = np.random.default_rng(0).normal(0, 4, (224, 224))
    paper = 205 - 150 * (enlarged(digits.pixels[0], 8) / 255) + grain
    image = prepared_file(picture_file(paper.astype(np.uint8), "JPEG", quality=60)).image
    assert model(image[None]).argmax() == digits.labels[0]
    assert (image == 0).float().mean() > 0.75  # the grain of the paper is gone
