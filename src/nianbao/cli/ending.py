"""How a run ends: every message to a person about what could not be done passes here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from nianbao.core.errors import InputError


def ended(work: Callable[[], int]) -> int:
    """Do the work; what to exit with. What a person must hear is said on standard error, in Chinese."""
    os.environ.setdefault("PYTHONUTF8", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return work()
    except InputError as error:
        return say(str(error))
    except KeyboardInterrupt:
        return say("已中止，没有留下写了一半的文件")
    except BrokenPipeError:
        return 0
    except MemoryError:
        return say("内存不足\n  改法：关闭其他程序，或者一次少处理几份文件")


def say(message: str) -> int:
    """Say why nothing came of it; what to exit with then."""
    print(message, file=sys.stderr)
    return 2
