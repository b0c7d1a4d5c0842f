"""`baoso annotate`: gold annotations written, compiled, checked and compared."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="annotate",
    help="Gold annotations: markup that a reader corrects, compiled to standoff, checked and compared.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
_Corpus = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the texts that were marked up.")]


@app.command("prelabel")
def prelabel(
    articles: Annotated[list[Path], typer.Argument(help="Text files or folders of them.", show_default=False)],
    to: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the markup files.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace markup that is there.")] = False,
) -> None:
    """Write each article as markup with what baoso finds in it, for a reader to correct.

    Exit status: 0 written; 2 an article cannot be read.

    Examples:

        baoso annotate prelabel corpus --to annotations/markup
    """
    from baoso.annotating.markup import write_markup
    from baoso.annotating.prelabel import prelabel as suggest
    from baoso.reading.articles import read_articles

    to.mkdir(parents=True, exist_ok=True)
    paths = [p for a in articles for p in (sorted(a.glob("*.txt")) if a.is_dir() else [a])]
    for path in paths:
        target = to / path.with_suffix(".md").name
        if target.exists() and not overwrite:
            print(f"{target}: is there already, left as it is (--overwrite replaces it)", file=sys.stderr)
            continue
        (article,) = read_articles([path])
        write_markup(target, suggest(article))


@app.command("compile")
def compile_(
    markup: Annotated[Path, typer.Argument(help="Folder of markup files, or one file.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="Standoff file to write; with --splits, a folder.")],
    corpus: _Corpus = Path("corpus"),
    without_text: Annotated[
        bool,
        typer.Option("--without-text", help="Leave the words of the articles out: offsets, values and names only."),
    ] = False,
    splits: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Table of splits: write train, dev and test.jsonl into OUT.")
    ] = None,
) -> None:
    """Compile markup to standoff, one article a line; nothing is written where anything is wrong.

    Exit status: 0 written; 1 something in the markup is wrong; 2 files that cannot be read, an article without split.

    Examples:

        baoso annotate compile annotations/markup --splits annotations/splits.csv --out annotations/gold
    """
    from baoso.annotating.compile import compile_folder
    from baoso.annotating.compile import without_text as bare
    from baoso.annotating.splits import by_split
    from baoso.standoff import write_gold

    articles, problems = compile_folder(markup, corpus)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        raise typer.Exit(1)
    written = [bare(a) for a in articles] if without_text else articles
    files = {out: written} if splits is None else by_split(written, splits, out)
    for path, own in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_gold(path, own)
        print(f"{path}: {len(own)} articles", file=sys.stderr)


@app.command("split")
def split(
    gold: Annotated[Path, typer.Argument(help="Markup, a folder of it, or standoff.", show_default=False)],
    table: Annotated[Path, typer.Option(metavar="CSV", help="Table to write; the splits that it has stay.")],
    corpus: _Corpus = Path("corpus"),
    pairs: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Articles that belong together: kind, first, second.")
    ] = None,
) -> None:
    """Give each article a split, train, dev or test; near-copies, pairs and provinces are not divided.

    Exit status: 0 written; 2 gold that cannot be read, or an article whose text changed since its split was frozen.

    Examples:

        baoso annotate split annotations/markup --pairs annotations/pairs.csv --table annotations/splits.csv
    """
    from collections import Counter

    from baoso.annotating.check import NEAR, planned_pairs
    from baoso.annotating.compile import annotation
    from baoso.annotating.likeness import alike
    from baoso.annotating.splits import assign, read_splits, write_splits

    read = annotation(gold, corpus)
    texts = {article.source: text for article, text in read if text is not None}
    together = planned_pairs(pairs) | {frozenset((one, other)) for _, one, other in alike(texts, NEAR)}
    rows = assign([article for article, _ in read], together, read_splits(table))
    write_splits(table, rows)
    print(f"{table}: {dict(Counter(row.split for row in rows))}", file=sys.stderr)


@app.command("check")
def check(
    markup: Annotated[Path, typer.Argument(help="Folder of markup files, or one file.")] = Path("annotations/markup"),
    corpus: _Corpus = Path("corpus"),
    require: Annotated[
        Path | None, typer.Option(metavar="TOML", help="The least there must be, by the names of the statistics.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Press texts that no passage may come from.")
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Articles that are meant to be alike: kind, first, second.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only: no doubts, no statistics.")] = False,
) -> None:
    """Check markup: references, offsets, the guideline's rules, numbers that nobody judged, near-copies.

    Errors must go; doubts ("?") may be right.

    Exit status: 0 no errors; 1 errors; 2 folders or tables that cannot be read.

    Examples:

        baoso annotate check annotations/markup/hong-linh-phuong-so.md

        baoso annotate check --pairs annotations/pairs.csv --require annotations/minimum.toml
    """
    from baoso.annotating.check import check as run

    report = run(markup, corpus, targets=require, against=against, pairs=pairs)
    for line in report.errors:
        print(line)
    if not quiet:
        for line in report.doubts:
            print(f"? {line}")
        for line in report.skipped:
            print(f"skipped: {line}", file=sys.stderr)
        for name, count in report.counts.items():
            print(f"{name:28}{count:8}", file=sys.stderr)
    print(f"{len(report.errors)} errors, {len(report.doubts)} doubts", file=sys.stderr)
    if report.errors:
        raise typer.Exit(1)


@app.command("place")
def place(
    name: Annotated[str, typer.Argument(help='A place as written: "xã Gia Viễn".', show_default=False)],
    province: Annotated[str | None, typer.Option(help="Only inside this province.")] = None,
) -> None:
    """List the codes of every unit of a name, for LOC spans.

    Examples:

        baoso annotate place "xã Tân Lập" --province "Thái Nguyên"
    """
    from baoso.annotating.placing import units_named

    units = [u for u in units_named(name) if province is None or province in u.path[0:1]]
    if not units:
        print(f"no unit is called {name!r}", file=sys.stderr)
        raise typer.Exit(1)
    for u in units:
        print(f"{u.level:9} code={u.code} vintage={u.vintage}  {u.kind} {', '.join(filter(None, reversed(u.path)))}")


@app.command("agree")
def agree(
    first: Annotated[Path, typer.Argument(help="A reader's annotation: markup, a folder of it, or standoff.")],
    second: Annotated[Path, typer.Argument(help="Another reader's, of the same articles.")],
    corpus: _Corpus = Path("corpus"),
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object instead of Markdown.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what they tell differently instead.")] = False,
    seed: Annotated[int, typer.Option(help="Of the bootstrap over articles.")] = 0,
) -> None:
    """Tell how far two readers agree: F1 of spans by label, Krippendorff's alpha of attributes.

    Exit status: 0 told; 2 annotations that cannot be read or compared.

    Examples:

        baoso annotate agree annotations/markup annotations/second
    """
    import json
    from dataclasses import asdict

    from baoso.annotating.agreement import agreement, as_markdown, disagreements
    from baoso.annotating.compile import annotation

    one, two = annotation(first, corpus), annotation(second, corpus)
    texts = {article.article_id: text for article, text in (*one, *two) if text is not None}
    if listed:
        print(*disagreements([a for a, _ in one], [a for a, _ in two], texts), sep="\n")
        return
    found = agreement([a for a, _ in one], [a for a, _ in two], texts, seed=seed)
    print(json.dumps(asdict(found), ensure_ascii=False) if as_json else as_markdown(found), end="")
