"""Blocks of the page, and the metadata found in the text."""

from __future__ import annotations

from baoso.cleaning.blocks import find_blocks
from baoso.cleaning.metadata import outlet_of_url

__all__ = ["find_blocks", "outlet_of_url"]
