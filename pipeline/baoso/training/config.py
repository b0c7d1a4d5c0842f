"""Training configurations: one spaCy-style file (confection) a model, read into a checked form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from confection import Config, ConfigValidationError
from pydantic import BaseModel, ConfigDict, ValidationError

from baoso.errors import ModelError


class Settings(BaseModel):
    """Base of what a configuration file may hold: no key that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


SettingsT = TypeVar("SettingsT", bound=Settings)


def read_config(path: Path, form: type[SettingsT], overrides: dict[str, object] | None = None) -> SettingsT:
    """The configuration file at `path` as a `form`; `overrides` replaces values by dotted key ("training.seed").

    Raises `ModelError`, naming file and key, where it cannot be read or breaks its form.
    """
    try:
        config = Config().from_disk(path, overrides=overrides or {})
        return form.model_validate(dict(config))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise ModelError(f"{path}: {key}: {first['msg']}; compare it with the one under models/") from error
    except (OSError, ValueError, ConfigValidationError) as error:
        raise ModelError(f"{path}: {error}; name a configuration file as those under models/") from error


def parse_overrides(changes: Sequence[str]) -> dict[str, object]:
    """Changes "a.b=VALUE" → {"a.b": VALUE}, values as JSON, else as text. Raises `ModelError` for one without "="."""
    found: dict[str, object] = {}
    for change in changes:
        key, equals, value = change.partition("=")
        if not equals or not key.strip():
            raise ModelError(f"{change!r} sets nothing; write it as section.key=value")
        try:
            found[key.strip()] = json.loads(value)
        except ValueError:
            found[key.strip()] = value
    return found
