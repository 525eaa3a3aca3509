"""The same id in several people's files and articles: whoever's file comes first, the same label keeps it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from itertools import permutations
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.storage import history, rows
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.merging_files import TEXTS, base, exported, merged, put, work_file
from tests.storage.bringing import bring, incoming
from tests.storage.projects import act, link, live_contents, note

IDS = tuple(f"0190a0a0-0000-7000-8000-00000000000{n}" for n in range(2))
CLAIMS = st.lists(st.tuples(st.sampled_from(IDS), st.integers(1, 3), st.integers(1, 4)), min_size=1, max_size=5)
"""Id, article, how long the label is."""


def first_label(project: Project, article: int, owner: int) -> Annotation:
    """Somebody's longest label at the beginning of an article."""
    return min(rows.annotations_of(project.reader(), article, owner), key=lambda each: (each.start, -each.end))


def label_by_import(work: Project, claims: list[tuple[str, int, int]]) -> None:
    """Somebody imports labels with the ids; each gets a link to another label, and a note."""
    me = work.current_annotator
    for identity, article, length in claims:
        text = rows.article(work.reader(), article).text
        bring(work, [incoming(text, [(0, length, "ORG", identity)], me.name)], owner=me.key)
        newest = first_label(work, article, me.key)
        other = put(work, length, length + 2, article=article)
        act(work, link(newest, other), note("why?", newest, article=article, owner=me.key), owner=me.key)


def in_every_order(project: Path, files: list[Path], folder: Path) -> set[bytes]:
    """What the export is after the files came one by one, in each order, the first one twice."""
    found = set()
    for turn, order in enumerate(permutations(files)):
        target = Path(shutil.copyfile(project, folder / f"target{turn}.annotator"))
        for path in (*order, order[0]):
            merged(target, [path])
        found.add(exported(target))
        with closing(Project.open(target, for_writing=False)) as opened:
            assert check(opened).problems == ()
    return found


def test_the_smallest_article_keeps_an_id_and_links_and_notes_follow_the_one_that_moves(tmp_path: Path) -> None:
    project = base(tmp_path)
    files = []
    for article in (1, 2, 3):
        with closing(work_file(project, f"Person {article}")) as work:
            label_by_import(work, [(IDS[0], article, 3)])
        files.append(work.path)
    assert len(in_every_order(project, files, tmp_path)) == 1
    with closing(Project.open(tmp_path / "target0.annotator")) as opened:
        articles = [rows.article(opened.reader(), key) for key in (1, 2, 3)]
        full = live_contents(opened)
        keeper = min(articles, key=lambda article: article.id).key
        for key in (1, 2, 3):
            owner = opened.annotator(f"Person {key}").key
            first = first_label(opened, key, owner)
            assert (first.id == IDS[0]) == (key == keeper)
            assert [each.source for each in rows.links(opened.reader(), key, owner)] == [first.id]
            assert [each.annotation for each in rows.notes(opened.reader(), key, owner)] == [first.id]
            again = incoming(articles[key - 1].text, [(0, 3, "ORG", IDS[0])], f"Person {key}")
            assert (bring(opened, [again]).annotations, live_contents(opened)) == (0, full)


@settings(max_examples=3, phases=[Phase.generate])
@given(claims=st.lists(CLAIMS, min_size=3, max_size=3), own=CLAIMS | st.none())
def test_colliding_ids_give_the_same_export_in_every_order(
    claims: list[list[tuple[str, int, int]]], own: list[tuple[str, int, int]] | None
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = base(folder, *TEXTS)
        files = []
        for number, (person, some) in enumerate(zip(("Ben", "Ben", "Cy"), claims, strict=True)):  # Ben has two copies
            with closing(work_file(project, person, file=f"file{number}")) as work:
                label_by_import(work, some)
            files.append(work.path)
        if own is not None:
            with closing(Project.open(project)) as opened:
                label_by_import(opened, own)
        assert len(in_every_order(project, files, folder)) == 1


def test_undo_of_a_merge_gives_a_label_its_id_back_and_doing_it_again_takes_it(tmp_path: Path) -> None:
    project = base(tmp_path)
    with closing(Project.open(project)) as opened:
        last = max((1, 2, 3), key=lambda key: rows.article(opened.reader(), key).id)
        label_by_import(opened, [(IDS[0], last, 3)])
        at_first = live_contents(opened)
    (tmp_path / "other").mkdir()
    with closing(work_file(base(tmp_path / "other"), "Ben")) as work:
        label_by_import(work, [(IDS[0], key, 4) for key in (1, 2, 3) if key != last][:1])
    assert merged(project, [work.path], foreign=True).new == 4
    with closing(Project.open(project)) as opened:
        after = live_contents(opened)
        assert IDS[0] not in {each.id for each in rows.annotations_of(opened.reader(), last, 1)}
        for _ in range(2):
            opened.writer.run(lambda db: history.undo(db, 1))
            assert live_contents(opened) == at_first
            opened.writer.run(lambda db: history.redo(db, 1))
            assert live_contents(opened) == after
        assert check(opened).problems == ()


def test_of_two_people_with_one_id_neither_is_lost_when_both_come_from_a_whole_project(tmp_path: Path) -> None:
    project = base(tmp_path)
    for person in ("Ben", "Cy"):
        with closing(work_file(project, person)) as work:
            label_by_import(work, [(IDS[0], 1, 3 + len(person))])
    files = [tmp_path / f"{person}.annotator" for person in ("Ben", "Cy")]
    found = set()
    for number, first in enumerate(files):
        one, other = (
            Path(shutil.copyfile(project, tmp_path / f"{name}{number}.annotator")) for name in ("one", "other")
        )
        merged(one, [first])
        merged(other, files)
        merged(one, [other], owners=True)
        found |= {exported(one), exported(other)}
    assert len(found) == 1
