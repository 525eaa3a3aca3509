"""A merge whose process is killed leaves whole batches and a step marked interrupted; merging again completes it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from annotator.services.handing_out import HandoutOptions, hand_out
from annotator.storage import history
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.services.merging_files import base, exported, merged, put

_KILLED = """
import os, signal, sys
from pathlib import Path
from annotator.services.merging import merge
from annotator.storage.merge_writing import MergeWriter
from annotator.storage.project import Project

written = MergeWriter.write
MergeWriter.batches = 0

def write(self, db, *rest):
    self.room = 2
    found = written(self, db, *rest)
    self.room = 2
    MergeWriter.batches += 1
    if MergeWriter.batches == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return found

MergeWriter.write = write
merge(Project.open(Path(sys.argv[1])), [Path(sys.argv[2])])
"""


def test_a_killed_merge_leaves_whole_batches_and_is_completed_by_the_next(tmp_path: Path) -> None:
    texts = tuple(f"Article {n} about Mayor Lee.\n" for n in range(100))
    project = base(tmp_path, *texts)
    with closing(Project.open(project)) as opened:
        (file,) = hand_out(opened, tmp_path / "out", ["Ben"], HandoutOptions(overlap=1.0)).files
    with closing(Project.open(Path(file.path))) as work:
        for article in range(1, 101):
            put(work, 0, 7, "ORG", article=article)
    whole = Path(shutil.copyfile(project, tmp_path / "whole.annotator"))
    merged(whole, [Path(file.path)])
    ran = subprocess.run([sys.executable, "-c", _KILLED, str(project), file.path], check=False, capture_output=True)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    with closing(Project.open(project)) as opened:
        opened.writer.run(lambda db: None)  # who writes first says what was cut off
        (step,) = (step for step in history.steps(opened.reader(), 1) if step.kind == "merge")
        assert step.state == "interrupted"
        assert check(opened).problems == ()
        (there,) = opened.reader().execute("SELECT count(*) FROM annotation").fetchone()
        assert 0 < there < 100
    report = merged(project, [Path(file.path)])
    assert (report.new, report.unchanged) == (100 - there, there)
    assert exported(project) == exported(whole)
