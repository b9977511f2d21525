"""Packing the training set from unpacked packages, and what its list has to keep."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from inference.commands import run
from inference.errors import RequestError
from inference.training.batches import uniform
from inference.training.collect import STAMPS, TEXTURES, Recipe, pack_starter_set
from inference.training.compose import CompositeSource, PackedSet
from inference.training.folder import FolderSource
from inference.training.held_out import read_held_out
from inference.training.judge_pictures import HELD_OUT_SHARE
from inference.training.placing import lit, placed, strangely_coloured
from inference.training.words import PHOTO, Words
from resources import resource

LIST: dict[str, Any] = {
    "packages": [],
    "caption_forms": ["{name}", "{article} {name}"],
    "place_forms": ["{article} {name} {place}"],
    "without_article": ["cherries", "snow"],
    "things": [
        {"name": "red ball", "synonyms": ["ball"], "cutouts": ["red.png", "grey.png"]},
        {"name": "cherries", "synonyms": [], "cutouts": ["red.png"]},
    ],
    "materials": [
        {
            "name": "snow",
            "synonyms": [],
            "place": "in the snow",
            "textures": ["white.png"],
            "photos": [{"file": "halves.png", "box": [0.5, 0, 1, 1]}],
        }
    ],
    "distractors": ["red.png"],
    "photos": ["halves.png"],
    "held_out_photos": ["kept.png", "kept.png"],
}


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Packages with one picture of each kind, and the list that names them."""
    stamps, share = tmp_path / STAMPS, tmp_path / "usr/share"
    stamps.mkdir(parents=True)
    red = np.zeros((60, 80, 4), np.uint8)
    red[10:40, 10:70] = [200, 30, 30, 128]
    Image.fromarray(red).save(stamps / "red.png")
    Image.fromarray(red[..., [0, 3]], "LA").save(stamps / "grey.png")
    halves = np.zeros((90, 200, 3), np.uint8)
    halves[:, 100:] = [240, 250, 255]
    Image.fromarray(halves).save(share / "halves.png")
    Image.new("RGB", (300, 200), (1, 2, 3)).save(share / "kept.png")
    (tmp_path / TEXTURES).parent.mkdir(parents=True)
    white = io.BytesIO()
    Image.new("RGB", (40, 40), (250, 250, 250)).save(white, "png")
    with zipfile.ZipFile(tmp_path / TEXTURES, "w") as archive:
        archive.writestr("white.png", white.getvalue())
    (tmp_path / "list.json").write_text(json.dumps(LIST), encoding="utf-8")
    return tmp_path


def test_what_is_packed_comes_back(packages: Path) -> None:
    out = packages / "set.npz"
    words = ["--out", str(out), "--packages", str(packages)]
    assert run(["train", "data", "--concepts", str(packages / "list.json"), *words]) == 0
    packed = PackedSet.read(out)
    assert packed.cutout_concepts.tolist() == [0, 0, 1]
    assert packed.names == [["red ball", "ball"], ["cherries"], ["snow"]]
    assert packed.words.places == {2: "in the snow"}
    alpha, middle = packed.cutouts[0, ..., 3], packed.cutouts[0, 64, 64].tolist()
    assert alpha[64].min() > 0  # trimmed: it reaches both sides
    assert not alpha[0].any()  # and is wider than high
    assert middle == pytest.approx([100, 15, 15, 128], abs=1)  # premultiplied
    snow = packed.grounds[packed.ground_concepts == 2].float().mean(dim=(1, 2))
    assert snow.min() > 230  # the dark half of the photo is outside the box
    photos = packed.grounds[packed.ground_concepts == PHOTO]
    assert photos.float().std(dim=0).max() > 50  # the whole of it is a ground


def test_held_out_photos_are_kept_apart(packages: Path) -> None:
    out = packages / "set.npz"
    counts = pack_starter_set(packages / "list.json", packages, out)
    photos = read_held_out(out)
    assert photos.shape == (counts["held-out photos"], 384, 384, 3) == (2, 384, 384, 3)
    assert (photos == [1, 2, 3]).all()
    assert not (PackedSet.read(out).grounds == torch.tensor([1, 2, 3])).all(dim=-1).any()


def test_a_set_without_held_out_photos(packages: Path) -> None:
    np.savez(packages / "old.npz", cutouts=np.zeros(3))
    with pytest.raises(RequestError, match="train data"):
        read_held_out(packages / "old.npz")


def test_a_missing_picture_is_named(packages: Path) -> None:
    (packages / STAMPS / "red.png").unlink()
    with pytest.raises(RequestError, match=r"missing or damaged: .*red\.png"):
        pack_starter_set(packages / "list.json", packages, packages / "set.npz")


def test_words_come_back_from_json(packages: Path) -> None:
    words = Recipe.read(packages / "list.json").words
    assert Words.from_json(words.to_json()) == words


def test_captions_read_as_english(packages: Path) -> None:
    words = Recipe.read(packages / "list.json").words
    draws = [(form, name, 0.9) for form in (0.0, 0.9) for name in (0.0, 0.9)]
    assert {words.caption(0, PHOTO, draw) for draw in draws} == {
        "red ball",
        "a red ball",
        "ball",
        "a ball",
    }
    assert {words.caption(1, PHOTO, draw) for draw in draws} == {"cherries"}
    assert words.caption(0, 2, (0.0, 0.0, 0.0)) == "a red ball in the snow"
    assert words.caption(0, 2, (0.0, 0.0, 0.9)) == "red ball"
    assert words.caption(2, 2, (0.9, 0.0, 0.0)) == "snow"  # not snow in the snow


def test_some_things_are_cut_by_the_frame() -> None:
    cutouts = torch.zeros(400, 128, 128, 4, dtype=torch.uint8)
    cutouts[:, 4:124, 4:124] = 255
    sharp = torch.zeros(400, dtype=torch.bool)
    alpha = placed(cutouts, 32, sharp, torch.Generator().manual_seed(0))[:, 3]
    corners = alpha[:, [0, 0, -1, -1], [0, -1, 0, -1]].amax(dim=1)
    shares = alpha.mean(dim=(1, 2))
    assert 0.03 < (corners > 0.5).float().mean() < 0.2  # a corner of the frame lies within
    assert shares.min() > 0.15
    assert shares.std() > 0.1  # several sizes


def test_a_thing_takes_the_colour_of_its_surroundings() -> None:
    grey = torch.full((200, 4, 8, 8), 0.5)
    grey[:, 3] = 1
    blue = torch.tensor([0.2, 0.3, 0.6])[:, None, None].expand(200, 3, 8, 8)
    tinted = lit(grey, blue, torch.Generator().manual_seed(0))
    plain = lit(grey, torch.full_like(blue, 0.45), torch.Generator().manual_seed(0))
    assert (tinted[:, 2] >= plain[:, 2] - 0.08).all()
    red, _, bluest = tinted[:, :3].mean(dim=(0, 2, 3))
    assert bluest > red + 0.03
    faint = torch.cat([uniform(0, 0.3, (200, 3, 8, 8), torch.Generator()), grey[:, :1] * 0], 1)
    assert (lit(faint, blue, torch.Generator())[:, :3] == 0).all()  # still premultiplied


def test_the_committed_list_keeps_evaluation_apart() -> None:
    data = Recipe.read(resource("starter", "concepts.json")).data
    boxes = [part["file"] for row in data["materials"] for part in row.get("photos", [])]
    held_out = {
        *data["held_out_photos"],
        "backgrounds/friends_by_Aitzol_Berasategi.jpg",  # the samples, see CREDITS.md
        "backgrounds/Picture_0B_by_freespace.jpg",
        "backgrounds/Wine_by_Jakkub_Mede.jpg",
        "backgrounds/aitzgorri_by_Aitzol_Berasategi.jpg",
        "backgrounds/picosdeeuropa_by_Aitzol_Berasategi.jpg",
    }
    assert not held_out & {*data["photos"], *boxes}
    last = data["photos"][-round(len(data["photos"]) * HELD_OUT_SHARE) :]
    assert not set(last) & set(boxes)  # the judge's own held-out photos


def test_the_committed_list_names_nothing_twice() -> None:
    data = Recipe.read(resource("starter", "concepts.json")).data
    rows = [*data["things"], *data["materials"]]
    names = [row["name"] for row in rows]
    cutouts = [name for row in data["things"] for name in row["cutouts"]]
    assert len(set(names)) == len(names)
    assert not set(names) & {word for row in rows for word in row["synonyms"]}
    assert len(set(cutouts)) == len(cutouts)
    assert not set(cutouts) & set(data["distractors"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "cannot be read as a concept list"),
        ("[1]", "is no concept list; it lacks caption_forms"),
        ('{"things": []}', "is no concept list; it lacks caption_forms, distractors"),
    ],
)
def test_what_is_no_concept_list_is_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "list.json").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=told):
        Recipe.read(tmp_path / "list.json")


def test_a_texture_that_is_missing_is_one_sentence(packages: Path) -> None:
    data = json.loads((packages / "list.json").read_text(encoding="utf-8"))
    data["materials"][0]["textures"] = ["textures/none.jpg"]
    (packages / "list.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RequestError, match=r"missing in the archive: textures/none\.jpg"):
        pack_starter_set(packages / "list.json", packages, packages / "set.npz")


def test_a_composed_scene_shows_no_thing(packages: Path) -> None:
    pack_starter_set(packages / "list.json", packages, packages / "set.npz")
    source = CompositeSource(PackedSet.read(packages / "set.npz"), 32)
    batch = source.draw(100, torch.Generator().manual_seed(0))
    snow = batch.pictures[batch.concepts == 2]
    assert len(snow) > 5
    assert snow.flatten(2).std(dim=2).max() < 0.05


def test_what_is_hard_is_drawn_more_often(
    packages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack_starter_set(packages / "list.json", packages, packages / "set.npz")
    packed = PackedSet.read(packages / "set.npz")
    even, more = (CompositeSource(packed, 32, names) for names in ([], ["cherries"] * 2))
    drawn = [
        torch.bincount(source.draw(400, torch.Generator().manual_seed(0)).concepts % 4)
        for source in (even, more)
    ]
    assert 0.7 < drawn[0][1] / drawn[0][0] < 1.4
    assert 2.8 < drawn[1][1] / drawn[1][0] < 5.6
    runs = ["--run", str(packages / "run"), "--more"]
    assert run(["train", "diffusion", str(packages / "set.npz"), *runs, "cherries, snow"]) == 2
    assert "there is no thing 'snow'" in capsys.readouterr().err
    assert run(["train", "clip", str(packages), *runs, "cherries"]) == 2
    assert "--more is for a packed set" in capsys.readouterr().err


def test_strange_colours_are_the_own_ones_exchanged() -> None:
    red = torch.tensor([0.6, 0.4, 0.35])[:, None, None].expand(60, -1, 8, 8)
    strange = strangely_coloured(red, torch.Generator().manual_seed(1))[:, :, 0, 0]
    torch.testing.assert_close(strange.mean(dim=1), torch.full((60,), 0.45))
    assert set(strange.argmax(dim=1).tolist()) == {0, 1, 2}
    spread = strange.amax(dim=1) - strange.amin(dim=1)
    assert 0.249 < spread.min() < 0.3
    assert 0.45 < spread.max() < 0.501


def test_captions_of_single_pictures_are_no_labels(tmp_path: Path) -> None:
    for name in ("a red cat", "a blue cat", "a dog", "a dog 2"):
        Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(tmp_path / f"{name}.png")
    source = FolderSource(tmp_path, 32)
    assert source.labels == []
    for name in ("A photo of a dog", "a dog 3"):
        Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(tmp_path / f"{name}.png")
    Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(tmp_path / "a red cat 2.png")
    (tmp_path / "a blue cat.png").unlink()
    (tmp_path / "A photo of a dog.png").unlink()
    source = FolderSource(tmp_path, 32)
    assert sorted(source.labels) == [["dog"], ["red cat"]]
    batch = source.draw(60, torch.Generator().manual_seed(0))
    told = {
        (caption, source.labels[c][0])
        for caption, c in zip(batch.captions, batch.concepts, strict=True)
    }
    assert told == {("a dog", "dog"), ("a red cat", "red cat")}
