"""`baoso schema`: JSON Schema of what is exported."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    table: Annotated[str, typer.Argument(help="records, articles, mentions, errors or duplicates.")] = "records",
) -> None:
    """Print the JSON Schema of one exported row of TABLE.

    Examples:

        baoso schema > records.schema.json

        baoso schema articles
    """
    import json

    from baoso.batch.rows import ROW_MODELS, json_schema

    names = ["records", *ROW_MODELS]
    if table not in names:
        raise typer.BadParameter(f"{table!r}: choose one of {', '.join(names)}", param_hint="TABLE")
    print(json.dumps(json_schema(table), ensure_ascii=False, indent=2))
