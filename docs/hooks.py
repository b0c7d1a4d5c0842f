"""Pages of the site that are made when it is built: from the record models, the command line, the public names of the
package, and the files outside docs/ that are documentation too.
"""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import baoso
from baoso.batch.rows import ROW_MODELS, json_schema
from baoso.records import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parent.parent
# Files outside docs/ and what their pages are called.
ELSEWHERE = {
    "README.md": "index.md",
    "annotations/README.md": "annotating.md",
    "annotations/GUIDELINE.md": "guideline.md",
}
# Public calls that are not names of the package itself.
CALLS = (
    "baoso.batch.run.run",
    "baoso.batch.config.RunConfig",
    "baoso.tracking.store.build",
    "baoso.tracking.asking.query",
    "baoso.tracking.unlinked.unlinked",
    "baoso.reporting.page.write_report",
    "baoso.reporting.article.write_article",
    "baoso.evaluating.scores.evaluate",
)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    pages = {target: (ROOT / source).read_text(encoding="utf-8") for source, target in ELSEWHERE.items()}
    pages |= {"records.md": contract(), "api.md": api(), "cli.md": command_line()}
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, *, page: Any, config: MkDocsConfig, files: Files) -> str:
    """Lead links to their pages of the site; a link to a file that has none becomes its text."""
    source = next((s for s, target in ELSEWHERE.items() if target == page.file.src_uri), f"docs/{page.file.src_uri}")

    def led(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[2]))
        target = ELSEWHERE.get(path, path.removeprefix("docs/"))
        if path not in ELSEWHERE and not path.startswith("docs/") and (ROOT / path).exists():
            return match[1]
        return f"[{match[1]}]({target}{match[3] or ''})"

    return _LINK.sub(led, markdown)


def contract() -> str:
    """The data contract, a section a record type, from the JSON Schema that `baoso schema` prints."""
    schema = json_schema("records")
    definitions = schema["$defs"]
    records = [ref["$ref"].rpartition("/")[2] for ref in schema["oneOf"]]
    lines = [
        "# Data contract",
        "",
        "What a run writes and every export holds, made from the models.",
        "`baoso schema` prints the same as JSON Schema.",
        f"Schema version {SCHEMA_VERSION}; it goes up when a field changes its meaning.",
        "",
        "`start` and `end` of a span count code points of `article.text`, end exclusive.",
        "`article.text[start:end]` is the span's `text`.",
        "",
        "## Records",
    ]
    for name in records:
        lines += _section(name, definitions[name], 3)
    lines += ["", "## Parts of records"]
    for name in sorted(set(definitions) - set(records)):
        lines += _section(name, definitions[name], 3)
    lines += ["", "## Tables of a run beside the records"]
    for table in ROW_MODELS:
        own = json_schema(table)
        lines += _section(table, own, 3)
        for name in sorted(set(own.get("$defs", {})) - set(definitions)):
            lines += _section(name, own["$defs"][name], 4)
            definitions[name] = own["$defs"][name]
    return "\n".join(lines)


def _section(name: str, model: dict[str, Any], depth: int) -> list[str]:
    lines = ["", f"{'#' * depth} {name}", "", model.get("description", ""), ""]
    if "properties" not in model:
        return [*lines, f"One of {_kind(model)}."]
    lines += ["| field | is | default |", "|---|---|---|"]
    for field, about in model["properties"].items():
        default = about.get("default")
        default = "" if default in (None, [], "") or "const" in about else f"`{default}`"
        lines.append(f"| `{field}` | {_kind(about)} | {default} |")
    return lines


def _kind(about: dict[str, Any]) -> str:
    if "$ref" in about:
        name = about["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in about:
        return ", or ".join(_kind(one) for one in about["anyOf"]).replace(", or null", ", or nothing")
    if "const" in about:
        return f"`{about['const']}`"
    if "enum" in about:
        return ", ".join(f"`{value}`" for value in about["enum"])
    if about.get("type") == "array":
        items = about.get("items") or about.get("prefixItems")
        inner = ", ".join(map(_kind, items)) if isinstance(items, list) else _kind(items or {})
        return f"list of {inner}"
    return str(about.get("format") or about.get("type") or "anything")


def api() -> str:
    """The public names, each with its docstring."""
    names = [f"baoso.{name}" for name in baoso.__all__ if name not in ("Record", "__version__")]
    parts = ["# Python", "What `import baoso` offers; each name is imported when it is first used."]
    parts += [f"::: {name}" for name in names]
    parts += [
        "## Runs, stores, reports, scores",
        *(f"::: {name}\n    options:\n      heading_level: 3" for name in CALLS),
    ]
    parts += ["## Errors", "::: baoso.errors\n    options:\n      heading_level: 3\n      show_root_heading: false"]
    return "\n\n".join(parts)


def command_line() -> str:
    """The help of all commands, as typer's own tool writes it."""
    command = [sys.executable, "-m", "typer", "baoso.cli.main", "utils", "docs", "--name", "baoso"]
    command += ["--title", "Command line"]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
