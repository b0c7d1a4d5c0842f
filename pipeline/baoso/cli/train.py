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


@app.command("tagger")
def tagger(
    config: Annotated[Path, typer.Option(help="Configuration file.")] = Path("models/tagger/config.cfg"),
    corpus: Annotated[Path, typer.Option(help="Folder of the articles.")] = Path("corpus"),
    gold: Annotated[Path, typer.Option(help="Standoff gold to learn from.")] = Path("annotations/gold/train.jsonl"),
    dev: Annotated[Path, typer.Option(help="Standoff gold to choose on.")] = Path("annotations/gold/dev.jsonl"),
    out: Annotated[Path, typer.Option(help="Folder for the model.")] = Path("models/tagger"),
    share: Annotated[float, typer.Option(help="Share of the articles to learn from, 0 to 1.")] = 1.0,
) -> None:
    """Train the tagger of persons, titles, bodies, programmes, platforms and events.

    Prints the scores on dev as one JSON object. Needs `pip install 'baoso[train]'`.

    Example:

        baoso train tagger --out models/tagger
    """
    import json

    from baoso.training.tagger import train

    print(json.dumps(train(config, corpus, gold, dev, out, share), ensure_ascii=False))


@app.command("spacy-tagger")
def spacy_tagger(
    config: Annotated[Path, typer.Option(help="spaCy configuration file.")] = Path("models/tagger_spacy/config.cfg"),
    corpus: Annotated[Path, typer.Option(help="Folder of the articles.")] = Path("corpus"),
    gold: Annotated[Path, typer.Option(help="Standoff gold to learn from.")] = Path("annotations/gold/train.jsonl"),
    dev: Annotated[Path, typer.Option(help="Standoff gold to stop by.")] = Path("annotations/gold/dev.jsonl"),
    out: Annotated[Path, typer.Option(help="Folder for the model.")] = Path("models/tagger_spacy"),
) -> None:
    """Train spaCy's recogniser of names on the same gold, to compare with.

    Prints the scores on dev as one JSON object, behind spaCy's own progress.

    Example:

        baoso train spacy-tagger --out out/tagger_spacy
    """
    import json

    from baoso.training.spacy_tagger import train

    print(json.dumps(train(config, corpus, gold, dev, out), ensure_ascii=False))
