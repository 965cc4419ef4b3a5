"""Figures, cases and gold of texts that two or four annotators marked in other programs."""

import json
from collections import Counter
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest

from annotator.agreement.attribute_sums import with_attributes
from annotator.agreement.document_sums import document_sums
from annotator.agreement.matches.relation_f1 import RelationMatcher
from annotator.agreement.panel import Panel
from annotator.agreement.sums import ALL_ANNOTATORS, PassageKey
from annotator.domain.matching.clusters import match
from annotator.domain.matching.results import Matching
from tests.command_line import annotator, facts, read_jsonl
from tests.double_annotation import CORPORA, Article, project_of
from tests.layers import shuffled

pytestmark = pytest.mark.acceptance

# Where the corpora's own index counts layers, spans and links; INCEpTION's counts files that are in no test of two.
FOLDERS = {"brat": "brat-bratiaa-4annotators", "medtator": "medtator-relation"}
# The spans of the data that what is said of it below was written for.
PUBLISHED, REPORTED = 1567, 137


@pytest.fixture(params=CORPORA)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def articles(name: str, corpora: Path) -> list[Article]:
    return list(CORPORA[name](corpora))


@pytest.fixture
def double(articles: list[Article], tmp_path: Path) -> Path:
    """A project with all of it."""
    return project_of(articles, tmp_path)


def matching_of(article: Article) -> Matching:
    return match(article.layers, text=article.text)


def panel_of(articles: list[Article]) -> Panel:
    people = sorted({layer.annotator for article in articles for layer in article.layers})
    panel = Panel(people)
    for article in articles:
        sums = document_sums(article.layers, matching_of(article), article.text, people)
        panel.put(with_attributes(sums, people, {}, RelationMatcher({})))
    return panel


def test_all_of_it_is_read(name: str, articles: list[Article], double: Path, corpora: Path) -> None:
    spans = sum(len(layer.spans) for article in articles for layer in article.layers)
    links = sum(len(layer.relations) for article in articles for layer in article.layers)
    info = facts("info", double)

    counts = json.loads((corpora / "COUNTS.json").read_text(encoding="utf-8"))
    if name in FOLDERS:
        expected = counts[FOLDERS[name]]["counts"]
        layers = sum(len(article.layers) for article in articles)
        assert (layers, spans, links) == (expected["docs"], expected["spans"], expected.get("relations", 0))
    assert spans
    assert info["documents"] == len(articles)
    assert sum(entry["spans"] for entry in info["annotators"]) == spans
    assert sum(entry["relations"] for entry in info["annotators"]) == links
    assert facts("check", double)["ok"]


def test_every_mark_stands_in_one_place(articles: list[Article]) -> None:
    for article in articles:
        matching = matching_of(article)
        spans = [(member.annotator, member.span.id) for cluster in matching.clusters for member in cluster.members]
        spans += [(one.annotator, one.span) for one in matching.duplicates]
        links = [(link.annotator, link.relation.id) for group in matching.relation_groups for link in group.relations]

        assert not matching.approximate
        assert Counter(spans) == Counter((one.annotator, span.id) for one in article.layers for span in one.spans)
        assert Counter(links) == Counter((one.annotator, link.id) for one in article.layers for link in one.relations)
        for cluster in matching.clusters:
            assert len({member.annotator for member in cluster.members}) == len(cluster.members)


def test_order_plays_no_part(articles: list[Article]) -> None:
    chance = Random(5)
    mixed = [
        article._replace(layers=tuple(shuffled(list(article.layers), chance)))
        for article in chance.sample(articles, len(articles))
    ]

    assert [matching_of(one) for one in sorted(mixed)] == [matching_of(one) for one in sorted(articles)]
    assert panel_of(mixed).report() == panel_of(articles).report()


def test_every_count_is_the_length_of_its_list(articles: list[Article]) -> None:
    panel = panel_of(articles)
    report = panel.report()
    counted = [(PassageKey(ALL_ANNOTATORS, kind), count) for kind, count in report.kinds.items()]
    for pair in report.pairs:
        counts = [*pair.kinds.items(), *pair.confusion.items()]
        counted += [(PassageKey((pair.a, pair.b), subject), count) for subject, count in counts]

        assert sum(pair.confusion.values()) == panel.count(PassageKey((pair.a, pair.b), "any"))

    for passage_key, count in counted:
        passages = panel.passages(passage_key)
        assert len(passages) == len(set(passages)) == count == panel.count(passage_key)


def test_the_cases_are_the_clusters_and_links_in_which_people_differ(articles: list[Article], double: Path) -> None:
    cases = facts("cases", double)["cases"]
    differing = {
        article.name: sum(bool(one.kinds) for one in (*matching.clusters, *matching.relation_groups))
        for article, matching in ((article, matching_of(article)) for article in articles)
    }

    # The two halves of one against two are one case, which may hold what agrees in itself.
    assert all(Counter(one["document"] for one in cases)[name] <= count for name, count in differing.items())
    assert {one["document"] for one in cases} == {name for name, count in differing.items() if count}


def gold_of(project: Path, folder: Path, status: int) -> list[dict[str, object]]:
    facts("export", project, folder / "gold.jsonl", "--format", "jsonl", "--gold", status=status)
    return [span for record in read_jsonl(folder / "gold.jsonl") for span in record["spans"]]


def test_what_all_agree_about_becomes_gold_and_nothing_else(
    articles: list[Article], double: Path, tmp_path: Path
) -> None:
    agreed = sum(not cluster.kinds for article in articles for cluster in matching_of(article).clusters)
    split = sum(
        not cluster.kinds
        and cluster.id in {end for one in told.splits for end in (one.second_cluster, one.covering_cluster)}
        for told in map(matching_of, articles)
        for cluster in told.clusters
    )
    open_before = len(facts("cases", double)["cases"])

    told = facts("adjudicate", double, "--policy", "unanimous")

    gold = gold_of(double, tmp_path, status=1)
    assert told["open"] == open_before
    assert len(gold) == agreed - split
    assert {one["origin"] for one in gold} == {"unanimous"}


def test_a_majority_leaves_open_only_what_is_tied(name: str, double: Path, tmp_path: Path) -> None:
    before = len(facts("cases", double)["cases"])

    told = facts("adjudicate", double, "--policy", "majority")

    gold = gold_of(double, tmp_path, status=1)
    assert gold
    # Where there are but two, nobody is more than half.
    assert (told["open"] < before) == (name == "brat")
    assert all(len(one["annotators"]) > 2 for one in gold) or name != "brat"


def test_one_persons_marks_can_be_gold_as_they_stand(articles: list[Article], double: Path, tmp_path: Path) -> None:
    who = articles[0].layers[0].annotator
    own = Counter(
        (article.name, member.span.label, member.extent)
        for article in articles
        for cluster in matching_of(article).clusters
        for member in cluster.members
        if member.annotator == who
    )

    facts("adjudicate", double, "--policy", f"prefer:{who}")
    facts("export", double, tmp_path / "gold.jsonl", "--format", "jsonl", "--gold")

    gold = Counter(
        (record["id"], span["label"], tuple(map(tuple, span.get("fragments") or [[span["start"], span["end"]]])))
        for record in read_jsonl(tmp_path / "gold.jsonl")
        for span in record["spans"]
    )
    shift = {article.name: len(article.name) + 1 for article in articles}
    assert gold == Counter(
        {
            (name, label, tuple((start + shift[name], end + shift[name]) for start, end in extent)): count
            for (name, label, extent), count in own.items()
        }
    )
    assert annotator("export", double, tmp_path / "again.jsonl", "--format", "jsonl", "--gold").status == 0


# What bratiaa computes for its own example, to the last digit that was written down.
PAIRS = {
    ("Lisa", "Maria"): 0.945544554455,
    ("Lisa", "Max"): 0.874015748031,
    ("Lisa", "Peter"): 0.95900621118,
    ("Maria", "Max"): 0.816272965879,
    ("Maria", "Peter"): 0.909316770186,
    ("Max", "Peter"): 0.837944664032,
}
LABELS = {"LOC": 0.8191061, "MISC": 0.84004593, "ORG": 0.9059579, "PER": 0.93782234}


def exact_by_hand(articles: list[Article], one: str, other: str) -> float:
    both = size = 0
    for article in articles:
        ours, theirs = (
            {(span.label, span.fragments) for layer in article.layers if layer.annotator == who for span in layer.spans}
            for who in (one, other)
        )
        both += len(ours & theirs)
        size += len(ours) + len(theirs)
    return 2 * both / size


def test_every_pair_agrees_as_far_as_a_small_computation_says(articles: list[Article], double: Path) -> None:
    pairs = facts("agreement", double)["pairs"]

    assert pairs
    for pair in pairs:
        wanted = exact_by_hand(articles, pair["a"], pair["b"])
        assert pair["measures"]["exact_f1"]["value"] == pytest.approx(wanted, abs=1e-12)


def only_of(articles: list[Article], spans: int) -> None:
    if sum(len(layer.spans) for article in articles for layer in article.layers) != spans:
        pytest.skip(f"the figures are those of other data, with {spans} spans")


@pytest.mark.parametrize("name", ["brat"])
def test_four_people_agree_as_far_as_bratiaa_says(articles: list[Article], double: Path) -> None:
    only_of(articles, PUBLISHED)
    told = facts("agreement", double)

    assert told["documents"] == 7
    assert told["measures"]["exact_f1"]["value"] == pytest.approx(0.890350152294, abs=1e-11)
    assert told["measures"]["exact_f1_sd"]["value"] == pytest.approx(0.05263140152, abs=1e-11)
    assert {name: label["measures"]["exact_f1"]["value"] for name, label in told["labels"].items()} == pytest.approx(
        LABELS, abs=1e-7
    )
    pairs = {tuple(sorted((one["a"], one["b"]))): one["measures"]["exact_f1"]["value"] for one in told["pairs"]}
    assert pairs == pytest.approx(PAIRS, abs=1e-11)


@pytest.mark.parametrize("name", ["medtator"])
def test_two_people_who_link_what_they_found_agree_about_links(articles: list[Article], double: Path) -> None:
    only_of(articles, REPORTED)
    told = facts("agreement", double)["measures"]

    # 20 links: 6 of the 11 and 9 are the same, of which one between passages of other bounds.
    assert told["relation_aligned_f1"]["value"] == pytest.approx(2 * 6 / 20)
    assert told["relation_exact_f1"]["value"] == pytest.approx(2 * 5 / 20)
    assert told["relation_conditional_f1"]["value"] == pytest.approx(2 * 6 / 14)
    assert told["exact_f1"]["value"] == pytest.approx(2 * 41 / 137)


@pytest.mark.parametrize("name", ["webanno"])
def test_two_people_differ_where_the_name_of_the_test_says_so(articles: list[Article], double: Path) -> None:
    differing = {one["document"]: one["kind"] for one in facts("cases", double)["cases"]}

    for article in articles:
        # Where the same thing is stacked, the same is said twice.
        if "NoDiff" in article.name or "Stacking" in article.name:
            assert article.name not in differing
        elif "Diff" in article.name:
            assert differing[article.name] in {"missed", "attribute"}
