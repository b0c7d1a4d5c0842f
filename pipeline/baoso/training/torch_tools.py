"""What all steps of the transformer's training share: the libraries, seeds, progress on stderr, quiet trainers."""

from __future__ import annotations

import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from baoso.errors import ModelError

_NEEDED = ("torch", "accelerate", "onnx", "onnxscript", "onnxruntime")


def start(seed: int, threads: int | None = None) -> None:
    """Get ready to train: the same seed and number of `threads` give the same weights on one machine.

    Raises `ModelError` where the extra is not installed.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ModelError(f"training needs {', '.join(missing)}; install it: pip install 'baoso[train]'")
    import datasets
    import torch
    import transformers

    if threads is not None:
        torch.set_num_threads(threads)
    # Tokenizers are called from one thread at a time; their own threads would take more cores than were asked for.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    datasets.disable_progress_bars()
    transformers.set_seed(seed)


def say(line: str) -> None:
    """A line of progress on stderr."""
    print(line, file=sys.stderr, flush=True)


def arguments(folder: Path, **own: Any) -> Any:
    """`TrainingArguments` that write to `folder` and report nowhere but through `progress`."""
    import torch
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir=str(folder),
        report_to="none",
        disable_tqdm=True,
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        use_cpu=not torch.cuda.is_available(),
        lr_scheduler_type="linear",
        weight_decay=0.01,
        **own,
    )


def trainer(progress: str, **own: Any) -> Any:
    """A `Trainer` whose log goes to stderr, each line led by `progress`."""
    from transformers import PrinterCallback, Trainer

    made = Trainer(**own)
    made.remove_callback(PrinterCallback)
    made.add_callback(_reporter(progress))
    return made


def _reporter(progress: str) -> Any:
    from transformers import TrainerCallback

    began = time.monotonic()

    class Reporter(TrainerCallback):  # type: ignore[misc]
        def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
            told = {k: v for k, v in (logs or {}).items() if k in ("loss", "eval_loss", "eval_f1", "learning_rate")}
            figures = ", ".join(f"{name} {value:.4g}" for name, value in told.items())
            if figures:
                spent = time.monotonic() - began
                say(f"{progress}: step {state.global_step:,} of {state.max_steps:,}, {figures}, {spent:.0f} s")

    return Reporter()


def unwrapped(trainer: Any) -> Any:
    """The model that `trainer` has trained, in place, without what mixed precision laid around it."""
    return trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False)
