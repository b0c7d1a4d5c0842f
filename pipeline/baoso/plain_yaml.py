"""YAML as data and nothing else: no objects are made of it, and no alias unfolds a few lines into gigabytes."""

from __future__ import annotations

from typing import Any


def parse_yaml(text: str, *, strings: bool = False) -> Any:
    """The data in `text`; with `strings` every scalar as it is written.

    Raises ImportError where PyYAML is not installed, ValueError for what is no YAML, has aliases, or is nested deeper
    than Python can follow.
    """
    import yaml

    class Loader(yaml.BaseLoader if strings else yaml.SafeLoader):  # type: ignore[misc]
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.composer.ComposerError(
                    None, None, "aliases (*name) are not read", self.peek_event().start_mark
                )
            return super().compose_node(parent, index)

    try:
        return yaml.load(text, Loader=Loader)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
