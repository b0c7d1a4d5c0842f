"""Where the time of an article goes: CPU milliseconds in each component."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def stages(texts: list[str]) -> dict[str, float]:
    """CPU milliseconds an article in each step of the pipeline."""
    from baoso import load
    from baoso.extraction import extraction_of
    from baoso.segmenting.words import words_of
    from baoso.text import normalize

    nlp, spent = load(), dict[str, float]()

    def timed(name: str, step: Callable[[Any], Any], given: Any) -> Any:
        started = time.process_time()
        result = step(given)
        spent[name] = spent.get(name, 0.0) + time.process_time() - started
        return result

    for number, text in enumerate(texts[:1] + texts):
        clean = timed("normalize", normalize, text).text
        doc = timed("tokenizer", nlp.make_doc, clean)
        for name, component in nlp.pipeline:
            doc = timed(name.replace("baoso_", "baoso."), component, doc)
        timed("extraction", extraction_of, doc)
        timed("words (only where asked for)", words_of, doc)
        if number == 0:  # the first text loads what is loaded lazily
            spent.clear()
    return {name: 1000 * seconds / len(texts) for name, seconds in spent.items()}


def table(texts: list[str]) -> str:
    """The steps, the costliest first."""
    spent = stages(texts)
    lines = ["| step | ms an article |", "|---|--:|"]
    lines += [f"| {name} | {cost:.2f} |" for name, cost in sorted(spent.items(), key=lambda s: -s[1])]
    return "\n".join([*lines, f"| all | {sum(spent.values()):.2f} |"])
