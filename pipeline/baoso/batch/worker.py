"""A worker process: makes its own pipeline, does one task after the other, tells at each step where it is.

It is a fresh interpreter on a socket to its parent, not a fork, and imports nothing of the parent's main module: so
scripts and notebooks need no guard, and threads and locks are not copied.
"""

from __future__ import annotations

import os
import threading
import traceback
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

import pyarrow as pa

from baoso.batch.job import Job, description, run_task
from baoso.errors import StoppedError

Message: TypeAlias = tuple[str, Any]
"""What a worker says: ("ready", fingerprint), (stage, key), ("done", result), ("stopped", why), ("broken", why)."""


def serve(handle: int) -> None:
    """Do tasks that come through the socket `handle` until it is closed. The first thing to come is the `Job`."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    connection: Connection[Any, Any] = Connection(handle)
    try:
        job = _ready(connection)
        while job is not None:
            connection.send(_answer(connection, job))
    except (EOFError, OSError):  # the parent has gone
        os._exit(0)


def _end_with_parent() -> None:
    """Wait for the end of the parent, which holds the other end of our standard input."""
    # The file object would be locked while this process ends.
    os.read(0, 1)
    os._exit(0)


def _ready(connection: Connection[Any, Any]) -> Job | None:
    try:
        job: Job = connection.recv()
        if job.extractor is None:
            from baoso.language import default_language

            default_language(job.config.models)
        connection.send(("ready", description(job.config, job.extractor)["fingerprint"]))
        return job
    except (EOFError, ConnectionError):
        raise
    except Exception:
        connection.send(("broken", traceback.format_exc()))
        return None


def _answer(connection: Connection[Any, Any], job: Job) -> Message:
    task = connection.recv()
    try:
        return "done", run_task(task, job, lambda stage, key: connection.send((stage, key)))
    except StoppedError as error:
        return "stopped", str(error)
    except (EOFError, ConnectionError):
        raise
    except Exception:
        return "broken", traceback.format_exc()
