"""What can be typed: the commands and their options."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import get_args

from inference.commands.evaluate_arguments import add_evaluate
from inference.commands.extend_arguments import add_extend
from inference.models.spec import Tuning
from inference.request import PRESETS, REFINE, EditSettings, GuidanceName, Method, SamplerName

__all__ = ["build"]

Runner = Callable[[argparse.Namespace], int]
PAPER = PRESETS["paper"]
# Suits small models. With a mask of half the frame a judge was 0.07 sure of the starter's best,
# with three quarters, as its training pictures are, 0.32.
TRAINED = Tuning(
    text_weight=60.0,
    direct_text_weight=60.0,
    labelled_text_weight=10.0,
    label_weight=4.0,
    label_interval=(0.15, 0.75),
    strength=0.9,
    min_mask_share=0.75,
)


def build(kind: type[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """The parser; every command stores what runs it as ``run``."""
    parser = kind(
        prog="blendbrush",
        description="Edit a part of a photo by saying what should be there.",
        epilog="Without a command the editor opens, with the files that are named. "
        "`benchmark editor` measures its window.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_edit(commands.add_parser("edit", help="edit a picture under a mask"))
    extend = commands.add_parser("extend", help="extend a picture beyond its edges")
    add_extend(extend)
    _add_device(extend)
    _add_models(commands.add_parser("models", help="install and inspect models"))
    _add_benchmark(commands.add_parser("benchmark", help="measure speed and memory here"))
    _add_train(commands.add_parser("train", help="train a small model of your own"))
    add_evaluate(commands.add_parser("evaluate", help="measure what a model makes of prompts"))
    return parser


def _later(module: str) -> Runner:
    """The ``run`` function of a command's module, imported when it is called."""

    def call(options: argparse.Namespace) -> int:
        return int(import_module(f"inference.commands.{module}").run(options))

    return call


def _edit(options: argparse.Namespace) -> int:
    """``edit`` goes by a recipe or by what else was given."""
    return _later("edit" if options.recipe is None else "recipe")(options)


def _add_device(parser: argparse.ArgumentParser, more: str = "") -> None:
    text = f"cpu, cuda, cuda:1 or mps{more} (default: the best there is)"
    parser.add_argument("--device", help=text)
    parser.add_argument("--precision", help="float32, float16 or bfloat16 (default: the device's)")


def _add_edit(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_edit)
    add = parser.add_argument
    photo = "the photo; it is never written to"
    add("picture", type=Path, nargs="?", metavar="PICTURE", help=photo)
    add("--mask", type=Path, help="a picture of the same size; white may change")
    add("--recipe", type=Path, metavar="JSON", help="instead of both: do again what it says")
    add("--other-model", action="store_true", help="even if a model of the recipe has changed")
    add("--prompt", default="", help="what should be there; without one, things are removed")
    add("--negative", default="", help="what should not be there")
    add("--out", type=Path, default=Path("out"), help="folder for the results (default: out)")
    add("--model", default=PAPER.model, help="a name from `models list`, or a model's folder")
    add("--candidates", type=int, default=8, metavar="N", help="how many results (default: 8)")
    add("--seed", type=int, default=0, metavar="N", help="same seed, same results (default: 0)")
    add("--preset", choices=list(PRESETS), default="paper", help="default: paper")
    add(
        "--strength",
        type=float,
        metavar="S",
        help="above 0 to 1: how much may change (the model's)",
    )
    add("--steps", type=int, metavar="N", help="diffusion steps, 1 to 1000 (100)")
    add("--sampler", choices=get_args(SamplerName), help="default: ddpm")
    add("--method", choices=get_args(Method), help="blended, or a baseline of the paper")
    steers = "how CLIP steers: through the network, or directly on the noisy picture (the model's)"
    add("--guidance", choices=get_args(GuidanceName), help=steers)
    add("--text-weight", type=float, metavar="W", help="pull of the prompt (default: the model's)")
    label = "pull of the label that the prompt names, where the model has such (the model's)"
    add("--label-weight", type=float, metavar="W", help=label)
    add("--soft-edge", type=float, metavar="PX", help="inward fade, in pixels of the model (1)")
    add("--perceptual-weight", type=float, metavar="W", help="LPIPS in local-guided (1000)")
    add("--invert-mask", action="store_true", help="black may change instead of white")
    add("--no-augmentations", action="store_true", help="let CLIP see a single view")
    add("--keep-thin", action="store_true", help="do not thicken thin masks in the first steps")
    add(
        "--refine",
        type=float,
        nargs="?",
        const=REFINE,
        metavar="S",
        help=f"a second run at the photo's own resolution, of strength S ({REFINE})",
    )
    add("--stop-weak", action="store_true", help="stop weaker candidates half-way: quicker")
    add("--video", action="store_true", help="also keep each result's way as an animation")
    _add_device(parser, "; several share the work, as cuda:0,cuda:1")


def _add_models(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, text in (
        ("list", "what there is and what is installed"),
        ("download", "fetch and install a model"),
        ("import", "install a checkpoint that you already have"),
        ("verify", "check that an installed file is unharmed"),
        ("remove", "delete an installed model"),
    ):
        action = actions.add_parser(name, help=text)
        action.set_defaults(run=_later("models"), action=name)
        if name != "list":
            action.add_argument("model", metavar="MODEL", help="a name from `models list`")
        if name == "import":
            action.add_argument("file", type=Path, metavar="FILE", help=".pt or .safetensors")


def _add_benchmark(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_later("benchmark"))
    parser.add_argument("--model", default=EditSettings().model)
    parser.add_argument("--out", type=Path, help="also write the figures to this JSON file")
    parser.add_argument("--quick", action="store_true", help="steps and precisions only")
    _add_device(parser)


def _add_course(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--from", dest="begin", metavar="MODEL", help="begin with a model's weights")
    add(
        "--rate",
        type=float,
        help="learning rate at its highest (1e-3, a critic's 2e-3; with --from 0.4 of it)",
    )
    add(
        "--more",
        metavar="THINGS",
        help="with commas between: draw these 4 times as often (a packed set only)",
    )


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--run", dest="folder", type=Path, default=Path("training/run"))
    export.add_argument(
        "--out",
        type=Path,
        required=True,
        help="the model's folder; it keeps what this run has not trained",
    )
    export.add_argument(
        "--average",
        metavar="MODEL",
        help="write the mean of the trained diffusion network and that of the model that the "
        "training began with (--from)",
    )
    export.add_argument("--title", default="A model of your own")
    export.add_argument("--about", default="Trained here.", help="a sentence for models list")
    export.add_argument("--text-weight", type=float, default=TRAINED.text_weight)
    export.add_argument("--direct-text-weight", type=float, default=TRAINED.direct_text_weight)
    export.add_argument(
        "--labelled-text-weight",
        type=float,
        default=TRAINED.labelled_text_weight,
        help="direct text weight where the label of a thing steers, too",
    )
    export.add_argument(
        "--materials",
        default="",
        metavar="LABELS",
        help="with commas between: labels that are no things; CLIP keeps its weight beside them",
    )
    export.add_argument("--label-weight", type=float, default=TRAINED.label_weight)
    export.add_argument(
        "--label-interval",
        type=float,
        nargs=2,
        default=TRAINED.label_interval,
        metavar=("LOW", "HIGH"),
        help="where a label weight above 1 holds, as shares of the noisiest timestep "
        "(%(default)s; everywhere: 0 1)",
    )
    export.add_argument("--guidance", choices=get_args(GuidanceName)[1:], default=TRAINED.guidance)
    export.add_argument("--strength", type=float, default=TRAINED.strength)


def _add_train(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    data = actions.add_parser("data", help="pack the starter's training set from Debian packages")
    data.add_argument("--out", type=Path, default=Path("training/set.npz"))
    data.add_argument("--packages", type=Path, help="a folder with the packages unpacked")
    data.add_argument(
        "--concepts", type=Path, help="the list of files and names (default: the starter's)"
    )
    for name, what in (
        ("diffusion", "the diffusion network"),
        ("clip", "the CLIP"),
        ("critic", "a model's critic, which ranks its results"),
        ("judge", "the judge that `evaluate` asks"),
    ):
        action = actions.add_parser(name, help=f"train {what}; interrupt and resume at will")
        action.add_argument(
            "data", type=Path, help="a packed set, or a folder of captioned pictures"
        )
        action.add_argument("--run", dest="folder", type=Path, default=Path("training/run"))
        action.add_argument("--pictures", type=int, default=120_000, help="how many to look at")
        action.add_argument("--size", type=int, default=64, help="side of the pictures (64)")
        action.add_argument("--threads", type=int, help="CPU threads to use")
        action.add_argument("--seed", type=int, default=0)
        action.add_argument("--device", help="cpu, cuda or mps (default: the best there is)")
        if name != "judge":  # which has nothing of a model that it judges, but may be of a judge
            _add_course(action)
    critic = actions.choices["critic"]
    critic.set_defaults(seed=2003)  # another seed than the starter's
    critic.add_argument("--model", required=True, help="the model that it is for: name or folder")
    judge = actions.choices["judge"]
    judge.set_defaults(seed=1009, more="")  # another seed than the starter's
    judge.add_argument("--out", type=Path, help="where it is kept (default: the run's judge)")
    judge.add_argument(
        "--from",
        dest="begin",
        type=Path,
        metavar="JUDGE",
        help="begin with an earlier judge, in this folder, at 0.4 of the learning rate",
    )
    _add_export(actions.add_parser("export", help="turn finished trainings into a model's folder"))
    look = actions.add_parser("look", help="edit the sample photos with every prompt of a list")
    look.add_argument("model", help="a model's name or folder")
    look.add_argument("--prompts", help="with commas between (default: what the starter knows)")
    look.add_argument("--candidates", type=int, default=8)
    look.add_argument("--preset", choices=list(PRESETS), default="draft")
    look.add_argument("--out", type=Path, required=True, help="a picture file")
    for action_name, action in actions.choices.items():
        action.set_defaults(run=_later("train"), action=action_name)
