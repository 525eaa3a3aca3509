"""Bulk work makes millions of small values that form no cycles: Python need not look for any so often meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 200_000
"""New objects after which Python looks for cycles among them, in place of 700."""


@contextmanager
def bulk_work() -> Iterator[None]:
    """For the time of an import or export. A tenth of its time would go into looking for garbage in vain."""
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
