"""W305 to W307: short names, documents and their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.core.findings import Case, Finding, rule
from nianbao.core.lazy import lazy

_DEFINED = lazy(r"(?:以下|下)?简称[：:]?“?《|《条例》”?[（(]?(?:是指|指|系|即)《")


@rule(
    "W305",
    "简称没有交代",
    severity="advice",
    source="公文写作惯例：首次出现写全称，并注明“以下简称”",
    bad="按照《条例》的规定公开信息（全文没有“以下简称《条例》”）",
    good="按照《中华人民共和国政府信息公开条例》（以下简称《条例》）的规定公开信息",
)
def undefined_short_name(case: Case) -> Iterator[Finding]:
    """用《条例》等简称之前，首次出现时写全称并注明“以下简称”。"""
    report = case.report
    at = report.narrative.find("《条例》")
    if at < 0 or _DEFINED().search(report.narrative):
        return
    passage = next(passage for passage in report.passages if "《条例》" in passage.text)
    yield Finding(
        code="W305",
        severity="advice",
        where=passage.where,
        message="用了简称《条例》，前文没有交代全称",
        mend="首次出现时写作《中华人民共和国政府信息公开条例》（以下简称《条例》）",
        quote="《条例》",
        slot=passage.slot_at(passage.text.index("《条例》")),
    )


_CITED = lazy(r"《(?P<title>[^《》\n]{4,80})》[（(](?P<number>[\u4e00-\u9fff]{2,8}〔(?:19|20)\d\d〕\d{1,4}号)[）)]")


@rule(
    "W306",
    "一个文号配了两个文件名",
    severity="warning",
    source="GB/T 9704—2012《党政机关公文格式》：一份公文一个发文字号",
    bad="《政府网站发展指引》（国办发〔2017〕47号）……《政务新媒体管理办法》（国办发〔2017〕47号）",
    good="《政府网站发展指引》（国办发〔2017〕47号）",
)
def number_of_two_documents(case: Case) -> Iterator[Finding]:
    """一个文号只属于一份文件；同一份文件的全称和简称（一个包含另一个，或者通知和所印发的文件）不算两份。"""
    if "〕" not in case.report.words:
        return
    first: dict[str, str] = {}
    for passage in case.report.passages:
        for match in _CITED().finditer(passage.text):
            title, known = match["title"], first.setdefault(match["number"], match["title"])
            two = known.startswith("关于") and title.startswith("关于")
            if known in title or title in known or not (two or _same_kind(known, title)):
                continue
            yield Finding(
                code="W306",
                severity="warning",
                where=passage.where,
                message=f"{match['number']}前面写《{known}》，这里写《{title}》",
                mend="查对原件，改正文件名或者文号",
                quote=match[0],
                slot=passage.slot_at(match.start()),
            )


def _same_kind(one: str, other: str) -> bool:
    """Whether both titles name a document itself, or both a notice that issues one."""
    return one.endswith("通知") == other.endswith("通知")


_OLD_NUMBER, _NEW_NUMBER = "国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号"


@rule(
    "W307",
    "引用的格式已经被替代",
    severity="warning",
    source="国办公开办函〔2021〕30号，自2021年度报告起使用",
    bad="（2023年度报告）根据国办公开办函〔2019〕60号编制",
    good="（2023年度报告）根据国办公开办函〔2021〕30号编制",
)
def superseded_form_cited(case: Case) -> Iterator[Finding]:
    """2021年度起的报告按国办公开办函〔2021〕30号编制；两个文号都写的，不作判断。"""
    report = case.report
    if report.year is None or report.year < 2021 or _NEW_NUMBER in report.narrative:
        return
    for passage in report.passages:
        at = passage.text.find(_OLD_NUMBER)
        if at >= 0:
            yield Finding(
                code="W307",
                severity="warning",
                where=passage.where,
                message=f"“{_OLD_NUMBER}”是2019、2020年度报告用的格式",
                mend=f"改为“{_NEW_NUMBER}”，并核对表格是不是新格式",
                quote=_OLD_NUMBER,
                slot=passage.slot_at(at),
            )
            return
