import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from mlp.dataset import DATA_FOLDER, Digits, load_digits
from mlp.errors import InputError

IMAGES = "t10k-images-idx3-ubyte.gz"
LABELS = "t10k-labels-idx1-ubyte.gz"

# Prints the name of every file that an app's start opens.
PRINT_OPENED_FILES = """
import sys
sys.addaudithook(lambda event, args: event == "open" and print(args[0]))
from mlp.web.server.models import bundled_models
bundled_models().default.scales
"""


def damaged_folder(folder: Path, name: str, content: bytes | None) -> Path:
    """Fill a folder with the test files, one of them replaced, or left out for None."""
    for original in (IMAGES, LABELS):
        if original != name:
            (folder / original).symlink_to(DATA_FOLDER / original)
    if content is not None:
        (folder / name).write_bytes(content)
    return folder


def idx(name: str) -> bytearray:
    return bytearray(gzip.decompress((DATA_FOLDER / name).read_bytes()))


def compressed(content: bytes | bytearray) -> bytes:
    return gzip.compress(content, compresslevel=1, mtime=0)  # the same bytes in each test process


def test_test_digits_have_their_shapes_and_types(digits: Digits) -> None:
    assert digits.pixels.shape == (10_000, 28, 28)
    assert digits.pixels.dtype == torch.uint8
    assert digits.labels.shape == (10_000,)
    assert digits.labels.dtype == torch.int64
    assert len(digits) == 10_000


def test_training_digits_have_their_shapes() -> None:
    training = load_digits("train")
    assert training.pixels.shape == (60_000, 28, 28)
    assert training.labels.shape == (60_000,)


def test_test_labels_start_as_published(digits: Digits) -> None:
    assert digits.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_training_labels_start_as_published() -> None:
    assert load_digits("train").labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]


def test_test_labels_have_their_published_counts(digits: Digits) -> None:
    counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert torch.bincount(digits.labels).tolist() == counts


def test_images_reach_from_0_to_1_as_float32(digits: Digits) -> None:
    images = digits.images()
    assert images.dtype == torch.float32
    assert images.min() == 0 and images.max() == 1


def test_images_are_pixels_over_255(digits: Digits) -> None:
    assert torch.equal(digits.images(3, 5), digits.pixels[3:5].to(torch.float32) / 255)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA_FOLDER.glob("*.gz")))
def test_the_readme_of_the_data_gives_each_files_checksum(name: str) -> None:
    checksum = hashlib.sha256(idx(name)).hexdigest()
    row = f"| {name.removesuffix('.gz')} | {len(idx(name)):,} | {checksum} |"
    assert row in (DATA_FOLDER / "README.md").read_text()


@pytest.mark.parametrize("name", [IMAGES, LABELS])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = damaged_folder(tmp_path, name, None)
    with pytest.raises(InputError, match=rf"{name} is missing in .*Copy it again"):
        load_digits("test", folder)


@pytest.mark.parametrize("kept", [5, 17, 1000, 4000])
def test_a_truncated_file_is_damaged(tmp_path: Path, kept: int) -> None:
    content = (DATA_FOLDER / LABELS).read_bytes()[:kept]
    with pytest.raises(InputError, match=rf"{LABELS} is damaged \(.+\)\. Copy it again"):
        load_digits("test", damaged_folder(tmp_path, LABELS, content))


def test_a_file_damaged_in_the_middle_is_damaged(tmp_path: Path) -> None:
    content = bytearray((DATA_FOLDER / LABELS).read_bytes())
    content[1000:1100] = b"\xff" * 100
    with pytest.raises(InputError, match=f"{LABELS} is damaged"):
        load_digits("test", damaged_folder(tmp_path, LABELS, bytes(content)))


def test_a_file_that_is_not_compressed_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"{LABELS} is damaged"):
        load_digits("test", damaged_folder(tmp_path, LABELS, bytes(idx(LABELS))))


@pytest.mark.parametrize("content", [b"", compressed(b""), compressed(b"\0\0\x08\x01")])
def test_a_file_without_a_whole_header_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=f"{LABELS} ends within its header"):
        load_digits("test", damaged_folder(tmp_path, LABELS, content))


def test_labels_in_place_of_images_are_refused_by_their_magic_number(tmp_path: Path) -> None:
    labels = compressed(idx(LABELS))
    with pytest.raises(InputError, match="begins with 0x00000801, where 0x00000803 was expected"):
        load_digits("test", damaged_folder(tmp_path, IMAGES, labels))


def test_another_size_in_the_header_is_refused(tmp_path: Path) -> None:
    content = idx(LABELS)
    content[4:8] = (9_999).to_bytes(4, "big")
    with pytest.raises(InputError, match=r"its size is \(9999,\); \(10000,\) was expected"):
        load_digits("test", damaged_folder(tmp_path, LABELS, compressed(content)))


@pytest.mark.parametrize("content", [idx(LABELS)[:-1], idx(LABELS) + b"\0"])
def test_a_wrong_number_of_values_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="values; 10,000 were expected"):
        load_digits("test", damaged_folder(tmp_path, LABELS, compressed(content)))


def test_one_changed_value_is_noticed(tmp_path: Path) -> None:
    content = idx(LABELS)
    content[100] ^= 1
    with pytest.raises(InputError, match=rf"{LABELS} is not the original \(checksum\)"):
        load_digits("test", damaged_folder(tmp_path, LABELS, compressed(content)))


def test_starting_the_app_reads_the_test_digits_only() -> None:
    command = [sys.executable, "-c", PRINT_OPENED_FILES]
    opened = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert IMAGES in opened
    assert "train-images" not in opened
    assert "train-labels" not in opened
