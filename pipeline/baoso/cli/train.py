"""`baoso train`: the learned components, each from its configuration file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="train",
    help="Train a learned component: one configuration file a model, the same weights for the same seed.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@app.command("relations")
def relations(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("models/relations/config.cfg"),
    gold: Annotated[Path, typer.Option(help="Standoff gold to learn from.")] = Path("annotations/gold/train.jsonl"),
    corpus: Annotated[Path, typer.Option(metavar="DIR", help="Folder of its texts.")] = Path("corpus"),
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the model.")] = Path(
        "models/relations"
    ),
    dev: Annotated[
        Path | None, typer.Option(help="Gold of other articles: tell how they do with more to learn from.")
    ] = None,
    numbers: Annotated[
        Path | None,
        typer.Option(
            help="Table of judged numbers of press articles, offtopic.csv beside it: learn relevance from them."
        ),
    ] = None,
    raw: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the collections that hold those articles.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the configuration's.", show_default=False)] = None,
) -> None:
    """Train the scorer that ties label, place, period and status to a number.

    Prints cross-validated shares as it goes. Exit status: 0 written; 2 files that cannot be read.

    Examples:

        baoso train relations --dev annotations/gold/dev.jsonl --numbers annotations/press/numbers.csv --raw DIR
    """
    from baoso.training.config import read_config
    from baoso.training.relations import Config, Press, train

    if (numbers is None) != (raw is None):
        raise typer.BadParameter("--numbers and --raw go together: the table, and the folder with the texts")
    overrides: dict[str, object] = {} if seed is None else {"training.seed": seed}
    press = Press(numbers, numbers.with_name("offtopic.csv"), raw) if numbers is not None and raw is not None else None
    made = train(read_config(config, Config, overrides), gold, corpus, out, _progress, dev=dev, press=press)
    print(made.path)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@app.command("tagger")
def tagger(
    config: Annotated[
        Path | None,
        typer.Option(help="Configuration file; by default models/tagger/config.cfg, or models/encoder/config.cfg."),
    ] = None,
    corpus: Annotated[Path, typer.Option(help="Folder of the articles.")] = Path("corpus"),
    gold: Annotated[Path, typer.Option(help="Standoff gold to learn from.")] = Path("annotations/gold/train.jsonl"),
    dev: Annotated[Path, typer.Option(help="Standoff gold to choose on.")] = Path("annotations/gold/dev.jsonl"),
    out: Annotated[Path | None, typer.Option(help="Folder for the model; by default models/tagger.")] = None,
    share: Annotated[float, typer.Option(help="Share of the articles to learn from, 0 to 1.")] = 1.0,
    backbone: Annotated[
        str | None, typer.Option(help="Fine-tune this transformer instead, as `baoso train encoder` does.")
    ] = None,
    download: Annotated[bool, typer.Option("--download", help="The backbone may be fetched.")] = False,
) -> None:
    """Train the tagger of persons, titles, bodies, programmes, platforms and events.

    Prints the scores on dev. Needs `pip install 'baoso[train]'`.

    Examples:

        baoso train tagger --out models/tagger

        baoso train tagger --backbone PATH --out run/encoder
    """
    import json

    if backbone is not None:
        from baoso.cli.train_encoder import encoder

        if out is None:
            raise typer.BadParameter("with --backbone name a folder of its own", param_hint="--out")
        encoder(backbone, config or Path("models/encoder/config.cfg"), corpus, gold, dev, out, download=download)
        return
    from baoso.training.tagger import train

    where = out or Path("models/tagger")
    scores = train(config or Path("models/tagger/config.cfg"), corpus, gold, dev, where, share)
    print(json.dumps(scores, ensure_ascii=False))


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
