"""`baoso convert`: annotations and runs to and from other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def convert(
    source: Annotated[Path, typer.Argument(help="What to read: a file or folder in the format --from.")],
    target: Annotated[Path, typer.Argument(help="What to write: a file or folder in the format --to.")],
    form: Annotated[str, typer.Option("--from", "-f", help="Format of SOURCE.", show_default=False)],
    to: Annotated[str, typer.Option("--to", "-t", help="Format of TARGET.", show_default=False)],
    corpus: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the texts that gold was made from, and of their metadata.")
    ] = Path("corpus"),
) -> None:
    """Convert annotation between baoso's forms and those of annotation and training tools.

    markup: folder of inline markup. gold: standoff, one article a line. run: what `baoso extract` wrote (read only;
    predictions for Label Studio). brat: a collection. label-studio: tasks as JSON, the labelling interface beside
    them as XML. doccano: JSON lines with relations. conll: token columns, IOB2, one column a label. docbin: spaCy's
    DocBin. hf: a Hugging Face dataset, Parquet (`*.parquet`) or a folder.

    All but conll keep everything; conll keeps spans.

    Exit status: 0 written; 2 something that cannot be read, written or compiled.

    Examples:

        baoso convert annotations/markup brat --from markup --to brat

        baoso convert run1 tasks.json --from run --to label-studio

        baoso convert export.json corrected --from label-studio --to markup
    """
    from baoso.interchange.formats import convert as run

    count = run(source, form, target, to, corpus)
    print(f"{target}: {count} articles", file=sys.stderr)
