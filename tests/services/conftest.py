import json, pytest
from pathlib import Path
from annotator.model.schema_json import schema_from_json


@pytest.fixture(scope="session")
def schema():
    return schema_from_json(json.loads(Path("resources/schemas/news.json").read_text()))
