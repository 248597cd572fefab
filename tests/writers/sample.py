"""An invented unit's report, made by hand, with every kind of thing that writers must print."""

from collections.abc import Mapping

from nianbao.core.figures import derive
from nianbao.core.form import form
from nianbao.core.report import (
    Block,
    Paragraph,
    Report,
    Section,
    Sentence,
    Span,
    number_text,
    report_title,
    statutory_table,
)

INPUTS: Mapping[str, int] = {
    "disclosure.normative_documents.issued": 2,
    "disclosure.normative_documents.repealed": 1,
    "disclosure.normative_documents.in_force": 9,
    "disclosure.penalties.decisions": 12,
    "requests.received.natural_person": 3,
    "requests.received.enterprise": 1,
    "requests.carried_in.natural_person": 1,
    "requests.granted.natural_person": 2,
    "requests.refused.process_information.natural_person": 1,
    "requests.unavailable.not_held.enterprise": 1,
    "requests.carried_out.natural_person": 1,
    "disputes.review.upheld": 1,
}


def stated(text: str, figure: str, number: str, style: str = "count") -> Sentence:
    """A sentence in which the first occurrence of a number states a figure."""
    at = text.index(number)
    return Sentence(text, (Span(at, at + len(number), figure, style),), "overview.requests.received", "requests-some")


def sample(*, waiting: bool = False) -> Report:
    """The report; with `waiting`, one sentence waits for confirmation and one is in conflict."""
    the_form = form("2021")
    texts = {figure: number_text(number) for figure, number in derive(the_form, INPUTS).items()}
    tables: Mapping[str, tuple[Block, ...]] = {
        section.key: (statutory_table(the_form.tables[section.table], texts),)
        for section in the_form.sections
        if section.table
    }
    pending = Sentence(
        "全年组织政府信息公开业务培训。",
        (),
        "overview.supervision.training",
        "trainings",
        "pending",
        ("facts.trainings",),
    )
    conflict = Sentence("收到申请大约5件。", (), "overview.requests.received", "requests-some", "conflict")
    words: Mapping[str, tuple[Block, ...]] = {
        "overview": (
            Paragraph((Sentence("（一）主动公开"),), 2),
            Paragraph(
                (
                    Sentence("2023年，我镇按照《中华人民共和国政府信息公开条例》的规定，坚持“应公开尽公开”。"),
                    stated("现行有效行政规范性文件9件。", "disclosure.normative_documents.in_force", "9"),
                )
            ),
            Paragraph((Sentence("（二）依申请公开"),), 2),
            Paragraph(
                (
                    stated("全年新收政府信息公开申请4件，", "requests.received.total", "4"),
                    stated(
                        "予以公开的占办结总数的50%。", "requests.granted.total/requests.handled.total", "50%", "percent"
                    ),
                    *((conflict,) if waiting else ()),
                )
            ),
            Paragraph((Sentence("1.监督保障"),), 3),
            Paragraph((Sentence("因政府信息公开被申请行政复议1件，结果维持。"), *((pending,) if waiting else ()))),
        ),
        "problems": (
            Paragraph((Sentence("存在的问题：一是解读材料以文字为主；二是栏目A&B<更新>不够及时。"),)),
            Paragraph((Sentence("改进措施：一是对惠民政策逐项制作图解；二是每月核查一次。"),)),
        ),
        "other": (Paragraph((Sentence("2023年，我镇没有收取信息处理费。"),)),),
    }
    return Report(
        report_title("青禾县柳桥镇", 2023),
        "青禾县柳桥镇人民政府",
        2023,
        "2021",
        "镇",
        (Paragraph((Sentence("本报告所列数据的统计期限为2023年1月1日至2023年12月31日。"),)),),
        tuple(
            Section(section.key, section.number, section.title, words.get(section.key, tables.get(section.key, ())))
            for section in the_form.sections
        ),
    )
