"""The desk: what has the focus, which keys mean what, and what is asked. `Desk` is the way in."""

from annotator.ui.desk.controller import Desk

__all__ = ["Desk"]
