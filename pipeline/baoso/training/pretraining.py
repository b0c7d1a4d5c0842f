"""A small encoder of our own from raw text: vocabulary, then masked-language modelling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from baoso import artefacts
from baoso.training import torch_tools
from baoso.training.encoder_config import EncoderConfig, Pretrain
from baoso.training.raw import sequences, some_texts
from baoso.training.subwords import train_tokenizer

_LOG_EVERY = 50


def pretrain(config: EncoderConfig, raw: Sequence[Path], out: Path, threads: int | None = None) -> dict[str, float]:
    """Train vocabulary and encoder on the texts in `raw` and write them to `out`, as `transformers` reads them.

    Returns the loss on held-out text before and after, the number of weights and of pieces read. The texts are read
    as often as the steps need. Raises `ReadingError` where there is no text, `ModelError` without the extra `train`.
    """
    own = config.pretrain
    torch_tools.start(own.seed, threads)
    torch_tools.say(f"vocabulary: learning {config.vocabulary.size:,} pieces")
    tokenizer = train_tokenizer(some_texts(raw, config.vocabulary.documents), config.vocabulary.size, own.length)
    model = _encoder(own, tokenizer)
    trainer = _trainer(own, model, tokenizer, raw, out)
    before = trainer.evaluate()["eval_loss"]
    trainer.train()
    after = trainer.evaluate()["eval_loss"]
    model.encoder.save_pretrained(out)
    tokenizer.save_pretrained(out)
    scores = {
        "weights": float(sum(p.numel() for p in model.parameters())),
        "pieces_read": float(own.steps * own.batch * own.length),
        "loss_before": round(before, 4),
        "loss_after": round(after, 4),
        "perplexity_after": round(math.exp(after), 2),
    }
    files = [p.name for p in sorted(out.iterdir()) if p.is_file() and p.name != artefacts.META]
    data = {p.name: artefacts.sha256(p) for p in raw if p.is_file()}
    artefacts.write_meta(out, model="pretrained", files=files, data=data, scores=scores, settings=config.model_dump())
    return scores


def _encoder(own: Pretrain, tokenizer: Any) -> Any:
    """An untrained RoBERTa that computes its predictions at the masked places only."""
    import torch
    from transformers import RobertaConfig, RobertaForMaskedLM

    class MaskedOnly(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any, labels: Any) -> dict[str, Any]:
            states = self.encoder.roberta(input_ids, attention_mask=attention_mask)[0]
            wanted = labels != -100
            logits = self.encoder.lm_head(states[wanted])
            # a batch without a masked piece has no loss
            loss = torch.nn.functional.cross_entropy(logits.float(), labels[wanted], reduction="sum")
            return {"loss": loss / wanted.sum().clamp(min=1)}

    shape = RobertaConfig(
        vocab_size=len(tokenizer),
        hidden_size=own.width,
        num_hidden_layers=own.layers,
        num_attention_heads=own.heads,
        intermediate_size=4 * own.width,
        # positions count from the padding's id
        max_position_embeddings=own.length + tokenizer.pad_token_id + 1,
        type_vocab_size=1,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    return MaskedOnly(RobertaForMaskedLM(shape))


def _trainer(own: Pretrain, model: Any, tokenizer: Any, raw: Sequence[Path], out: Path) -> Any:
    from datasets import Dataset, IterableDataset
    from transformers import DataCollatorForLanguageModeling

    given = {"paths": list(map(str, raw)), "tokenizer": tokenizer, "length": own.length}
    heldout = Dataset.from_list(list(islice(sequences(**given, heldout=True), own.heldout)))
    stream = IterableDataset.from_generator(sequences, gen_kwargs=given)
    return torch_tools.trainer(
        "pretraining",
        model=model,
        args=torch_tools.arguments(
            out / "trainer",
            max_steps=own.steps,
            per_device_train_batch_size=own.batch,
            per_device_eval_batch_size=own.batch,
            learning_rate=own.rate,
            warmup_steps=own.warmup,
            adam_beta2=0.98,
            bf16=own.bf16,
            seed=own.seed,
            logging_steps=_LOG_EVERY,
            save_strategy="no",
            prediction_loss_only=True,
        ),
        train_dataset=stream.shuffle(seed=own.seed, buffer_size=own.shuffle),
        eval_dataset=heldout,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm_probability=own.masked, seed=own.seed),
    )
