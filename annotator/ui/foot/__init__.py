"""The foot of the window: keys, and what they do now. `FootPanel` is the way in."""

from annotator.ui.foot.panel import FootPanel

__all__ = ["FootPanel"]
