"""Every kind of file that cannot be read as a picture, made from scratch, and what is said of it.

`BAD_FILES` is the one table of them: a name, a maker, and words that only this case's sentence has.
It must not know how files are judged. Makers are small and fast; none draws from a random source
without a seed.
"""

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

FORMATS = ("PNG", "JPEG", "WebP", "BMP", "TIFF", "GIF")
HUGE_PX = 60_000
MAX_INT = 2**31 - 1


def strokes(height_px: int = 40, width_px: int = 30) -> np.ndarray:
    """Draw a 7: uint8, (height, width), 0–255, ink white on black, with a grain of 8 greys."""
    pixels = np.random.default_rng(0).integers(0, 8, (height_px, width_px), np.uint8)
    thick = max(1, height_px // 10)
    pixels[:thick] = 250
    rows = np.arange(height_px)
    for column in range(thick):
        pixels[rows, (width_px - 1 - rows * width_px // (2 * height_px) - column) % width_px] = 250
    return pixels


def encoded(pixels: np.ndarray, file_format: str = "PNG", **options: object) -> bytes:
    """Encode pixels as a file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, file_format, **options)
    return file.getvalue()


def filled(
    mode: str, colour: float | tuple[float, ...], file_format: str, **options: object
) -> bytes:
    """Encode 40×40 pixels of one colour."""
    file = io.BytesIO()
    Image.new(mode, (40, 40), colour).save(file, file_format, **options)
    return file.getvalue()


def converted(mode: str, file_format: str, **options: object) -> bytes:
    """Encode a 7 in another mode of Pillow's."""
    file = io.BytesIO()
    picture = Image.fromarray(strokes()).convert("RGB").convert(mode)
    picture.save(file, file_format, **options)
    return file.getvalue()


def is_good_sentence(text: str) -> bool:
    """Tell whether a refusal is whole sentences, and has nothing of the inside of a program."""
    odd = ("rror", "Traceback", "0x", "None", "<", ">>", "PIL", "illow", "/", "_", "`", "\n")
    plain = re.sub(r" \([A-Za-z0-9]{2,6}\)", "", text)  # the name of a format
    is_odd = any(word in plain for word in (*odd, "(", ")"))
    return text.endswith(".") and text[0].isupper() and 20 < len(text) < 260 and not is_odd


# Parts of files


def png_chunk(name: bytes, content: bytes = b"") -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def png(*chunks: bytes, width_px: int = 40, height_px: int = 40) -> bytes:
    """Write a grey PNG file by hand; without chunks of its own it holds next to nothing."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + bytes(range(40))) * 40)
    body = b"".join(chunks) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + header + body


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """Write a WebP file by hand."""
    body = b"WEBP"
    for name, content in chunks:
        body += name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def uint24(value: int) -> bytes:
    return struct.pack("<I", value)[:3]


def tiff(
    tags: dict[int, int | tuple[int, ...]], data: bytes = bytes(64), *, order: str = "<"
) -> bytes:
    """Write a TIFF file by hand: one page, the data from byte 8 on, then the directory."""
    directory, far = b"", b""
    start = 8 + len(data) + len(data) % 2
    far_at = start + 2 + 12 * len(tags) + 4
    for tag, value in sorted(tags.items()):
        values = value if isinstance(value, tuple) else (value,)
        packed = struct.pack(f"{order}{len(values)}I", *values)
        if len(values) > 1:
            packed, far = struct.pack(f"{order}I", far_at + len(far)), far + packed
        directory += struct.pack(f"{order}HHI", tag, 4, len(values)) + packed
    head = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, start)
    count = struct.pack(f"{order}H", len(tags))
    return head + data + bytes(len(data) % 2) + count + directory + bytes(4) + far


def tiff_tags(
    width_px: int, height_px: int, **more: int | tuple[int, ...]
) -> dict[int, int | tuple[int, ...]]:
    """Describe grey pixels in one strip; more tags by name, for example tag322=16."""
    tags = {256: width_px, 257: height_px, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1}
    tags |= {278: height_px, 279: 64}
    return tags | {int(name.removeprefix("tag")): value for name, value in more.items()}


# Files that claim a size


def png_claiming(width_px: int, height_px: int) -> bytes:
    return png(width_px=width_px, height_px=height_px)


def jpeg_claiming(width_px: int, height_px: int) -> bytes:
    content = bytearray(encoded(strokes(), "JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height_px, width_px)
    return bytes(content)


def webp_claiming(width_px: int, height_px: int) -> bytes:
    canvas = bytes(4) + uint24(width_px - 1) + uint24(height_px - 1)
    return riff((b"VP8X", canvas), (b"VP8L", encoded(strokes(), "WebP", lossless=True)[20:]))


def webp_lossless_claiming(side_px: int) -> bytes:
    packed = struct.pack("<BI", 0x2F, side_px - 1 | side_px - 1 << 14)
    return riff((b"VP8L", packed + encoded(strokes(), "WebP", lossless=True)[25:]))


def webp_lossy_claiming(side_px: int) -> bytes:
    content = bytearray(encoded(strokes(), "WebP"))
    content[26:30] = struct.pack("<HH", side_px, side_px)
    return bytes(content)


def webp_animation_claiming(side_px: int) -> bytes:
    canvas = b"\2" + bytes(3) + 2 * uint24(side_px - 1)
    frame = bytes(6) + 2 * uint24(side_px - 1) + bytes(4)
    picture = encoded(strokes(), "WebP", lossless=True)[12:]
    return riff((b"VP8X", canvas), (b"ANIM", bytes(6)), (b"ANMF", frame + picture))


def bmp_claiming(width_px: int, height_px: int, compression: int = 0) -> bytes:
    content = bytearray(encoded(strokes(), "BMP"))
    content[18:26] = struct.pack("<ii", width_px, height_px)
    content[30:34] = struct.pack("<I", compression)
    return bytes(content)


def tiff_claiming(width_px: int, height_px: int) -> bytes:
    return tiff(tiff_tags(width_px, height_px))


def gif_with_frame_claiming(width_px: int, height_px: int) -> bytes:
    """Claim a frame that is far larger than the screen it is for, and to be replaced afterwards."""
    content = encoded(strokes(), "GIF")
    frame_at = gif_frame_at(content)
    control = b"!\xf9\4" + b"\x08\0\0\0" + b"\0"
    frame = b"," + struct.pack("<HHHH", 0, 0, width_px, height_px)
    return content[:frame_at] + control + frame + content[frame_at + 9 :]


def gif_frame_at(content: bytes) -> int:
    """Find the first frame of a GIF that Pillow wrote: it follows the colours."""
    return content.index(b",", 13 + (3 << (content[10] & 7) + 1))


# Files with too much in them


def frames(file_format: str, count: int) -> bytes:
    """Write an animation, or a document of so many pages, of two pictures in turn."""
    first, second = (Image.fromarray(strokes(8, 8)[:, ::step].copy()) for step in (1, -1))
    others = [second if index % 2 else first for index in range(1, count)]
    file = io.BytesIO()
    options = {} if file_format == "TIFF" else {"duration": 100}
    first.save(file, file_format, save_all=True, append_images=others, **options)
    return file.getvalue()


def jpeg_of_scans(count: int) -> bytes:
    """Repeat a scan of a progressive JPEG, which each time is decoded for the whole picture."""
    content = encoded(strokes(), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * (count + 1) + b"\xff\xd9"


def tiff_of_strips(count: int) -> bytes:
    return tiff(tiff_tags(40, 40, tag273=tuple([8] * count), tag279=1, tag278=1))


# Files of other kinds


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "seven")
    return file.getvalue()


def iso_media(brand: bytes, *others: bytes) -> bytes:
    """Write the first box of what phones and video cameras make."""
    brands = brand + bytes(4) + b"".join(others)
    return struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + bytes(64)


def noise(size_bytes: int = 2_000) -> bytes:
    return b"\xf1" + np.random.default_rng(0).bytes(size_bytes)


def after_signature(file_format: str, rest: bytes) -> bytes:
    """Put something else after what a format begins with."""
    signature_bytes = {"PNG": 8, "JPEG": 3, "WebP": 12, "TIFF": 4, "GIF": 6}[file_format]
    return encoded(strokes(), file_format)[:signature_bytes] + rest


def cut(file_format: str, share: float = 0.6) -> bytes:
    """End a file too early."""
    content = encoded(np.kron(strokes(), np.ones((4, 4), np.uint8)), file_format)
    return content[: int(len(content) * share)]


def spoiled(file_format: str) -> bytes:
    """Overwrite what a decoder needs, and leave the structure of the file whole."""
    content = bytearray(encoded(strokes(), file_format))
    if file_format == "PNG":
        return png_claiming(400, 400)  # with pixels for a tenth of the rows
    if file_format == "JPEG":
        tables = content.index(b"\xff\xc4")
        content[tables + 5 : tables + 21] = b"\xff" * 16
    elif file_format == "WebP":
        content[20:24] = b"\xff" * 4
    elif file_format == "BMP":
        content[28:30] = b"\x07\0"  # bits for each pixel
    elif file_format == "TIFF":
        return tiff(tiff_tags(40, 40, tag259=5))  # 64 zeros are no LZW data
    else:
        content[gif_frame_at(bytes(content)) + 10] = 77  # bits of an LZW code
    return bytes(content)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9L3 9"/></svg>'
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n'
RAW_TIFF = tiff(tiff_tags(8, 8) | {0xC612: 0x00000401}).replace(
    struct.pack("<HHI", 0xC612, 4, 1), struct.pack("<HHI", 0xC612, 1, 4)
)

BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "This file is empty"),
    "over 10 MB": (lambda: bytes(10 * 2**20 + 1), "at most 10 MB"),
    # No picture at all
    "zeros": (lambda: bytes(100), "not a picture that can be read here"),
    "noise": (noise, "not a picture that can be read here"),
    "one byte": (lambda: b"\x89", "not a picture that can be read here"),
    "text": (lambda: b"seven\n", "is text"),
    "text that begins like a BMP": (lambda: b"BMW is short for a long name.\n", "is text"),
    "text in UTF-16": (lambda: "sieben".encode("utf-16"), "is text"),
    "web page": (lambda: b"<!DOCTYPE html>\n<html><svg></svg></html>", "is a web page"),
    "zip": (lambda: zipped("7.png"), "is an archive (ZIP)"),
    "gzip": (lambda: gzip.compress(noise(), mtime=0), "is an archive (gzip)"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(64), "is an archive (7z)"),
    "office": (lambda: zipped("[Content_Types].xml", "word/a.xml"), "is an Office document"),
    "old office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "an Office document"),
    "video": (lambda: iso_media(b"isom", b"mp42"), "is a video"),
    "video (MOV)": (lambda: iso_media(b"qt  "), "is a video"),
    "video (Matroska)": (lambda: b"\x1aE\xdf\xa3" + bytes(64), "is a video"),
    "video (AVI)": (lambda: b"RIFF\0\0\1\0AVI LIST" + bytes(64), "is a video"),
    "audio (MP3)": (lambda: b"ID3\4" + bytes(64), "is an audio file"),
    "audio (WAV)": (lambda: b"RIFF\0\0\1\0WAVEfmt " + bytes(64), "is an audio file"),
    "audio (M4A)": (lambda: iso_media(b"M4A "), "is an audio file"),
    "program (Windows)": (lambda: b"MZ\x90\0\3" + bytes(64), "is a program"),
    "program (Linux)": (lambda: b"\x7fELF\2\1" + bytes(64), "is a program"),
    "database": (lambda: b"SQLite format 3\0" + bytes(64), "is a database"),
    # Pictures and documents of other kinds
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj\n", "This is a PDF document"),
    "PDF after junk": (lambda: bytes(99) + b"%PDF-1.4\n", "This is a PDF document"),
    "SVG": (lambda: SVG, "This is an SVG drawing"),
    "SVG after a prolog": (lambda: XML + SVG, "This is an SVG drawing"),
    "SVG after a byte order mark": (lambda: b"\xef\xbb\xbf" + XML + SVG, "This is an SVG drawing"),
    "SVG in UTF-16": (lambda: SVG.decode().encode("utf-16"), "This is an SVG drawing"),
    "SVGZ": (lambda: gzip.compress(XML + SVG, mtime=0), "This is an SVG drawing"),
    "HEIC": (lambda: iso_media(b"heic", b"mif1"), "This is a HEIC picture"),
    "HEIC (mif1)": (lambda: iso_media(b"mif1", b"mif1heic"), "This is a HEIC picture"),
    "HEIC (live)": (lambda: iso_media(b"hevc", b"hevcmsf1"), "This is a HEIC picture"),
    "AVIF": (lambda: encoded(strokes(), "AVIF"), "an AVIF picture"),
    "AVIF (mif1)": (lambda: iso_media(b"mif1", b"mif1avif"), "an AVIF picture"),
    "JPEG XL": (lambda: b"\xff\x0a" + noise(), "a JPEG XL picture"),
    "JPEG XL (box)": (lambda: b"\0\0\0\x0cJXL \r\n\x87\n" + noise(), "a JPEG XL picture"),
    "JPEG 2000": (lambda: encoded(strokes(), "JPEG2000"), "a JPEG 2000 picture"),
    "Photoshop": (lambda: b"8BPS\0\1" + bytes(64), "a Photoshop document"),
    "ICO": (lambda: encoded(strokes(), "ICO"), "an icon (ICO)"),
    "PPM": (lambda: encoded(strokes(), "PPM"), "a Netpbm picture"),
    "raw (CR2)": (lambda: b"II*\0\x10\0\0\0CR\2\0" + bytes(64), "a raw camera picture (CR2)"),
    "raw (CR3)": (lambda: iso_media(b"crx "), "a raw camera picture (CR3)"),
    "raw (RAF)": (lambda: b"FUJIFILMCCD-RAW 0201" + bytes(64), "a raw camera picture (RAF)"),
    "raw (ORF)": (lambda: b"IIRO\x08\0\0\0" + bytes(64), "a raw camera picture (ORF)"),
    "raw (RW2)": (lambda: b"IIU\0\x18\0\0\0" + bytes(64), "a raw camera picture (RW2)"),
    "raw (DNG)": (lambda: RAW_TIFF, "a raw camera picture (DNG)"),
    # Pictures that cannot be read
    "PNG and then text": (
        lambda: after_signature("PNG", b"seven" * 9),
        "This PNG file is incomplete, damaged or",
    ),
    "PNG and then a JPEG": (
        lambda: after_signature("PNG", encoded(strokes(), "JPEG")),
        "This PNG file is incomplete, damaged or",
    ),
    "JPEG and then text": (
        lambda: after_signature("JPEG", b"seven" * 9),
        "This JPEG file is incomplete, damaged or",
    ),
    "JPEG and then a PNG": (
        lambda: after_signature("JPEG", encoded(strokes())),
        "This JPEG file is incomplete, damaged or",
    ),
    "WebP and then text": (
        lambda: after_signature("WebP", b"seven" * 9),
        "This WebP file is incomplete, damaged or",
    ),
    "TIFF and then text": (
        lambda: after_signature("TIFF", b"seven" * 9),
        "This TIFF file is incomplete, damaged or",
    ),
    "GIF and then text": (
        lambda: after_signature("GIF", b"seven" * 199),
        "This GIF file is incomplete, damaged or",
    ),
    "cut PNG": (lambda: cut("PNG"), "This PNG file is incomplete, damaged or"),
    "cut JPEG": (lambda: cut("JPEG"), "This JPEG file is incomplete, damaged or"),
    "cut WebP": (lambda: cut("WebP"), "This WebP file is incomplete, damaged or"),
    "cut BMP": (lambda: cut("BMP"), "This BMP file is incomplete, damaged or"),
    "cut TIFF": (lambda: cut("TIFF"), "This TIFF file is incomplete, damaged or"),
    "cut GIF": (lambda: cut("GIF"), "This GIF file is incomplete, damaged or"),
    "PNG cut in its header": (
        lambda: encoded(strokes())[:20],
        "This PNG file is incomplete, damaged or",
    ),
    "JPEG cut in its header": (
        lambda: encoded(strokes(), "JPEG")[:99],
        "This JPEG file is incomplete, damaged or",
    ),
    "damaged PNG": (lambda: spoiled("PNG"), "This PNG file is incomplete, damaged or"),
    "damaged JPEG": (lambda: spoiled("JPEG"), "This JPEG file is incomplete, damaged or"),
    "damaged WebP": (lambda: spoiled("WebP"), "This WebP file is incomplete, damaged or"),
    "damaged BMP": (lambda: spoiled("BMP"), "This BMP file is incomplete, damaged or"),
    "damaged TIFF": (lambda: spoiled("TIFF"), "This TIFF file is incomplete, damaged or"),
    "damaged GIF": (lambda: spoiled("GIF"), "This GIF file is incomplete, damaged or"),
    "TIFF of luminance and chroma": (lambda: converted("YCbCr", "TIFF"), "or of a rare kind"),
    "TIFF of lightness": (lambda: converted("LAB", "TIFF"), "or of a rare kind"),
    "TIFF of 12 bits": (
        lambda: tiff(tiff_tags(40, 40, tag258=12, tag279=2_400), bytes(range(240)) * 10),
        "or of a rare kind",
    ),
    "TIFF compressed by LZMA": (
        lambda: encoded(strokes(), "TIFF", compression="lzma"),
        "or of a rare kind",
    ),
    # Too much for memory or time
    "PNG of 60,000×60,000": (lambda: png_claiming(HUGE_PX, HUGE_PX), "60,000×60,000 pixels"),
    "JPEG of 60,000×60,000": (lambda: jpeg_claiming(HUGE_PX, HUGE_PX), "60,000×60,000 pixels"),
    "WebP of 60,000×60,000": (lambda: webp_claiming(HUGE_PX, HUGE_PX), "This WebP file is"),
    "BMP of 60,000×60,000": (lambda: bmp_claiming(HUGE_PX, HUGE_PX), "far too many pixels"),
    "TIFF of 60,000×60,000": (lambda: tiff_claiming(HUGE_PX, HUGE_PX), "60,000×60,000 pixels"),
    "GIF of 60,000×60,000": (
        lambda: gif_with_frame_claiming(HUGE_PX, HUGE_PX),
        "60,000×60,000 pixels",
    ),
    "PNG of the largest size": (lambda: png_claiming(MAX_INT, MAX_INT), "This PNG file is"),
    "BMP of the largest size": (lambda: bmp_claiming(MAX_INT, -MAX_INT), "far too many pixels"),
    "TIFF of the largest size": (
        lambda: tiff_claiming(2**32 - 1, 2**32 - 1),
        "This TIFF file is",
    ),
    "WebP of the largest size": (lambda: webp_claiming(2**24, 2**24), "This WebP file is"),
    "lossless WebP of the largest size": (
        lambda: webp_lossless_claiming(16_384),
        "This WebP file is",
    ),
    "lossy WebP of the largest size": (lambda: webp_lossy_claiming(16_383), "16,383×16,383"),
    "animated WebP of 60,000×60,000": (
        lambda: webp_animation_claiming(HUGE_PX),
        "This WebP file is",
    ),
    "GIF with a frame of 12,000×12,000": (
        lambda: gif_with_frame_claiming(12_000, 12_000),
        "12,000×12,000 pixels; at most 50 million",
    ),
    "PNG just too large": (lambda: png_claiming(7_100, 7_100), "at most 50 million"),
    "run-length BMP": (lambda: bmp_claiming(3_000, 3_000, 1), "at most 4 million"),
    "TIFF with a vast tile": (
        lambda: tiff(tiff_tags(40, 40, tag322=60_000, tag323=60_000, tag324=8, tag325=64)),
        "This TIFF file is incomplete, damaged or",
    ),
    "TIFF of too many strips": (lambda: tiff_of_strips(150_000), "This TIFF file is"),
    "thread of pixels": (lambda: png_claiming(1, 40_000_000), "1×40,000,000 pixels: too thin"),
    "line of pixels": (lambda: bmp_claiming(40_000_000, 1), "40,000,000×1 pixels: too thin"),
    "JPEG of 300 scans": (lambda: jpeg_of_scans(300), "passes; at most 100"),
    # Nothing to see
    "white PNG": (lambda: filled("L", 255, "PNG"), "one colour only"),
    "red JPEG": (lambda: filled("RGB", (200, 0, 0), "JPEG"), "one colour only"),
    "black WebP": (lambda: filled("RGB", 0, "WebP"), "one colour only"),
    "grey BMP": (lambda: filled("L", 100, "BMP"), "one colour only"),
    "grey TIFF of 16 bits": (lambda: filled("I;16", 30_000, "TIFF"), "one colour only"),
    "blue GIF": (lambda: filled("P", 2, "GIF"), "one colour only"),
    "one pixel": (lambda: encoded(np.zeros((1, 1), np.uint8)), "one colour only"),
    "transparent PNG": (lambda: filled("RGBA", (9, 9, 9, 0), "PNG"), "wholly transparent"),
    "transparent WebP": (
        lambda: filled("RGBA", (9, 9, 9, 0), "WebP", lossless=True),
        "wholly transparent",
    ),
    "transparent TIFF": (lambda: filled("LA", (9, 0), "TIFF"), "wholly transparent"),
    "transparent GIF": (lambda: filled("P", 2, "GIF", transparency=2), "wholly transparent"),
}
