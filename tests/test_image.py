import io
import struct
import zlib

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from mlp.errors import InputError
from mlp.image import (
    BOX,
    CENTRE,
    MAX_FILE_BYTES,
    Picture,
    Prepared,
    from_pad,
    from_picture,
    from_tensor,
    is_dark_on_light,
    load_picture,
)

PAD_SIDE_PX = 112

# Sparse and often faint: what a rounding error or a careless threshold loses first.
pads = st.integers(1, 200).flatmap(lambda side: arrays(np.uint8, (side, side), fill=st.just(0)))
rasters = arrays(np.uint8, st.tuples(st.integers(1, 200), st.integers(1, 200)), fill=st.just(0))
shapes = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40)), fill=st.just(0))
offsets = st.tuples(st.integers(0, 72), st.integers(0, 72))

PNG_CHANNELS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}


def picture_file(pixels: np.ndarray, file_format: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, file_format, **options)
    return file.getvalue()


def prepared_file(content: bytes) -> Prepared:
    return from_picture(load_picture(content))


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


def random_file(mode: str, height_px: int, width_px: int, seed: int) -> bytes:
    """Encode noise in any mode that PNG or JPEG can hold."""
    random = np.random.default_rng(seed)
    if mode == "I;16":
        return picture_file(random.integers(0, 65_536, (height_px, width_px), np.uint16))
    if mode in PNG_CHANNELS:
        channels = random.integers(0, 256, (height_px, width_px, PNG_CHANNELS[mode]), np.uint8)
        return picture_file(channels[..., 0] if mode == "L" else channels)
    noise = Image.fromarray(random.integers(0, 256, (height_px, width_px, 3), np.uint8))
    file = io.BytesIO()
    noise.convert(mode).save(file, "JPEG" if mode == "CMYK" else "PNG")
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def png_claiming(width_px: int, height_px: int) -> bytes:
    """Write a PNG file by hand that claims any size and holds next to nothing."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0"))


# Pictures of exactly 28×28


def test_all_test_digits_come_back_from_png_bit_for_bit(digits):
    for pixels, image in zip(digits.pixels.numpy(), digits.images(), strict=True):
        assert torch.equal(prepared_file(picture_file(pixels, compress_level=1)).image, image)


def test_a_digit_saved_in_colour_comes_back_bit_for_bit(digits):
    for pixels, image in zip(digits.pixels[:100].numpy(), digits.images(0, 100), strict=True):
        assert torch.equal(prepared_file(picture_file(np.dstack([pixels] * 3))).image, image)


def test_a_digit_saved_dark_on_light_comes_back_bit_for_bit(digits):
    for pixels, image in zip(digits.pixels[:100].numpy(), digits.images(0, 100), strict=True):
        assert torch.equal(prepared_file(picture_file(255 - pixels)).image, image)


def test_a_tensor_is_taken_exactly_as_it_is():
    image = torch.rand(28, 28, generator=torch.Generator().manual_seed(0))
    prepared = from_tensor(image)
    assert torch.equal(prepared.image, image)
    assert not prepared.is_blank
    assert not prepared.is_centred


def test_an_empty_tensor_is_blank():
    assert from_tensor(torch.zeros(28, 28)).is_blank


def test_a_28_px_picture_is_centred_only_if_asked(digits):
    corner = np.roll(digits.pixels[0].numpy(), -6, axis=0)
    picture = load_picture(picture_file(corner))
    assert torch.equal(from_picture(picture).image * 255, torch.from_numpy(corner).float())
    assert from_picture(picture, centre=True).is_centred


# What was drawn


def test_an_empty_pad_is_blank():
    prepared = from_pad(np.zeros((PAD_SIDE_PX, PAD_SIDE_PX), np.uint8))
    assert prepared.is_blank
    assert not prepared.image.any()


def test_an_inverted_full_pad_is_blank():
    assert from_pad(np.full((28, 28), 255, np.uint8), invert=True).is_blank


@given(pads, st.booleans(), st.booleans())
def test_any_pad_becomes_an_image(pad, centre, invert):
    assert is_image(from_pad(pad, centre=centre, invert=invert).image)


@given(rasters, st.sampled_from([None, True, False]), st.sampled_from([None, True, False]))
def test_any_grey_picture_becomes_an_image(pixels, centre, invert):
    assert is_image(from_picture(Picture(pixels), centre=centre, invert=invert).image)


@given(pads, st.booleans(), st.booleans())
def test_steps_lead_from_the_original_to_the_image(pad, centre, invert):
    prepared = from_pad(pad, centre=centre, invert=invert)
    first, *_, last = prepared.steps
    assert first.name == "original"
    assert np.array_equal(first.pixels, pad)
    assert np.array_equal(last.pixels, (prepared.image * 255).round().numpy())


@given(pads)
def test_a_pad_has_ink_unless_it_is_blank(pad):
    prepared = from_pad(pad)
    assert prepared.is_blank == (pad.max() <= 16)
    assert prepared.image.max() == (0 if prepared.is_blank else 1)


@pytest.mark.parametrize(("grey", "is_blank"), [(16, True), (17, False)])
def test_the_faintest_ink_is_17_of_255(grey, is_blank):
    assert from_pad(np.full((28, 28), grey, np.uint8)).is_blank == is_blank


@given(pads)
def test_centring_loses_no_ink(pad):
    pixels = {step.name: step.pixels for step in from_pad(pad).steps}
    if "centred" in pixels:
        assert pixels["centred"].sum() == pixels["scaled"].sum()


@given(shapes, offsets, offsets)
def test_a_shape_is_the_same_wherever_it_is_drawn(shape, here, there):
    first, second = from_pad(on_pad(shape, here)), from_pad(on_pad(shape, there))
    assert torch.equal(first.image, second.image)


@given(pads)
def test_longer_side_of_the_ink_is_20_px(pad):
    for step in from_pad(pad).steps:
        if step.name == "scaled":
            assert max(step.pixels.shape) == BOX


@pytest.mark.parametrize("axis", [0, 1])
def test_centre_of_mass_lies_on_index_14(digits, axis):
    for pixels in digits.pixels[:200]:
        image = from_pad(enlarged(pixels)).image.numpy()
        mass = image.sum(axis=1 - axis)
        ink = np.flatnonzero(mass)
        is_at_edge = ink[0] == 0 or ink[-1] == 27
        assert is_at_edge or abs(mass @ np.arange(28) / mass.sum() - CENTRE) <= 0.5


def test_without_centring_an_enlarged_digit_comes_back_bit_for_bit(digits):
    for pixels, image in zip(digits.pixels[:100], digits.images(0, 100), strict=True):
        assert torch.equal(from_pad(enlarged(pixels), centre=False).image, image)


def test_without_centring_ink_keeps_its_place():
    corner = on_pad(np.full((8, 8), 255, np.uint8), (104, 0))
    image = from_pad(corner, centre=False).image
    assert image[26:, :2].min() == 1
    assert image.sum() == 4


def test_inverting_swaps_black_and_white(digits):
    image = from_pad(enlarged(digits.pixels[0]), centre=False, invert=True).image
    assert torch.equal(image, (255 - digits.pixels[0]).float() / 255)


def test_prepared_digits_are_distributed_like_mnist(digits):
    images = torch.stack([from_pad(enlarged(pixels)).image for pixels in digits.pixels[:500]])
    expected = digits.images(0, 500)
    assert images.mean().item() == pytest.approx(expected.mean().item(), rel=0.05)
    assert images.std().item() == pytest.approx(expected.std().item(), rel=0.05)
    assert (images.mean(dim=0) - expected.mean(dim=0)).abs().max() < 0.1


def test_prepared_digits_are_read_like_mnist(model, digits):
    images = torch.stack([from_pad(enlarged(pixels)).image for pixels in digits.pixels[:500]])
    is_correct = model(images).argmax(dim=1) == digits.labels[:500]
    assert is_correct.float().mean() >= 0.97


# Picture files


@given(
    st.sampled_from([*PNG_CHANNELS, "P", "1", "I;16", "CMYK"]),
    st.integers(1, 200),
    st.integers(1, 200),
    st.integers(0, 1000),
)
def test_a_file_in_any_mode_becomes_an_image(mode, height_px, width_px, seed):
    picture = load_picture(random_file(mode, height_px, width_px, seed))
    assert picture.pixels.shape == (height_px, width_px)
    assert is_image(from_picture(picture).image)


@pytest.mark.parametrize("stroke", [0, 255])
def test_strokes_on_a_transparent_ground_are_read(model, digits, stroke):
    ink = enlarged(digits.pixels[0], 8)
    strokes = np.dstack([np.full_like(ink, stroke)] * 3 + [ink])
    assert model(prepared_file(picture_file(strokes)).image[None]).argmax() == digits.labels[0]


def test_black_and_white_strokes_on_a_transparent_ground_are_the_same(digits):
    ink = enlarged(digits.pixels[0], 8)
    black, white = (np.dstack([np.full_like(ink, stroke), ink]) for stroke in (0, 255))
    black_image, white_image = (prepared_file(picture_file(each)).image for each in (black, white))
    assert (black_image - white_image).abs().max() < 0.02


def test_dark_ink_on_grey_paper_is_read_from_jpeg(model, digits):
    grain = np.random.default_rng(0).normal(0, 4, (224, 224))
    paper = 205 - 150 * (enlarged(digits.pixels[0], 8) / 255) + grain
    image = prepared_file(picture_file(paper.astype(np.uint8), "JPEG", quality=60)).image
    assert model(image[None]).argmax() == digits.labels[0]
    assert (image == 0).float().mean() > 0.75  # the grain of the paper is gone


def test_wide_grey_values_are_scaled_not_clipped(digits):
    wide = digits.pixels[0].numpy().astype(np.uint16) * 257
    assert torch.equal(prepared_file(picture_file(wide)).image, digits.images()[0])


def test_a_photo_taken_sideways_is_turned_upright(digits):
    upright = enlarged(digits.pixels[0], 8)[:, :200]
    exif = Image.Exif()
    exif[0x0112] = 6  # the orientation "turn clockwise to see it upright"
    turned = picture_file(np.rot90(upright).copy(), "JPEG", exif=exif, quality=95)
    pixels = load_picture(turned).pixels
    assert np.abs(pixels.astype(int) - upright).mean() < 3


@pytest.mark.parametrize("side_px", [28, 100])
@pytest.mark.parametrize("grey", [0, 1, 100, 128, 254, 255])
def test_a_uniform_picture_is_blank(side_px, grey):
    assert prepared_file(picture_file(np.full((side_px, side_px), grey, np.uint8))).is_blank


def test_two_specks_far_apart_on_paper_are_not_lost():
    paper = np.full((3000, 3000), 255, np.uint8)
    paper[0, 0] = paper[-1, -1] = 0
    image = from_picture(Picture(paper)).image
    assert (image == 1).sum() == 2


def test_dark_on_light_is_told_by_the_border(digits):
    assert is_dark_on_light(255 - digits.pixels[0].numpy())
    assert not is_dark_on_light(digits.pixels[0].numpy())


# Files that cannot be read


@pytest.mark.parametrize("file_format", ["PNG", "JPEG"])
def test_a_truncated_file_is_refused_wherever_it_ends(digits, file_format):
    content = picture_file(enlarged(digits.pixels[0]), file_format)
    for size in range(1, len(content) - 40):
        with pytest.raises(InputError, match=r"damaged|not a PNG or JPEG"):
            load_picture(content[:size])


@given(
    st.sampled_from(["PNG", "JPEG"]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(file_format, changes):
    content = bytearray(picture_file(np.eye(40, dtype=np.uint8) * 255, file_format))
    for position, value in changes:
        content[position % len(content)] = value
    try:
        assert is_image(prepared_file(bytes(content)).image)
    except InputError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("damage", [0, 1, 16])
def test_a_photo_with_damaged_orientation_data_is_refused(damage):
    exif = Image.Exif()
    exif[0x0112], exif[0x011A] = 6, 1.5
    content = bytearray(picture_file(np.eye(40, dtype=np.uint8) * 255, "JPEG", exif=exif))
    content[content.index(b"Exif") + 29] = damage  # the second entry's type
    with pytest.raises(InputError, match="This picture is damaged"):
        load_picture(bytes(content))


def test_an_empty_file_is_refused():
    with pytest.raises(InputError, match="empty"):
        load_picture(b"")


@pytest.mark.parametrize("content", [b"seven", b"\0" * 100, picture_file(np.eye(9) > 0, "GIF")])
def test_what_is_neither_png_nor_jpeg_is_refused(content):
    with pytest.raises(InputError, match="not a PNG or JPEG picture"):
        load_picture(content)


def test_a_file_over_10_mb_is_refused():
    with pytest.raises(InputError, match=r"has 10\.0 MB; at most 10 MB"):
        load_picture(bytes(MAX_FILE_BYTES + 1))


@pytest.mark.parametrize("side_px", [7_100, 12_000, 60_000, 2**31 - 1])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(side_px):
    with pytest.raises(InputError, match="million"):
        load_picture(png_claiming(side_px, side_px))


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1", "I;16", "LA"])
def test_a_very_large_picture_is_shrunk_before_anything_else(mode: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (4000, 1000)).save(file, "PNG", compress_level=1)
    assert load_picture(file.getvalue()).pixels.shape == (400, 1600)
