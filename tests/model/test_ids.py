"""Ids that can travel."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import ids


def test_new_ids_are_uuid_7_and_rise() -> None:
    made = [ids.new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {uuid.UUID(found).version for found in made} == {7}


@given(st.text(max_size=20))
def test_derived_ids_are_uuid_5_of_their_parts(name: str) -> None:
    if name.isascii():
        assert ids.derived_id("a", name) == str(uuid.uuid5(ids.NAMESPACE, f"a\n{name}"))
        assert ids.deriving("a")(name) == ids.derived_id("a", name)
    assert uuid.UUID(ids.derived_id(name)).version == 5


def test_case_and_unicode_form_of_a_name_do_not_matter() -> None:
    assert ids.annotator_id("JOSÉ") == ids.annotator_id("jose\u0301")
