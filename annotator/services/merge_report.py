"""What a merge did, or would do: counted, and named wherever something was left out or decided by a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.storage.news import News, Tie

MOST_LISTED = 10_000
"""Refusals and ties that are listed one by one; of further ones only the number is told."""


class Refused(NamedTuple):
    """A file, or something in one, that was not taken."""

    path: str
    reason: str
    id: str = ""
    """Of the article, label, ... in the file; empty for the whole file."""


class TiedIn(NamedTuple):
    """Two states of one record with the same revision, and which of them it has now."""

    path: str
    kind: str
    id: str
    article: str
    kept: str


class Left(NamedTuple):
    """Rows of others than the file's own annotator; they come in only with `owners`."""

    path: str
    annotator: str
    rows: int


@dataclass
class MergeReport:
    """What became of the files. `new`, `updated` and `unchanged` count labels, links, notes, decisions and statuses."""

    files: int = 0
    """Files that were taken, all or in part; those in which nothing was new are among them."""
    annotators: list[str] = field(default_factory=list)
    articles: int = 0
    """Articles that were not here."""
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    metadata: int = 0
    """Articles of which more is known now."""
    refused: list[Refused] = field(default_factory=list)
    ties: list[TiedIn] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    schema_additions: list[str] = field(default_factory=list)
    """`layer/label`, `role`, ...: what the schema did not have."""
    remarks: list[str] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)
    """`refused`, `ties` -> how many are not listed."""
    backup: str = ""
    """The copy of the project from before; empty where nothing was written."""
    dry_run: bool = False
    cancelled: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything in every file was taken (or was here)."""
        return not (self.refused or self.cancelled)

    def refuse(self, path: str, reason: str, identity: str = "") -> None:
        if len(self.refused) < MOST_LISTED:
            self.refused.append(Refused(path, reason, identity))
        else:
            self.unlisted["refused"] = self.unlisted.get("refused", 0) + 1

    def tie(self, path: str, tie: Tie) -> None:
        if len(self.ties) < MOST_LISTED:
            self.ties.append(TiedIn(path, *tie))
        else:
            self.unlisted["ties"] = self.unlisted.get("ties", 0) + 1

    def count(self, news: News) -> None:
        """Takes in what a page of articles brought."""
        self.articles += news.articles
        self.new += news.new
        self.updated += news.updated
        self.unchanged += news.unchanged
        self.metadata += len(news.metadata)
