"""`baoso train`: the learned components, each from its configuration file."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="train",
    help="Train a learned component: one configuration file a model, the same weights for the same seed.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
