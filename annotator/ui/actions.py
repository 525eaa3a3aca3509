"""The table of everything a person can do in the window: id, name, keys, place in the menus. What a command does is bound to it later.

Menus, the command palette, the key sheet and the tests are made from this one table; keys that the person chose overrule it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.ui.desk.commands import commands as desk_commands
from annotator.ui.keys import shown

WINDOW = "window"
"""These keys hold everywhere in the window."""
DESK = "desk"
"""These keys hold where the article or a card has the keyboard, never while something is typed."""


@dataclass(frozen=True)
class Entry:
    """One command as the table has it. `keys` are names as `annotator.ui.keys` makes them, separated by spaces."""

    id: str
    text: str
    keys: str = ""
    menu: str = ""
    """Which menu it stands in; empty for none. A `-` before it puts a line above."""
    scope: str = WINDOW
    held: bool = False
    """Whether the command has an on and an off, shown by a tick."""


def menus() -> dict[str, str]:
    """The menus, in order: id and name."""
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "label": tr("&Label"),
        "article": tr("&Article"),
        "suggest": tr("&Suggestions"),
        "team": tr("&Team"),
        "view": tr("&View"),
        "help": tr("&Help"),
    }


def table() -> list[Entry]:
    """All commands, in the order in which menus, palette and key sheet show them."""
    return [
        Entry("project.new", tr("New project…"), "Ctrl+N", "file"),
        Entry("project.open", tr("Open project…"), "Ctrl+O", "file"),
        Entry("project.sample", tr("Open the sample"), "", "file"),
        Entry("project.close", tr("Close project"), "Ctrl+W", "file"),
        Entry("corpus.import", tr("Import articles…"), "Ctrl+I", "-file"),
        Entry("corpus.export", tr("Export labels…"), "Ctrl+E", "file"),
        Entry("schema.labels", tr("Labels: edit the schema…"), "Ctrl+L", "-file"),
        Entry("schema.guidelines", tr("Guidelines…"), "Ctrl+Shift+L", "file"),
        Entry("schema.earlier", tr("What was labelled under an old definition…"), "", "file"),
        Entry("project.about", tr("About this file…"), "", "-file"),
        Entry("project.annotator", tr("Who is labelling…"), "", "file"),
        Entry("app.settings", tr("Settings…"), "Ctrl+,", "file"),
        Entry("app.quit", tr("Quit"), "Ctrl+Q", "-file"),
        Entry("edit.undo", tr("Undo"), "Ctrl+Z", "edit"),
        Entry("edit.redo", tr("Redo"), "Ctrl+Shift+Z Ctrl+Y", "edit"),
        Entry("edit.copy", tr("Copy the selected text"), "Ctrl+C", "-edit"),
        Entry("find.corpus", tr("Find in all articles"), "Ctrl+F", "-edit"),
        Entry("find.article", tr("Find in this article"), "Ctrl+G", "edit"),
        Entry("find.concordance", tr("Concordance: label or reject everywhere…"), "Ctrl+Shift+F", "edit"),
        *_desk_entries(),
        Entry("article.done", tr("Done, go to the next open one"), "Ctrl+Return", "article"),
        Entry("article.skip", tr("Skip with a reason…"), "Ctrl+Shift+Return", "article"),
        Entry("article.reopen", tr("Reopen"), "", "article"),
        Entry("article.next", tr("Next article"), "Ctrl+PgDown", "-article"),
        Entry("article.previous", tr("Previous article"), "Ctrl+PgUp", "article"),
        Entry("article.next_open", tr("Next open article"), "Ctrl+Shift+PgDown", "article"),
        Entry("corpus.suggest", tr("Suggest for the whole corpus"), "Ctrl+Shift+G", "suggest"),
        Entry("suggest.accept_sure", tr("Accept all sure suggestions everywhere…"), "Ctrl+Shift+A", "suggest"),
        Entry("suggest.unsure_first", tr("Tab goes to the least sure first"), "Ctrl+Shift+U", "suggest", held=True),
        Entry("suggest.plan", tr("Suggesters…"), "Ctrl+Shift+S", "-suggest"),
        Entry("suggest.compare", tr("Compare suggesters…"), "", "suggest"),
        Entry("suggest.memory", tr("Memory: what was decided before…"), "Ctrl+D", "suggest"),
        Entry("suggest.train", tr("Train a suggester…"), "", "suggest"),
        Entry("suggest.names", tr("Known names…"), "Ctrl+Shift+D", "suggest"),
        Entry("team.hand_out", tr("Hand out work files…"), "", "team"),
        Entry("team.merge", tr("Merge work files…"), "Ctrl+M", "team"),
        Entry("team.agreement", tr("Agreement…"), "Ctrl+Shift+R", "-team"),
        Entry("team.lessons", tr("Lessons from the review…"), "", "team"),
        Entry("team.report", tr("Report…"), "", "team"),
        Entry("overview.progress", tr("Progress and notes…"), "Ctrl+P", "view"),
        Entry("overview.tables", tr("All claims and stances…"), "Ctrl+T", "view"),
        Entry("review.open", tr("Review colleagues' labels…"), "Ctrl+R", "view"),
        Entry("view.queue", tr("Queue"), "Ctrl+B F9", "-view", held=True),
        Entry("view.queue_filters", tr("Filters and order of the queue…"), "Ctrl+Shift+B", "view"),
        Entry("view.cards", tr("Cards"), "Ctrl+J F10", "view", held=True),
        Entry("view.next_pane", tr("Next pane"), "F6", "view"),
        Entry("view.previous_pane", tr("Previous pane"), "Shift+F6", "view"),
        Entry("view.zoom_in", tr("Larger"), "Ctrl++ Ctrl+=", "-view"),
        Entry("view.zoom_out", tr("Smaller"), "Ctrl+-", "view"),
        Entry("view.zoom_reset", tr("Normal size"), "Ctrl+0", "view"),
        Entry("view.theme", tr("Light or dark"), "", "view"),
        Entry("view.full_screen", tr("Full screen"), "F11", "view", held=True),
        Entry("help.palette", tr("All commands…"), "Ctrl+K", "help"),
        Entry("help.pages", tr("Help pages"), "Shift+F1", "help"),
        Entry("help.keys", tr("Keys"), "F1 ?", "help"),
        Entry("help.hint", tr("First hints: the next one"), "F2", "help"),
        Entry("help.about", tr("About Annotator"), "", "help"),
    ]


def _desk_entries() -> list[Entry]:
    """What the desk can do, from its own table; a line in the menu where another group begins."""
    found: list[Entry] = []
    group = ""
    for command in desk_commands():
        menu = "edit" if command.group == "select" else "label"
        line = "-" if command.group != group else ""
        group = command.group
        found.append(Entry(f"{DESK}.{command.id}", command.text, " ".join(command.keys), line + menu, DESK))
    return found


@dataclass(frozen=True)
class Command:
    """A command that can be run: its entry, its keys as they are now, and what it does."""

    entry: Entry
    keys: tuple[str, ...]
    run: Callable[[], object]
    enabled: Callable[[], bool]
    held: Callable[[], bool] | None = None
    schema_key: str = ""
    """The key that the schema gives it, where the table has none."""

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def shown_keys(self) -> str:
        """The first key, as people read it; empty where there is none."""
        key = self.keys[0] if self.keys else self.schema_key
        return shown(key) if key else ""


@dataclass(frozen=True)
class Binding:
    """What a command does, when it can be done, and whether it is on."""

    run: Callable[[], object]
    enabled: Callable[[], bool] = lambda: True
    held: Callable[[], bool] | None = None


class Commands:
    """The table with what each command does. `bind` may be called again, for another project or desk."""

    def __init__(self, own_keys: Mapping[str, str] | None = None) -> None:
        self._entries = {entry.id: entry for entry in table()}
        self._keys = {entry.id: tuple(entry.keys.split()) for entry in self._entries.values()}
        self._bindings: dict[str, Binding] = {}
        self.on_error: Callable[[UserError], None] = _raise
        self.on_begin: Callable[[], None] = _nothing
        """Called before a command does its work."""
        self.schema_keys: Callable[[], Mapping[str, str]] = dict
        """Command id -> the key that the schema gives it, as the layer of stances does."""
        for command_id, keys in (own_keys or {}).items():
            if command_id in self._keys:
                self._keys[command_id] = tuple(keys.split())

    def bind(self, bindings: Mapping[str, Binding]) -> None:
        """Says what commands do. An unknown id is our own mistake."""
        unknown = bindings.keys() - self._entries.keys()
        assert not unknown, f"not in the table of commands: {sorted(unknown)}"
        self._bindings.update(bindings)

    def command(self, command_id: str) -> Command:
        entry = self._entries[command_id]
        binding = self._bindings.get(command_id)
        keys = self._keys[command_id]
        if binding is None:
            return Command(entry, keys, _nothing, _never)
        schema_key = self.schema_keys().get(command_id, "")
        return Command(entry, keys, binding.run, binding.enabled, binding.held, schema_key)

    def all(self) -> list[Command]:
        return [self.command(command_id) for command_id in self._entries]

    def run(self, command_id: str) -> bool:
        """Runs a command if it can be run now; whether it was. What a person can mend goes to `on_error`."""
        command = self.command(command_id)
        if not command.enabled():
            return False
        self.on_begin()
        try:
            command.run()
        except UserError as error:
            self.on_error(error)
        return True

    def for_key(self, key: str, scope: str) -> Command | None:
        """The command that `key` belongs to in `scope`."""
        for command_id, keys in self._keys.items():
            if key in keys and self._entries[command_id].scope == scope:
                return self.command(command_id)
        return None

    def holder(self, key: str, scope: str, besides: str = "") -> Entry | None:
        """The command that has `key` already where it would meet `scope`: a window's key meets those of the desk."""
        for command_id, keys in self._keys.items():
            entry = self._entries[command_id]
            if key in keys and command_id != besides and (entry.scope == scope or WINDOW in (scope, entry.scope)):
                return entry
        return None

    def set_keys(self, command_id: str, keys: str, taken: Mapping[str, str] | None = None) -> None:
        """Gives a command other keys. UserError naming the holder where one is taken; `taken` are the schema's keys."""
        entry = self._entries[command_id]
        wanted = tuple(keys.split())
        for key in wanted:
            other = self.holder(key, entry.scope, besides=command_id)
            name = other.text if other else (taken or {}).get(key, "") if entry.scope == DESK else ""
            if name:
                raise UserError(
                    tr("The key {key} belongs to “{other}”.", key=shown(key), other=name),
                    entry.text,
                    tr("Give that one another key first."),
                )
        self._keys[command_id] = wanted

    def desk_keys(self) -> dict[str, str]:
        """The keys of the desk as it takes them: key name -> its command."""
        return {
            key: command_id.partition(".")[2]
            for command_id, keys in self._keys.items()
            if self._entries[command_id].scope == DESK
            for key in keys
        }

    def first_keys(self) -> dict[str, str]:
        """The first key of each command, as people read it."""
        return {command.id: command.shown_keys for command in self.all()}

    def own_keys(self) -> dict[str, str]:
        """The keys that differ from the table's, as the settings keep them."""
        return {
            command_id: " ".join(keys)
            for command_id, keys in self._keys.items()
            if keys != tuple(self._entries[command_id].keys.split())
        }

    def reset_keys(self) -> None:
        """Gives every command the table's keys again."""
        self._keys = {entry.id: tuple(entry.keys.split()) for entry in self._entries.values()}

    def rename(self, command_id: str, text: str) -> None:
        """Gives a command another text, as for 'Undo: Label “OpenAI” ORG'."""
        self._entries[command_id] = replace(self._entries[command_id], text=text)


def _nothing() -> None:
    pass


def _raise(error: UserError) -> None:
    raise error


def _never() -> bool:
    return False
