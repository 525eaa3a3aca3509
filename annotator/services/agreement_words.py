"""Agreement in words: what each figure is called, how it is defined, where that comes from, and a page of figures as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from annotator.model.phrases import tr, trn


class Explained(NamedTuple):
    """A measure as people read of it."""

    name: str
    definition: str
    source: str


def explained() -> dict[str, Explained]:
    """By the name that a measure has in JSON, in the order in which the steps are reported."""
    f1 = tr("Hripcsak and Rothschild 2005, Journal of the American Medical Informatics Association 12(3)")
    kappa = tr("Cohen 1960, Educational and Psychological Measurement 20(1)")
    alpha = tr("Krippendorff 2004, Content Analysis, 2nd edition, chapter 11")
    return {
        "sentence_kappa": Explained(
            tr("kappa on sentences: is there one?"),
            tr("Each sentence either has one of these labels or has none; agreement beyond chance, mean of the pairs."),
            kappa,
        ),
        "exact_f1": Explained(
            tr("exact F1"),
            tr("Labels with the same name on the same text: 2 × shared / all labels of both, mean of the pairs."),
            f1,
        ),
        "partial_f1": Explained(
            tr("partial F1"),
            tr(
                "Labels with the same name that overlap, one to one: 2 × shared / all labels of both, mean of the pairs."
            ),
            f1,
        ),
        "boundary_f1": Explained(
            tr("boundary F1"),
            tr("Labels on the same text, whatever their name: 2 × shared / all labels of both, mean of the pairs."),
            f1,
        ),
        "token_kappa": Explained(
            tr("kappa on words"),
            tr(
                "Each word has a set of labels, or none; agreement beyond chance, mean of the pairs. High where most words have none."
            ),
            kappa,
        ),
        "token_alpha": Explained(
            tr("alpha on words"),
            tr("As kappa on words, but all annotators at once, with gaps where somebody has not seen an article."),
            alpha,
        ),
        "alpha_u": Explained(
            tr("unitizing alpha"),
            tr(
                "Are the same stretches of text marked? Squared differences of their ends, against stretches laid anywhere."
            ),
            tr("Krippendorff 1995, Sociological Methodology 25; 2004, section 11.6"),
        ),
        "gamma": Explained(
            tr("gamma"),
            tr(
                "Place and name at once, by the best alignment of everybody's labels, against labels shifted at random."
            ),
            tr("Mathet, Widlöcher and Métivier 2015, Computational Linguistics 41(3)"),
        ),
        "pairs_f1": Explained(
            tr("F1 of (holder, target) pairs"),
            tr("Who is found to stand anywhere toward what, whatever the stance: 2 × shared / all pairs of both."),
            f1,
        ),
        "label_alpha": Explained(
            tr("alpha of the stance on shared pairs"),
            tr("Of the (holder, target) pairs that two found: do they name the same stance?"),
            alpha,
        ),
        "alpha": Explained(
            tr("alpha"), tr("The value of an attribute on labels that two share, beyond chance."), alpha
        ),
        "f1": Explained(
            tr("F1 given both ends"), tr("Links whose two ends both annotators have: 2 × shared / links of both."), f1
        ),
        "end_to_end_f1": Explained(
            tr("F1 end to end"), tr("Links of all labels, shared or not: 2 × shared / links of both."), f1
        ),
    }


def number(value: float | None) -> str:
    """A figure; a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def interval(part: Mapping[str, Any], key: str) -> str:
    """The 95 % interval of a figure, as `0.712 – 0.803`; empty where there is none."""
    bounds = part.get("interval", {}).get(key)
    return f"{bounds[0]:.3f} – {bounds[1]:.3f}" if bounds else ""


def why(part: Mapping[str, Any], key: str) -> str:
    """Why there is no such figure; empty where there is one."""
    return str(part.get("why", {}).get(key, ""))


def how(part: Mapping[str, Any], key: str) -> str:
    """What a figure of a large corpus rests on where that is not all of it; empty where it is."""
    return str(part.get("how", {}).get(key, ""))


def lines(found: Mapping[str, Any], layer_names: Mapping[str, str]) -> Iterator[str]:
    """All figures of a project as text: what stands on a terminal."""
    articles = trn("{n} article", "{n} articles", found["articles"])
    yield tr("{names} on {articles}.", names=", ".join(found["annotators"]), articles=articles)
    words = explained()
    for layer, part in found["layers"].items():
        yield ""
        yield layer_names.get(layer, layer)
        for key, measure in words.items():
            if key in part:
                yield f"  {measure.name:<36} {_figure(part, key)}"
        if words_of_intervals := how(part, "interval"):
            yield f"  {words_of_intervals}"
        yield from _section(tr("By label"), [(f"{n} ({p['n']:,})", p) for n, p in part.get("by_label", {}).items()])
        pairs = [(f"{p['a']} – {p['b']} ({p['articles']:,})", p) for p in part.get("pairs", ())]
        yield from _section(tr("By pair"), pairs)
        for key, title in (("attributes", tr("Attributes")), ("links", tr("Links"))):
            yield from _section(title, [(f"{n} ({p['n']:,})", p) for n, p in part.get(key, {}).items()])
        for key, title in (("weeks", tr("By week")), ("guidelines", tr("By version of the guidelines"))):
            rows = part.get("over_time", {}).get(key, ())
            yield from _section(
                title, [(f"{p['period']} ({p['articles']:,})", p) for p in rows] if len(rows) > 1 else []
            )
    yield ""
    yield tr("Intervals are 95 % bootstraps over articles. What the figures mean:")
    for key, measure in words.items():
        if any(key in part for part in found["layers"].values()):
            yield f"  {measure.name}: {measure.definition} ({measure.source})"


def _figure(part: Mapping[str, Any], key: str) -> str:
    bounds = interval(part, key)
    return "  ".join(filter(None, (number(part[key]), f"({bounds})" if bounds else "", why(part, key), how(part, key))))


def _section(title: str, rows: list[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    if rows:
        yield f"  {title}"
    words = explained()
    for name, part in rows:
        figures = ", ".join(f"{words[key].name} {_figure(part, key).strip()}" for key in words if key in part)
        yield f"    {name:<34} {figures}"


def rating_names() -> dict[str, str]:
    """What the figures of a bare table are called."""
    return {
        "items": tr("items"),
        "raters": tr("raters"),
        "observed_agreement": tr("observed agreement"),
        "cohen_kappa": tr("Cohen’s kappa, mean of the pairs"),
        "scott_pi": tr("Scott’s pi"),
        "fleiss_kappa": tr("Fleiss’ kappa"),
        "krippendorff_alpha": tr("Krippendorff’s alpha"),
        "gwet_ac1": tr("Gwet’s AC1"),
        "bennett_s": tr("Bennett, Alpert and Goldstein’s S"),
        "weighted_kappa": tr("weighted kappa"),
        "nominal": tr("nominal"),
        "ordinal": tr("ordinal"),
        "interval": tr("interval"),
        "ratio": tr("ratio"),
        "linear": tr("linear weights"),
        "quadratic": tr("quadratic weights"),
    }


def rating_lines(found: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """The figures of a bare table as text."""
    names = rating_names()
    for key, value in found.items():
        if key == "why":
            continue
        name = names.get(key, key)
        if isinstance(value, Mapping):
            yield f"{indent}{name}"
            yield from rating_lines(value, indent + "  ")
        else:
            shown = f"{value:,}" if isinstance(value, int) else number(value)
            reason = why(found, key)
            yield f"{indent}{name:<36} {shown}" + (f"  {reason}" if reason else "")
