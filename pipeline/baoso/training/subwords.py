"""A vocabulary of subword pieces of our own, learned from raw text, as a tokenizer that knows offsets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# As RoBERTa's: padding has the id 1, which its positions count from.
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
# Letters of Vietnamese, marks and signs; what is rarer is unknown.
_LETTERS = 500


def train_tokenizer(texts: Iterable[str], size: int, length: int) -> Any:
    """A `PreTrainedTokenizerFast` of about `size` pieces by byte-pair encoding of `texts`, for `length` pieces at once.

    Pieces do not cross blanks or punctuation, so none holds parts of two syllables; digits stand alone.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation(),
            pre_tokenizers.Digits(individual_digits=True),
            # marks where each of these begins, so that a syllable's later pieces differ from its first
            pre_tokenizers.Metaspace(),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), limit_alphabet=_LETTERS, show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    begin, end = (made.token_to_id(piece) for piece in ("<s>", "</s>"))
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", begin), ("</s>", end)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        model_max_length=length,
        bos_token="<s>",
        cls_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        mask_token="<mask>",
    )
