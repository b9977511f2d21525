"""Picture files in and out: what is kept, what is converted and told, what is refused."""

import io
import os
import struct
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms

from editor.document.errors import FileError
from editor.document.image_files import (
    FORMATS,
    ExportOptions,
    FileFormat,
    Metadata,
    Provenance,
    Verdict,
    check_size,
    encode_picture,
    format_of,
    has_own_profile,
    open_picture,
    probe,
    write_picture,
)
from tests.conftest import random_picture

Pixels = NDArray[np.uint8]
PNG, JPEG, WEBP, TIFF, BMP = FORMATS
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    b'syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<dc:format>x</dc:format></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def rgba(height: int, width: int, *, opaque: bool = False) -> Pixels:
    pixels = np.dstack([random_picture(height, width), random_picture(height, width, 1)[..., :1]])
    if opaque:
        pixels[..., 3] = 255
    return pixels


def smooth(height: int, width: int) -> Pixels:
    """What survives a lossy format nearly unchanged."""
    rows, columns = np.mgrid[:height, :width]
    ramps = [rows * 255 // height, columns * 255 // width, np.full_like(rows, 90)]
    return np.dstack([*ramps, np.full_like(rows, 255)]).astype(np.uint8)


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Orientation] = 6
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.ExifImageWidth] = 4000
    details[ExifTags.Base.ExifImageHeight] = 3000
    details[ExifTags.Base.ColorSpace] = 65535
    details[ExifTags.Base.MakerNote] = b"secret of the maker"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return exif


def swapped_profile() -> bytes:
    """SRGB with red and blue exchanged, under another name."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.find(b"rXYZ"), profile.find(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile).replace(b"s\0R\0G\0B", b"s\0R\0X\0B")


def saved(path: Path, picture: Image.Image, **options: Any) -> Path:
    picture.save(path, **options)
    return path


def test_pixels_are_straight_rgba_and_the_callers_own(tmp_path: Path) -> None:
    for pixels, opaque in ((rgba(5, 7), False), (rgba(5, 7, opaque=True), True)):
        opened = open_picture(saved(tmp_path / "a.png", Image.fromarray(pixels)))
        assert np.array_equal(opened.pixels, pixels)
        assert opened.opaque is opaque
        assert opened.pixels.flags.writeable
    grey = open_picture(saved(tmp_path / "b.png", Image.new("L", (3, 2), 7)))
    assert grey.pixels.tolist() == [[[7, 7, 7, 255]] * 3] * 2
    assert grey.opaque


@pytest.mark.parametrize("fmt", [PNG, JPEG, WEBP, TIFF])
def test_what_a_camera_says_is_read_upright(tmp_path: Path, fmt: FileFormat) -> None:
    picture = Image.fromarray(smooth(4, 6)[..., :3])
    path = saved(tmp_path / "a", picture, format=fmt.name, exif=camera_exif().tobytes())
    opened = open_picture(path)
    assert opened.pixels.shape == (6, 4, 4)
    exif = Image.Exif()
    exif.load(opened.metadata.exif)
    assert exif[ExifTags.Base.Orientation] == 1
    assert exif[ExifTags.Base.Make] == "Maker"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.MakerNote] == b"secret of the maker"
    assert not {256, 257, 258, 273, 279}.intersection(exif)


def test_what_is_converted_is_told(tmp_path: Path) -> None:
    wide = Image.fromarray(np.array([[0, 65535]], np.uint16))
    assert "16-bit" in open_picture(saved(tmp_path / "a.png", wide)).notices[0]
    inks = Image.new("CMYK", (3, 3), (0, 255, 255, 0))
    assert "CMYK" in open_picture(saved(tmp_path / "b.tif", inks)).notices[0]
    frames = [Image.new("RGB", (3, 3), (shade, 0, 0)) for shade in (250, 10)]
    frames[0].save(tmp_path / "c.gif", save_all=True, append_images=frames[1:])
    assert "first of 2 frames" in open_picture(tmp_path / "c.gif").notices[0]
    profiled = Image.new("RGB", (2, 2), (250, 10, 10))
    opened = open_picture(saved(tmp_path / "d.png", profiled, icc_profile=swapped_profile()))
    assert "converted from" in opened.notices[0]
    assert opened.pixels[0, 0, 2] > 200


def test_sixteen_bits_of_a_colour_tiff_are_told(tmp_path: Path) -> None:
    entries = [(256, 1), (257, 1), (258, 134), (259, 1), (262, 2), (273, 140), (277, 3), (278, 1)]
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    body = body.replace(struct.pack("<HHII", 258, 4, 1, 134), struct.pack("<HHII", 258, 3, 3, 134))
    body += struct.pack("<HHII", 279, 4, 1, 6) + bytes(4)
    content = b"II*\0" + struct.pack("<IH", 8, 9) + body
    content += bytes(134 - len(content)) + struct.pack("<3H", 16, 16, 16) + b"\xff" * 6
    (tmp_path / "a.tif").write_bytes(content)
    opened = open_picture(tmp_path / "a.tif")
    assert opened.pixels.tolist() == [[[255] * 4]]
    assert opened.notices == ("16-bit colours were reduced to 8 bits.",)


def test_transparency_and_colours_of_a_profiled_palette_are_both_kept(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (2, 1), (250, 10, 10, 255))
    picture.putpixel((1, 0), (0, 0, 0, 0))
    path = saved(tmp_path / "a.png", picture.convert("P"), icc_profile=swapped_profile())
    pixels = open_picture(path).pixels
    assert pixels[0, :, 3].tolist() == [255, 0]
    assert pixels[0, 0, 2] > 200


def header_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels."""
    buffer = io.BytesIO()
    Image.new("RGB", (1, 1)).save(buffer, "PNG")
    data = bytearray(buffer.getvalue())
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def truncated(fmt: FileFormat) -> bytes:
    data = encode_picture(rgba(64, 64), ExportOptions(fmt))
    return data[: len(data) // 2]


BAD = {
    "nothing": (b"", "is empty"),
    "text": (b"this is text", "not a picture that can be read"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    "too many pixels": (header_of(30000, 30000), "more pixels than can be opened"),
    "no pixels": (header_of(8000, 8000), "damaged"),
    **{f"half a {each.name}": (truncated(each), "damaged|not a picture") for each in FORMATS},
}


@pytest.mark.parametrize(("content", "words"), BAD.values(), ids=BAD.keys())
def test_bad_files_are_one_sentence_within_a_second(
    tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "a.png").write_bytes(content)
    start = time.monotonic()
    with pytest.raises(FileError, match=words) as caught:
        open_picture(tmp_path / "a.png")
    assert time.monotonic() - start < 1
    assert "\n" not in str(caught.value)


def test_what_is_no_file_at_all(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for path in (tmp_path / "pipe.png", tmp_path, tmp_path / "missing.png"):
        for read in (probe, open_picture):
            with pytest.raises(FileError):
                read(path)


def test_content_decides_not_the_suffix(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", Image.fromarray(rgba(4, 4)), format="WEBP", lossless=True)
    assert probe(path).format == "WEBP"
    assert open_picture(path).pixels.shape == (4, 4, 4)


def test_the_header_is_told_without_decoding(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(header_of(8000, 6000))
    info = probe(tmp_path / "a.png")
    assert (info.width, info.height, info.mode, info.format) == (8000, 6000, "RGB", "PNG")
    assert info.frames == 1


@pytest.mark.parametrize(
    ("layers", "available", "verdict"),
    [
        (1, 4_800_000, Verdict.OK),
        (1, 4_799_999, Verdict.ASK),
        (1, 2_000_000, Verdict.ASK),
        (1, 1_999_999, Verdict.REFUSE),
        (4, 4_800_000, Verdict.ASK),
        (1, 0, Verdict.REFUSE),
    ],
)
def test_sizes_are_judged_by_the_free_memory(layers: int, available: int, verdict: Verdict) -> None:
    assert check_size(100, 1000, layers, available) is verdict


def test_a_picture_is_not_decoded_where_memory_is_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Short:
        available = 1_000_000

    path = saved(tmp_path / "a.png", Image.new("RGB", (500, 500)))
    monkeypatch.setattr(psutil, "virtual_memory", Short)
    with pytest.raises(FileError, match=r"needs 0\.0 GB of memory"):
        open_picture(path)


@pytest.mark.parametrize(
    "options", [ExportOptions(PNG), ExportOptions(WEBP, lossless=True), ExportOptions(TIFF)]
)
def test_lossless_formats_give_every_byte_back(tmp_path: Path, options: ExportOptions) -> None:
    for pixels in (rgba(31, 17), rgba(31, 17, opaque=True)):
        write_picture(tmp_path / "a", pixels, options)
        assert np.array_equal(open_picture(tmp_path / "a").pixels, pixels)


@pytest.mark.parametrize("options", [ExportOptions(JPEG, quality=100), ExportOptions(BMP)])
def test_the_matte_shows_where_there_is_no_transparency(
    tmp_path: Path, options: ExportOptions
) -> None:
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[8:] = (200, 0, 0, 255)
    for colour in ((255, 255, 255), (0, 60, 0)):
        write_picture(tmp_path / "a", pixels, replace(options, matte=colour))
        found = open_picture(tmp_path / "a").pixels.astype(int)
        assert np.abs(found[2, 2, :3] - colour).max() <= 2
        assert np.abs(found[13, 2, :3] - (200, 0, 0)).max() <= 2


@pytest.mark.parametrize("fmt", [JPEG, WEBP])
def test_quality_is_traded_for_size(fmt: FileFormat) -> None:
    sizes = [
        len(encode_picture(rgba(64, 64, opaque=True), ExportOptions(fmt, quality=quality)))
        for quality in (10, 60, 100)
    ]
    assert sizes == sorted(set(sizes))
    usual = ExportOptions(fmt, quality=fmt.quality)
    assert encode_picture(smooth(9, 9), usual) == encode_picture(smooth(9, 9), ExportOptions(fmt))
    for quality in (0, 101):
        with pytest.raises(ValueError, match="between 1 and 100"):
            ExportOptions(fmt, quality=quality)


@pytest.mark.parametrize(("quality", "factors"), [(92, [1]), (90, [1]), (89, [2])])
def test_jpegs_are_progressive_and_keep_full_colour_at_high_quality(
    quality: int, factors: list[int]
) -> None:
    data = encode_picture(smooth(40, 40), ExportOptions(JPEG, quality=quality))
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
        assert picture.info["progressive"]
        layers = vars(picture)["layer"]
        assert [layer[1] for layer in layers[:1]] == factors


def test_noise_at_full_quality_fits_a_progressive_jpeg() -> None:
    data = encode_picture(rgba(300, 300, opaque=True), ExportOptions(JPEG, quality=100))
    assert len(data) > 2 * 300 * 300


@pytest.mark.parametrize(
    ("fmt", "shape"), [(JPEG, (1, 65501)), (WEBP, (16384, 1)), (JPEG, (65501, 1))]
)
def test_sides_that_a_format_cannot_hold(fmt: FileFormat, shape: tuple[int, int]) -> None:
    pixels = np.zeros((*shape, 4), np.uint8)
    with pytest.raises(FileError, match="holds at most"):
        encode_picture(pixels, ExportOptions(fmt))
    smaller = pixels[: fmt.max_side, : fmt.max_side]
    assert encode_picture(smaller, ExportOptions(fmt))


@pytest.mark.parametrize("fmt", [PNG, JPEG, WEBP, TIFF])
def test_metadata_are_kept_or_left_out(tmp_path: Path, fmt: FileFormat) -> None:
    first = Image.fromarray(smooth(4, 6)[..., :3])
    path = saved(tmp_path / "a.jpg", first, exif=camera_exif(), xmp=XMP, dpi=(300, 300))
    metadata = open_picture(path).metadata
    write_picture(tmp_path / "b", smooth(10, 20), ExportOptions(fmt), metadata)
    again = open_picture(tmp_path / "b")
    assert again.pixels.shape == (10, 20, 4)
    assert again.metadata.xmp == XMP
    if fmt is not WEBP:
        assert again.metadata.dpi == pytest.approx((300, 300), abs=0.1)
    exif = Image.Exif()
    exif.load(again.metadata.exif)
    details = exif.get_ifd(ExifTags.IFD.Exif)
    sizes = details[ExifTags.Base.ExifImageWidth], details[ExifTags.Base.ExifImageHeight]
    assert sizes == (20, 10)
    assert exif[ExifTags.Base.Make] == "Maker"
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] == "N"
    bare = ExportOptions(fmt, keep_metadata=False)
    data = encode_picture(smooth(10, 20), bare, metadata)
    assert not any(word in data for word in (b"Maker", b"maker", b"xmpmeta"))


@pytest.mark.parametrize("fmt", [PNG, JPEG, WEBP, TIFF])
def test_provenance_joins_the_pictures_own_words(tmp_path: Path, fmt: FileFormat) -> None:
    said = Provenance("starter", ("a red car",))
    for keep, words in ((True, b"<dc:format>x"), (False, b"a red car")):
        options = ExportOptions(fmt, keep_metadata=keep)
        write_picture(tmp_path / "a", smooth(8, 8), options, Metadata(xmp=XMP), said)
        xmp = open_picture(tmp_path / "a").metadata.xmp
        assert xmp is not None
        assert words in xmp
        assert b"compositeWithTrainedAlgorithmicMedia" in xmp
        assert (b"dc:format" in xmp) is keep
    silent = ExportOptions(fmt, provenance=False)
    assert b"starter" not in encode_picture(smooth(8, 8), silent, Metadata(), said)


def test_bmp_holds_no_more_than_the_resolution(tmp_path: Path) -> None:
    metadata = Metadata(camera_exif().tobytes(), swapped_profile(), (300.0, 300.0), XMP)
    write_picture(
        tmp_path / "a", smooth(8, 8), ExportOptions(BMP, profile="own"), metadata, Provenance("m")
    )
    again = open_picture(tmp_path / "a")
    assert np.array_equal(again.pixels, smooth(8, 8))
    assert again.metadata == Metadata(dpi=again.metadata.dpi)


@pytest.mark.parametrize("fmt", [PNG, JPEG, WEBP, TIFF])
def test_colours_are_the_same_in_srgb_and_in_the_files_own_profile(
    tmp_path: Path, fmt: FileFormat
) -> None:
    own = swapped_profile()
    metadata = Metadata(camera_exif().tobytes(), own)
    assert has_own_profile(metadata)
    for profile in ("srgb", "own"):
        options = ExportOptions(fmt, 100, lossless=True, profile=profile)
        write_picture(tmp_path / "a", smooth(32, 32), options, metadata)
        with Image.open(tmp_path / "a") as stored:
            embedded = stored.info["icc_profile"]
            space = stored.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ColorSpace]
            red = np.asarray(stored)[31, 0, 0]
        assert (embedded == own) is (profile == "own")
        assert (space, red > 200) == ((65535, False) if profile == "own" else (1, True))
        found = open_picture(tmp_path / "a").pixels.astype(int)
        assert np.abs(found - smooth(32, 32)).max() <= 5


def test_a_profile_only_where_the_file_had_one() -> None:
    for metadata, embedded in (
        (Metadata(), False),
        (Metadata(icc_profile=b"damaged"), True),
        (Metadata(icc_profile=swapped_profile()), True),
    ):
        data = encode_picture(smooth(4, 4), ExportOptions(PNG, profile="own"), metadata)
        assert (b"iCCP" in data) is embedded
    assert not has_own_profile(Metadata(icc_profile=b"damaged"))
    assert not has_own_profile(Metadata())


@pytest.mark.parametrize(
    "metadata",
    [Metadata(xmp=b"x" * 70_000), Metadata(exif=b"Exif\0\0nonsense"), Metadata(exif=b"?")],
)
def test_metadata_that_a_format_cannot_hold(metadata: Metadata) -> None:
    with pytest.raises(FileError, match="cannot be written as JPEG"):
        encode_picture(smooth(4, 4), ExportOptions(JPEG), metadata)


def test_writing_replaces_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_picture(path, smooth(4, 4), ExportOptions(PNG))
    before = path.read_bytes()
    with pytest.raises(FileError):
        write_picture(path, smooth(4, 4), ExportOptions(JPEG), Metadata(xmp=b"x" * 70_000))
    assert path.read_bytes() == before
    with pytest.raises(FileError, match="There is no folder"):
        write_picture(tmp_path / "missing" / "a.png", smooth(4, 4), ExportOptions(PNG))


def test_names_stand_for_formats() -> None:
    for fmt in FORMATS:
        for suffix in fmt.suffixes:
            assert format_of(Path("a" + suffix.upper())) is fmt
    assert format_of(Path("a.gif")) is None
    assert [fmt.name for fmt in FORMATS if fmt.has_quality] == ["JPEG", "WEBP"]


def test_thumbnails_do_not_outlive_an_edit(tmp_path: Path) -> None:
    packet = XMP.replace(b"<dc:f", b"<xmp:Thumbnails>old face</xmp:Thumbnails><dc:f")
    path = saved(tmp_path / "a.png", Image.new("RGB", (2, 2)))
    write_picture(path, smooth(4, 4), ExportOptions(JPEG), Metadata(xmp=packet))
    assert open_picture(path).metadata.xmp == XMP
