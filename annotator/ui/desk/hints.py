"""What the foot says: the labels with their keys; what is in focus or selected, and what each key would do to it now. No Qt.

Nothing is said that is not so: a hint is there only where the action would do something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr, trn
from annotator.model.schema import Schema
from annotator.services.deciding import alike
from annotator.services.opened import Item, OpenArticle
from annotator.services.sure import sure_ones
from annotator.ui.desk.prompts import Asking, KeyHint
from annotator.ui.desk.reading import (
    attribute_text,
    colour_of,
    label_name,
    label_title,
    numbers,
    provenance,
    quoted,
    style_of,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the foot's sentence; `colour` is a label's family."""

    text: str
    strong: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Foot:
    """All that the foot shows."""

    labels: tuple[KeyHint, ...] = ()
    """Labels and tools; a hint without keys and text separates groups."""
    subject: tuple[Said, ...] = ()
    hints: tuple[KeyHint, ...] = ()
    right: tuple[KeyHint, ...] = ()

    @property
    def spoken(self) -> str:
        """The lower line in words, for screen readers."""
        about = "".join(said.text for said in self.subject)
        return ", ".join([about, *(f"{' '.join(hint.keys)}: {hint.text}" for hint in self.hints)])


SEPARATOR = KeyHint((), "")
Keys = Mapping[str, tuple[str, ...]]
"""Command id -> key names."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the foot speaks of."""

    opened: OpenArticle | None
    focus: Item | None = None
    former: Item | None = None
    """What had the focus before a selection or the caret took it."""
    selected: str = ""
    """The selected text; empty where nothing is selected."""
    word: str = ""
    """The word at the caret."""
    asking: Asking | None = None


def label_hints(schema: Schema, keys: Keys) -> tuple[KeyHint, ...]:
    """The labels that have a key, layer by layer, and the tools."""
    found: list[KeyHint] = []
    begun: list[KeyHint] = []
    for layer in schema.layers:
        if layer.key and not layer.offered:
            continue
        if layer.key:
            begun.append(KeyHint((layer.key,), _singular(layer.name), f"layer:{layer.id}"))
            continue
        group = [
            KeyHint((label.key,), label_title(label), f"label:{layer.id}/{label.id}", label.colour)
            for label in layer.labels
            if label.shown and label.key
        ]
        if group and found:
            found.append(SEPARATOR)
        found += group
    tools = [
        KeyHint(keys.get("link", ())[:1], tr("Link"), "link"),
        KeyHint(keys.get("everywhere", ())[:1], tr("All occurrences"), "everywhere"),
        KeyHint(keys.get("pick_label", ())[:1], tr("More"), "pick_label"),
    ]
    return (*found, SEPARATOR, *begun, *tools)


def foot(scene: Scene, keys: Keys) -> Foot:
    """The foot for a scene."""
    opened = scene.opened
    if opened is None:
        return Foot(subject=(Said(tr("No article is open. Choose one in the queue, or import some with Ctrl+I.")),))
    labels = label_hints(opened.schema, keys)
    if scene.asking is not None:
        return Foot(labels, (Said(scene.asking.title(), strong=True),), scene.asking.hints())
    if opened.read_only:
        again = () if opened.project_read_only else (KeyHint(("Ctrl+Return",), tr("reopen"), "finish"),)
        return Foot(labels, _closed(opened), (), again)
    right = (KeyHint(("Ctrl+Return",), tr("done, next article"), "finish"),)
    if scene.selected:
        return Foot(labels, *_selection(scene, opened, keys), right)
    if isinstance(scene.focus, Annotation):
        return Foot(labels, *_label(scene.focus, opened, keys), right)
    if scene.focus is not None:
        return Foot(labels, *_suggestion(scene.focus, opened, keys), right)
    return Foot(labels, *_nothing(scene, opened, keys), right)


def _closed(opened: OpenArticle) -> tuple[Said, ...]:
    if opened.project_read_only:
        return (Said(tr("The project is open for reading only: nothing can be changed.")),)
    state = tr("This article is finished") if opened.status == "done" else tr("This article was skipped")
    return (Said(state, strong=True), Said(tr(" and read-only until you reopen it with Ctrl+Enter.")))


def _selection(scene: Scene, opened: OpenArticle, keys: Keys) -> tuple[tuple[Said, ...], tuple[KeyHint, ...]]:
    subject = (Said(tr("Selected ")), Said(quoted(scene.selected, 50), strong=True))
    hints = [KeyHint(_label_keys(opened.schema), tr("label it"))]
    target = scene.focus or scene.former
    if target is not None:
        name = label_name(opened.schema, target)
        hints.append(
            _hint(keys, "add_fragment", tr("add to {label} {quote}", label=name, quote=quoted(target.quote, 24)))
        )
    hints += [
        *modes(opened.schema),
        _hint(keys, "pick_label", tr("more labels")),
        _hint(keys, "not_text", tr("not article text")),
        _hint(keys, "keep_selection", tr("and another stretch")),
        _hint(keys, "leave", tr("let it go")),
    ]
    return subject, _present(hints)


def _suggestion(item: Item, opened: OpenArticle, keys: Keys) -> tuple[tuple[Said, ...], tuple[KeyHint, ...]]:
    assert not isinstance(item, Annotation)
    like = len(alike(opened, item))
    pending = len(opened.pending)
    subject = (
        Said(tr("Suggested ")),
        *_named(opened, item),
        *((Said(f" · {source}"),) if (source := provenance(item)) else ()),
    )
    hints = [_hint(keys, "accept", tr("accept")), _hint(keys, "reject", tr("reject"))]
    if like > 1:
        hints.append(_hint(keys, "accept_alike", trn("accept all {n}", "accept all {n}", like)))
        hints.append(_hint(keys, "reject_alike", trn("reject all {n}", "reject all {n}", like)))
    hints.append(KeyHint(_label_keys(opened.schema, item.layer), tr("other label")))
    hints += _all_sure(opened, keys)
    hints += _more(item, opened, keys)
    hints.append(_hint(keys, "next_item", trn("next; {n} suggestion left", "next; {n} suggestions left", pending)))
    return subject, _present(hints)


def _all_sure(opened: OpenArticle, keys: Keys) -> list[KeyHint]:
    count = len(sure_ones(opened))
    if count < 2:
        return []
    return [_hint(keys, "accept_sure", trn("{n} sure one", "all {n} sure ones", count))]


def _label(item: Annotation, opened: OpenArticle, keys: Keys) -> tuple[tuple[Said, ...], tuple[KeyHint, ...]]:
    subject = (*_named(opened, item), Said(f" · {provenance(item)}"))
    missing = opened.missing(item)
    hints: list[KeyHint] = []
    if missing:
        hints.append(_hint(keys, "answer", tr("{attribute}?", attribute=attribute_text(missing[0].name))))
    hints += [_hint(keys, "reject", tr("delete")), KeyHint(_label_keys(opened.schema, item.layer), tr("other label"))]
    hints += [hint for hint in _more(item, opened, keys) if not (missing and hint.command == "answer")]
    hints.append(_resizing(keys))
    hints.append(_hint(keys, "note", tr("note")))
    if opened.pending:
        hints.append(_hint(keys, "accept", tr("next suggestion")))
    hints.append(_hint(keys, "leave", tr("let it go")))
    return subject, _present(hints)


def _nothing(scene: Scene, opened: OpenArticle, keys: Keys) -> tuple[tuple[Said, ...], tuple[KeyHint, ...]]:
    pending = len(opened.pending)
    if scene.word:
        subject: tuple[Said, ...] = (Said(tr("At the caret ")), Said(quoted(scene.word, 40), strong=True))
        hints = [KeyHint(_label_keys(opened.schema), tr("label this word"))]
    else:
        subject, hints = (Said(tr("Nothing is selected.")),), []
    hints += [
        KeyHint(("Shift+Right",), tr("select")),
        _hint(keys, "select_sentence", tr("sentence")),
        _hint(keys, "select_quotation", tr("quotation")),
    ]
    if opened.items:
        text = trn("next; {n} suggestion left", "next; {n} suggestions left", pending) if pending else tr("next label")
        hints.append(_hint(keys, "next_item", text))
    hints += _all_sure(opened, keys)
    if scene.word:
        hints.append(_hint(keys, "not_text", tr("line is no article text")))
    hints += [_hint(keys, "answer", tr("about the article")), _hint(keys, "note", tr("note"))]
    hints.append(_hint(keys, "flag", tr("take the flag off") if opened.flagged else tr("flag")))
    return subject, _present(hints)


def _more(item: Item, opened: OpenArticle, keys: Keys) -> list[KeyHint]:
    """What can be said further about a label or suggestion."""
    schema = opened.schema
    style = style_of(schema, item.layer, item.label)
    found: list[KeyHint] = []
    if style == "mark":
        found += [hint for hint in modes(schema) if hint.command == f"layer:{item.layer}"]
    elif style in ("fill", "cue"):
        places = occurrences(opened.text, item.quote)
        if places > 1:
            text = trn(
                "all {n} occurrences of {quote}", "all {n} occurrences of {quote}", places, quote=quoted(item.quote, 24)
            )
            found.append(_hint(keys, "everywhere", text))
    else:
        found += modes(schema)
    if schema.roles_from(item.layer, item.label):
        found.append(_hint(keys, "link", tr("link")))
    layer = schema.layer(item.layer)
    if layer and layer.attributes_of(item.label):
        found.append(_hint(keys, "answer", tr("answer")))
    return found


def occurrences(text: str, quote: str) -> int:
    """How often `quote` stands in the text as whole words, written exactly so; the list finds more."""
    count, at = 0, text.find(quote)
    while at >= 0:
        end = at + len(quote)
        joined = text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()
        count += not joined
        at = text.find(quote, end)
    return count


def _named(opened: OpenArticle, item: Item) -> tuple[Said, ...]:
    name = label_name(opened.schema, item)
    layer = opened.schema.layer(item.layer)
    if layer is not None and layer.key:
        name = f"{_singular(layer.name)} {name}"
    if (number := numbers(opened).get(item.id)) is not None:
        name = f"{name} {number}"
    return Said(name, strong=True, colour=colour_of(opened.schema, item)), Said(f" {quoted(item.quote, 50)}")


def modes(schema: Schema) -> list[KeyHint]:
    """The keys that begin a mode, as for stances."""
    return [
        KeyHint((layer.key,), _singular(layer.name).lower(), f"layer:{layer.id}")
        for layer in schema.layers
        if layer.key and layer.offered
    ]


def _singular(name: str) -> str:
    """A mode is named after one of its labels: Stances is Stance. Other languages keep the layer's name."""
    return tr("Stance") if name == "Stances" else name


def _label_keys(schema: Schema, layer_id: str = "") -> tuple[str, ...]:
    """The keys of a layer's labels, of the first layer where none is named: first and last digit, else each."""
    plain = [layer for layer in schema.layers if not layer.key and layer_id in ("", layer.id)]
    keys = [label.key for layer in plain[:1] for label in layer.labels if label.shown and label.key]
    digits = [key for key in keys if key.isdigit()]
    return (f"{digits[0]}–{digits[-1]}",) if len(digits) > 1 else tuple(keys[:4])


def _resizing(keys: Keys) -> KeyHint:
    names = [
        key for command in ("shrink_end", "grow_end", "grow_start", "shrink_start") for key in keys.get(command, ())[:1]
    ]
    return KeyHint(tuple(names), tr("resize"))


def _hint(keys: Keys, command: str, text: str) -> KeyHint:
    return KeyHint(keys.get(command, ())[:1], text, command)


def _present(hints: list[KeyHint]) -> tuple[KeyHint, ...]:
    return tuple(hint for hint in hints if hint.keys)
