"""Picture files of every kind, good and bad."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from inference.errors import RequestError
from inference.pictures import read_mask, read_picture
from tests.conftest import random_picture


def test_a_plain_picture_comes_as_it_is(tmp_path: Path) -> None:
    pixels = random_picture(5, 7)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    picture = read_picture(tmp_path / "a.png")
    assert np.array_equal(picture.pixels, pixels)
    assert picture.notices == ()


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    Image.fromarray(random_picture(5, 7)).save(tmp_path / "a.txt", format="PNG")
    assert read_picture(tmp_path / "a.txt").pixels.shape == (5, 7, 3)


def test_exif_orientation_is_applied(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° clockwise to see it upright
    pixels = random_picture(4, 6)
    Image.fromarray(pixels).save(tmp_path / "a.png", exif=exif)
    assert np.array_equal(read_picture(tmp_path / "a.png").pixels, np.rot90(pixels, -1))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_kept_and_flattened_over_grey(tmp_path: Path, mode: str) -> None:
    clear = Image.new("RGBA", (4, 4), (10, 10, 10, 0))
    clear.paste((10, 10, 10, 255), (0, 0, 2, 4))
    clear.convert(mode).save(tmp_path / "a.png")
    picture = read_picture(tmp_path / "a.png")
    assert picture.pixels[0, :, 3].tolist() == [255, 255, 0, 0]
    assert picture.flattened[0, :, 0].tolist() == [10, 10, 128, 128]


def test_sixteen_bits_become_eight_with_a_notice(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 65535], [32768, 257]], np.uint16)).save(tmp_path / "a.png")
    picture = read_picture(tmp_path / "a.png")
    assert picture.pixels[..., 0].tolist() == [[0, 255], [128, 1]]
    assert picture.notices == ("16-bit colours were reduced to 8 bits.",)


def test_cmyk_becomes_srgb_with_a_notice(tmp_path: Path) -> None:
    Image.new("CMYK", (3, 3), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=100)
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.pixels[0, 0, 0] > 200
    assert picture.pixels[0, 0, 1] < 60
    assert picture.notices == ("CMYK was converted to sRGB.",)


def test_a_damaged_colour_profile_is_ignored_with_a_notice(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2)).save(tmp_path / "b.png", icc_profile=b"not a profile")
    assert "damaged" in read_picture(tmp_path / "b.png").notices[0]


def test_another_colour_profile_is_converted_with_a_notice(tmp_path: Path) -> None:
    """SRGB with its red and blue columns exchanged: after conversion, red is blue."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.find(b"rXYZ"), profile.find(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    for text in (b"s\0R\0G\0B", b"sRGB"):
        while (at := bytes(profile).find(text, 128)) >= 0:
            profile[at : at + len(text)] = text.replace(b"G", b"X")
    picture = Image.new("RGB", (2, 2), (250, 10, 10))
    picture.save(tmp_path / "a.png", icc_profile=bytes(profile))
    read = read_picture(tmp_path / "a.png")
    assert len(read.notices) == 1
    assert read.notices[0].startswith("Colours were converted from")
    assert read.pixels[0, 0, 2] > 200
    assert read.pixels[0, 0, 0] < 60


def test_damaged_orientation_is_ignored_with_a_notice(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2)).save(tmp_path / "a.jpg", exif=b"Exif\0\0nonsense")
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.pixels.shape == (2, 2, 3)


def test_only_the_first_frame_is_used_and_told(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (3, 3), (shade, 0, 0)) for shade in (250, 10)]
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:], lossless=True)
    picture = read_picture(tmp_path / "a.webp")
    assert picture.pixels[0, 0, 0] == 250
    assert picture.notices == ("Only the first of 2 frames is used.",)


def test_masks_of_any_kind(tmp_path: Path) -> None:
    for name, picture in {
        "grey": Image.fromarray(np.array([[0, 255]], np.uint8)),
        "bits": Image.fromarray(np.array([[0, 255]], np.uint8)).convert("1"),
        "wide": Image.fromarray(np.array([[0, 65535]], np.uint16)),
        "colour": Image.fromarray(np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8)),
        "alpha": Image.fromarray(np.array([[[255, 0], [255, 255]]], np.uint8), mode="LA"),
    }.items():
        picture.save(tmp_path / f"{name}.png")
        assert read_mask(tmp_path / f"{name}.png").tolist() == [[0, 255]], name


def truncated(name: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(random_picture(64, 64)).save(buffer, format=name)
    return buffer.getvalue()[: len(buffer.getvalue()) // 2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"this is text, not a picture", "not a picture that can be read"),
        (truncated("PNG"), "damaged"),
        (truncated("JPEG"), "damaged"),
        (truncated("WEBP"), "cannot be opened|cannot be read|damaged|not a picture"),
        (truncated("TIFF"), "damaged|not a picture"),
    ],
)
def test_bad_files_are_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(RequestError, match=words):
        read_picture(path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There is no file"):
        read_picture(tmp_path / "missing.png")
    with pytest.raises(RequestError, match="is not a picture file"):
        read_mask(tmp_path)
    with pytest.raises(RequestError, match="cannot be read"):
        read_picture(tmp_path / ("x" * 300))


def test_a_picture_too_large_to_open_is_refused_from_its_header(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("1", (30000, 30000)).save(buffer, format="PNG")
    (tmp_path / "a.png").write_bytes(buffer.getvalue())
    with pytest.raises(RequestError, match="more pixels than can be opened"):
        read_picture(tmp_path / "a.png")
