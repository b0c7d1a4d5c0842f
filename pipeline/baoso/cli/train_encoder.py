"""`baoso train encoder`, `pretrain`, `distil`: the transformer beside the default models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from baoso.cli.train import app as app

if TYPE_CHECKING:
    from rich.table import Table

Config: TypeAlias = Annotated[
    Path, typer.Option("--config", help="Configuration file, as those under models/.", show_default=False)
]
Corpus: TypeAlias = Annotated[Path, typer.Option("--corpus", help="Folder of the articles.", show_default=False)]
Out: TypeAlias = Annotated[Path, typer.Option("--out", help="New folder to write.", show_default=False)]
Raw: TypeAlias = Annotated[
    list[Path], typer.Option("--raw", help="Raw text: file, collection or folder; may be repeated.", show_default=False)
]
Threads: TypeAlias = Annotated[
    int | None, typer.Option("--threads", min=1, help="Processor threads; none for as many as cores.")
]
Set: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Replaces a value of the file (finetune.epochs=3); repeatable."),
]


@app.command("encoder")
def encoder(
    backbone: Annotated[
        str,
        typer.Option("--backbone", help="Folder of a transformer, or its name in the local cache.", show_default=False),
    ],
    config: Config,
    corpus: Corpus,
    gold: Annotated[Path, typer.Option("--gold", help="Standoff gold to learn from.", show_default=False)],
    dev: Annotated[Path, typer.Option("--dev", help="Standoff gold to stop by.", show_default=False)],
    out: Out,
    fresh: Annotated[bool, typer.Option("--fresh", help="Random weights in the backbone's shape.")] = False,
    download: Annotated[bool, typer.Option("--download", help="The backbone may be fetched.")] = False,
    threads: Threads = None,
    changes: Set = None,
) -> None:
    """Fine-tune a transformer as a tagger, and export it to ONNX in eight bits.

    Needs `pip install 'baoso[train]'`; using the result needs `baoso[onnx]`: baoso.load(tagger="onnx:OUT").
    Prints the scores on dev, by which the round was chosen: expect a little less elsewhere.

    Exit status: 0 written; 2 arguments, gold or a backbone that cannot be used.

    Example:

        baoso train encoder --backbone phobert --config models/encoder/config.cfg --corpus corpus
        --gold annotations/gold/train.jsonl --dev annotations/gold/dev.jsonl --out run/encoder
    """
    from rich.console import Console

    from baoso.training.config import parse_overrides
    from baoso.training.encoder import train_encoder

    scores = train_encoder(
        backbone, config, corpus, gold, dev, out,
        overrides=parse_overrides(changes or []), fresh=fresh, download=download, threads=threads,
    )  # fmt: skip
    console = Console()
    console.print(_score_table(scores["dev"]))
    console.print(f"{scores['dev']['seconds_an_article']} s of processor time an article; written to {out}")


@app.command("encoder-scores")
def encoder_scores(
    model: Annotated[str, typer.Argument(help="Folder that `encoder` wrote, or the model's name.", show_default=False)],
    corpus: Corpus,
    gold: Annotated[Path, typer.Option("--gold", help="Standoff gold to score by.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
) -> None:
    """Score an exported encoder by itself, the rules, and both together. Needs `pip install 'baoso[onnx]'`, no torch.

    Exit status: 0 scored; 2 a model or gold that cannot be used.

    Example:

        baoso train encoder-scores run/encoder --corpus corpus --gold annotations/gold/test.jsonl
    """
    import json

    from rich.console import Console

    from baoso.training.encoder_scores import score_encoder

    scores = score_encoder(model, corpus, gold)
    if as_json:
        print(json.dumps(scores))
        return
    console = Console()
    console.print(_score_table(scores))
    console.print(f"{scores['seconds_an_article']} s of processor time an article")


def _score_table(scores: dict[str, Any]) -> Table:
    from rich.table import Table

    systems = [name for name, own in scores.items() if isinstance(own, dict)]
    table = Table("F1 of equal bounds", *systems, "gold")
    for label, rates in scores[systems[0]].items():
        table.add_row(label, *(f"{scores[name][label]['f1']:.3f}" for name in systems), str(rates["gold"]))
    return table


@app.command("pretrain")
def pretrain(config: Config, raw: Raw, out: Out, threads: Threads = None, changes: Set = None) -> None:
    """Train a small encoder of our own on raw text by masked-language modelling: a backbone for `encoder`.

    Exit status: 0 written; 2 arguments or texts that cannot be used.

    Example:

        baoso train pretrain --config models/encoder/config.cfg --raw raw --out run/backbone
    """
    import json

    from baoso.training.config import parse_overrides, read_config
    from baoso.training.encoder_config import EncoderConfig
    from baoso.training.pretraining import pretrain as train

    own = read_config(config, EncoderConfig, parse_overrides(changes or []))
    print(json.dumps(train(own, raw, out, threads)))


@app.command("distil")
def distil(
    teacher: Annotated[Path, typer.Option("--teacher", help="Folder that `encoder` wrote.", show_default=False)],
    backbone: Annotated[str, typer.Option("--backbone", help="The student, to start from.", show_default=False)],
    config: Config,
    raw: Raw,
    out: Out,
    fresh: Annotated[bool, typer.Option("--fresh", help="Random weights in the student's shape.")] = False,
    download: Annotated[bool, typer.Option("--download", help="The student may be fetched.")] = False,
    threads: Threads = None,
    changes: Set = None,
) -> None:
    """Teach a smaller transformer what a larger one says of raw text: a backbone for `encoder`.

    Exit status: 0 written; 2 arguments, texts or models that cannot be used.

    Example:

        baoso train distil --teacher run/encoder --backbone run/backbone --config models/encoder/config.cfg
        --raw raw --out run/student
    """
    import json

    from baoso.training.config import parse_overrides, read_config
    from baoso.training.distilling import distil as train
    from baoso.training.encoder_config import EncoderConfig

    own = read_config(config, EncoderConfig, parse_overrides(changes or []))
    print(json.dumps(train(teacher, backbone, own, raw, out, fresh=fresh, download=download, threads=threads)))
