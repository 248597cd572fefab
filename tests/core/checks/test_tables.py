"""Every wrong cell is found, named, and where the relations determine it, repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.core.checks import run
from nianbao.core.checks.repair import broken, diagnose
from nianbao.core.figures import derive
from nianbao.core.findings import Case, Finding, Repair
from nianbao.core.form import form
from nianbao.core.numerals import Number, parse_cell
from nianbao.core.report import Report, Section, Table, number_text, statutory_table
from nianbao.core.scenarios import balanced_figures
from tests import builders

RULES = form("2021")
CHECKED = [figure for number in (3, 4) for figure in RULES.tables[number].figures]


def report_of(texts: Mapping[str, str], without: tuple[int, ...] = ()) -> Report:
    sections = tuple(
        Section(s.key, s.number, s.title, (statutory_table(RULES.tables[s.table], texts),))
        for s in RULES.sections
        if s.table is not None and s.table not in without
    )
    return Report("青禾县水务局2024年政府信息公开工作年度报告", "青禾县水务局", 2024, sections=sections)


def texts_of(cells: Mapping[str, Number]) -> dict[str, str]:
    return {figure: number_text(number) for figure, number in cells.items()}


def findings(texts: Mapping[str, str]) -> list[Finding]:
    return run(Case(report_of(texts)), select=("T",))


def right_cells(seed: int = 7, size: int = 40) -> dict[str, Number]:
    rng = Random(seed)
    while True:
        cells = derive(RULES, balanced_figures(rng, RULES, size))
        columns = [f"requests.received.{c}" for c in ("natural_person", "enterprise")]
        if all(cells[c] for c in columns) and not findings(texts_of(cells)):
            return cells


RIGHT = right_cells()


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from([0, 1, 8, 900]))
def test_a_balanced_table_is_never_flagged(seed: int, size: int) -> None:
    cells = right_cells(seed, max(size, 8)) if size > 1 else derive(RULES, {})
    assert [f for f in findings(texts_of(cells)) if f.severity != "advice"] == []


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("figure", CHECKED)
def test_every_single_wrong_cell_is_an_error_at_its_row_or_column(figure: str, step: int) -> None:
    value = RIGHT[figure] + step if RIGHT[figure] + step >= 0 else RIGHT[figure] + 2
    found = findings({**texts_of(RIGHT), figure: number_text(value)})
    errors = [f for f in found if f.severity == "error"]
    assert errors
    related = {f for relation in RULES.relations_of(figure) for f in relation.figures}
    assert all(f.figure in related for f in errors)
    if figure.startswith("requests."):
        repairs = {(f.repair.figure, f.repair.value) for f in errors if f.repair}
        assert repairs == {(figure, RIGHT[figure])}
        assert all(f.repair and f.repair.sole for f in errors)


@pytest.mark.parametrize("figure", [f for f in CHECKED if RIGHT[f]])
def test_a_blank_in_place_of_a_number_is_an_error(figure: str) -> None:
    found = findings({**texts_of(RIGHT), figure: ""})
    assert any(f.severity == "error" for f in found)
    assert any(f.code in ("T305", "T403") for f in found)


def explanations(cells: Mapping[str, Number]) -> list[dict[str, Number]]:
    """The right numbers of wrong cells by each explanation of a table, the likeliest first."""
    diagnosis = diagnose("2021", cells, broken("2021", cells))
    assert diagnosis is not None
    return [{fix.figure: fix.value for fix in fixes} for fixes in (diagnosis.fixes, *diagnosis.others)]


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(1, 2))
def test_every_explanation_balances_the_table_and_one_is_the_true_one(seed: int, count: int) -> None:
    rng = Random(seed)
    wrong = rng.sample([f for f in CHECKED if f.startswith("requests.")], count)
    own = [relation.kind + relation.name for figure in wrong for relation in RULES.relations_of(figure)]
    if len(set(own)) < len(own):
        return
    cells = {**RIGHT, **{figure: RIGHT[figure] + 3 + 2 * at for at, figure in enumerate(wrong)}}
    offered = explanations(cells)
    assert all(broken("2021", {**cells, **mended}) == () for mended in offered)
    assert {figure: RIGHT[figure] for figure in wrong} in offered
    said = {f.repair.figure for f in findings(texts_of(cells)) if f.severity == "error" and f.repair}
    assert said == set(offered[0])


def test_two_explanations_as_good_are_said() -> None:
    texts = {**texts_of(RIGHT), "disputes.review.total": number_text(RIGHT["disputes.review.total"] + 1)}
    (finding,) = [f for f in findings(texts) if f.code == "T401"]
    assert finding.expected == RIGHT["disputes.review.total"]
    assert finding.repair is not None
    assert not finding.repair.sole


@pytest.mark.parametrize("text", ["", "/", "—", "无", "〇件"])
def test_what_is_no_number_asks_for_zero(text: str) -> None:
    found = findings({**texts_of(derive(RULES, {})), "requests.granted.research": text})
    (finding,) = [f for f in found if f.code == "T305"]
    assert finding.severity == "warning"
    assert finding.figure == "requests.granted.research"
    assert "填0" in finding.mend


def test_many_blanks_are_one_finding() -> None:
    texts = texts_of(derive(RULES, {}))
    blanks = {f: "" for f in texts if ".research" in f or ".social" in f}
    found = [f for f in findings({**texts, **blanks}) if f.code == "T305"]
    assert len(found) == 1
    assert "50格" in found[0].where
    assert "“表三·科研机构”一列、“表三·社会公益组织”一列，共50格" in found[0].message


def test_the_places_of_blanks_are_named() -> None:
    texts = texts_of(derive(RULES, {}))
    row = {f: "" for f in texts if ".refused.third_party." in f}
    single = {"requests.granted.research": "/", "requests.carried_out.total": ""}
    (few,) = [f for f in findings({**texts, **single}) if f.code == "T305"]
    assert few.message.startswith("“表三·科研机构·（一）予以公开”、“表三·总计·四、结转下年度继续办理”，共2格")
    (one,) = [f for f in findings({**texts, **row}) if f.code == "T305"]
    assert one.message.startswith("“表三·（三）不予公开·4.保护第三方合法权益”一行（7格）")
    many = {f: "" for f in CHECKED if f.endswith(".legal_service") and ".closed." not in f}
    (some,) = [f for f in findings({**texts, **many}) if f.code == "T305"]
    assert "等共22格" in some.message


@pytest.mark.parametrize(("text", "code"), [("-2", "T304"), ("1.5", "T304")])
def test_impossible_counts(text: str, code: str) -> None:
    texts = {**texts_of(derive(RULES, {})), "requests.granted.research": text}
    assert code in {f.code for f in findings(texts)}


def test_missing_tables_are_errors() -> None:
    texts = texts_of(derive(RULES, {}))
    for number, code in ((2, "T203"), (3, "T306"), (4, "T404")):
        codes = {f.code for f in run(Case(report_of(texts, without=(number,))), select=("T",))}
        assert codes == {code}


def test_a_row_that_is_missing_is_a_warning_that_names_it() -> None:
    report = report_of(texts_of(RIGHT))
    lost = [f for f in RULES.tables[3].figures if f.startswith("requests.granted.")]
    section = report.sections[1]
    (table,) = section.blocks
    assert isinstance(table, Table)
    kept = Table(3, tuple(cell for cell in table.cells if cell.figure not in lost))
    sections = tuple(s._replace(blocks=(kept,)) if s is section else s for s in report.sections)
    (finding,) = [f for f in run(Case(replace(report, sections=sections)), select=("T",)) if f.severity != "advice"]
    assert (finding.code, finding.severity, finding.figure) == ("T306", "warning", lost[0])
    assert "予以公开" in finding.message and "行" in finding.mend


def test_a_blank_total_is_not_called_a_zero() -> None:
    total = "requests.received.total"
    (blank,) = [f for f in findings({**texts_of(RIGHT), total: ""}) if f.severity != "advice"]
    assert (blank.code, blank.severity, blank.figure) == ("T305", "error", total)
    assert blank.repair is not None and blank.repair.value == blank.expected
    (sum_,) = [f for f in findings({**texts_of(RIGHT), total: "0"}) if f.code == "T303"]
    assert "总计填的是0件" in sum_.message


def test_more_issued_than_in_force_is_advice() -> None:
    texts = texts_of(
        derive(RULES, {"disclosure.normative_documents.issued": 5, "disclosure.normative_documents.in_force": 3})
    )
    assert [f.code for f in findings(texts)] == ["T204"]


def test_full_width_and_grouped_numbers_are_numbers() -> None:
    texts = {figure: text.replace("1", "１") for figure, text in texts_of(RIGHT).items()}
    assert all(parse_cell(text) is not None for text in texts.values())
    assert [f for f in findings(texts) if f.severity != "advice"] == []


def wrong_texts(figure: str, kind: str) -> str | None:
    """The cell as a slip would leave it; None where that slip cannot happen to it."""
    right = number_text(RANDOM[figure])
    match kind:
        case "one more":
            return number_text(RANDOM[figure] + 1)
        case "one less":
            return number_text(RANDOM[figure] - 1) if RANDOM[figure] else None
        case "digits swapped":
            swapped = right[:-2] + right[-2:][::-1]
            return swapped if len(right) > 1 and swapped != right and swapped[0] != "0" else None
        case "a digit lost":
            return right[:-1] if len(right) > 1 else None
        case _:
            return "" if RANDOM[figure] else None


RANDOM = right_cells(2024, 900)


@pytest.mark.parametrize("kind", ["one more", "one less", "digits swapped", "a digit lost", "blank"])
@pytest.mark.parametrize("figure", CHECKED)
def test_every_slip_of_the_pen_is_repaired_first_where_the_relations_tell(figure: str, kind: str) -> None:
    wrong = wrong_texts(figure, kind)
    if wrong is None:
        return
    errors = [f for f in findings({**texts_of(RANDOM), figure: wrong}) if f.severity == "error"]
    assert errors
    repairs = [f.repair for f in errors if f.repair is not None]
    if figure.startswith("requests."):  # two relations cross in each cell of table three
        assert {(r.figure, r.value, r.sole) for r in repairs} == {(figure, RANDOM[figure], True)}
    else:  # one sum tells that a cell is wrong, not which
        assert all(not r.sole for r in repairs)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9))
def test_a_value_in_the_next_column_is_repaired_or_said_to_be_open(seed: int) -> None:
    rng = Random(seed)
    row = rng.choice([r.path for r in RULES.rows])
    columns = ("natural_person", "enterprise", "research", "social", "legal_service", "other")
    at = rng.randrange(len(columns) - 1)
    one, two = (f"requests.{row}.{column}" for column in columns[at : at + 2])
    if RANDOM[one] == RANDOM[two]:
        return
    texts = {**texts_of(RANDOM), one: number_text(RANDOM[two]), two: number_text(RANDOM[one])}
    errors = [f for f in findings(texts) if f.severity == "error"]
    assert errors
    repairs = [f.repair for f in errors if f.repair]
    assert {r.figure for r in repairs} == {one, two} or not any(r.sole for r in repairs)


ROWS_OF_THREE = [f.rpartition(".")[0] for f in RULES.tables[3].figures if f.endswith(".natural_person")]


NEIGHBOURS = [
    (f"{row}.{one}", f"{row}.{other}")
    for row in ROWS_OF_THREE
    for one, other in (("natural_person", "enterprise"), ("enterprise", "research"), ("other", "total"))
    if RIGHT[f"{row}.{one}"] != RIGHT[f"{row}.{other}"]
]


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_two_numbers_in_each_others_place_are_among_the_explanations(one: str, other: str) -> None:
    cells = {**RIGHT, one: RIGHT[other], other: RIGHT[one]}
    offered = explanations(cells)
    assert {one: RIGHT[one], other: RIGHT[other]} in offered
    assert all(broken("2021", {**cells, **mended}) == () for mended in offered)


def test_one_of_two_exchanged_cells_put_back_leaves_the_other_alone_to_mend() -> None:
    one, other = "requests.received.natural_person", "requests.received.enterprise"
    texts = texts_of({**RIGHT, one: RIGHT[other], other: RIGHT[one]})
    told = next(f for f in findings(texts) if f.repair is not None)
    assert f"填错了位置：分别改为{RIGHT[one]}和{RIGHT[other]}就全部平衡" in told.mend
    first = told.repair
    assert first is not None
    texts[first.figure] = number_text(first.value)
    second = next(f.repair for f in findings(texts) if f.repair is not None)
    texts[second.figure] = number_text(second.value)
    assert texts == texts_of(RIGHT)


def said(text: str, **cells: str) -> list[Finding]:
    """What is found where table four holds 2 + 1 = 3 reviews but for the cells given, under a narrative."""
    figures = {"upheld": "2", "corrected": "1", "total": "3", **cells}
    report = builders.report(
        sections={"overview": text}, figures={f"disputes.review.{k}": v for k, v in figures.items()}
    )
    return [f for f in run(Case(report), select=("T401",)) if f.repair is not None]


def test_the_narrative_tells_which_outcome_is_wrong() -> None:
    words = "因政府信息公开被申请行政复议3件，其中维持2件、纠正1件。"
    (found,) = said(words, upheld="5")
    assert found.repair == Repair("disputes.review.upheld", 2, sole=False)
    assert "按正文" in found.mend


def test_without_the_narrative_the_total_is_offered() -> None:
    (found,) = said("公开信息9条。", upheld="5")
    assert found.repair == Repair("disputes.review.total", 6, sole=False)


def test_the_blank_outcome_is_the_one_to_fill() -> None:
    (found,) = said("公开信息9条。", upheld="")
    assert found.repair == Repair("disputes.review.upheld", 2, sole=False)


def relabelled(old: str, new: str) -> Report:
    """The right report with one label of a table as somebody else printed it."""
    made = builders.report()
    sections = tuple(
        section._replace(
            blocks=tuple(
                Table(b.number, tuple(c._replace(text=new) if c.text == old else c for c in b.cells))
                if isinstance(b, Table)
                else b
                for b in section.blocks
            )
        )
        for section in made.sections
    )
    return replace(made, sections=sections)


@pytest.mark.parametrize(
    ("old", "new"),
    [("本年制发件数", "本年度制发数"), ("行政规范性文件", "其他规范性文件"), ("1.属于国家秘密", "1.属于国家机密事项")],
)
def test_a_label_that_is_not_the_forms(old: str, new: str) -> None:
    (found,) = run(Case(relabelled(old, new)), select=("T206",))
    assert (found.found, found.expected, found.severity) == (new, old, "advice")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.属于国家秘密", "1． 属于国家秘密"),
        ("信息内容", ""),
        ("第二十条第（一）项", "第二十条第一项"),
        ("自然人", "自 然 人"),
    ],
)
def test_a_label_with_other_marks_and_spaces_is_the_forms(old: str, new: str) -> None:
    assert run(Case(relabelled(old, new)), select=("T206",)) == []


@pytest.mark.parametrize(("rest", "said"), [("已获取信息", []), ("已取得信息", ["T206"])])
def test_a_label_whose_end_stands_behind_a_page_break(rest: str, said: list[str]) -> None:
    made = relabelled("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新出具")
    sections = tuple(
        section._replace(
            blocks=tuple(
                Table(b.number, (*b.cells, b.cells[0]._replace(row=99, text=rest))) if isinstance(b, Table) else b
                for b in section.blocks
            )
        )
        for section in made.sections
    )
    assert [f.code for f in run(Case(replace(made, sections=sections)), select=("T206",))] == said


def test_tables_of_the_replaced_form() -> None:
    assert [f.code for f in run(Case(builders.report(edition="2019")), select=("T205",))] == ["T205"]
    assert run(Case(builders.report(edition="2019", year=2020)), select=("T205",)) == []
