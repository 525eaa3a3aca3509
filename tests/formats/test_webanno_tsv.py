"""WebAnno TSV 3: what the format's own description shows is read as it says; what is written comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.reading import Reading
from annotator.formats.webanno_tsv import WEBANNO_TSV
from annotator.formats.writing import Writing
from annotator.model.exchange import Row, Skipped, SpanLink
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import mismatches, put, read, remarks, rows

NER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"


def tsv(*header: str, body: str, version: str = "3.3") -> str:
    return f"#FORMAT=WebAnno TSV {version}\n" + "".join(f"{line}\n" for line in header) + "\n\n" + body


def one(folder: Path, content: str) -> Row:
    (row,) = rows(read(put(folder, "a.tsv", content)))
    return row


def labelled(row: Row) -> list[tuple[str, str]]:
    return [(row.text[s.fragments[0][0] : s.fragments[0][1]], s.label) for s in row.spans]


def linked(row: Row) -> set[tuple[str, str, str]]:
    quotes = {s.id: row.text[s.fragments[0][0] : s.fragments[0][1]] for s in row.spans}
    return {(link.role, quotes[link.source], quotes[link.target]) for link in row.links}


# -- reading --------------------------------------------------------------------------------------------------------


def test_an_emoji_is_two_units_wide(tmp_path: Path) -> None:
    body = "#Text=I like 😊 Rome .\n1-1\t0-1\tI\t_\t\n1-2\t2-6\tlike\t_\t\n1-3\t7-9\t😊\t*\t\n1-4\t10-14\tRome\tLOC\t\n1-5\t15-16\t.\t_\t\n"
    row = one(tmp_path, tsv(f"#T_SP={NER}|value", body=body))
    assert row.text == "I like 😊 Rome ."
    assert labelled(row) == [("😊", "NamedEntity"), ("Rome", "LOC")]


def test_a_file_that_counts_code_points_is_read_as_it_means(tmp_path: Path) -> None:
    body = "#Text=😊 Rome .\n1-1\t0-1\t😊\t_\t\n1-2\t2-6\tRome\tLOC\t\n1-3\t7-8\t.\t_\t\n"
    assert labelled(one(tmp_path, tsv(f"#T_SP={NER}|value", body=body))) == [("Rome", "LOC")]


def test_stacked_labels_and_labels_over_tokens(tmp_path: Path) -> None:
    body = "#Text=Ms. Haag\n1-1\t0-3\tMs.\tNNP\tPER[1]|PERpart[2]\t\n1-2\t4-8\tHaag\tNNP\tPER[1]\t\n"
    row = one(tmp_path, tsv(f"#T_SP={POS}|PosValue", f"#T_SP={NER}|value", body=body))
    found = [(s.layer, row.text[slice(*s.fragments[0])], s.label) for s in row.spans]
    assert found == [
        ("POS", "Ms.", "NNP"),
        (None, "Ms. Haag", "PER"),
        (None, "Ms.", "PERpart"),
        ("POS", "Haag", "NNP"),
    ]


def test_parts_of_tokens(tmp_path: Path) -> None:
    body = "#Text=He plays\n1-1\t0-2\tHe\t_\t\n1-2\t3-8\tplays\t_\t\n1-2.1\t3-6\tpla\ta\t\n1-2.2\t5-8\tays\tb\t\n"
    assert labelled(one(tmp_path, tsv("#T_SP=webanno.custom.Part|value", body=body))) == [("pla", "a"), ("ays", "b")]


def test_relations_point_from_the_named_unit_to_the_line_they_stand_on(tmp_path: Path) -> None:
    body = (
        "#Text=This is a test .\n1-1\t0-4\tThis\t*\t_\t_\t\n1-2\t5-7\tis\t_\t_\t_\t\n1-3\t8-9\ta\t_\t_\t_\t\n"
        "1-4\t10-14\ttest\tX\tsame\t1-1\t\n1-5\t15-16\t.\t*[1]|Y[2]\t*\t1-1[0_2]\t\n"
    )
    header = (f"#T_SP={NER}|value", f"#T_RL=webanno.custom.Relation|value|BT_{NER}")
    row = one(tmp_path, tsv(*header, body=body))
    target = {s.id: s.label for s in row.spans}
    assert [(link.role, target[link.target]) for link in row.links] == [("same", "X"), ("Relation", "Y")]
    assert linked(row) == {("same", "This", "test"), ("Relation", "This", ".")}


def test_slots_are_links(tmp_path: Path) -> None:
    header = (
        "#T_SP=webanno.custom.Frame|FE|ROLE_webanno.custom.Frame:Roles_webanno.custom.FrameRolesLink|webanno.custom.Lu",
        "#T_SP=webanno.custom.Lu|luvalue",
    )
    body = (
        "#Text=Bob auctioned the clock to John .\n1-1\t0-3\tBob\t_\t_\t_\tbob\t\n"
        "1-2\t4-13\tauctioned\ttransaction\tseller;goods;*\t1-1;1-3[4];1-6\t_\t\n1-3\t14-17\tthe\t_\t_\t_\tclock[4]\t\n"
        "1-4\t18-23\tclock\t_\t_\t_\tclock[4]\t\n1-5\t24-26\tto\t_\t_\t_\t_\t\n1-6\t27-31\tJohn\t_\t_\t_\tjohn\t\n"
        "1-7\t32-33\t.\t_\t_\t_\t_\t\n"
    )
    row = one(tmp_path, tsv(*header, body=body))
    assert linked(row) == {
        ("seller", "auctioned", "Bob"),
        ("goods", "auctioned", "the clock"),
        ("Roles", "auctioned", "John"),
    }
    frame = next(s for s in row.spans if s.layer == "Frame")
    assert (frame.label, dict(frame.attributes)) == ("Frame", {"FE": "transaction"})


def test_the_steps_of_a_chain_are_links(tmp_path: Path) -> None:
    header = "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation"
    body = (
        "#Text=He and the old man shot himself\n1-1\t0-2\tHe\tpr[1]\tcoref->1-1\t\n1-2\t3-6\tand\t_\t_\t\n"
        "1-3\t7-10\tthe\tnom[1]|x[2]\tsame->1-2|*->2-1\t\n1-4\t11-14\told\tnom[1]\tsame->1-2\t\n"
        "1-5\t15-18\tman\tnom[1]\tsame->1-2\t\n1-6\t19-23\tshot\t_\t_\t\n1-7\t24-31\thimself\tpr[1]\t*->1-3\t\n"
    )
    row = one(tmp_path, tsv(header, body=body))
    assert labelled(row) == [("He", "pr"), ("the old man", "nom"), ("the", "x"), ("himself", "pr")]
    assert linked(row) == {("coref", "He", "the old man"), ("same", "the old man", "himself")}


def test_escaped_signs_belong_to_the_value(tmp_path: Path) -> None:
    body = "#Text=a\\\\b\\tc\n1-1\t0-3\ta\\b\tx\\|y\\[1\\]\\_\\->\\*\\;\\\\[3]|z[4]\t\n1-2\t4-5\tc\tx[3]\t\n"
    row = one(tmp_path, tsv(f"#T_SP={NER}|value", body=body))
    assert row.text == "a\\b\tc"
    assert labelled(row) == [("a\\b\tc", "x"), ("a\\b", "z")]
    body = "#Text=a\n1-1\t0-1\ta\tx\\|y\\[1\\]\\_\\->\\*\\;\\\\\t\n"
    assert labelled(one(tmp_path, tsv(f"#T_SP={NER}|value", body=body))) == [("a", "x|y[1]_->*;\\")]


def test_sentences_of_several_lines_and_gaps_between_sentences(tmp_path: Path) -> None:
    body = (
        "#Sentence.id=s1\n#Text=One\n#Text=two\n1-1\t0-3\tOne\t_\t\n1-2\t4-7\ttwo\tX\t\n\n"
        "#Text=Three\n2-1\t10-15\tThree\tY\t\n\n#Text=Four\n3-1\t15-19\tFour\tZ\t\n"
    )
    row = one(tmp_path, tsv(f"#T_SP={NER}|value", body=body))
    assert row.text == "One\ntwo\n  ThreeFour"
    assert labelled(row) == [("two", "X"), ("Three", "Y"), ("Four", "Z")]


def test_a_sentence_that_begins_with_white_space_keeps_it(tmp_path: Path) -> None:
    header = f"#T_SP={NER}|value"
    row = one(tmp_path, tsv(header, body="#Text=  Lee won  \n1-1\t2-5\tLee\tPER\t\n1-2\t6-9\twon\t_\t\n"))
    assert (row.text, labelled(row)) == ("  Lee won  ", [("Lee", "PER")])


def test_older_versions_escape_as_java_does(tmp_path: Path) -> None:
    body = '#Text=\\u00dcber \\uD83D\\uDE0A \\"x\\"\n1-1\t0-4\tÜber\tX\t\n1-2\t5-7\t😊\tY\t\n1-3\t8-11\t"x"\t_\t\n'
    row = one(tmp_path, tsv(f"#T_SP={NER}|value", body=body, version="3.1"))
    assert row.text == 'Über 😊 "x"'
    assert labelled(row) == [("Über", "X"), ("😊", "Y")]


def test_a_label_without_length_and_relations_of_bare_words_are_named(tmp_path: Path) -> None:
    header = (f"#T_SP={NER}|value", "#T_RL=x.Dependency|DependencyType|BT_x.Token")
    body = "#Text=a b\n1-1\t0-1\ta\t_\tSUBJ\t1-2\t\n1-1.1\t1-1\t\tX\t_\t_\t\n1-2\t2-3\tb\tY\t_\t_\t\n"
    items = read(put(tmp_path, "a.tsv", tsv(*header, body=body)))
    assert labelled(rows(items)[0]) == [("b", "Y")]
    assert [reason for _, reason in mismatches(items)] == ["line 8: it has no length"]
    assert len(remarks(items)) == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (tsv(f"#T_SP={NER}|value", body="#Text=a\n1-1\t0-1\ta\n"), 6),
        (tsv(f"#T_SP={NER}|value", body="#Text=a b\n1-1\t0-1\ta\t_\t\n1-2\t2-3\tc\t_\t\n"), 7),
        (tsv(f"#T_SP={NER}|value", body="#Text=a\n1-1\tx-1\ta\t_\t\n"), 6),
        (tsv(f"#T_SP={NER}|value", body="1-1\t0-1\ta\t_\t\n"), 5),
        (tsv(f"#T_XX={NER}|value", body="#Text=a\n1-1\t0-1\ta\t_\t\n"), 2),
        (tsv(f"#T_SP={NER}|value", body="#Text=abc\n1-1\t0-3\tabc\t_\t\n\n#Text=d\n2-1\t1-2\td\t_\t\n"), 9),
        (tsv(f"#T_SP={NER}|value", body=""), 5),
        ("#FORMAT=WebAnno TSV 3.x\n\n\n", 1),
    ],
)
def test_a_malformed_file_is_named_in_one_line_and_gives_nothing(tmp_path: Path, content: str, line: int) -> None:
    (item,) = read(put(tmp_path, "a.tsv", content))
    assert isinstance(item, Skipped)
    assert item.line == line


# -- writing --------------------------------------------------------------------------------------------------------


def test_what_is_written_is_what_the_description_shows(tmp_path: Path, schema: Schema) -> None:
    text = "In Den Haag 😊 today"
    spans = [corpus.span(text, "LOC", "Den Haag"), corpus.span(text, "DATE", "today"), corpus.span(text, "X", "tod")]
    corpus.write("webanno-tsv", [corpus.row(text, spans, meta={"title": "Den/Haag"})], tmp_path, schema)
    assert (tmp_path / "Den_Haag.tsv").read_text(encoding="utf-8") == (
        f"#FORMAT=WebAnno TSV 3.3\n#T_SP={NER}|value\n\n\n"
        "#Text=In Den Haag 😊 today\n1-1\t0-2\tIn\t_\t\n1-2\t3-6\tDen\tLOC[1]\t\n1-3\t7-11\tHaag\tLOC[1]\t\n"
        "1-4\t12-14\t😊\t_\t\n1-5\t15-20\ttoday\tDATE\t\n1-5.1\t15-18\ttod\tX\t\n\n"
    )


def test_a_blank_line_stands_between_sentences_and_nowhere_else(tmp_path: Path, schema: Schema) -> None:
    corpus.write("webanno-tsv", [corpus.row("One.\n\nTwo.\n", meta={"title": "a"})], tmp_path, schema)
    assert (tmp_path / "a.tsv").read_text(encoding="utf-8") == (
        "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=One.\n#Text=\n#Text=\n1-1\t0-3\tOne\t\n1-2\t3-4\t.\t\n\n"
        "#Text=Two.\n#Text=\n2-1\t6-9\tTwo\t\n2-2\t9-10\t.\t\n\n"
    )


def test_texts_labels_and_links_come_back(tmp_path: Path, schema: Schema) -> None:
    wanted = corpus.rows()
    losses = corpus.write("webanno-tsv", wanted, tmp_path, schema, fragments="split")
    found = {row.text: row for path in tmp_path.glob("*.tsv") for row in corpus.read_rows("webanno-tsv", path)}
    for row in wanted:
        text = row.text.strip() + row.text[len(row.text.rstrip()) :]
        same = found[text]
        pieces = sorted((s.layer, s.label, piece) for s in row.spans for piece in s.fragments)
        assert sorted((s.layer or "entity", s.label, s.fragments[0]) for s in same.spans) == pieces
    claim = found[wanted[0].text]
    assert linked(claim) == {
        ("claimer", "Taxes fell 🎉", "Mayor 🏙️ Lee"),
        ("cue", "Taxes fell 🎉", "said"),
        ("holder", "doubts it", "Zoe\u0301 O’Neill"),
        ("target", "doubts it", "Taxes fell 🎉"),
    }
    assert {"name": "Lee"} in corpus.said(claim).values()
    assert {loss.what for loss in losses} == {
        "fragments", "names of annotators", "notes", "labels of whole articles", "articles with metadata",
        "marks of done, skipped and flagged",
    }  # fmt: skip


def test_links_inside_a_layer_are_relations(tmp_path: Path, schema: Schema) -> None:
    text = "Rome fell. It burned."
    spans = [corpus.span(text, "GPE", "Rome"), corpus.span(text, "GPE", "It"), corpus.span(text, "ORG", "It")]
    links = [SpanLink("l1", "coref", spans[1].id, spans[0].id), SpanLink("l2", "coref", spans[2].id, spans[0].id)]
    corpus.write("webanno-tsv", [corpus.row(text, spans, links=links, meta={"id": "r"})], tmp_path, schema)
    assert f"#T_RL=webanno.custom.EntityRelation|role|BT_{NER}\n" in (tmp_path / "r.tsv").read_text(encoding="utf-8")
    (row,) = corpus.read_rows("webanno-tsv", tmp_path / "r.tsv")
    label = {s.id: s.label for s in row.spans}
    assert {(link.role, label[link.source], label[link.target]) for link in row.links} == {
        ("coref", "GPE", "GPE"),
        ("coref", "ORG", "GPE"),
    }


def test_a_lemma_for_each_word_stays_a_value(tmp_path: Path, schema: Schema) -> None:
    header = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value"
    row = one(
        tmp_path, tsv(header, body="#Text=He went .\n1-1\t0-2\tHe\the\t\n1-2\t3-7\twent\tgo\t\n1-3\t8-9\t.\t_\t\n")
    )
    said = [(s.label, s.fragments, dict(s.attributes)) for s in row.spans]
    assert said == [("Lemma", ((0, 2),), {"value": "he"}), ("Lemma", ((3, 7),), {"value": "go"})]
    again = corpus.row(row.text, [s._replace(start=s.fragments[0][0], end=s.fragments[0][1]) for s in row.spans])
    (tmp_path / "out").mkdir()
    corpus.write("webanno-tsv", [again], tmp_path / "out", schema)
    (found,) = (r for path in (tmp_path / "out").iterdir() for r in corpus.read_rows("webanno-tsv", path))
    assert [(s.label, s.fragments, dict(s.attributes)) for s in found.spans] == said


def test_several_annotators_have_a_folder_each(tmp_path: Path, schema: Schema) -> None:
    rows_ = [corpus.row("Rome fell.", annotator=name, meta={"id": "r"}) for name in ("Ann", "Bo/b")]
    corpus.write("webanno-tsv", rows_, tmp_path, schema)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.tsv")) == ["Ann/r.tsv", "Bo_b/r.tsv"]


_TEXT = st.text(st.sampled_from("ab. \n\r\tÄ😊e\u0301\u00a0\u200b[]|_*;\\->#שג東\u2028\x00"), min_size=1, max_size=40)


@given(st.data())
def test_any_text_and_any_labels_come_back(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text = "x" + data.draw(_TEXT)
    edges = st.integers(0, len(text))
    places = data.draw(st.lists(st.tuples(edges, edges).filter(lambda p: p[0] < p[1]), max_size=5))
    label = st.text(st.sampled_from("AB|[]_*;\\->\n\t "), min_size=1, max_size=4).filter(lambda t: t != "*")
    spans = [
        corpus.span(text, data.draw(label), place)
        for place in places
        if text[slice(*place)].strip() == text[slice(*place)]
    ]
    folder = tmp_path_factory.mktemp("tsv")
    write, reader = WEBANNO_TSV.write, WEBANNO_TSV.read
    assert write is not None
    assert reader is not None
    write([corpus.row(text, spans, meta={"id": "r"})], folder, Writing(Schema("s", ())))
    (row,) = reader(folder / "r.tsv", Reading())
    assert isinstance(row, Row)
    assert row.text == text
    assert sorted((s.label, s.fragments) for s in row.spans) == sorted((s.label, s.fragments) for s in spans)
