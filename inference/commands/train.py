"""``train``: pack data, train the networks and a judge, export a model."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from inference.commands.arguments import TRAINED
from inference.console import interruptible, undisturbed
from inference.device import choose_device
from inference.engine import LocalEngine
from inference.errors import RequestError
from inference.evaluation.text_match import JudgeMatch
from inference.models.load import CLIP_FILE, CRITIC_FILE, read_weights
from inference.models.places import UNET_FILE
from inference.models.store import ModelStore
from inference.training.batches import PictureSource
from inference.training.clip import ClipPlan, retrieval, train_clip
from inference.training.collect import Recipe, pack_starter_set, unpack_packages
from inference.training.compose import CompositeSource, PackedSet
from inference.training.critic import CriticPlan, recognised, train_critic
from inference.training.diffusion import STARTER_UNET, DiffusionPlan, train_diffusion
from inference.training.export import Label, add_critic, export_model
from inference.training.folder import FolderSource
from inference.training.grids import sample_grid
from inference.training.judge import load_judge, save_judge
from inference.training.judge_lessons import JudgePlan, finished_judge, train_judge
from inference.training.judge_pictures import JudgePictures
from inference.training.look import edit_grid
from inference.training.loop import LoopPlan
from resources import resource

__all__ = ["run"]

FINE_TUNING = 0.4  # of the learning rate
FRESH = 2000  # pictures that a finished CLIP is asked about
SHEETS = (".png", ".jpg")
RECIPE = resource("starter", "concepts.json")


def run(options: argparse.Namespace) -> int:
    """Do one action."""
    actions = {
        "data": _data,
        "diffusion": _diffusion,
        "clip": _clip,
        "critic": _critic,
        "judge": _judge,
        "export": _export,
        "look": _look,
    }
    return actions[options.action](options)


def _data(options: argparse.Namespace) -> int:
    recipe = options.concepts or RECIPE
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        root = options.packages
        if root is None:
            root = Path(scratch)
            unpack_packages(Recipe.read(recipe).data["packages"], root)
        counts = pack_starter_set(recipe, root, options.out)
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    sys.stdout.write(f"{options.out}: {told}\n")
    return 0


def _source(path: Path, size: int, more: list[str]) -> PictureSource:
    if path.is_dir():
        if more:
            raise RequestError(f"{path} is a folder, and --more is for a packed set; leave it out.")
        source = FolderSource(path, size)
        for sentence in source.skipped:
            sys.stderr.write(f"blendbrush: Left out. {sentence}\n")
        return source
    if not path.is_file():
        raise RequestError(f"There is no file or folder {path}.")
    return CompositeSource(PackedSet.read(path), size, more)


def _prepared(options: argparse.Namespace) -> PictureSource:
    if options.size % 32 or not 32 <= options.size <= 256:
        raise RequestError("--size must be 32, 64, 96 … 256.")
    if options.pictures < 1:
        raise RequestError("--pictures must be at least 1.")
    if options.threads is not None:
        if options.threads < 1:
            raise RequestError("--threads must be at least 1.")
        torch.set_num_threads(options.threads)
    options.folder.mkdir(parents=True, exist_ok=True)
    return _source(options.data, options.size, _listed(options.more or ""))


def _listed(names: str) -> list[str]:
    """Names with commas between."""
    return [name for part in names.split(",") if (name := part.strip())]


def _rate(options: argparse.Namespace, own: float = LoopPlan.learning_rate) -> float:
    """The learning rate: gentler where good weights are to begin with."""
    if options.rate is None:
        return own * (1.0 if options.begin is None else FINE_TUNING)
    if not 0 < options.rate <= 1:
        raise RequestError("--rate must lie above 0 and not above 1.")
    return float(options.rate)


def _weights_of(name: str | None, file: str) -> dict[str, Tensor] | None:
    """One network's weights of the model to begin with."""
    if name is None:
        return None
    _, folder = ModelStore().locate(name)
    return read_weights(folder / file)


def _diffusion(options: argparse.Namespace) -> int:
    source = _prepared(options)
    device = choose_device(options.device).name
    unet_config = replace(
        STARTER_UNET, image_size=options.size, attention_resolutions=(options.size // 8,)
    )
    rate = _rate(options)
    plan = DiffusionPlan(
        options.pictures, seed=options.seed, device=device, unet=unet_config, learning_rate=rate
    )
    begin = _weights_of(options.begin, UNET_FILE)
    with interruptible() as flag, _bar(options.pictures) as bar:
        unet = train_diffusion(source, options.folder, plan, _progress(bar), flag.is_set, begin)
    sample_grid(unet).save(options.folder / "samples.png")
    return _ended(flag, f"{options.folder / 'samples.png'} shows what it has learnt")


def _clip(options: argparse.Namespace) -> int:
    source = _prepared(options)
    device = choose_device(options.device).name
    plan = ClipPlan(
        options.pictures,
        size=options.size,
        seed=options.seed,
        device=device,
        learning_rate=_rate(options),
    )
    begin = _weights_of(options.begin, CLIP_FILE)
    distractors = source.draw_distractors if isinstance(source, CompositeSource) else None
    with interruptible() as flag, _bar(options.pictures) as bar:
        tower = train_clip(
            source, options.folder, plan, _progress(bar), distractors, flag.is_set, begin
        )
    if flag.is_set():
        return _ended(flag, "")
    seed = options.seed + 10_007
    plain = retrieval(tower, source, FRESH, seed, plain=True)
    seen, noisy = (retrieval(tower, source, FRESH, seed, share) for share in (0.0, 1.0))
    told = (
        f"of {FRESH} freshly drawn pictures it names {plain:.0%} right, {seen:.0%} as guidance "
        f"shows them, and {noisy:.0%} of those through noise of all levels"
    )
    return _ended(flag, told)


def _critic(options: argparse.Namespace) -> int:
    spec, model = ModelStore().locate(options.model)
    source = _prepared(options)
    if not isinstance(source, CompositeSource):
        raise RequestError("A critic learns from a packed set; make one with train data.")
    if [list(names) for names in spec.labels] != [list(names) for names in source.labels]:
        raise RequestError(f"{spec.title} has other labels than {options.data}.")
    plan = CriticPlan(
        options.pictures,
        seed=options.seed,
        device=choose_device(options.device).name,
        learning_rate=_rate(options, CriticPlan.learning_rate),
    )
    if options.begin is not None and ModelStore().locate(options.begin)[0].critic is None:
        raise RequestError(f"{options.begin} has no critic to begin with; leave --from out.")
    begin = _weights_of(options.begin, CRITIC_FILE)
    with interruptible() as flag, _bar(options.pictures) as bar:
        network = train_critic(source, options.folder, plan, _progress(bar), flag.is_set, begin)
    if flag.is_set():
        return _ended(flag, "")
    with undisturbed():
        add_critic(model, network, options.pictures)
    evenly = CompositeSource(source.packed, source.size)
    share = recognised(network, evenly, FRESH, options.seed + 10_007)
    return _ended(
        flag, f"{model} has a critic; of {FRESH} fresh pictures it names {share:.0%} right"
    )


def _judge(options: argparse.Namespace) -> int:
    source = _prepared(options)
    if not isinstance(source, CompositeSource):
        raise RequestError("A judge learns from a packed set; make one with train data.")
    plan = JudgePlan(options.pictures, seed=options.seed, device=choose_device(options.device).name)
    facts: dict[str, int | str] = {"pictures": options.pictures, "seed": options.seed}
    begin = None if options.begin is None else load_judge(options.begin)
    if begin is not None:
        if (begin.names, begin.network.config.size) != (source.packed.names, options.size):
            raise RequestError(
                f"{options.begin} is a judge of other concepts, names or sizes; leave --from out."
            )
        plan = replace(plan, learning_rate=plan.learning_rate * FINE_TUNING)
        facts["begun_with"] = begin.sha256
    pictures = JudgePictures(source.packed, options.size)
    with interruptible() as flag, _bar(options.pictures) as bar:
        network = train_judge(pictures, options.folder, plan, _progress(bar), flag.is_set, begin)
    if flag.is_set():
        return _ended(flag, "")
    unseen = JudgePictures(source.packed, options.size, held_out=True)
    judge = finished_judge(network, source.packed.names, unseen, options.seed)
    out = options.out or options.folder / "judge"
    save_judge(out, judge, facts)
    return _ended(flag, f"{out} is the judge: {JudgeMatch(judge).figures}".rstrip("."))


def _export(options: argparse.Namespace) -> int:
    lowest, highest = options.label_interval
    if not 0 <= lowest < highest <= 1:
        raise RequestError("--label-interval takes two shares from 0 to 1, the lower one first.")
    label = Label(
        name=options.out.name,
        title=options.title,
        about=options.about,
        licence="see the licences of its training data",
    )
    export_model(
        options.folder,
        options.out,
        label,
        replace(
            TRAINED,
            text_weight=options.text_weight,
            direct_text_weight=options.direct_text_weight,
            labelled_text_weight=options.labelled_text_weight,
            materials=tuple(_listed(options.materials)),
            label_weight=options.label_weight,
            label_interval=(lowest, highest),
            guidance=options.guidance,
            strength=options.strength,
        ),
        None if options.average is None else ModelStore().locate(options.average)[1],
    )
    sys.stdout.write(f"{options.out} is a model; use it with: edit --model {options.out}\n")
    return 0


def _look(options: argparse.Namespace) -> int:
    if options.out.suffix.lower() not in SHEETS:
        raise RequestError(f"--out must end in {' or '.join(SHEETS)}.")
    things = Recipe.read(RECIPE).data["things"]
    known = [thing["name"] for thing in things]
    prompts = options.prompts.split(",") if options.prompts else known
    engine = LocalEngine()
    with tqdm(total=len(prompts), unit="prompt", disable=None) as bar:
        grid = edit_grid(
            engine, options.model, prompts, options.candidates, options.preset, bar.update
        )
    grid.save(options.out)
    sys.stdout.write(f"{options.out}: a row a prompt, best first, seed 0\n")
    return 0


def _bar(pictures: int) -> "tqdm[Any]":
    return tqdm(total=pictures, unit="picture", disable=None, dynamic_ncols=True)


def _progress(bar: "tqdm[Any]") -> Callable[[int, float], None]:
    def report(seen: int, loss: float) -> None:
        bar.update(seen - bar.n)
        bar.set_postfix_str(f"loss {loss:.4f}")

    return report


def _ended(flag: Flag, sentence: str) -> int:
    if flag.is_set():
        sys.stderr.write("blendbrush: Stopped; the same command goes on from here.\n")
        return 130
    sys.stdout.write(f"Done; {sentence}.\n")
    return 0
