"""One real set of suggesters for all tests: loading a pipeline takes a second."""

from __future__ import annotations

import pytest

from annotator.nlp.suggest import Suggesters


@pytest.fixture(scope="session")
def suggesters() -> Suggesters:
    return Suggesters()
