"""Questions that the desk asks - which label, who, which value - as state machines without Qt.

An `Asking` is what is going on, a `Prompt` what a person sees of it. Keys, typed text and clicks come in; what was
answered is done through the session. The desk has at most one question open.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.model.phrases import tr
from annotator.services.opened import OpenArticle
from annotator.services.session import Session


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is offered."""

    id: str
    text: str
    key: str = ""
    """The key that chooses it at once; empty where there is none."""
    detail: str = ""
    colour: str = ""
    """Colour family of a label's swatch."""
    item: str | None = None
    """The label or suggestion that it stands for: it is pointed at in the text."""
    checked: bool | None = None
    """None where it is not a matter of checking."""
    words: str = ""
    """Further words by which typing finds it."""


@dataclass(frozen=True, slots=True)
class Details:
    """What the guidelines say about the choice that is lit."""

    heading: str
    definition: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    """Words that reviewed text labels so."""
    corrected: tuple[str, ...] = ()
    """Words that were labelled so and are not, in reviewed text."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key (or several) and what it does now; `command` is what a click on it does."""

    keys: tuple[str, ...]
    text: str
    command: str = ""
    colour: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """All that is shown of a question."""

    title: str
    choices: tuple[Choice, ...] = ()
    index: int = -1
    typed: str = ""
    placeholder: str = ""
    """What the field for typing says while it is empty; without one there is no field."""
    hints: tuple[KeyHint, ...] = ()
    details: Details | None = None
    multiline: bool = False
    stages: tuple[str, ...] = ()
    """The questions of a row of questions, the present one being `stage`."""
    stage: int = 0


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link that would come about, shown in the text while it is being chosen."""

    source: str
    target: str
    caption: str


class Host(Protocol):
    """What a question works with: the desk."""

    @property
    def session(self) -> Session: ...
    @property
    def opened(self) -> OpenArticle: ...
    @property
    def recent(self) -> Sequence[tuple[str, str]]: ...
    def ask(self, asking: Asking | None) -> None: ...
    def focus_on(self, item_id: str | None, *, reveal: bool = True) -> None: ...
    def say(self, text: str) -> None: ...
    def used(self, layer: str, label: str) -> None: ...


class Asking:
    """A list of choices to walk through, to type in, to choose from. What is asked is said by what builds on it."""

    mode = "choose"
    direct = False
    """Whether the choices' keys choose at once while nothing is typed."""
    placeholder = ""
    multiline = False

    def __init__(self, host: Host) -> None:
        self.host = host
        self.typed = ""
        self.index = 0
        self._found: tuple[Choice, ...] | None = None

    # What building on it says

    def title(self) -> str:
        return ""

    def offered(self) -> Sequence[Choice]:
        """All choices, the most sensible first."""
        return ()

    def made(self, typed: str) -> Sequence[Choice]:
        """Choices that typed text makes by itself."""
        del typed
        return ()

    def chosen(self, choice: Choice) -> None:
        """Does what `choice` means and asks on or ends."""

    def skipped(self) -> None:
        """Esc: ends the question without an answer."""
        self.host.ask(None)

    def nothing_to_choose(self) -> str:
        """What to say to Enter where there is no choice."""
        if self.typed.strip():
            return tr("Nothing fits “{typed}”. Esc leaves.", typed=self.typed.strip())
        if self.placeholder:
            return tr("Type the answer first; Esc leaves without one.")
        return tr("There is nothing to choose. Esc leaves.")

    def details(self, choice: Choice) -> Details | None:
        del choice
        return None

    def hints(self) -> tuple[KeyHint, ...]:
        return (
            KeyHint(("Return",), tr("choose"), "prompt:Return"),
            KeyHint(("Tab",), tr("next"), "prompt:Tab"),
            KeyHint(("Esc",), tr("leave"), "prompt:Esc"),
        )

    def pointer(self) -> Pointer | None:
        """The link to show in the text for the choice that is lit."""
        return None

    # What is shown

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that fit what is typed, best first."""
        if self._found is None:
            self._found = (*fitting(self.offered(), self.typed), *self.made(self.typed))
            self.index = min(self.index, max(0, len(self._found) - 1))
        return self._found

    @property
    def lit(self) -> Choice | None:
        """The choice that Enter takes."""
        choices = self.choices
        return choices[self.index] if choices else None

    def prompt(self) -> Prompt:
        lit = self.lit
        return Prompt(
            self.title(),
            self.choices,
            self.index if lit else -1,
            self.typed,
            self.placeholder,
            self.hints(),
            self.details(lit) if lit else None,
            self.multiline,
        )

    def refresh(self) -> None:
        """Makes the choices anew: something else has changed."""
        self._found = None

    # What comes in

    def press(self, name: str) -> bool:
        """A key that is not typing; whether it meant something here."""
        if self.direct and not self.typed:
            for number, choice in enumerate(self.choices):
                if choice.key and choice.key == name:
                    self.choose(number)
                    return True
        match name:
            case "Tab" | "Down":
                self.move(1)
            case "Shift+Tab" | "Up":
                self.move(-1)
            case "Return" if not self.choices:
                self.host.say(self.nothing_to_choose())
            case "Return":
                self.choose(self.index)
            case "Esc":
                self.skipped()
            case _:
                return False
        return True

    def type(self, text: str) -> None:
        """The field holds `text` now."""
        if text != self.typed and self.placeholder:
            self.typed, self.index, self._found = text, 0, None

    def move(self, step: int) -> None:
        """Lights the next (1) or previous (-1) choice, round at the ends."""
        if self.choices:
            self.index = (self.index + step) % len(self.choices)

    def choose(self, number: int) -> None:
        """Takes a choice: by Enter, its key or a click."""
        if 0 <= number < len(self.choices):
            self.index = number
            self.chosen(self.choices[number])

    def choose_item(self, item_id: str) -> bool:
        """A click in the text; whether that label or suggestion was among the choices."""
        for choice in (*self.choices, *self.offered()):
            if choice.item == item_id:
                self.chosen(choice)
                return True
        return False


class TextAsking(Asking):
    """Asks for words: a note, a reason."""

    mode = "write"
    placeholder = " "

    def __init__(
        self, host: Host, question: str, done: Callable[[str], None], text: str = "", *, multiline: bool = False
    ) -> None:
        super().__init__(host)
        self._question, self._done = question, done
        self.typed = text
        self.multiline = multiline

    def title(self) -> str:
        return self._question

    def press(self, name: str) -> bool:
        if name == "Return":
            self._done(self.typed)
            return True
        if name == "Esc":
            self.skipped()
            return True
        return False

    def hints(self) -> tuple[KeyHint, ...]:
        hints = [KeyHint(("Return",), tr("save"), "prompt:Return")]
        if self.multiline:
            hints.append(KeyHint(("Shift+Return",), tr("new line")))
        return (*hints, KeyHint(("Esc",), tr("leave"), "prompt:Esc"))


def fitting(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that `typed` may mean, by how well it fits; all of them where nothing is typed."""
    wanted = folded(typed.strip())
    if not wanted:
        return list(choices)
    ranked = [(rank, number) for number, choice in enumerate(choices) if (rank := _rank(choice, wanted)) is not None]
    return [choices[number] for _, number in sorted(ranked)]


def folded(text: str) -> str:
    """`text` for comparing: no case, no accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _rank(choice: Choice, wanted: str) -> int | None:
    name = folded(choice.text)
    others = folded(choice.words)
    if name.startswith(wanted):
        return 0
    if others.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in f"{name} {others}".replace("_", " ").split()):
        return 2
    if wanted in name or wanted in others:
        return 3
    letters = iter(name)
    return 4 if all(letter in letters for letter in wanted) else None
