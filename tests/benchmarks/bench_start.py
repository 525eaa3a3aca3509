"""From the command to a painted window that takes keys, with a large project; what it holds in memory then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from annotator.services.creating import create
from annotator.services.importing import import_files
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, Options

_RESIDENT = """
def resident(pid="self"):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
"""

_OURS = (
    _RESIDENT
    + """
import json, os, sys, time
begun = float(sys.argv[1])
from pathlib import Path
from annotator.ui.app import make_application
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings

app = make_application()
settings = Settings()
settings.set_flag(SUGGEST_ON_OPENING, sys.argv[3] == "suggest")
window = MainWindow(settings)
window.resize(1280, 800)
window.show()
window.open_project(Path(sys.argv[2]))
while window.page is None or window.session.opened is None:
    app.processEvents()
window.page.view.viewport().repaint()
app.processEvents()
painted = time.time() - begun
end = time.time() + (6 if sys.argv[3] == "suggest" else 0.5)
while time.time() < end:
    app.processEvents()
    time.sleep(0.01)
inside = sorted({name.split(".")[0] for name in sys.modules} & {"spacy", "numpy", "thinc"})
children = Path(f"/proc/self/task/{os.getpid()}/children")
workers = sum(resident(pid) for pid in children.read_text().split()) if children.exists() else 0.0
print(json.dumps({"painted": painted, "memory": resident(), "workers": workers, "inside": inside}))
window.close()
"""
)

_FLOOR = (
    _RESIDENT
    + """
import json, sys, time
begun = float(sys.argv[1])
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("text"))
window.resize(1280, 800)
window.show()
app.processEvents()
window.repaint()
print(json.dumps({"painted": time.time() - begun, "memory": resident()}))
"""
)


def figures(options: Options) -> list[Figure]:
    source = corpus.write(options.folder / "plain.jsonl", options.articles)
    project = create(options.folder / "large", annotator="Ann")
    import_files(project, [source])
    project.close()
    settings = os.environ | {"ANNOTATOR_HOME": str(options.folder / "home")}

    def run(code: str, *arguments: str) -> dict[str, float]:
        command = [sys.executable, "-c", code, str(time.time()), *arguments]
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=settings).stdout
        return dict(json.loads(said))

    path = str(project.path)
    run(_OURS, path, "")  # the first start fills the disk's cache for all that follow
    pairs = [(run(_OURS, path, ""), run(_FLOOR)) for _ in range(options.rounds)]
    suggesting = run(_OURS, path, "suggest")
    assert not any(ours["inside"] for ours, _ in pairs), "spaCy is not on the way to the first picture"
    return [
        Figure(
            f"start with {options.articles:,} articles, until painted",
            "ms",
            [ours["painted"] * 1000 for ours, _ in pairs],
            [floor["painted"] * 1000 for _, floor in pairs],
            "Qt and an empty window",
            "<= 1000 ms",
        ),
        Figure(
            f"memory with {options.articles:,} articles",
            "MB",
            [ours["memory"] for ours, _ in pairs],
            [floor["memory"] for _, floor in pairs],
            "Qt and an empty window",
            "<= 150 MB",
        ),
        Figure(
            "memory with spaCy loaded, worker included",
            "MB",
            [suggesting["memory"] + suggesting["workers"]],
            budget="<= 400 MB",
        ),
    ]
