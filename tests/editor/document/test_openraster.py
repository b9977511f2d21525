"""Projects are conforming OpenRaster, and come back as they were."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.document.compositor import flattened
from editor.document.document import Origin
from editor.document.errors import FileError
from editor.document.image_files import Metadata
from editor.document.layer import Blend, Kind, Layer
from editor.document.openraster import (
    ProjectFile,
    check_project,
    read_project,
    read_thumbnail,
    write_project,
)
from editor.document.pixels import Mask, Pixels
from editor.document.state import State
from tests.editor.document.openraster_files import colours, foreign, good_file, png, small_state

UNKNOWN = {"{urn:elsewhere}mark": "a & b", "alpha-preserve": "true"}


def saved(state: State, origin: Origin | None = None) -> ProjectFile:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.ora"
        write_project(path, state, origin or Origin())
        return read_project(path)


def decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture


# -- conformance


@pytest.fixture
def archive(tmp_path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(good_file(tmp_path / "a.ora")))


def test_the_type_comes_first_stored_and_exact(archive: zipfile.ZipFile) -> None:
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive.read(first) == b"image/openraster"
    assert not first.extra  # magic numbers look for it at byte 38
    assert {entry.compress_type for entry in archive.infolist()} <= {0, 8}
    assert archive.testzip() is None


def test_the_stack_names_each_layer_from_the_top(archive: zipfile.ZipFile) -> None:
    data = archive.read("stack.xml")
    image = ET.fromstring(data)  # noqa: S314  our own
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert (image.tag, image.get("version")) == ("image", "0.0.5")
    assert (image.get("w"), image.get("h")) == ("40", "30")
    (stack,) = image
    assert (stack.tag, stack.attrib) == ("stack", {})
    assert [layer.get("name") for layer in stack] == ["Above", "Below"]
    above, below = stack
    assert (above.get("x"), above.get("y"), above.get("opacity")) == ("-3", "0", "1.0")
    assert (above.get("visibility"), above.get("composite-op")) == ("visible", "svg:src-over")
    assert (above.get("selected"), below.get("selected")) == ("true", None)
    for layer in stack:
        assert decoded(archive.read(layer.get("src", ""))).mode == "RGBA"


@pytest.mark.parametrize("size", [(40, 30), (600, 300)])
def test_the_merged_picture_is_what_the_compositor_shows(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    state = small_state(*size)
    top = state.layers[1].replaced(pixels=colours(*size, seed=2), blend=Blend.SOFT_LIGHT)
    state = state.replaced(layers=(state.layers[0], top.replaced(opacity=0.6)))
    write_project(tmp_path / "a.ora", state, Origin())
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        merged = decoded(archive.read("mergedimage.png"))
    assert np.array_equal(np.asarray(merged), flattened(state).straight())


@pytest.mark.parametrize(
    ("size", "expected"),
    [((40, 30), (40, 30)), ((1000, 500), (256, 128)), ((3, 1500), (1, 256)), ((257, 1), (256, 1))],
)
def test_the_thumbnail_is_small_and_never_enlarged(
    tmp_path: Path, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    layer = Layer(colours(*size), "Noise")
    state = State(*size, (layer,), layer.number, Mask.empty(*size))
    write_project(tmp_path / "a.ora", state, Origin())
    thumbnail = read_thumbnail(tmp_path / "a.ora")
    assert (thumbnail.width, thumbnail.height) == expected


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    state = small_state()
    write_project(tmp_path / "a.ora", state, Origin())
    write_project(tmp_path / "b.ora", state, Origin())
    assert (tmp_path / "a.ora").read_bytes() == (tmp_path / "b.ora").read_bytes()


# -- there and back

names = st.text(st.characters(exclude_characters="\0", exclude_categories=()), max_size=12)
texts = st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=8)
recipes = st.dictionaries(
    names, st.none() | st.integers() | st.floats(allow_nan=False) | names | st.lists(names)
)


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    size = draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    return Layer(
        colours(*size, seed=draw(st.integers(0, 1000))),
        draw(names | st.sampled_from(["🖌️ Pinsel", "a\tb\nc\rd", "\x01\ufffe\ud800", "<&'\">"])),
        draw(st.integers(-5000, 5000)),
        draw(st.integers(-50, 50)),
        draw(st.floats(0, 1)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(Blend)),
        draw(st.sampled_from(Kind)),
        draw(recipes),
        draw(st.sampled_from([{}, UNKNOWN])),
    )


@st.composite
def states(draw: st.DrawFn) -> State:
    width, height = draw(st.tuples(st.integers(1, 70), st.integers(1, 70)))
    stack = draw(st.lists(layers(), max_size=5))
    active = draw(st.sampled_from(stack)).number if stack else 0
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    mask = Mask(rng.integers(0, 256, (height, width), dtype=np.uint8))
    return State(width, height, tuple(stack), active, mask)


def properties(layer: Layer) -> tuple[object, ...]:
    place = (layer.x, layer.y, layer.opacity, layer.visible, layer.locked)
    return (layer.name, *place, layer.blend, layer.kind, dict(layer.recipe), dict(layer.extra))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(states())
def test_any_document_comes_back_as_it_was(state: State) -> None:
    project = saved(state)
    back = project.state
    assert not project.notices
    assert not project.damaged
    assert (back.width, back.height, len(back.layers)) == (
        state.width,
        state.height,
        len(state.layers),
    )
    assert np.array_equal(back.mask.array, state.mask.array)
    assert back.mask.array.flags.writeable
    for before, after in zip(state.layers, back.layers, strict=True):
        assert properties(after) == properties(before)
        assert np.array_equal(after.pixels.array, before.pixels.array)
        assert after.pixels.array.flags.writeable
    if state.layers:
        assert back.index(back.active) == state.index(state.active)


def test_every_colour_and_alpha_comes_back(tmp_path: Path) -> None:
    alpha, colour = np.meshgrid(np.arange(256), np.arange(256))
    array = np.stack([np.minimum(colour, alpha)] * 3 + [alpha], axis=-1).astype(np.uint8)
    layer = Layer(Pixels(array), "All")
    back = saved(State(256, 256, (layer,), layer.number, Mask.empty(256, 256)))
    assert np.array_equal(back.state.layers[0].pixels.array, array)


def test_metadata_come_back() -> None:
    metadata = Metadata(b"Exif\0\0MM", b"\0profile", (300.0, 150.5), b"<x:xmpmeta/>")
    for given_metadata in (metadata, Metadata()):
        assert saved(small_state(), Origin(metadata=given_metadata)).origin.metadata == (
            given_metadata
        )


def test_parts_of_other_programs_come_back_and_give_way_to_nothing() -> None:
    others = {
        "data/layer0.png": png(3, 3),
        "data/mask.png": b"not ours",
        "data/brushes/a.bin": bytes(1000),
        "Extra/ünïcode.txt": b"text",
    }
    state = small_state()
    project = saved(state, Origin(project=others))
    again = saved(project.state, project.origin)
    for file in (project, again):
        assert file.origin.project == others
        assert np.array_equal(file.state.mask.array, state.mask.array)
        assert np.array_equal(file.state.layers[0].pixels.array, state.layers[0].pixels.array)


def test_an_unknown_blend_mode_is_told_kept_and_given_up_for_a_known_one(tmp_path: Path) -> None:
    layer = '<layer name="Glow" src="data/a.png" composite-op="krita:pin_light"/>'
    project = read_project(foreign(tmp_path / "a.ora", layer, {"data/a.png": png(4, 4)}))
    assert project.notices == ("The layer “Glow” has the unknown blend mode “krita:pin_light”.",)
    assert project.state.layers[0].blend is Blend.NORMAL
    again = saved(project.state, project.origin)
    assert again.notices == project.notices
    chosen = project.state.layers[0].replaced(blend=Blend.SCREEN)
    final = saved(project.state.replaced(layers=(chosen,)))
    assert final.state.layers[0].blend is Blend.SCREEN
    assert not final.notices


def test_a_name_that_another_program_changed_wins(tmp_path: Path) -> None:
    layer = Layer(colours(4, 4), "odd \x01")
    write_project(
        tmp_path / "a.ora", State(4, 4, (layer,), layer.number, Mask.empty(4, 4)), Origin()
    )
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["stack.xml"] = parts["stack.xml"].replace("odd \ufffd".encode(), b"plain")
    with zipfile.ZipFile(tmp_path / "b.ora", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert read_project(tmp_path / "b.ora").state.layers[0].name == "plain"


# -- limits of writing


def test_more_layers_than_can_be_read_are_not_written(tmp_path: Path) -> None:
    layer = Layer(colours(1, 1), "Dot")
    state = State(1, 1, (layer,) * 501, layer.number, Mask.empty(1, 1))
    with pytest.raises(FileError, match="500 layers"):
        write_project(tmp_path / "a.ora", state, Origin())
    assert not list(tmp_path.iterdir())


def test_metadata_that_could_not_be_read_again_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="metadata"):
        write_project(
            tmp_path / "a.ora", small_state(), Origin(metadata=Metadata(bytes(30_000_000)))
        )


def test_a_check_looks_at_the_list_of_layers_alone(tmp_path: Path) -> None:
    good_file(tmp_path / "a.ora")
    check_project(tmp_path / "a.ora")
    with pytest.raises(FileError):
        check_project(tmp_path / "b.ora")
