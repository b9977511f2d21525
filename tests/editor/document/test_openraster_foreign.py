"""Projects as other programs write them: groups, missing attributes, 16 bits, profiles."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.document.compositor import flattened
from editor.document.document import Origin
from editor.document.layer import Blend
from editor.document.openraster import read_project, write_project
from editor.document.openraster_png import decode_png, encode_png, read_png_header
from tests.editor.document.openraster_files import MEDIA_TYPE, foreign, picture_png, png, zipped

KRITA = b"""<?xml version="1.0" encoding="UTF-8"?>
<image version="0.0.1" w="64" h="48" xres="300" yres="300">
 <stack name="root" opacity="1" visibility="visible" composite-op="svg:src-over">
  <stack name="Group 1" opacity="0.501961" visibility="visible" composite-op="svg:src-over"
         isolation="isolate" x="0" y="0">
   <layer name="Lines" opacity="0.8" visibility="visible" composite-op="svg:multiply"
          src="data/layer2.png" x="5" y="-4" selected="true" alpha-preserve="true"/>
   <stack name="Inner" opacity="1" visibility="hidden" composite-op="krita:erase" x="2" y="3">
    <layer name="Sketch" src="data/layer1.png" x="10" y="10"/>
   </stack>
  </stack>
  <layer name="Background" opacity="1" visibility="visible" composite-op="svg:src-over"
         src="data/layer0.png" edit-locked="true"/>
 </stack>
</image>"""
GIMP = b"""<?xml version='1.0' encoding='UTF-8'?>
<image h="48" w="64" xres="72" yres="72"><stack><layer composite-op="svg:color" name="Tint"
opacity="0.5" src="data/001.png" visibility="hidden" x="1" y="2" /><layer
name="Hintergrund \xc3\xbc" src="data/000.png" /></stack></image>"""


@pytest.fixture
def krita(tmp_path: Path) -> Path:
    parts = {
        "mimetype": MEDIA_TYPE,
        "stack.xml": KRITA,
        "data/layer0.png": png(64, 48, (10, 20, 30, 255)),
        "data/layer1.png": png(8, 8),
        "data/layer2.png": png(20, 20, (255, 0, 0, 128)),
        "mergedimage.png": png(64, 48),
        "Thumbnails/thumbnail.png": png(64, 48),
    }
    return zipped(tmp_path / "krita.ora", parts)


def test_groups_become_layers_that_look_alike(krita: Path) -> None:
    project = read_project(krita)
    state = project.state
    assert not project.damaged
    assert [layer.name for layer in state.layers] == ["Background", "Sketch", "Lines"]
    background, sketch, lines = state.layers
    assert (background.locked, background.opacity, background.visible) == (True, 1.0, True)
    assert (lines.x, lines.y, lines.blend) == (5, -4, Blend.MULTIPLY)
    assert lines.opacity == pytest.approx(0.8 * 0.501961)
    assert (sketch.x, sketch.y, sketch.visible) == (12, 13, False)
    assert sketch.opacity == pytest.approx(0.501961)
    assert state.active == lines.number
    assert lines.extra == {"alpha-preserve": "true"}
    assert project.origin.metadata.dpi == (300.0, 300.0)
    assert project.origin.project == {}
    assert project.notices == (
        "Groups of layers were taken apart into single layers.",
        "The group “Inner” had a blend mode of its own, which is not kept.",
    )
    assert not state.mask.array.any()


def test_defaults_stand_for_what_is_missing(tmp_path: Path) -> None:
    parts = {"mimetype": MEDIA_TYPE + b"\n", "stack.xml": GIMP}
    parts |= {"data/000.png": png(64, 48), "data/001.png": png(3, 3)}
    project = read_project(zipped(tmp_path / "gimp.ora", parts))
    ground, tint = project.state.layers
    assert (ground.name, ground.x, ground.y, ground.opacity) == ("Hintergrund ü", 0, 0, 1.0)
    assert (ground.visible, ground.locked, ground.blend) == (True, False, Blend.NORMAL)
    assert (tint.visible, tint.blend, tint.x, tint.y) == (False, Blend.NORMAL, 1, 2)
    assert project.state.active == tint.number
    assert project.notices == ("The layer “Tint” has the unknown blend mode “svg:color”.",)
    write_project(tmp_path / "ours.ora", project.state, project.origin)
    again = read_project(tmp_path / "ours.ora")
    assert again.notices == project.notices
    assert np.array_equal(flattened(again.state).array, flattened(project.state).array)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1"])
def test_layers_of_any_kind_of_png(tmp_path: Path, mode: str) -> None:
    picture = Image.new("RGB", (4, 3), (255, 255, 255)).convert(mode)
    layer = '<layer name="A" src="data/a.png"/>'
    path = foreign(tmp_path / "a.ora", layer, {"data/a.png": picture_png(picture)})
    assert (read_project(path).state.layers[0].pixels.straight() == 255).all()


@pytest.mark.parametrize(("value", "expected"), [(0x80FF, 128), (0xFFFF, 255), (0x00FF, 0)])
def test_16_bits_are_scaled_and_told(tmp_path: Path, value: int, expected: int) -> None:
    picture = Image.fromarray(np.full((3, 4), value, np.uint16))
    layer = '<layer name="A" src="data/a.png"/>'
    path = foreign(tmp_path / "a.ora", layer, {"data/a.png": picture_png(picture)})
    project = read_project(path)
    assert (project.state.layers[0].pixels.straight()[..., :3] == expected).all()
    assert project.notices == ("The layer “A” was reduced from 16 bits to 8 bits.",)


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 1, 4), (37, 5), (5, 37, 4), (64, 3), (65, 3, 4), (300, 300, 4)]
)
def test_our_pngs_are_what_pillow_reads(shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    data = b"".join(encode_png(array))
    with Image.open(io.BytesIO(data)) as picture:
        assert np.array_equal(np.asarray(picture), array)
    header = read_png_header(data)
    assert (header.height, header.width, header.depth) == (*shape[:2], 8)
    assert len(data) < header.max_bytes
    assert np.array_equal(decode_png(data, "L" if len(shape) == 2 else "RGBA"), array)


def test_a_project_without_layers_stays_one(tmp_path: Path) -> None:
    state = read_project(foreign(tmp_path / "a.ora", "", {})).state
    assert (state.layers, state.active, state.width) == ((), 0, 40)
    write_project(tmp_path / "b.ora", state, Origin())
    assert read_project(tmp_path / "b.ora").state.layers == ()
