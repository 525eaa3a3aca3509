"""Where the resources lie: schemas, sample corpus, icons, word lists. The same call in a wheel, an editable install and a bare clone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from annotator.model.errors import UserError
from annotator.model.phrases import tr

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file or folder below `resources/`, as in `resource("schemas", "news.json")`.

    Whether it exists is the caller's question; only a missing `resources/` as a whole is a UserError.
    """
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    # A wheel carries the folder inside the package. An editable install and a clone import the package from beside it.
    inside, beside = _PACKAGE / "_resources", _PACKAGE.parent / "resources"
    for folder in (inside, beside):
        if folder.is_dir():
            return folder
    raise UserError(
        tr("The installation is not complete: its folder “resources” is missing."),
        inside,
        tr("Install Annotator again."),
    )
