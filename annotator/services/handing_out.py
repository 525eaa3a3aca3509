"""Work files out: one for each annotator, with their share of the articles, the schema, the guidelines and, if wanted,
suggestions. Only reads the project; never replaces a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.dividing import Piece, Shares, divide, spread
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services import query
from annotator.services.bulk import bulk_work
from annotator.services.jobs import Job
from annotator.storage.errors import translated
from annotator.storage.handing_out import article_pieces, person_for, write_work_file
from annotator.storage.incoming import Person
from annotator.storage.project import Project
from annotator.storage.rows import article_keys

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
"""What a file's name cannot have on some system."""


@dataclass(frozen=True)
class HandoutOptions:
    """How articles are handed out."""

    overlap: float = 0.2
    """Which share of the articles everybody gets, 0 to 1."""
    suggested: float = 1.0
    """Which share of the articles of each person comes with suggestions; the others are to be labelled without any."""
    filter: str = ""
    """A query, see `services.query`: which articles are handed out; all where it is empty."""


@dataclass(frozen=True)
class WorkFile:
    """One file that was handed out."""

    annotator: str
    path: str
    articles: int
    suggested: int
    """Articles in it that may have suggestions."""
    length: int
    """Code points of text in it."""
    words: int = 0
    """About how many words that is: spaces and line ends are counted."""


@dataclass
class HandoutReport:
    """What was handed out, or would be."""

    articles: int = 0
    common: int = 0
    """Articles that everybody got."""
    files: list[WorkFile] = field(default_factory=list)


def hand_out(
    project: Project, folder: Path, names: Sequence[str], options: HandoutOptions | None = None, job: Job | None = None
) -> HandoutReport:
    """Writes `<project stem>-<NAME>.annotator` for each name into `folder`, which is made where it is not there.

    Raises UserError: a file of that name is there, two names are one person, Gold is named, there is nothing to hand out.
    Then nothing was written.
    """
    options, job = options or HandoutOptions(), job or Job()
    with project.snapshot() as db, bulk_work():
        parts = _parts(project, folder, names, options)
        with translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        try:
            for number, (person, file) in enumerate(zip(parts.persons, parts.report.files, strict=True)):
                job.report(number, len(parts.persons), tr("files"))
                path = Path(file.path)
                try:
                    write_work_file(db, path, person, parts.keys[number], parts.suggested[number])
                except FileExistsError:
                    raise _exists(path) from None
                written.append(path)
        except BaseException:
            for path in written:  # all of them or none
                path.unlink(missing_ok=True)
            raise
    return parts.report


def plan(project: Project, folder: Path, names: Sequence[str], options: HandoutOptions | None = None) -> HandoutReport:
    """What `hand_out` would write, without writing it; raises the same errors."""
    with project.snapshot():
        return _parts(project, folder, names, options or HandoutOptions()).report


@dataclass(frozen=True)
class _Parts:
    persons: list[Person]
    keys: list[list[int]]
    """For each person the articles, in the order of the project."""
    suggested: list[set[int]]
    report: HandoutReport


def _parts(project: Project, folder: Path, names: Sequence[str], options: HandoutOptions) -> _Parts:
    """Who gets what, and what it is called."""
    persons = _persons(project, names)
    paths = [folder / f"{project.path.stem}-{_UNFIT.sub('_', person.name)}.annotator" for person in persons]
    _refuse_existing(folder, paths)
    pieces = _pieces(project, options.filter)
    if not pieces:
        raise UserError(tr("There is no article to hand out."), project.path, tr("Import some, or change the filter."))
    shares = divide(pieces, len(persons), options.overlap)
    by_key = {piece.key: piece for piece in pieces}
    found = _Parts(persons, [], [], HandoutReport(len(pieces), len(shares.common)))
    for number, (person, path) in enumerate(zip(persons, paths, strict=True)):
        keys, suggested = _share(shares, number, pieces, options.suggested)
        found.keys.append(keys)
        found.suggested.append(suggested)
        length, words = sum(by_key[key].length for key in keys), sum(by_key[key].words for key in keys)
        found.report.files.append(WorkFile(person.name, str(path), len(keys), len(suggested), length, words))
    return found


def share_of(text: str) -> float:
    """A share as people write it: `20%`, `20`. UserError where it is none."""
    found = re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%?\s*", text)
    value = float(found[1].replace(",", ".")) / 100 if found else -1.0
    if not 0 <= value <= 1:
        raise UserError(tr("“{text}” is no share.", text=text[:40]), hint=tr("Give one like 20%."))
    return value


def suggested_share(text: str) -> float:
    """What `--suggestions` says: `none`, `all` or a share."""
    words = {"none": 0.0, "all": 1.0}
    word = text.strip().lower()
    return words[word] if word in words else share_of(text)


def _persons(project: Project, names: Sequence[str]) -> list[Person]:
    persons = [person_for(project.reader(), name) for name in names]
    if not persons:
        raise UserError(tr("Nobody is named to hand out to."), hint=tr("Name each person with --to NAME."))
    for number, person in enumerate(persons):
        if person.id in {other.id for other in persons[:number]}:
            raise UserError(tr("{name} is named twice.", name=person.name), hint=tr("Each person gets one file."))
    return persons


def _pieces(project: Project, wanted: str) -> list[Piece]:
    db = project.reader()
    matching = query.matching(project, wanted)
    keys = set(article_keys(db)) if matching is None else matching
    return [Piece(*row) for row in article_pieces(db, keys)]


def _share(shares: Shares, person: int, pieces: Sequence[Piece], suggested: float) -> tuple[list[int], set[int]]:
    """The articles of one person in the order of the project, and those of them that may have suggestions.

    Of the articles that everybody gets it is the same ones for all.
    """
    wanted = {*shares.common, *shares.own[person]}
    chosen = {
        key for group in (shares.common, shares.own[person]) for key in spread(group, round(suggested * len(group)))
    }
    return [piece.key for piece in pieces if piece.key in wanted], chosen


def _refuse_existing(folder: Path, paths: Sequence[Path]) -> None:
    if folder.exists() and not folder.is_dir():
        raise UserError(tr("This is a file, not a folder."), folder, tr("Give a folder for the work files."))
    folded = [path.name.casefold() for path in paths]
    for path in paths:
        if path.exists() or path.is_symlink():
            raise _exists(path)
        if folded.count(path.name.casefold()) > 1:
            raise UserError(
                tr("Two people's files would have the same name."), path, tr("Call one of them differently.")
            )


def _exists(path: Path) -> UserError:
    return UserError(
        tr("There is already a file of that name; nothing was handed out."),
        path,
        tr("Somebody may be working in it. Move it away, or hand out to another folder."),
    )
