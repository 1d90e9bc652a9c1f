"""What a file of a kind that is not read here seems to be, by its first bytes.

It must not know how the kinds that are read here are decoded. Source: "List of file signatures"
(Wikipedia).
"""

import codecs
import re
import zlib

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


def say_what_it_is(content: bytes, *, readable: str) -> str:
    """Say what a file that cannot be read seems to be, and what to do.

    Args:
        content: All of it.
        readable: The names of the formats that can be read.
    """
    choose = f"Choose a picture of a digit: {readable}."
    if b"%PDF-" in content[:1024]:
        return (
            "This is a PDF document, which cannot be read here. "
            "Take a screenshot of the page or export it as PNG, and choose that."
        )
    # "ftyp", the main brand, 4 bytes of version, more brands: what phones write calls itself mif1.
    brands = content[8:64] if content[4:8] == b"ftyp" else b""
    if re.match(rb"avi[fs]|(mif1|msf1).*avi[fs]", brands, re.DOTALL):
        return say_other_picture("an AVIF picture")
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
            return say_other_picture(kind)
    if page:
        return f"This file is a web page, not a picture. {choose}"
    if _as_text(content):
        return f"This file is text, not a picture. {choose}"
    for at, start, kind in _NO_PICTURES:
        if content.startswith(start, at):
            return f"This file is {kind}, not a picture. {choose}"
    return f"This file is not a picture that can be read here. {choose}"


def say_other_picture(kind: str) -> str:
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
