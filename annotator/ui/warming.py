"""Imports what will be needed soon, on a thread and after the first picture, so that no key press waits for it."""

from __future__ import annotations

from importlib import import_module

from annotator.services.jobs import Job

_SOON = (
    "annotator.services.suggesting",
    "annotator.ui.palette",
    "annotator.ui.key_sheet",
    "annotator.ui.dialogs.import_files",
    "annotator.ui.dialogs.export",
)


def warm(job: Job) -> None:
    """Imports them one by one; stops between two when the window closes."""
    for name in _SOON:
        job.check()
        import_module(name)
