"""Against last year's report: carried over, in force, copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nianbao.core.checks import run
from nianbao.core.figures import derive
from nianbao.core.findings import Case, PastProblem
from nianbao.core.form import form
from nianbao.core.numerals import Number
from nianbao.core.report import Paragraph, Report, Section, Sentence, split_sentences
from tests import builders
from tests.core.checks.test_tables import report_of, texts_of

RULES = form("2021")
STOCK = "disclosure.normative_documents"


def codes(now: Mapping[str, Number], last: Mapping[str, Number]) -> set[str]:
    case = Case(report_of(texts_of(derive(RULES, now))), last_figures=derive(RULES, last))
    return {finding.code for finding in run(case, select=("Y",))}


def test_carried_over_total() -> None:
    last = {"requests.received.natural_person": 3, "requests.carried_out.natural_person": 3}
    assert codes({"requests.carried_in.natural_person": 1}, last) == {"Y101"}
    assert codes({"requests.carried_in.natural_person": 3}, last) == set()


def test_carried_over_in_another_column() -> None:
    last = {"requests.carried_out.natural_person": 3}
    assert codes({"requests.carried_in.natural_person": 2, "requests.carried_in.enterprise": 1}, last) == {"Y102"}


def test_stock_of_documents() -> None:
    last = {f"{STOCK}.in_force": 7}
    assert codes({f"{STOCK}.issued": 2, f"{STOCK}.repealed": 1, f"{STOCK}.in_force": 9}, last) == {"Y103"}
    assert codes({f"{STOCK}.issued": 2, f"{STOCK}.repealed": 1, f"{STOCK}.in_force": 8}, last) == set()


def test_the_form_of_2019_has_no_stock_to_follow() -> None:
    now = derive(RULES, {f"{STOCK}.in_force": 9})
    case = Case(report_of(texts_of(now)), last_figures={f"{STOCK}.public_total": 7})
    assert run(case, select=("Y",)) == []


def test_pending_cases_and_swings_ask() -> None:
    assert codes({}, {"disputes.review.pending": 3}) == {"Y104"}
    assert codes({"disclosure.penalties.decisions": 800}, {"disclosure.penalties.decisions": 40}) == {"Y106"}
    assert codes({"disclosure.penalties.decisions": 60}, {"disclosure.penalties.decisions": 40}) == set()


def test_yuan_for_wan_yuan() -> None:
    assert codes({"disclosure.fees.amount": 36500}, {"disclosure.fees.amount": 3}) == {"Y107"}


def test_copied_tables() -> None:
    figures = {f"requests.granted.{c}": n for n, c in enumerate(("natural_person", "enterprise", "social"), 2)}
    figures |= {f"requests.received.{c}": n for n, c in enumerate(("natural_person", "enterprise", "social"), 2)}
    figures |= {"disclosure.licensing.decisions": 31, "disclosure.penalties.decisions": 9}
    assert codes(figures, figures) == {"Y105"}
    assert codes(figures, {**figures, "requests.granted.enterprise": 9, "requests.received.enterprise": 9}) == set()


def test_problems_of_last_year_want_an_answer() -> None:
    report = report_of(texts_of(derive(RULES, {})))
    case = Case(report, past_problems=(PastProblem("解读形式单一"), PastProblem("更新不及时", "已逐月核对")))
    found = run(case, select=("Y108",))
    assert [finding.severity for finding in found] == ["advice"]
    assert "解读形式单一" in found[0].message


def test_a_section_taken_over_is_named_with_its_share() -> None:
    text = (
        "基层公开栏更新不够及时，部分村在换届之后没有明确专人负责；解读材料以转发文件为主，群众看不明白；经办人员岗位变动频繁，业务不熟。"
        * 2
    )
    other = (
        "上半年重点整治了公开栏长期不换的情况，逐村核对了张贴日期，更换了三处破损的栏体；经办人员参加了市里组织的两期培训，考试合格后上岗。"
        * 2
    )

    def with_problems(base: Report, words: str, year: int) -> Report:
        paragraph = Paragraph(tuple(Sentence(s) for s in split_sentences(words)))
        section = Section("problems", "五", "存在的主要问题及改进情况", (paragraph,))
        return replace(base, year=year, sections=(*base.sections, section))

    base = report_of(texts_of(derive(RULES, {})))
    last = with_problems(base, text, 2023)
    (found,) = run(Case(with_problems(base, text, 2024), previous=last), select=("Y109",))
    assert found.severity == "warning"
    assert "100%" in found.message
    assert run(Case(with_problems(base, other, 2024), previous=last), select=("Y109",)) == []


def beside(last: Report, now: Report | None = None) -> set[str]:
    case = Case(now if now is not None else builders.report(), previous=last)
    return {finding.code for finding in run(case, select=("Y108", "Y11"))}


def test_the_report_of_another_unit_or_year_is_not_compared() -> None:
    other = {"problems": ["主要问题：部分答复引用条款不准。改进措施：答复文书由法规人员会签。"]}
    answered = {
        "problems": [
            "上年报告提出的答复引用条款不准的问题，已通过会签整改。",
            "主要问题：公示栏更新慢。改进措施：每月核查。",
        ]
    }
    now = builders.report(sections=answered)
    assert beside(builders.report(year=2022, sections=other), now) == set()
    assert beside(builders.report(year=2022, unit="青禾县龙泉乡", kind="乡", sections=other), now) == {"Y110"}
    assert beside(builders.report(year=2022, unit="柳桥镇人民政府", sections=other), now) == set()
    assert beside(builders.report(year=2022, unit="青禾县柳桥乡", kind="乡", sections=other), now) == set()
    assert beside(builders.report(year=2021, sections=other), now) == {"Y111"}
    assert beside(builders.report(year=2023, sections=other), now) == {"Y111"}


def test_a_report_that_does_not_look_back_at_last_years_problems() -> None:
    other = {"problems": ["主要问题：部分答复引用条款不准。改进措施：答复文书由法规人员会签。"]}
    assert beside(builders.report(year=2022, sections=other)) == {"Y108"}


def test_the_same_problems_again() -> None:
    same = builders.report(year=2022)
    (found,) = run(Case(builders.report(), previous=same), select=("Y112",))
    assert found.severity == "warning"
    assert "2个问题全部" in found.message
    short = {"problems": ["主要问题：一是内容单一；二是报送不及时。改进措施：一是增加内容；二是每月通报。"]}
    (found,) = run(
        Case(builders.report(sections=short), previous=builders.report(year=2022, sections=short)), select=("Y112",)
    )
    assert (found.severity, "2个问题全部" in found.message) == ("warning", True)
    half = {"problems": ["主要问题：一是解读材料以文字为主；二是答复引用条款不准。改进措施：一是制作图解；二是会签。"]}
    (found,) = run(Case(builders.report(), previous=builders.report(year=2022, sections=half)), select=("Y112",))
    assert found.severity == "advice"
