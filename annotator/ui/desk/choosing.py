"""Which label: the picker of all labels, and the keyed labels of a layer that has a mode of its own (stances). No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.model.phrases import tr
from annotator.model.schema import Label, Layer
from annotator.ui.desk.prompts import Asking, Choice, Details, Host, KeyHint
from annotator.ui.desk.reading import label_title

Picked = Callable[[str, str], None]
"""Is told layer id and label id."""


class LabelAsking(Asking):
    """All labels by name, the recently used ones first, with what the guidelines say about each."""

    mode = "label"

    def __init__(self, host: Host, question: str, picked: Picked) -> None:
        super().__init__(host)
        self._question, self._picked = question, picked
        self.placeholder = tr("Type the beginning of a name")
        self._labels = {f"{layer.id}/{label.id}": (layer, label) for layer, label in self._recent_first()}

    def _recent_first(self) -> list[tuple[Layer, Label]]:
        known = [
            (layer, label)
            for layer in self.host.session.schema.layers
            for label in layer.labels
            if not label.retired and not label.merged_into
        ]
        recent = list(self.host.recent)
        return sorted(known, key=lambda pair: _place(recent, (pair[0].id, pair[1].id)))

    def title(self) -> str:
        return self._question

    def offered(self) -> Sequence[Choice]:
        """Before anything is typed, labels that are switched off come last; whoever types their name means them."""
        used = {f"{layer}/{label}" for layer, label in self.host.recent}
        late = {name for name, (_, label) in self._labels.items() if not (self.typed or label.shown or name in used)}
        labels = sorted(self._labels.items(), key=lambda pair: pair[0] in late)
        return [
            Choice(
                identity,
                label.name,
                key=_keys(layer, label),
                detail=label_title(label) if label_title(label) != label.name else layer.name,
                colour=label.colour,
                words=f"{label.title} {layer.name}",
            )
            for identity, (layer, label) in labels
        ]

    def details(self, choice: Choice) -> Details:
        layer, label = self._labels[choice.id]
        return _details(self.host, layer, label, label.name)

    def chosen(self, choice: Choice) -> None:
        layer, label = self._labels[choice.id]
        self.host.ask(None)
        self._picked(layer.id, label.id)


class ModeAsking(Asking):
    """The labels of one layer by their keys: after `t`, + is favour and - against."""

    mode = "stance"
    direct = True

    def __init__(self, host: Host, layer: Layer, question: str, picked: Picked) -> None:
        super().__init__(host)
        self._layer, self._question, self._picked = layer, question, picked
        self._labels = {label.id: label for label in layer.labels if label.shown}

    def title(self) -> str:
        return self._question

    def offered(self) -> Sequence[Choice]:
        return [
            Choice(label.id, label_title(label), label.key, label.name, label.colour) for label in self._labels.values()
        ]

    def details(self, choice: Choice) -> Details:
        label = self._labels[choice.id]
        return _details(self.host, self._layer, label, label_title(label))

    def hints(self) -> tuple[KeyHint, ...]:
        keys = [KeyHint((label.key,), label_title(label), f"prompt:{label.key}") for label in self._labels.values()]
        return (*keys, KeyHint(("Esc",), tr("leave"), "prompt:Esc"))

    def chosen(self, choice: Choice) -> None:
        self.host.ask(None)
        self._picked(self._layer.id, choice.id)


def _details(host: Host, layer: Layer, label: Label, heading: str) -> Details:
    """What the guidelines say about a label, and what reviewed text shows beyond their examples."""
    examples = host.session.examples
    return Details(
        heading,
        label.definition,
        label.examples,
        label.counter_examples,
        tuple(text for text in examples.positive(layer.id, label.id) if text not in label.examples),
        examples.negative(layer.id, label.id),
    )


def _place(recent: list[tuple[str, str]], label: tuple[str, str]) -> int:
    return recent.index(label) if label in recent else len(recent)


def _keys(layer: Layer, label: Label) -> str:
    return f"{layer.key} {label.key}".strip() if label.key else ""
