"""The desk's own fixtures serve here too."""

from tests.ui.desk.conftest import bare, rig

__all__ = ["bare", "rig"]
