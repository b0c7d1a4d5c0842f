"""`baoso.transformer`: mentions that a fine-tuned encoder finds where the rules have none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, all_mentions, component, text_of
from baoso.tagging.bio import Layers
from baoso.tagging.onnx_encoder import Found, OnnxEncoder, read_encoder
from baoso.tagging.pieces import segmented
from baoso.types import Mention, overlaps

METHOD = "encoder"
# The name of a document is not taken apart.
_WHOLE = "DOCUMENT"


def added(
    found: Iterable[Found], known: Sequence[Mention], layers: Layers, thresholds: Mapping[str, float]
) -> list[Found]:
    """Those of `found` that reach their label's threshold and touch none of `known` of a label of the same layer.

    Names do not touch documents either. The rules win: what they found is neither replaced nor extended.
    """
    kept = []
    for layer in layers:
        rivals = {*layer} if layer == ("INDICATOR",) else {*layer, _WHOLE}
        taken = [m for m in known if m.label in rivals]
        own = [f for f in found if f.label in layer and f.score >= thresholds[f.label]]
        kept += [f for f in own if not overlaps(f.start, f.end, taken)]
    return kept


class Transformer:
    """Adds mentions of method "encoder", without link or value; runs after all rules that make mentions."""

    def __init__(self, encoder: OnnxEncoder) -> None:
        self.encoder = encoder

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        text, own = text_of(doc), self.encoder
        spans = own.find(segmented(doc, own.tokenizer.words))
        found = added(spans, all_mentions(doc), own.layers, own.thresholds)
        add_mentions(
            doc,
            [Mention(f.label, f.start, f.end, text[f.start : f.end], score=f.score, method=METHOD) for f in found],
        )
        return doc


@component("baoso.transformer")
def make_transformer(nlp: Language, name: str, model: str) -> Transformer:
    """The component `baoso.transformer`; `model` is the folder of a trained encoder, or its name."""
    return Transformer(read_encoder(model))
