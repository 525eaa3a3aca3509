"""Where the desk's questions are shown and answered: labels, links, attributes, occurrences, notes. `PromptPanel` is the way in."""

from annotator.ui.picker.panel import PromptPanel

__all__ = ["PromptPanel"]
