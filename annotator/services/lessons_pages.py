"""Lessons as a page to be read or printed: article by article, what the annotator had, what the gold layer has, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from annotator.model.phrases import tr, trn
from annotator.services import pages
from annotator.services.hidden_names import NOBODY, lessons_without_names, letters
from annotator.services.jobs import Job
from annotator.services.lessons import Lesson, lessons
from annotator.services.pages import Part
from annotator.storage.project import Project


def kind_words() -> dict[str, str]:
    """What the kinds of lessons are called."""
    return {
        "missed": tr("missed"),
        "not_there": tr("not to be labelled"),
        "label": tr("another label"),
        "boundary": tr("another boundary"),
        "attribute": tr("another attribute"),
        "link": tr("another link"),
        "article": tr("another label of the article"),
    }


def title(name: str) -> str:
    """The heading of somebody's page."""
    return tr("Lessons for {name}", name=name)


def parts(found: Sequence[Lesson]) -> Iterable[Part]:
    """The page of one annotator's lessons."""
    if not found:
        yield Part(tr("Nothing to learn"), [tr("The reviewed articles have everything as this annotator had it.")])
        return
    words = kind_words()
    counts = Counter(lesson.kind for lesson in found)
    reasons = Counter(lesson.reason for lesson in found if lesson.reason)
    why = [[tr("Reason"), tr("How often")], *([reason, f"{n:,}"] for reason, n in reasons.most_common())]
    kinds = [[tr("Difference"), tr("How often")], *([words[kind], f"{n:,}"] for kind, n in counts.most_common())]
    articles = len({lesson.article for lesson in found})
    yield Part(
        tr("At a glance"),
        [
            tr(
                "{differences} in {articles} that were reviewed.",
                differences=trn("{n} difference", "{n} differences", len(found)),
                articles=trn("{n} article", "{n} articles", articles),
            )
        ],
        [kinds, why] if reasons else [kinds],
    )
    for _, own in groupby(found, key=lambda lesson: lesson.article):
        rows = list(own)
        head = [tr("In the text"), tr("Difference"), tr("You had"), tr("Gold has"), tr("Why")]
        yield Part(rows[0].title, tables=[[head, *(_row(lesson, words[lesson.kind]) for lesson in rows)]], words=True)


def _row(lesson: Lesson, kind: str) -> list[str]:
    quoted = f"…{lesson.before[-40:]}[{lesson.quote}]{lesson.after[:40]}…" if lesson.quote else ""
    why = [lesson.reason, lesson.note, f"({lesson.reviewer})" if lesson.reviewer else ""]
    return [
        " ".join(quoted.split()),
        kind,
        lesson.theirs or tr("nothing"),
        lesson.gold or tr("nothing"),
        " ".join(filter(None, why)),
    ]


def page(project: Project, name: str, job: Job | None = None, *, blind: bool = False) -> str:
    """Somebody's lessons as Markdown, to be shown; `blind` names nobody. UserError where nobody is called so."""
    return pages.markdown(*_page(project, name, job, blind=blind), "lessons")[0]


def write_lessons(project: Project, name: str, out: Path, job: Job | None = None, *, blind: bool = False) -> list[Path]:
    """Writes somebody's lessons to `out`, as HTML or Markdown by its name. Raises UserError."""
    as_markdown = pages.is_markdown(out)
    heading, found = _page(project, name, job, blind=blind)
    return pages.write(
        {out: pages.markdown(heading, found, out.stem)[0] if as_markdown else pages.html(heading, found)}
    )


def _page(project: Project, name: str, job: Job | None, *, blind: bool) -> tuple[str, list[Part]]:
    annotator = project.annotator(name)
    found = lessons(project, annotator, job)
    if not blind:
        return title(annotator.name), list(parts(found))
    letter = letters(project).get(annotator.name, NOBODY)
    return title(letter), list(parts(lessons_without_names(found)))
