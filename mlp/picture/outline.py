"""What a picture file says of itself, read from its bytes without decoding a single pixel.

It must not know Pillow. Everything here costs time and memory in proportion to the file at most,
so that what would cost more can be refused before a decoder sees it.

Sources: the PNG, JPEG (ITU-T T.81), WebP container, BMP, TIFF 6.0, BigTIFF and GIF89a
specifications; for other files' first bytes, "List of file signatures" (Wikipedia).
"""

import codecs
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp.errors import InputError

FORMATS = ("PNG", "JPEG", "WebP", "BMP", "TIFF", "GIF")
ANY_FORMAT = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"

MAX_FRAMES = 1_000
"""Pictures in one file; an animation of a digit has fewer."""

_MAX_PARTS = 200_000
"""Chunks, markers or blocks of one file; 10 MB of a GIF's usual 255 bytes each are 41,000."""

_MAX_PACKED = 200
"""Compressed texts of a PNG: Pillow unpacks up to 1 MB of each."""

_MAX_STRIPS = 100_000
"""Strips or tiles of a TIFF picture: Pillow makes some 400 bytes of Python objects from each."""

_MAX_TILE_PIXELS = 4096 * 4096
"""Of a TIFF tile: it is decoded as a whole, however small the picture is."""

_MAX_TIFF_OFFSET = 2**28
"""Of the first page. What points further is no offset but text or other data."""

_BMP_HEADER_SIZES = (12, 40, 52, 56, 64, 108, 124)
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\x01\xd0-\xd7])")
_TIFF_INTEGERS = {1: "u1", 3: "u2", 4: "u4", 6: "i1", 8: "i2", 9: "i4", 16: "u8", 17: "i8"}

# (where, first bytes, what it is)
_OTHER_PICTURES = (
    (0, b"8BPS", "a Photoshop document"),
    (0, b"\0\0\1\0", "an icon (ICO)"),
    (0, b"\0\0\2\0", "a mouse pointer (CUR)"),
    (0, b"icns", "an icon (ICNS)"),
    (0, b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (0, b"\xff\x0a", "a JPEG XL picture"),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (8, b"CR\2\0", "a raw camera picture (CR2)"),
    (4, b"ftypcrx", "a raw camera picture (CR3)"),
    (0, b"FUJIFILMCCD-RAW", "a raw camera picture (RAF)"),
    (0, b"IIRO", "a raw camera picture (ORF)"),
    (0, b"IIRS", "a raw camera picture (ORF)"),
    (0, b"MMOR", "a raw camera picture (ORF)"),
    (0, b"IIU\0", "a raw camera picture (RW2)"),
    (0, b"FOVb", "a raw camera picture (X3F)"),
    (0, b"\0MRM", "a raw camera picture (MRW)"),
    (0, b"gimp xcf", "a GIMP document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript document"),
    (0, b"AT&TFORM", "a DjVu document"),
    (0, b"v/1\1", "an OpenEXR picture"),
    (0, b"#?RADIANCE", "a Radiance picture (HDR)"),
    (0, b"DDS ", "a DirectDraw picture (DDS)"),
    (0, b"qoif", "a QOI picture"),
    (0, b"BPG\xfb", "a BPG picture"),
    (0, b"FLIF", "a FLIF picture"),
    (0, b"\x8aMNG", "an MNG animation"),
    (0, b"\x8bJNG", "a JNG picture"),
    (0, b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
    (128, b"DICM", "a medical picture (DICOM)"),
    (0, b"SIMPLE  =", "an astronomical picture (FITS)"),
    *(
        (0, b"P%d%c" % (kind, space), "a Netpbm picture")
        for kind in range(1, 8)
        for space in b" \n"
    ),
)
_NO_PICTURES = (
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"FLV\1", "a video"),
    (0, b"\0\0\1\xba", "a video"),
    (0, b"\0\0\1\xb3", "a video"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "a video"),
    (8, b"AVI ", "a video"),
    (4, b"ftypM4A", "an audio file"),
    (4, b"ftyp", "a video"),
    (4, b"moov", "a video"),
    (4, b"mdat", "a video"),
    (0, b"ID3", "an audio file"),
    (0, b"\xff\xfb", "an audio file"),
    (0, b"\xff\xf3", "an audio file"),
    (0, b"\xff\xf1", "an audio file"),
    (0, b"fLaC", "an audio file"),
    (0, b"OggS", "an audio file"),
    (0, b"MThd", "an audio file"),
    (0, b"#!AMR", "an audio file"),
    (8, b"WAVE", "an audio file"),
    (8, b"AIFF", "an audio file"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (30, b"[Content_Types].xml", "an Office document"),
    (30, b"mimetypeapplication/vnd.oasis", "an Office document"),
    (0, b"PK\3\4", "an archive (ZIP)"),
    (0, b"PK\5\6", "an archive (ZIP)"),
    (0, b"Rar!", "an archive (RAR)"),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (0, b"\x1f\x8b", "an archive (gzip)"),
    (0, b"BZh", "an archive (bzip2)"),
    (0, b"\xfd7zXZ\0", "an archive (xz)"),
    (0, b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (257, b"ustar", "an archive (tar)"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (0, b"\xfe\xed\xfa", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\xce\xfa\xed\xfe", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\0asm", "a program"),
    (0, b"SQLite format 3\0", "a database"),
    (0, b"\0\1\0\0\0", "a font"),
    (0, b"OTTO", "a font"),
    (0, b"wOF", "a font"),
)


@dataclass(frozen=True)
class Outline:
    """What a picture file says of its first picture and of itself.

    Attributes:
        format: One of `FORMATS`.
        width_px: As stored, before it is turned upright.
        height_px: As stored.
        num_frames: Pictures in the file; counting ends soon above `MAX_FRAMES`.
        num_scans: How often a decoder goes over the picture (more than once: progressive JPEG).
        bits: Of one sample, where that must be known to read grey values; otherwise 8.
        is_run_length: A BMP with the slow run-length compression.
        is_white_zero: Black is the largest value, not 0 (TIFF).
        is_whole: The file goes on to where it should end.
    """

    format: str
    width_px: int
    height_px: int
    num_frames: int = 1
    num_scans: int = 1
    bits: int = 8
    is_run_length: bool = False
    is_white_zero: bool = False
    is_whole: bool = True


def read_outline(content: bytes) -> Outline:
    """Find out of which format a file is, and how large its picture.

    Raises:
        InputError: It is no picture file of `FORMATS`, or its structure is broken.
    """
    for format_, (is_of_format, read) in _READERS.items():
        if is_of_format(content):
            try:
                return read(content)
            except InputError:
                raise
            except (struct.error, ValueError, IndexError, OverflowError):
                # What was to be read lies beyond the end.
                raise incomplete(format_) from None
    raise InputError(_say_what_it_is(content))


def incomplete(format_: str) -> InputError:
    """Refuse a file that ends too early."""
    return InputError(
        f"This {format_} file is incomplete: its end is missing. "
        "Copy, download or save the picture once more and try again."
    )


def damaged(format_: str) -> InputError:
    """Refuse a file that a decoder cannot make sense of."""
    return InputError(
        f"This {format_} file is damaged, or of a rare kind that cannot be read here. "
        "Save the picture again as PNG or JPEG and try again."
    )


def _mislabelled(format_: str) -> InputError:
    """Refuse a file that only begins like a picture."""
    return InputError(
        f"This file begins like a {format_} picture, but what follows is something else. "
        "Save the picture again as PNG or JPEG and try again."
    )


def _too_many_parts(format_: str) -> InputError:
    """Refuse a file that is made to keep a decoder busy."""
    return InputError(
        f"This {format_} file is cut into far more parts than a picture needs. "
        "Save the picture again as PNG or JPEG and try again."
    )


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n")


def _read_png(content: bytes) -> Outline:
    (name,) = struct.unpack_from("4s", content, 12)
    if name != b"IHDR":
        raise _mislabelled("PNG")
    width_px, height_px, bits = struct.unpack_from(">IIB", content, 16)
    at, num_frames, num_packed, is_whole = 8, 0, 0, False
    for _ in range(_MAX_PARTS):
        if at + 12 > len(content) or num_frames > MAX_FRAMES or is_whole:
            break
        size_bytes, name = struct.unpack_from(">I4s", content, at)
        at += 12 + size_bytes
        num_frames += name == b"fcTL"
        num_packed += name in (b"zTXt", b"iTXt", b"iCCP")
        if num_packed > _MAX_PACKED:
            raise _too_many_parts("PNG")
        is_whole = name == b"IEND" and at <= len(content)
    else:
        raise _too_many_parts("PNG")
    return Outline(
        "PNG", width_px, height_px, num_frames=max(1, num_frames), bits=bits, is_whole=is_whole
    )


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def _read_jpeg(content: bytes) -> Outline:
    if content[3:4] and content[3] < 0xC0:
        raise _mislabelled("JPEG")
    size_px, num_scans, at, is_whole = None, 0, 2, False
    for _ in range(_MAX_PARTS):
        # After a scan's header this skips its data too, in which 0xFF stands only before 0 or RSTn.
        marker = _JPEG_MARKER.search(content, at)
        if marker is None or is_whole:
            break
        kind = marker[1][0]
        at = marker.end()
        is_whole = kind == 0xD9
        if is_whole or kind == 0xD8:
            continue
        (size_bytes,) = struct.unpack_from(">H", content, at)
        if size_px is None and 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            if kind > 0xC8:
                raise damaged("JPEG")  # arithmetic coding: nobody uses it, and it takes very long
            height_px, width_px = struct.unpack_from(">HH", content, at + 3)
            size_px = width_px, height_px
        num_scans += kind == 0xDA
        at += size_bytes
    else:
        raise _too_many_parts("JPEG")
    if size_px is None:
        raise (damaged if is_whole else incomplete)("JPEG")
    return Outline("JPEG", *size_px, num_scans=num_scans, is_whole=is_whole)


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _read_webp(content: bytes) -> Outline:
    size_bytes, name = struct.unpack_from("<4xI4x4s", content)
    if name == b"VP8X":
        low_w, high_w, low_h, high_h = struct.unpack_from("<HBHB", content, 24)
        width_px, height_px = (high_w << 16 | low_w) + 1, (high_h << 16 | low_h) + 1
    elif name == b"VP8L":
        (packed,) = struct.unpack_from("<I", content, 21)
        width_px, height_px = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    elif name == b"VP8 ":
        width_px, height_px = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    else:
        raise _mislabelled("WebP")
    at, num_frames = 12, 0
    for _ in range(_MAX_PARTS):
        if at + 8 > len(content) or num_frames > MAX_FRAMES:
            break
        name, chunk_bytes = struct.unpack_from("<4sI", content, at)
        num_frames += name == b"ANMF"
        at += 8 + chunk_bytes + chunk_bytes % 2
    else:
        raise _too_many_parts("WebP")
    is_whole = 8 + size_bytes <= len(content)
    return Outline("WebP", width_px, height_px, num_frames=max(1, num_frames), is_whole=is_whole)


def _is_bmp(content: bytes) -> bool:
    # "BM" alone would make a picture of many a text.
    is_named = content.startswith(b"BM") and len(content) >= 18
    return is_named and struct.unpack_from("<I", content, 14)[0] in _BMP_HEADER_SIZES


def _read_bmp(content: bytes) -> Outline:
    (header_bytes,) = struct.unpack_from("<I", content, 14)
    if header_bytes == 12:
        return Outline("BMP", *struct.unpack_from("<HH", content, 18))
    width_px, height_px, bits, compression = struct.unpack_from("<ii2xHI", content, 18)
    width_px, height_px = abs(width_px), abs(height_px)  # negative: the first row is the top one
    (pixels_at,) = struct.unpack_from("<I", content, 10)
    is_run_length = compression in (1, 2)
    row_bytes = (width_px * bits + 31) // 32 * 4
    is_whole = is_run_length or pixels_at + row_bytes * height_px <= len(content)
    return Outline("BMP", width_px, height_px, is_run_length=is_run_length, is_whole=is_whole)


def _is_gif(content: bytes) -> bool:
    return content.startswith((b"GIF87a", b"GIF89a"))


def _read_gif(content: bytes) -> Outline:
    width_px, height_px, flags = struct.unpack_from("<HHB", content, 6)
    at = 13 + _colours_bytes(flags)
    num_frames, is_whole, is_odd = 0, False, False
    for _ in range(_MAX_PARTS):
        if at >= len(content) or num_frames > MAX_FRAMES or is_whole:
            break
        kind = content[at]
        if kind == 0x2C:
            left, top, frame_width_px, frame_height_px, flags = struct.unpack_from(
                "<HHHHB", content, at + 1
            )
            if not num_frames:
                # A frame larger than the screen it is for makes the screen larger.
                width_px = max(width_px, left + frame_width_px)
                height_px = max(height_px, top + frame_height_px)
            num_frames += 1
            at = _after_blocks(content, at + 11 + _colours_bytes(flags))
        elif kind == 0x21:
            at = _after_blocks(content, at + 2)
        else:
            is_whole = kind == 0x3B
            is_odd |= not is_whole
            at += 1
    else:
        raise _too_many_parts("GIF")
    if not num_frames:
        raise (_mislabelled if is_odd else damaged if is_whole else incomplete)("GIF")
    return Outline("GIF", width_px, height_px, num_frames=num_frames, is_whole=is_whole)


def _colours_bytes(flags: int) -> int:
    """Bytes of a GIF's colour table, by the flags before it."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    """Find where a GIF's data blocks end; beyond the file if they do not."""
    for _ in range(_MAX_PARTS):
        if at >= len(content):
            return at + 1
        size_bytes = content[at]
        at += 1 + size_bytes
        if not size_bytes:
            return at
    raise _too_many_parts("GIF")


def _is_tiff(content: bytes) -> bool:
    is_named = content.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"))
    return is_named and content[8:12] != b"CR\2\0"


def _read_tiff(content: bytes) -> Outline:
    order = "<" if content.startswith(b"II") else ">"
    is_big = b"+" in content[2:4]
    (page_at,) = struct.unpack_from(f"{order}Q" if is_big else f"{order}I", content, 4 * is_big + 4)
    if page_at > _MAX_TIFF_OFFSET:
        raise _mislabelled("TIFF")
    tags, page_at = _tiff_tags(content, page_at, order, is_big)
    pages = {0}
    while page_at not in pages and len(pages) <= MAX_FRAMES:
        pages.add(page_at)
        try:
            _, page_at = _tiff_page(content, page_at, order, is_big)
        except struct.error:
            break  # a later page is not needed
    return _tiff_outline(content, order, tags, len(pages))


@dataclass(frozen=True)
class _Tag:
    """One entry of a TIFF directory: `count` values from byte `at` on."""

    kind: int
    count: int
    at: int

    def values(self, content: bytes, order: str) -> np.ndarray:
        """Read them, if they are integers; otherwise there are none. Negative ones become huge."""
        if not self.count or self.kind not in _TIFF_INTEGERS:
            return np.zeros(0, np.uint64)
        kind = np.dtype(f"{order}{_TIFF_INTEGERS[self.kind]}")
        return np.frombuffer(content, kind, self.count, self.at).astype(np.uint64)


def _tiff_page(content: bytes, page_at: int, order: str, is_big: bool) -> tuple[range, int]:
    """Find where the entries of a page's directory are, and the next page (0: nowhere)."""
    (num_tags,) = struct.unpack_from(f"{order}{'Q' if is_big else 'H'}", content, page_at)
    if num_tags > 65_535:
        raise damaged("TIFF")
    start, entry_bytes = (page_at + 8, 20) if is_big else (page_at + 2, 12)
    end = start + num_tags * entry_bytes
    if end > len(content):
        raise incomplete("TIFF")
    # Some programs leave the reference on the last page out.
    offset = f"{order}{'Q' if is_big else 'I'}"
    has_next = end + struct.calcsize(offset) <= len(content)
    next_at = struct.unpack_from(offset, content, end)[0] if has_next else 0
    return range(start, end, entry_bytes), next_at


def _tiff_tags(
    content: bytes, page_at: int, order: str, is_big: bool
) -> tuple[dict[int, _Tag], int]:
    """Read a page's directory, and where the next page is."""
    entries, next_at = _tiff_page(content, page_at, order, is_big)
    tags: dict[int, _Tag] = {}
    for at in entries:
        tag, kind, count = struct.unpack_from(f"{order}HH{'Q' if is_big else 'I'}", content, at)
        values_at, inline_bytes = (at + 12, 8) if is_big else (at + 8, 4)
        if count * np.dtype(_TIFF_INTEGERS.get(kind, "u1")).itemsize > inline_bytes:
            offset = f"{order}{'Q' if is_big else 'I'}"
            (values_at,) = struct.unpack_from(offset, content, values_at)
        tags.setdefault(tag, _Tag(kind, count, values_at))  # decoders take the first of a name
    return tags, next_at


def _tiff_outline(content: bytes, order: str, tags: dict[int, _Tag], num_pages: int) -> Outline:
    """Say what the first page's tags promise."""
    if 0xC612 in tags:  # DNGVersion
        raise InputError(_say_other_picture("a raw camera picture (DNG)"))
    # Strips, tiles, their sizes, samples, colours: Pillow makes Python objects of all their values.
    structure = [tag.count for name, tag in tags.items() if 255 < name < 350]
    if max(structure, default=0) > _MAX_STRIPS:
        raise _too_many_parts("TIFF")

    def value(tag: int, default: int) -> int:
        values = tags[tag].values(content, order) if tag in tags else np.zeros(0)
        return int(values[0]) if len(values) else default

    width_px, height_px, bits = value(256, 0), value(257, 0), value(258, 1)
    tile_pixels = value(322, 0) * value(323, 0)
    if tile_pixels > _MAX_TILE_PIXELS:
        raise InputError(
            f"This TIFF file is made of tiles of {tile_pixels:,} pixels each, far more than a "
            "picture needs. Save the picture again as PNG or JPEG and try again."
        )
    is_whole = True
    for starts_tag, sizes_tag in ((273, 279), (324, 325)):
        if starts_tag in tags and sizes_tag in tags:
            starts = tags[starts_tag].values(content, order)
            sizes = tags[sizes_tag].values(content, order)
            num_parts = min(len(starts), len(sizes))
            ends = starts[:num_parts] + sizes[:num_parts]
            is_whole &= not ((ends > len(content)) | (starts > len(content))[:num_parts]).any()
    is_white_zero = value(262, 1) == 0
    return Outline(
        "TIFF",
        width_px,
        height_px,
        num_pages,
        bits=bits,
        is_white_zero=is_white_zero,
        is_whole=is_whole,
    )


_READERS: dict[str, tuple[Callable[[bytes], bool], Callable[[bytes], Outline]]] = {
    "PNG": (_is_png, _read_png),
    "JPEG": (_is_jpeg, _read_jpeg),
    "WebP": (_is_webp, _read_webp),
    "BMP": (_is_bmp, _read_bmp),
    "TIFF": (_is_tiff, _read_tiff),
    "GIF": (_is_gif, _read_gif),
}


def _say_what_it_is(content: bytes) -> str:
    """Say what a file that cannot be read seems to be, and what to do."""
    choose = f"Choose a picture of a digit: {ANY_FORMAT}."
    if b"%PDF-" in content[:1024]:
        return (
            "This is a PDF document, which cannot be read here. "
            "Take a screenshot of the page or export it as PNG, and choose that."
        )
    # "ftyp", the main brand, 4 bytes of version, more brands: what phones write calls itself mif1.
    brands = content[8:64] if content[4:8] == b"ftyp" else b""
    if re.match(rb"avi[fs]|(mif1|msf1).*avi[fs]", brands, re.DOTALL):
        return _say_other_picture("an AVIF picture")
    if re.match(rb"hei[cxms]|hev[cxms]|mif1|msf1", brands):
        return (
            "This is a HEIC picture, which cannot be read here. On an iPhone choose Settings > "
            "Camera > Formats > Most Compatible and take the photo again, or export it as JPEG."
        )
    page = re.search(r"<(svg|html|!doctype html)", _as_text(_unzipped(content)).lower())
    if page and page[1] == "svg":
        return (
            "This is an SVG drawing, which cannot be read here. "
            "Export it as PNG or take a screenshot, and choose that."
        )
    for at, start, kind in _OTHER_PICTURES:
        if content.startswith(start, at):
            return _say_other_picture(kind)
    if page:
        return f"This file is a web page, not a picture. {choose}"
    if _as_text(content):
        return f"This file is text, not a picture. {choose}"
    for at, start, kind in _NO_PICTURES:
        if content.startswith(start, at):
            return f"This file is {kind}, not a picture. {choose}"
    return f"This file is not a picture that can be read here. {choose}"


def _say_other_picture(kind: str) -> str:
    """Say that a picture is of a format that is not read."""
    return f"This is {kind}, which cannot be read here. Save it as PNG or JPEG and try again."


def _unzipped(content: bytes) -> bytes:
    """Unpack the start of a gzip file, as .svgz is one; leave others as they are."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return zlib.decompressobj(wbits=31).decompress(content[:4096], 4096)
    except zlib.error:
        return content


def _as_text(content: bytes) -> str:
    """Take the start of a file for text; empty if it is none."""
    start = content[:16_384]
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    # Not `bytes.decode`: the last character may be cut.
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(start)
    is_odd = [not (char.isprintable() or char in "\t\n\f\r\ufeff") for char in text]
    num_odd = sum(is_odd) + text.count("\ufffd")
    return text if num_odd <= len(text) // 50 else ""
