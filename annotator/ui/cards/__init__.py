"""The cards beside the text: claims and stances as sentences, entities, notes. `CardsPane` is the way in."""

from annotator.ui.cards.pane import CardsPane

__all__ = ["CardsPane"]
