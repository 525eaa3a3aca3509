"""What is known of the annotator and the project when suggestions are shown: memory, calibration, known names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model import gazetteer
from annotator.model.annotation import Suggestion
from annotator.model.article import Annotator
from annotator.model.calibration import Calibration
from annotator.model.change import Change
from annotator.model.gazetteer import Gazetteer, known_from
from annotator.model.memory import Memory, Told, remembered, told_from
from annotator.model.pending import Packs
from annotator.storage import keeping
from annotator.storage.connection import Connection
from annotator.storage.remembering import decided_bins, labelled_strings, refused_strings
from annotator.storage.settings import setting


@dataclass
class Learned:
    """Grows with what the annotator does."""

    memory: Memory = field(default_factory=Memory)
    calibration: Calibration = field(default_factory=Calibration)
    names: Gazetteer = field(default_factory=Gazetteer)

    def learn(self, changes: Iterable[Change]) -> None:
        """Takes in what actions changed."""
        changes = tuple(changes)
        self.memory.learn(changes)
        self.calibration.learn(changes)

    def take_settings(self, db: Connection, annotator: Annotator) -> None:
        """Takes in what memory was told and the known names, as the file has them now."""
        told = told_in(db, annotator)
        for layer, string in [key for key in self.memory.told if key not in told]:
            self.memory.tell(layer, string, Told())
        for (layer, string), one in told.items():
            if self.memory.told.get((layer, string)) != one:
                self.memory.tell(layer, string, one)
        if changed_at(db) != self.names.changed:
            self.names = names_in(db)

    def packs(self, text: str, packs: dict[str, list[Suggestion]]) -> Packs:
        """The suggestions for a text with the known names as they are now, and the names that memory knows."""
        if self.names.known or gazetteer.SOURCE in packs:
            others = {source: pack for source, pack in packs.items() if source != gazetteer.SOURCE}
            packs = {gazetteer.SOURCE: self.names.propose(text), **others}
        return remembered(text, packs, self.memory)


def gathered(db: Connection, annotator: Annotator) -> Learned:
    """Reads all of it for an annotator: the whole project is looked through."""
    found = Learned()
    for layer, label, quote, times in labelled_strings(db, annotator.key):
        found.memory.count_label(layer, label, quote, times)
    for layer, label, quote, times in refused_strings(db, annotator.key):
        found.memory.count_refusal(layer, label, quote, times)
    for source, layer, label, number, verdict, times in decided_bins(db, annotator.key):
        found.calibration.count((source, layer, label), number, verdict, times)
    found.take_settings(db, annotator)
    return found


def told_in(db: Connection, annotator: Annotator) -> dict[tuple[str, str], Told]:
    """What the annotator told memory: (layer, string) -> what."""
    found = {}
    for name, value in keeping.kept(db, f"{keeping.MEMORY}{annotator.id}/").items():
        layer, _, string = name.partition("/")
        found[layer, string] = told_from(value)
    return found


def changed_at(db: Connection) -> str:
    """When the known names were last changed (UTC); empty where there never were any."""
    return str(setting(db, keeping.GAZETTEER, ""))


def names_in(db: Connection) -> Gazetteer:
    """The known names of a project."""
    kept = keeping.kept(db, keeping.GAZETTEER_NAME)
    return Gazetteer((one for string, value in kept.items() if (one := known_from(string, value))), changed_at(db))
