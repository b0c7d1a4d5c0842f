"""Runs a command and prints what it cost as JSON: wall and CPU seconds, the largest process's peak bytes, exit status.

A small process of its own, because a child's peak counts that of the process that started it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main() -> None:
    """Run the command given as arguments; its standard output is dropped, its errors go through."""
    started = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    wall, cpu = time.perf_counter() - started, used.ru_utime + used.ru_stime
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak, "status": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
