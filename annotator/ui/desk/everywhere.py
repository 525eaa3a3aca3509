"""All occurrences of a string in the article: looked through, checked or unchecked, labelled in one step. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr, trn
from annotator.services.labelling import Occurrence
from annotator.ui.desk.prompts import Asking, Choice, Host, KeyHint
from annotator.ui.desk.reading import label_name, quoted

_AROUND = 28
"""Code points of context to each side."""


class EverywhereAsking(Asking):
    """Lists the places; Space checks and unchecks, Enter labels those that are checked."""

    mode = "everywhere"

    def __init__(self, host: Host, quote: str, layer: str, label: str) -> None:
        super().__init__(host)
        self._quote, self._layer, self._label = quote, layer, label
        self._places = host.session.labelling.occurrences(quote, layer)
        self._off = {n for n, place in enumerate(self._places) if self._is_otherwise(place)}

    def _is_otherwise(self, place: Occurrence) -> bool:
        """Whether it has another label of the layer already: those are not touched unless they are checked."""
        return isinstance(place.item, Annotation)

    def _is_done(self, place: Occurrence) -> bool:
        return isinstance(place.item, Annotation) and place.item.label == self._label

    def title(self) -> str:
        name = self.host.session.schema.label_name(self._layer, self._label)
        count = sum(1 for choice in self.choices if choice.checked)
        return trn(
            "Label {n} occurrence of {quote} as {label}",
            "Label {n} occurrences of {quote} as {label}",
            count,
            quote=quoted(self._quote, 40),
            label=name,
        )

    def offered(self) -> Sequence[Choice]:
        return [self._choice(number, place) for number, place in enumerate(self._places)]

    def _choice(self, number: int, place: Occurrence) -> Choice:
        text = self.host.opened.text
        start, end = place.fragments[0][0], place.fragments[-1][1]
        before = " ".join(text[max(0, start - _AROUND) : start].split(" "))
        around = f"…{before}[{text[start:end]}]{text[end : end + _AROUND]}…"
        line = " ".join(around.split())
        if place.item is None:
            detail = tr("no label")
        else:
            name = label_name(self.host.session.schema, place.item)
            detail = name if isinstance(place.item, Annotation) else tr("{label}, suggested", label=name)
        item = place.item.id if place.item else None
        return Choice(str(number), line, detail=detail, item=item, checked=number not in self._off)

    def hints(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint(("Return",), tr("label those checked"), "prompt:Return"),
            KeyHint(("Space",), tr("check, uncheck"), "prompt:Space"),
            KeyHint(("Tab",), tr("next"), "prompt:Tab"),
            KeyHint(("Esc",), tr("leave"), "prompt:Esc"),
        )

    def place(self) -> tuple[int, int] | None:
        """Where the lit occurrence stands, to be shown in the text."""
        if not self._places:
            return None
        fragments = self._places[self.index].fragments
        return fragments[0][0], fragments[-1][1]

    def press(self, name: str) -> bool:
        if name == "Space":
            self.turn_over(self.index)
            return True
        if name == "Return":
            self.label()
            return True
        return super().press(name)

    def chosen(self, choice: Choice) -> None:
        self.turn_over(int(choice.id))

    def turn_over(self, number: int) -> None:
        self._off ^= {number}
        self.refresh()

    def label(self) -> None:
        """Labels what is checked, in one undo step. A place with another label of the layer is given this one too."""
        chosen = [place for number, place in enumerate(self._places) if number not in self._off]
        wanted = [place.fragments for place in chosen if not self._is_done(place)]
        self.host.ask(None)
        count = self.host.session.labelling.label_all(wanted, self._layer, self._label) if wanted else 0
        self.host.used(self._layer, self._label)
        self.host.say(trn("{n} occurrence labelled.", "{n} occurrences labelled.", count))
