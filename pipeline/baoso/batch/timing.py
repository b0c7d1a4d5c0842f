"""Where the time of a run goes: seconds by stage."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from baoso.batch.parts import Seconds

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from baoso.extraction import Extraction
    from baoso.types import Article


@contextmanager
def timed(seconds: Seconds, stage: str) -> Iterator[None]:
    """Add the time that the block takes to `stage`."""
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] += time.perf_counter() - started  # type: ignore[assignment]


class TimedPipeline:
    """A spaCy pipeline that notes what each of its components takes; does what `extract` asks of one."""

    def __init__(self, nlp: Language, seconds: Seconds) -> None:
        self._nlp = nlp
        self._seconds = seconds

    def make_doc(self, text: str) -> Doc:
        """The text cut into tokens."""
        with timed(self._seconds, "tokenizer"):
            return self._nlp.make_doc(text)

    def __call__(self, doc: Doc, component_cfg: Mapping[str, Mapping[str, Any]] | None = None) -> Doc:
        """The doc gone through every component, `component_cfg` as spaCy takes it."""
        for name, component in self._nlp.pipeline:
            with timed(self._seconds, name.removeprefix("baoso_")):
                doc = component(doc, **(component_cfg or {}).get(name, {}))
        return doc


def timed_extractor(seconds: Seconds, models: Mapping[str, str | None] | None) -> Callable[[Article], Extraction]:
    """`baoso.extract` by the pipeline with these `models`, timed component by component."""
    from baoso.extraction import extract
    from baoso.language import default_language

    nlp = cast("Any", TimedPipeline(default_language(models), seconds))
    return lambda article: extract(article, nlp)
