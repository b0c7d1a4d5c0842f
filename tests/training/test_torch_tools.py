"""Training without its libraries says what to install."""

from __future__ import annotations

import pytest

from baoso.errors import ModelError
from baoso.training import torch_tools


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_tools, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"needs torch, accelerate.*pip install 'baoso\[train\]'"):
        torch_tools.start(seed=1)
