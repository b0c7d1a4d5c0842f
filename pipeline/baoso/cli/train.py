"""`baoso train`: the learned components, each from its configuration file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="train",
    help="Train a learned component: one configuration file a model, the same weights for the same seed.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@app.callback()
def _verbs() -> None:
    """Keep the verbs' names where there is only one."""


@app.command()
def classifiers(
    config: Annotated[Path, typer.Option(help="Configuration file.", show_default=False)],
    corpus: Annotated[Path, typer.Option(help="Folder of the articles.", show_default=False)],
    gold: Annotated[Path, typer.Option(help="Standoff gold to fit on.", show_default=False)],
    dev: Annotated[Path, typer.Option(help="Standoff gold to set the threshold on.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder that the model is written to.", show_default=False)],
    test: Annotated[Path | None, typer.Option(help="Standoff gold to score on, and nothing else.")] = None,
) -> None:
    """Fit what tells difficulties, their topics and the pillars of metrics; scores go to stdout as JSON.

    Takes about four minutes of one core on the project's corpus.

    Exit status: 0 written; 2 files that cannot be used.

    Example:

        baoso train classifiers --config models/classifiers/config.cfg --corpus corpus
        --gold annotations/gold/train.jsonl --dev annotations/gold/dev.jsonl --out models/classifiers
    """
    import json

    from baoso.training.classifiers import train

    print(json.dumps(train(config, corpus, gold, dev, out, test), ensure_ascii=False, indent=2))
