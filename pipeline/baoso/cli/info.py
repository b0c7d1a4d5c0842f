"""`baoso info`: which version this is, and what its records depend on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer


def info(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Print what a paper's methods section needs: versions, commit, settings, gazetteer, models, packages, hashes.

    Quote the fingerprint beside published numbers: equal fingerprints give equal records. With --json hashes are
    whole and models tell what they were trained on.

    Example:

        baoso info --json
    """
    import json

    from baoso.batch.config import RunConfig
    from baoso.batch.methods import methods

    facts = methods(RunConfig().settings())
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in _lines(facts):
        print(f"{name:32} {value}")


def _lines(facts: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Name and value, hashes cut to 16 digits."""
    for name in ("version", "schema_version", "commit", "fingerprint"):
        yield name, facts[name] or "unknown"
    for name, value in facts["settings"].items():
        yield f"setting {name}", value
    for name, value in facts["artefacts"].items():
        yield f"sha256 of {name}", value[:16]
    for vintage, units in facts["gazetteer"]["vintages"].items():
        yield f"gazetteer {vintage}", f"{units:,} units"
    for name, value in facts["gazetteer"]["files"].items():
        yield f"gazetteer {name.rpartition('/')[2]}", value[:16]
    for name, model in facts["installed_models"].items():
        yield f"model {name}", f"{model['sha256'][:16]}, version {model['code_version']}, {model['licence']}"
    for name, value in facts["platform"].items():
        yield name, value
    for name, value in (facts["packages"] | facts["dependencies"]).items():
        if name not in facts["platform"]:
            yield f"package {name}", value
