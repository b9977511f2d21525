"""What the inference library says of models, devices and downloads; see library_words."""

from editor.document.words import QT_TRANSLATE_NOOP

__all__ = ["MODEL_SENTENCES"]

MODEL_SENTENCES = (
    QT_TRANSLATE_NOOP("Library", "The model's file {path} is missing; install the model again."),
    QT_TRANSLATE_NOOP("Library", "The model's file {path} is damaged; install the model again."),
    QT_TRANSLATE_NOOP("Library", "{path} is damaged; install the model again."),
    QT_TRANSLATE_NOOP(
        "Library", "There is no model named {name}; known are {known}, or a model's folder."
    ),
    QT_TRANSLATE_NOOP("Library", "{path} holds no model: its {file} cannot be read."),
    QT_TRANSLATE_NOOP(
        "Library",
        "CLIP {name} is not on this machine and cannot be fetched now; connect to the network "
        "once, or put its open_clip weights at {path}.",
    ),
    QT_TRANSLATE_NOOP(
        "Library",
        "LPIPS needs torchvision's VGG-16 weights, which are not on this machine and cannot be "
        "fetched now; connect to the network once, or use --perceptual-weight 0.",
    ),
    QT_TRANSLATE_NOOP(
        "Library",
        "What was fetched is not the published file (its SHA-256 differs) and was deleted; try "
        "again.",
    ),
    QT_TRANSLATE_NOOP("Library", "{path} needs {wanted} GB of free space and has {free} GB."),
    QT_TRANSLATE_NOOP(
        "Library",
        "{url} could not be fetched ({why}); what has arrived is kept, so try again later, or "
        "fetch it yourself and use: models import.",
    ),
    QT_TRANSLATE_NOOP("Library", "The file is not this model: it also holds {name}."),
    QT_TRANSLATE_NOOP("Library", "The file is not this model: {name} is missing from it."),
    QT_TRANSLATE_NOOP("Library", "The file is not this model: {name} has {found}, not {shape}."),
    QT_TRANSLATE_NOOP("Library", "{path} holds no network's weights."),
    QT_TRANSLATE_NOOP(
        "Library", "{path} is damaged or holds more than plain tensors, and was not opened."
    ),
    QT_TRANSLATE_NOOP("Library", "{path} is not the published file: its SHA-256 differs."),
    QT_TRANSLATE_NOOP("Library", "{path} may not be read."),
    QT_TRANSLATE_NOOP("Library", "{model} has no address to fetch it from."),
    QT_TRANSLATE_NOOP(
        "Library", "{model} was not installed here, so nothing is known of its file."
    ),
    QT_TRANSLATE_NOOP(
        "Library",
        "{model} is not installed; use: python main.py models download {name}, or fetch {url} "
        "yourself and use: python main.py models import {again} FILE. The starter works without "
        "either.",
    ),
    QT_TRANSLATE_NOOP("Library", "{model} is not installed."),
    QT_TRANSLATE_NOOP("Library", "Another Blendbrush is installing {model} just now."),
    QT_TRANSLATE_NOOP("Library", "The model folder {path} cannot be used: {why}."),
    QT_TRANSLATE_NOOP("Library", "{name} is no precision; choose one of {known}."),
    QT_TRANSLATE_NOOP("Library", "{name} cannot be used; choose cpu, cuda or mps."),
    QT_TRANSLATE_NOOP("Library", "This machine has no device {name}; leave --device out."),
)
"""Those that can reach the window; where two fit, the first is meant."""
