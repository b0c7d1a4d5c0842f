"""What `models/encoder/*.cfg` may hold: one section a step of the transformer's training."""

from __future__ import annotations

from pydantic import Field, model_validator

from baoso.training.config import Settings


class Vocabulary(Settings):
    """Subword pieces learned from raw text: so many, from so many documents at most."""

    size: int = Field(ge=300, le=64_000)
    documents: int = Field(ge=1)


class Pretrain(Settings):
    """A RoBERTa encoder of our own by masked-language modelling: its shape, and how long it learns.

    `length` pieces a sequence, `batch` sequences a step, `warmup` steps, `shuffle` sequences in the buffer that
    mixes documents, `heldout` sequences that the loss is measured on.
    """

    seed: int
    layers: int = Field(ge=1)
    width: int = Field(ge=8)
    heads: int = Field(ge=1)
    length: int = Field(ge=16, le=4096)
    batch: int = Field(ge=1)
    steps: int = Field(ge=1)
    warmup: int = Field(ge=0)
    rate: float = Field(gt=0)
    masked: float = Field(gt=0, lt=1)
    shuffle: int = Field(ge=1)
    heldout: int = Field(ge=1)
    bf16: bool

    @model_validator(mode="after")
    def _divides(self) -> Pretrain:
        if self.width % self.heads:
            raise ValueError(f"a width of {self.width} cannot be shared out to {self.heads} heads")
        return self


class Finetune(Settings):
    """Learning the tags: windows of `window` pieces that share `overlap`, at most `epochs` rounds.

    It stops once `patience` rounds brought no better F1 on dev. `rate` is the encoder's learning rate. `words` says
    whether the backbone reads segmented words; None: where its tokenizer knows no offsets. `threshold` is the score
    from which a span is added to what the rules found, where `thresholds` names no other for its label.
    """

    seed: int
    window: int = Field(ge=8)
    overlap: int = Field(ge=0)
    batch: int = Field(ge=1)
    epochs: int = Field(ge=1)
    patience: int = Field(ge=1)
    rate: float = Field(gt=0)
    warmup: float = Field(ge=0, lt=1)
    bf16: bool
    words: bool | None = None
    threshold: float = Field(ge=0, le=1)
    thresholds: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _moves_on(self) -> Finetune:
        if self.overlap >= self.window:
            raise ValueError(f"windows of {self.window} pieces cannot overlap by {self.overlap}")
        return self


class Distil(Settings):
    """A student that learns a teacher's probabilities on raw text: `documents` of it, `epochs` times."""

    seed: int
    documents: int = Field(ge=1)
    batch: int = Field(ge=1)
    epochs: int = Field(ge=1)
    rate: float = Field(gt=0)
    warmup: float = Field(ge=0, lt=1)
    bf16: bool


class EncoderConfig(Settings):
    """The whole file."""

    vocabulary: Vocabulary
    pretrain: Pretrain
    finetune: Finetune
    distil: Distil
