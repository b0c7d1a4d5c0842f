"""What is found over the whole run, once all its parts are there."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from baoso.batch.near import write_near
from baoso.batch.repeats import write_repeats
from baoso.errors import StoppedError


def finish(out: Path) -> None:
    """Note in OUT/duplicates which articles repeat an earlier one, word for word or nearly.

    Raises `StoppedError` where that cannot be written, `OutputError` where a part cannot be read.
    """
    try:
        write_repeats(out)
        write_near(out)
    except (OSError, pa.ArrowException) as error:
        raise StoppedError(
            f"{out}: repeated articles cannot be noted ({error}); make room or give another disk; "
            "what was finished is kept, and the same command goes on from there"
        ) from error
