"""The questions that the schema asks about a label or about the article, answered by digits, first letters or words. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.model.annotation import Annotation
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Attribute
from annotator.ui.desk.prompts import Asking, Choice, Details, Host, KeyHint, Prompt
from annotator.ui.desk.reading import attribute_text, quoted, value_text

_DIGITS = "1234567890"
_NONE = "-"
_TYPED = "#"


def ask_about(host: Host, item_id: str | None, attribute_id: str | None = None) -> None:
    """Asks about a label or suggestion, or about the article where `item_id` is None.

    Begins with `attribute_id`, else with the first required attribute that has no answer, else with the first.
    """
    asking = AnswerAsking(host, item_id, attribute_id)
    if asking.attributes:
        host.ask(asking)
    else:
        host.say(tr("There is nothing to answer about this label."))


class AnswerAsking(Asking):
    """One attribute after the other; Tab goes to the next one."""

    mode = "answer"

    def __init__(self, host: Host, item_id: str | None, attribute_id: str | None = None) -> None:
        super().__init__(host)
        self.item_id = item_id
        self.attributes = self._attributes()
        self._alone = attribute_id is not None
        self.at = 0
        if self.attributes:
            missing = next((n for n, a in enumerate(self.attributes) if self._is_missing(a)), 0)
            named = next((n for n, a in enumerate(self.attributes) if a.id == attribute_id), missing)
            self._turn_to(named)

    def _attributes(self) -> list[Attribute]:
        schema = self.host.session.schema
        if self.item_id is None:
            return [attribute for attribute in schema.article if not attribute.retired]
        item = self.host.opened.item(self.item_id)
        layer = schema.layer(item.layer) if item else None
        return layer.attributes_of(item.label) if item and layer else []

    @property
    def values(self) -> Mapping[str, Any]:
        opened = self.host.opened
        if self.item_id is None:
            return opened.work.labels if opened.work else {}
        item = opened.item(self.item_id)
        return item.attributes if item else {}

    def _is_missing(self, attribute: Attribute) -> bool:
        return attribute.required and attribute.id not in self.values

    @property
    def attribute(self) -> Attribute:
        return self.attributes[self.at]

    def _turn_to(self, number: int) -> None:
        self.at = number % len(self.attributes)
        self.index, self._found, self.typed = 0, None, ""
        kind = self.attribute.kind
        self.direct = kind in ("choice", "choices", "flag")
        self.placeholder = tr("Type first letters") if self.direct else tr("Type the answer")
        present = self.values.get(self.attribute.id)
        for number, choice in enumerate(self.choices):
            if kind == "choice" and choice.id == present:
                self.index = number

    def title(self) -> str:
        about = tr("the article")
        if self.item_id is not None and (item := self.host.opened.item(self.item_id)):
            about = quoted(item.quote, 40)
        name = attribute_text(self.attribute.name)
        return tr("{attribute} of {what}?", attribute=f"{name[:1].upper()}{name[1:]}", what=about)

    def offered(self) -> Sequence[Choice]:
        attribute = self.attribute
        present = self.values.get(attribute.id)
        if attribute.kind == "flag":
            found = [
                Choice("yes", tr("yes"), "1", checked=present is True),
                Choice("no", tr("no"), "2", checked=present is False),
            ]
        elif attribute.kind in ("choice", "choices"):
            held = present if isinstance(present, (list, tuple)) else [present]
            found = [
                Choice(value.id, value_text(attribute, value.id), key, value.definition, checked=value.id in held)
                for key, value in zip(_keys(attribute), attribute.values, strict=True)
            ]
        else:
            held = present if isinstance(present, (list, tuple)) else [] if present in (None, "") else [present]
            found = [Choice(str(text), str(text), checked=True) for text in held]
            found += [Choice(text, text) for text in self._used_before() if text not in {c.id for c in found}]
        if present not in (None, "", []):
            found.append(Choice(_NONE, tr("no answer"), "Backspace"))
        return found

    def _used_before(self) -> list[str]:
        """Answers in words given to the same question in this article."""
        if self.item_id is None:
            return []
        found: dict[str, None] = {}
        for other in self.host.opened.annotations.values():
            value = other.attributes.get(self.attribute.id)
            for text in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(text, str):
                    found[text] = None
        return list(found)

    def made(self, typed: str) -> Sequence[Choice]:
        text = " ".join(typed.split())
        return (Choice(_TYPED + text, tr("“{text}”", text=text)),) if text and not self.direct else ()

    def prompt(self) -> Prompt:
        found = super().prompt()
        names = tuple(attribute_text(attribute.name) for attribute in self.attributes)
        return Prompt(
            found.title,
            found.choices,
            found.index,
            found.typed,
            found.placeholder,
            found.hints,
            found.details or Details(attribute_text(self.attribute.name), self.attribute.definition),
            stages=names if not self._alone else (),
            stage=self.at,
        )

    def details(self, choice: Choice) -> Details:
        definition = f"{self.attribute.definition}\n{choice.detail}".strip()
        return Details(attribute_text(self.attribute.name), definition)

    def hints(self) -> tuple[KeyHint, ...]:
        found = [KeyHint(("Return",), tr("choose"), "prompt:Return")]
        if len(self.attributes) > 1:
            name = attribute_text(self.attributes[(self.at + 1) % len(self.attributes)].name)
            found.append(KeyHint(("Tab",), name, "prompt:Tab"))
        return (*found, KeyHint(("Esc",), tr("leave"), "prompt:Esc"))

    def press(self, name: str) -> bool:
        if name in ("Tab", "Shift+Tab") and len(self.attributes) > 1:
            self._turn_to(self.at + (1 if name == "Tab" else -1))
            return True
        if name == "Backspace" and not self.typed and self.values.get(self.attribute.id) not in (None, "", []):
            self._answer(None)
            return True
        return super().press(name)

    def chosen(self, choice: Choice) -> None:
        attribute = self.attribute
        if choice.id == _NONE:
            self._answer(None)
        elif attribute.kind == "flag":
            self._answer(choice.id == "yes")
        elif attribute.kind in ("choices", "texts"):
            self._turn_over(choice.id.removeprefix(_TYPED))
        elif attribute.kind == "number":
            self._answer(_number(choice.id.removeprefix(_TYPED)))
        else:
            self._answer(choice.id.removeprefix(_TYPED))

    def _turn_over(self, value: str) -> None:
        """Adds a value to several, or takes it out; the question stays open."""
        held = list(self.values.get(self.attribute.id) or [])
        self._set([v for v in held if v != value] if value in held else [*held, value])
        self.typed, self._found = "", None

    def _answer(self, value: Any) -> None:
        self._set(value)
        missing = next((n for n, a in enumerate(self.attributes) if self._is_missing(a)), None)
        if missing is None or self._alone:
            self.host.ask(None)
        else:
            self._turn_to(missing)
            self.host.ask(self)

    def _set(self, value: Any) -> None:
        session = self.host.session
        if self.item_id is None:
            session.labelling.set_article_label(self.attribute.id, value)
            return
        after: Annotation = session.labelling.set_attribute(self.item_id, self.attribute.id, value)
        self.item_id = after.id
        self.host.focus_on(after.id)


def _keys(attribute: Attribute) -> list[str]:
    """The key of each value: its own, else the digit of its place unless another value has that."""
    given = {value.key for value in attribute.values}
    digits = [*_DIGITS, *[""] * len(attribute.values)]
    return [
        value.key or ("" if digit in given else digit) for value, digit in zip(attribute.values, digits, strict=False)
    ]


def _number(text: str) -> float | int:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise UserError(tr("“{text}” is not a number.", text=text)) from None
    return int(value) if value.is_integer() else value
