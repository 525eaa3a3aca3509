"""Whatever people did in their files, in whatever order and however often the files come back: the same export."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annotator.model.change import created, deleted, edited
from annotator.model.ids import derived_id
from annotator.model.schema import Label
from annotator.storage import history, rows, schema_edit
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.merging_files import TEXTS, base, exported, merged, work_file
from tests.storage.bringing import bring, incoming
from tests.storage.projects import act, label, link, live_contents, note, work

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 12), st.sampled_from(["ORG", "PERSON", "CLAIM"]))
DEEDS = st.one_of(
    st.tuples(st.just("put"), SPANS, st.integers(1, 3)),
    st.tuples(st.sampled_from(["edit", "delete", "link", "note", "unlink"]), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("mark"), st.sampled_from(["open", "done", "skipped"]), st.booleans()),
    st.tuples(st.just("article"), st.integers(0, 2), st.sampled_from(["Harbour", "Echo", ""])),
    st.tuples(st.just("schema"), st.sampled_from(["NEW", "OTHER"]), st.integers(0, 2)),
    st.tuples(st.just("import"), st.integers(0, 3), st.integers(1, 4)),
    st.tuples(st.just("undo"), st.none(), st.none()),
)


def do(project: Project, deed: tuple[Any, Any, Any]) -> None:
    """One thing that a person does in their file."""
    kind, one, other = deed
    owner = project.current_annotator.key
    db = project.reader()
    keys = rows.article_keys(db)
    mine = sorted((a for key in keys for a in rows.annotations_of(db, key, owner)), key=lambda a: a.id)
    links = sorted((x for key in keys for x in rows.links(db, key, owner)), key=lambda x: x.id)
    if kind == "put":
        text = rows.article(db, other).text
        act(project, label(text, one[0], one[0] + one[1], one[2], article=other, owner=owner), owner=owner)
    elif kind == "mark":
        there = rows.work(db, 1, owner)
        identity = derived_id(rows.article(db, 1).id, project.current_annotator.id, "work")
        new = replace(work(owner=owner, status=one, flagged=other), id=identity)
        act(project, edited(there, status=one, flagged=other) if there else created(new), owner=owner)
    elif kind == "article":
        item = incoming(f"Article {one} that somebody found.\n")
        item.meta = {"source": other, "url": f"https://example.org/{one}"} if other else {"title": "Found"}
        bring(project, [item], owner=owner)
    elif kind == "schema":
        layer = project.schema().layers[0]
        new_label = Label(one if not other else f"{one}~{other}", one, definition=f"by {owner}")
        if layer.label(new_label.id) is None and layer.label_named(one) is None:
            schema = project.schema().with_layer(replace(layer, labels=(*layer.labels, new_label)))
            project.writer.run(lambda d: schema_edit.set_schema(d, owner, schema, "Label"))
            text = TEXTS[0]
            act(project, replace_label(label(text, 0, 5, owner=owner), new_label.id), owner=owner)
    elif kind == "import":
        # The same UUID in everybody's file, as when all import the same pre-annotated lines.
        identity = f"0190a0a0-0000-7000-8000-00000000000{one}"
        bring(project, [incoming(TEXTS[0], [(one, one + other, "ORG", identity)], project.current_annotator.name)],
              owner=owner)  # fmt: skip
    elif kind == "undo":
        project.writer.run(lambda d: history.undo(d, owner))
    elif mine:
        first, second = mine[one % len(mine)], mine[other % len(mine)]
        if kind == "edit":
            name = "ORG" if first.layer == "entity" else "CUE"
            act(project, edited(first, label=name, attributes={"voice": "direct", "n": other}), owner=owner)
        elif kind == "delete":
            hanging: list[Any] = [x for x in links if first.id in (x.source, x.target)]
            hanging += [n for n in rows.notes(db, first.article, owner) if n.annotation == first.id]
            act(project, *map(deleted, (*hanging, first)), owner=owner)
        elif kind == "link" and first.id != second.id and first.article == second.article:
            act(project, link(first, second), owner=owner)
        elif kind == "note":
            act(project, note("why?", first, article=first.article, owner=owner), owner=owner)
        elif kind == "unlink" and links:
            act(project, deleted(links[other % len(links)]), owner=owner)


def replace_label(annotation: Any, name: str) -> Any:
    return annotation._replace(label=name)


@settings(max_examples=20, phases=[Phase.generate])  # making a failure smaller would take minutes
@given(data=st.data())
def test_files_in_any_order_and_any_number_of_times_give_the_same_export(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = base(folder)
        files: list[Path] = []
        for person, copies in (("Ben", 2), ("Cy", 1)):
            for copy in range(copies):
                opened = work_file(project, person, file=f"{person}{copy}")
                opened.close()
                for version in range(data.draw(st.integers(1, 2))):
                    deeds = data.draw(st.lists(DEEDS, min_size=1, max_size=7))
                    with closing(Project.open(opened.path)) as opened:
                        for deed in deeds:
                            do(opened, deed)
                    files.append(Path(shutil.copyfile(opened.path, folder / f"{person}{copy}-{version}.annotator")))
        results = set()
        with closing(Project.open(project, for_writing=False)) as opened:
            at_first = live_contents(opened)
        for turn in range(3):
            order = data.draw(st.permutations(files)) + data.draw(st.lists(st.sampled_from(files), max_size=2))
            target = Path(shutil.copyfile(project, folder / f"target{turn}.annotator"))
            if data.draw(st.booleans()):
                merged(target, order)
            else:
                for path in order:
                    assert merged(target, [path]).refused == []
            results.add(exported(target))
            with closing(Project.open(target, for_writing=False)) as opened:
                assert check(opened).problems == ()
        assert len(results) == 1
        with closing(Project.open(target)) as opened:
            merges = [step for step in history.steps(opened.reader(), 1) if step.kind == "merge"]
            full = live_contents(opened)
            for _ in merges:
                opened.writer.run(lambda d: history.undo(d, 1))
            assert live_contents(opened) == at_first
            for _ in merges:
                opened.writer.run(lambda d: history.redo(d, 1))
            assert live_contents(opened) == full
        # Two people who each merged some of the files, merged with each other.
        half = len(files) // 2
        one, other = (Path(shutil.copyfile(project, folder / f"half{n}.annotator")) for n in (1, 2))
        merged(one, files[: half + 1])
        merged(other, files[half:])
        merged(one, [other], owners=True)
        assert exported(one) in results
