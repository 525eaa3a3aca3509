"""Finding a word in the corpus: all its articles, and the first page of the list."""

from __future__ import annotations

from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.services.queue import QueueFilter
from annotator.services.session import Session
from tests.benchmarks import corpus, floors
from tests.benchmarks.figures import Figure, Options, side_by_side


def figures(options: Options) -> list[Figure]:
    source = corpus.write(options.folder / "plain.jsonl", options.articles)
    project = create(options.folder / "ours", annotator="Ann")
    import_files(project, [source])
    floors.import_jsonl(source, options.folder / "floor.db")
    session = Session(project, project.current_annotator)
    found = []
    with floors.database(options.folder / "floor.db") as db:
        for kind, word in (("rare", corpus.RARE), ("common", corpus.COMMON)):

            def ours(_: int, word: str = word) -> int:
                # Another filter first, so that no answer is kept from the round before.
                session.queue.choose(QueueFilter(text=word))
                keys = session.queue.keys
                assert session.queue.rows(0, 50)
                return len(keys)

            def floor(_: int, word: str = word) -> int:
                return floors.find(db, word)

            session.queue.choose(QueueFilter(status="done"))
            mine, bare = side_by_side(options.rounds * 20, ours, floor)
            what = f"find a {kind} word in {options.articles:,} articles"
            floor_is = "FTS5, 50 hits with snippets"
            found.append(Figure(what, "ms", mine, bare, floor_is, "<= 1.5 x floor"))
    session.close()
    return found
