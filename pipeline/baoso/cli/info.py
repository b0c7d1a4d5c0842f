"""`baoso info`: which version this is, and what its records depend on."""

from __future__ import annotations

from typing import Annotated

import typer


def info(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Print versions and the hashes of code and lexicon that a run's fingerprint is made of.

    Quote the fingerprint beside published numbers: equal fingerprints give equal records.

    Example:

        baoso info --json
    """
    import json

    from baoso.batch.config import RunConfig
    from baoso.batch.fingerprint import describe

    facts = describe(RunConfig().settings())
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for name in ("version", "schema_version", "fingerprint"):
        print(f"{name:16} {facts[name]}")
    for group in ("packages", "artefacts"):
        for name, value in facts[group].items():
            print(f"{group[:-1]:8} {name:14} {value[:16]}")
