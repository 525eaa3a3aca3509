"""How fast the article view is: opening, one scroll step, one more label, each until it is painted.

    python tests/benchmarks/bench_view.py [--json FILE] [--rounds N]

The floor is one frame of a 60 Hz screen, 16.7 ms. Uses the platform that QT_QPA_PLATFORM names, `offscreen` without it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from annotator.model.article import Article
from annotator.ui.textview import ArticleView, Mark
from annotator.ui.theme import apply_theme, theme_of

FRAME = 16.7
_TALE = (
    "the minister said on Tuesday that new rules for artificial intelligence would not come before spring and that "
    "companies should expect talks with their neighbours about costs while critics in Paris called it a late answer"
)
_WORDS = _TALE.split()
_LABELS = (("PERSON", "people"), ("ORG", "organisations"), ("GPE", "places"), ("EVENT", "events"), ("DATE", "numbers"))


def article(words: int, seed: int) -> Article:
    """News-like text of so many words in paragraphs of 40 to 120."""
    chance = random.Random(seed)
    paragraphs = []
    while words > 0:
        count = min(words, chance.randint(40, 120))
        paragraphs.append(" ".join(chance.choice(_WORDS) for _ in range(count)) + ".")
        words -= count
    return Article(seed, str(seed), "\n".join(paragraphs), "", "", "A title for measuring", "Bench", "", "en", {})


def marks(text: str, count: int, seed: int) -> list[Mark]:
    """Entities, a tenth of them suggested and some nested, with a claim for every fifteen of them."""
    chance = random.Random(seed)
    step = len(text) / count
    made = []
    for number in range(count):
        start = min(int(number * step + chance.random() * step / 2), len(text) - 3)
        if number % 15 == 0:
            length, style, label = min(160, len(text) - start), "line", ("CLAIM", "claims")
        else:
            length, style, label = min(chance.randint(4, 24), len(text) - start), "fill", chance.choice(_LABELS)
        place = ((start, start + length),)
        made.append(Mark(str(number), place, style, *label, number % 10 == 0, number if style == "line" else None))
    return made


def measure(rounds: int, work: Callable[[int], None]) -> list[float]:
    """Milliseconds of each round."""
    took = []
    for number in range(rounds):
        start = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - start) * 1000)
    return took


def resident() -> float:
    """Megabytes of this process in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(rounds: int) -> dict[str, dict[str, float]]:
    """All measurements: name -> median, p95, budget."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = theme_of(dark=False)
    apply_theme(app, theme)
    view = ArticleView()
    view.set_theme(theme)
    view.resize(800, 760)
    view.show()
    app.processEvents()
    results: dict[str, dict[str, float]] = {}

    def note(name: str, took: list[float], budget: float) -> None:
        ordered = sorted(took)
        p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
        results[name] = {"median": statistics.median(ordered), "p95": p95, "worst": ordered[-1], "budget": budget}

    def opening(words: int, count: int) -> Callable[[int], None]:
        shown = [article(words, seed) for seed in range(4)]
        theirs = [marks(each.text, count, seed) for seed, each in enumerate(shown)]

        def work(number: int) -> None:
            view.show_article(shown[number % 4], "Bench")
            view.set_marks(theirs[number % 4])
            view.viewport().repaint()

        return work

    note("open 600 words, 40 marks", measure(rounds, opening(600, 40)), 2 * FRAME)
    note("open 20,000 words, 1,000 marks", measure(rounds, opening(20_000, 1_000)), 100.0)

    long = article(20_000, 1)
    some = marks(long.text, 1_000, 1)
    view.show_article(long, "Bench")
    view.set_marks(some)

    def labelling(number: int) -> None:
        start = 10 + 7 * number % 900
        view.set_marks([*some, Mark("new", ((start, start + 5),), "fill", "PERSON", "people")])
        view.viewport().repaint()

    note("label in 20,000 words, 1,000 marks", measure(rounds, labelling), FRAME)

    before = resident()
    huge = article(170_000, 2)
    many = marks(huge.text, 50_000, 2)
    made = resident()
    note("open 1 MB, 50,000 marks", measure(max(5, rounds // 10), lambda _: _open(view, huge, many)), 100.0)
    bar = view.verticalScrollBar()

    def step(_: int) -> None:
        bar.setValue(bar.value() + 3 * bar.singleStep())
        view.viewport().repaint()

    def step_back(_: int) -> None:
        bar.setValue(bar.value() - 3 * bar.singleStep())
        view.viewport().repaint()

    def jump(number: int) -> None:
        bar.setValue((number * 7919 * 31) % max(1, bar.maximum()))
        view.viewport().repaint()

    note("scroll step down, 1 MB, 50,000 marks", measure(rounds * 5, step), FRAME)
    note("scroll step up, 1 MB, 50,000 marks", measure(rounds * 5, step_back), FRAME)
    note("jump anywhere, 1 MB, 50,000 marks", measure(rounds * 2, jump), 2 * FRAME)
    results["memory of the view at 1 MB (MB)"] = {"median": resident() - made, "text and marks": made - before}
    return results


def _open(view: ArticleView, huge: Article, many: list[Mark]) -> None:
    view.show_article(huge, "Bench")
    view.set_marks(many)
    view.viewport().repaint()


def main() -> None:
    """Measures and prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--rounds", type=int, default=60)
    options = asked.parse_args()
    results = run(options.rounds)
    print(f"{'milliseconds':44} {'median':>8} {'p95':>8} {'budget':>8} {'p95/budget':>10}")  # noqa: T201  # the table is what this prints
    for name, found in results.items():
        if "budget" in found:
            ratio = found["p95"] / found["budget"]
            print(f"{name:44} {found['median']:8.1f} {found['p95']:8.1f} {found['budget']:8.1f} {ratio:10.2f}")  # noqa: T201
        else:
            print(f"{name:44} {found['median']:8.1f}")  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
