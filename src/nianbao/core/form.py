"""The statutory form as data, by edition: sections, rows, columns, labels, spans, paths, relations.

Sources: 国办公开办函〔2021〕30号 (edition 2021, used for the reports on 2021 and later) and
国办公开办函〔2019〕60号 (edition 2019, used for the reports on 2019 and 2020). No other module spells a
label of the form; whoever needs one asks here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

Edition = Literal["2021", "2019"]
EDITIONS: tuple[Edition, ...] = ("2021", "2019")

BALANCE_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
REPORT_NAME = "政府信息公开工作年度报告"
TABLE_NAMES: Mapping[int, str] = {2: "表二", 3: "表三", 4: "表四"}


class SectionForm(NamedTuple):
    """One of the six fixed sections.

    Attributes:
        key: the name used in code and data (overview, disclosure, requests, disputes, problems, other).
        number: the Chinese numeral printed before the title.
        title: the exact title of the form.
        variants: other wordings seen in published reports, to be recognised and never written.
        table: the number of the table it holds (2, 3, 4), or None for a narrative section.
    """

    key: str
    number: str
    title: str
    variants: tuple[str, ...] = ()
    table: int | None = None


class GridCell(NamedTuple):
    """A cell of a table as the form draws it; it holds either a printed label or a figure.

    `row` and `column` count from 0 over the whole grid with its heads; spans are at least 1.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    label: str | None = None
    figure: str | None = None


class TableForm(NamedTuple):
    """A statutory table: its grid, and how many of the rows on top and columns at the left are heads.

    `figures` are the paths of its data cells in reading order.
    """

    number: int
    title: str
    rows: int
    columns: int
    head_rows: int
    head_columns: int
    cells: tuple[GridCell, ...]
    figures: tuple[str, ...]


class Row(NamedTuple):
    """A data row of table three: its path below `requests`, its label, and the group it stands in."""

    path: str
    label: str
    group: str | None = None
    group_label: str | None = None


class Column(NamedTuple):
    """A column of table three: its path, its label, and whether it is one of 法人或其他组织."""

    path: str
    label: str
    organisation: bool = False


RelationKind = Literal["row_sum", "handled_sum", "balance", "dispute_sum"]


class Relation(NamedTuple):
    """An articulation relation (勾稽关系): the figures of `left` add up to those of `right`.

    `kind` says which rule of the form it is; `name` says in Chinese where it stands.
    """

    kind: RelationKind
    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        return self.left + self.right


COLUMNS: tuple[Column, ...] = (
    Column("natural_person", "自然人"),
    Column("enterprise", "商业企业", organisation=True),
    Column("research", "科研机构", organisation=True),
    Column("social", "社会公益组织", organisation=True),
    Column("legal_service", "法律服务机构", organisation=True),
    Column("other", "其他", organisation=True),
    Column("total", "总计"),
)
ORGANISATIONS_LABEL = "法人或其他组织"
APPLICANTS_LABEL = "申请人情况"
RESULTS_LABEL = "三、本年度办理结果"

_REFUSED = (
    ("state_secret", "1.属于国家秘密"),
    ("other_law", "2.其他法律行政法规禁止公开"),
    ("security_stability", "3.危及“三安全一稳定”"),
    ("third_party", "4.保护第三方合法权益"),
    ("internal_affairs", "5.属于三类内部事务信息"),
    ("process_information", "6.属于四类过程性信息"),
    ("enforcement_file", "7.属于行政执法案卷"),
    ("administrative_query", "8.属于行政查询事项"),
)
_UNAVAILABLE = (
    ("not_held", "1.本机关不掌握相关政府信息"),
    ("needs_creation", "2.没有现成信息需要另行制作"),
    ("unclear", "3.补正后申请内容仍不明确"),
)
_REJECTED = (
    ("petition", "1.信访举报投诉类申请"),
    ("repeated", "2.重复申请"),
    ("publication", "3.要求提供公开出版物"),
    ("excessive", "4.无正当理由大量反复申请"),
    ("confirmation", "5.要求行政机关确认或重新出具已获取信息"),
)
_CLOSED_2021 = (
    ("uncorrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other", "3.其他"),
)
GROUPS: Mapping[str, str] = {
    "refused": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "rejected": "（五）不予处理",
    "closed": "（六）其他处理",
}


def _group(name: str, lines: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    return tuple(Row(f"{name}.{path}", label, name, GROUPS[name]) for path, label in lines)


def _result_rows(edition: Edition) -> tuple[Row, ...]:
    closed = _group("closed", _CLOSED_2021) if edition == "2021" else (Row("closed", GROUPS["closed"]),)
    return (
        Row("granted", "（一）予以公开"),
        Row("partially_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        *_group("refused", _REFUSED),
        *_group("unavailable", _UNAVAILABLE),
        *_group("rejected", _REJECTED),
        *closed,
    )


OUTCOMES: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
DISPUTE_LABELS: Mapping[str, str] = {
    "review": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_review": "复议后起诉",
}
LITIGATION_LABEL = "行政诉讼"


class Item(NamedTuple):
    """A data row of table two: its path below `disclosure`, its label, its cells (path, column head)."""

    path: str
    label: str
    cells: tuple[tuple[str, str], ...]


class Block(NamedTuple):
    """A block of table two, under one item of article 20 of the regulation."""

    label: str
    items: tuple[Item, ...]


_CONTENT_LABEL = "信息内容"
_STOCK_2021 = (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数"))
_STOCK_2019 = (("created", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("public_total", "对外公开总数量"))
_DECISIONS_2021 = (("decisions", "本年处理决定数量"),)
_DECISIONS_2019 = (
    ("items_last_year", "上一年项目数量"),
    ("items_change", "本年增/减"),
    ("decisions", "处理决定数量"),
)
_BLOCKS: Mapping[Edition, tuple[Block, ...]] = {
    "2021": (
        Block(
            "第二十条第（一）项",
            (Item("regulations", "规章", _STOCK_2021), Item("normative_documents", "行政规范性文件", _STOCK_2021)),
        ),
        Block("第二十条第（五）项", (Item("licensing", "行政许可", _DECISIONS_2021),)),
        Block(
            "第二十条第（六）项",
            (Item("penalties", "行政处罚", _DECISIONS_2021), Item("coercion", "行政强制", _DECISIONS_2021)),
        ),
        Block(
            "第二十条第（八）项",
            (Item("fees", "行政事业性收费", (("amount", "本年收费金额（单位：万元）"),)),),
        ),
    ),
    "2019": (
        Block(
            "第二十条第（一）项",
            (Item("regulations", "规章", _STOCK_2019), Item("normative_documents", "规范性文件", _STOCK_2019)),
        ),
        Block(
            "第二十条第（五）项",
            (
                Item("licensing", "行政许可", _DECISIONS_2019),
                Item("other_services", "其他对外管理服务事项", _DECISIONS_2019),
            ),
        ),
        Block(
            "第二十条第（六）项",
            (Item("penalties", "行政处罚", _DECISIONS_2019), Item("coercion", "行政强制", _DECISIONS_2019)),
        ),
        Block("第二十条第（八）项", (Item("fees", "行政事业性收费", _DECISIONS_2019[:2]),)),
        Block(
            "第二十条第（九）项",
            (Item("procurement", "政府集中采购", (("projects", "采购项目数量"), ("amount", "采购总金额"))),),
        ),
    ),
}
MONEY: frozenset[str] = frozenset({"disclosure.fees.amount", "disclosure.procurement.amount"})
"""Figures in 万元, decimal; every other figure is a whole number of 件 or 项."""
SIGNED_SUFFIX = ".items_change"
"""Figures of the 2019 form that may be negative (本年增/减)."""

_SECTIONS: tuple[SectionForm, ...] = (
    SectionForm("overview", "一", "总体情况", ("总体工作情况", "概述", "概况", "基本情况", "工作总体情况")),
    SectionForm(
        "disclosure",
        "二",
        "主动公开政府信息情况",
        ("主动公开政府信息的情况", "主动公开情况", "行政机关主动公开政府信息情况", "主动公开政府信息工作情况"),
        2,
    ),
    SectionForm(
        "requests",
        "三",
        "收到和处理政府信息公开申请情况",
        (
            "行政机关收到和处理政府信息公开申请情况",
            "收到和处理政府信息公开申请的情况",
            "依申请公开政府信息情况",
            "依申请公开情况",
            "收到和办理政府信息公开申请情况",
        ),
        3,
    ),
    SectionForm(
        "disputes",
        "四",
        "政府信息公开行政复议、行政诉讼情况",
        (
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
            "政府信息公开行政复议行政诉讼情况",
            "政府信息公开行政法复议、行政诉讼情况",
            "行政复议、行政诉讼情况",
            "政府信息公开行政复议和行政诉讼情况",
        ),
        4,
    ),
    SectionForm(
        "problems",
        "五",
        "存在的主要问题及改进情况",
        (
            "政府信息公开工作存在的主要问题及改进情况",
            "存在问题及改进措施",
            "存在的主要问题及整改措施",
            "存在的主要问题及改进措施",
            "存在的问题及改进情况",
            "存在的问题及改进措施",
            "存在主要问题及改进情况",
            "主要问题及改进情况",
            "存在的主要问题和改进情况",
            "存在不足及改进措施",
        ),
    ),
    SectionForm(
        "other",
        "六",
        "其他需要报告的事项",
        (
            "其他报告的事项",
            "其他需要汇报事项",
            "其他需要报告事项",
            "需要报告的其他事项",
            "其他事项",
            "其它需要报告的事项",
        ),
    ),
)


class Form(NamedTuple):
    """One edition of the form.

    Attributes:
        edition: 2021 or 2019.
        notice: the notice that issued it.
        sections: the six sections in their fixed order.
        rows: the data rows of table three below the two carried-over lines and above （七）总计, in order.
        tables: the three tables by number (2, 3, 4).
        figures: every cell's path in reading order (200 in the edition of 2021).
        labels: a figure's place in Chinese, as findings name it (表三·自然人·（七）总计).
        inputs: the cells that a person fills in; the rest are totals.
        totals: for each total, the cells it is the sum of.
        relations: every relation that the form demands.
    """

    edition: Edition
    notice: str
    sections: tuple[SectionForm, ...]
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    tables: Mapping[int, TableForm]
    figures: tuple[str, ...]
    labels: Mapping[str, str]
    inputs: frozenset[str]
    totals: Mapping[str, tuple[str, ...]]
    relations: tuple[Relation, ...]
    groups: Mapping[str, tuple[str, ...]]
    """For each sum that no cell of the form holds (a group of results, all organisations, both kinds of
    suit), the cells it adds up, e.g. `requests.refused.total`."""

    def section(self, key: str) -> SectionForm:
        """The section of that key; KeyError for an unknown key."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def label(self, figure: str) -> str:
        """Where the figure stands, in Chinese; the path itself where it is no cell of this form."""
        return self.labels.get(figure, figure)

    def unit_of(self, figure: str) -> str:
        """The unit a cell is counted in: 件, 项 or 万元."""
        if figure in MONEY:
            return "万元"
        return "项" if ".items_" in figure or figure.endswith(".projects") else "件"

    def relations_of(self, figure: str) -> tuple[Relation, ...]:
        """The relations in which a cell takes part."""
        return _relations_by_figure(self.edition).get(figure, ())


def edition_for(year: int) -> Edition:
    """The edition in force for the report on a year (the notice of 2021 came in September 2021)."""
    return "2021" if year >= 2021 else "2019"


@cache
def form(edition: str = "2021") -> Form:
    """The form of an edition; ValueError for an edition that does not exist."""
    if edition not in EDITIONS:
        raise ValueError(f"没有{edition}版格式")
    checked: Edition = edition
    rows = _result_rows(checked)
    tables = {2: _table_two(checked), 3: _table_three(rows), 4: _table_four()}
    figures = tuple(path for table in tables.values() for path in table.figures)
    totals = _totals(rows)
    return Form(
        edition=checked,
        notice="国办公开办函〔2021〕30号" if checked == "2021" else "国办公开办函〔2019〕60号",
        sections=_SECTIONS,
        blocks=_BLOCKS[checked],
        rows=rows,
        tables=tables,
        figures=figures,
        labels=_labels(checked, rows),
        inputs=frozenset(figures) - frozenset(totals),
        totals=totals,
        relations=tuple(_relations(rows)),
        groups=_groups(rows),
    )


@cache
def _relations_by_figure(edition: Edition) -> Mapping[str, tuple[Relation, ...]]:
    found: dict[str, tuple[Relation, ...]] = {}
    for relation in form(edition).relations:
        for figure in relation.figures:
            found[figure] = (*found.get(figure, ()), relation)
    return found


def _table(
    number: int, title: str, rows: int, columns: int, head_rows: int, head_columns: int, cells: Sequence[GridCell]
) -> TableForm:
    figures = tuple(cell.figure for cell in cells if cell.figure is not None)
    return TableForm(number, title, rows, columns, head_rows, head_columns, tuple(cells), figures)


def _table_two(edition: Edition) -> TableForm:
    blocks = _BLOCKS[edition]
    width = 4
    cells: list[GridCell] = []
    row = 0
    for block in blocks:
        cells.append(GridCell(row, 0, 1, width, label=block.label))
        heads = (_CONTENT_LABEL, *(head for _, head in block.items[0].cells))
        cells.extend(_spread(row + 1, width, [GridCell(0, 0, 1, 1, label=head) for head in heads]))
        row += 2
        for item in block.items:
            line = [GridCell(0, 0, 1, 1, label=item.label)]
            line += [GridCell(0, 0, 1, 1, figure=f"disclosure.{item.path}.{path}") for path, _ in item.cells]
            cells.extend(_spread(row, width, line))
            row += 1
    return _table(2, _SECTIONS[1].title, row, width, 0, 1, cells)


def _spread(row: int, width: int, cells: list[GridCell]) -> Iterator[GridCell]:
    """Lay cells in a row; what is left of the width goes to the last, or is shared by two."""
    spans = [1] * len(cells)
    spare = width - len(cells)
    spans[-1] += spare
    if len(cells) == 3:
        spans = [1, 1, 2]
    column = 0
    for cell, span in zip(cells, spans, strict=True):
        yield GridCell(row, column, 1, span, cell.label, cell.figure)
        column += span


def _table_three(rows: tuple[Row, ...]) -> TableForm:
    labels = 3
    cells = [
        GridCell(0, 0, 3, labels, label=BALANCE_NOTE),
        GridCell(0, labels, 1, len(COLUMNS), label=APPLICANTS_LABEL),
        GridCell(1, 3, 2, 1, label=COLUMNS[0].label),
        GridCell(1, 4, 1, 5, label=ORGANISATIONS_LABEL),
        GridCell(1, 9, 2, 1, label=COLUMNS[-1].label),
        *(GridCell(2, 4 + n, 1, 1, label=column.label) for n, column in enumerate(COLUMNS[1:-1])),
    ]
    at = 3

    def data(path: str) -> Iterator[GridCell]:
        for n, column in enumerate(COLUMNS):
            yield GridCell(at, labels + n, 1, 1, figure=f"requests.{path}.{column.path}")

    for first in (RECEIVED, CARRIED_IN):
        cells += [GridCell(at, 0, 1, labels, label=first.label), *data(first.path)]
        at += 1
    cells.append(GridCell(at, 0, len(rows) + 1, 1, label=RESULTS_LABEL))
    group = None
    for row in rows:
        if row.group is None:
            cells.append(GridCell(at, 1, 1, 2, label=row.label))
        else:
            if row.group != group:
                size = sum(other.group == row.group for other in rows)
                cells.append(GridCell(at, 1, size, 1, label=row.group_label))
            cells.append(GridCell(at, 2, 1, 1, label=row.label))
        group = row.group
        cells += data(row.path)
        at += 1
    cells += [GridCell(at, 1, 1, 2, label=HANDLED.label), *data(HANDLED.path)]
    at += 1
    cells += [GridCell(at, 0, 1, labels, label=CARRIED_OUT.label), *data(CARRIED_OUT.path)]
    return _table(3, _SECTIONS[2].title, at + 1, labels + len(COLUMNS), 3, labels, cells)


def _table_four() -> TableForm:
    cells = [GridCell(0, 0, 1, 5, label=DISPUTE_LABELS["review"]), GridCell(0, 5, 1, 10, label=LITIGATION_LABEL)]
    cells += [GridCell(1, n, 2, 1, label=label) for n, (_, label) in enumerate(OUTCOMES)]
    cells += [
        GridCell(1, 5, 1, 5, label=DISPUTE_LABELS["litigation_direct"]),
        GridCell(1, 10, 1, 5, label=DISPUTE_LABELS["litigation_after_review"]),
    ]
    cells += [GridCell(2, 5 + n, 1, 1, label=label) for n, (_, label) in enumerate(OUTCOMES * 2)]
    paths = [f"disputes.{kind}.{outcome}" for kind in DISPUTE_LABELS for outcome, _ in OUTCOMES]
    cells += [GridCell(3, n, 1, 1, figure=path) for n, path in enumerate(paths)]
    return _table(4, _SECTIONS[3].title, 4, 15, 3, 0, cells)


RECEIVED = Row("received", "一、本年新收政府信息公开申请数量")
CARRIED_IN = Row("carried_in", "二、上年结转政府信息公开申请数量")
HANDLED = Row("handled", "（七）总计")
CARRIED_OUT = Row("carried_out", "四、结转下年度继续办理")


def _all_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return (RECEIVED, CARRIED_IN, *rows, HANDLED, CARRIED_OUT)


def _totals(rows: tuple[Row, ...]) -> dict[str, tuple[str, ...]]:
    """Each derived cell with the cells it adds up; `handled` first, since its total adds up others."""
    totals: dict[str, tuple[str, ...]] = {}
    applicants = [column.path for column in COLUMNS[:-1]]
    for column in applicants:
        totals[f"requests.handled.{column}"] = tuple(f"requests.{row.path}.{column}" for row in rows)
    for row in _all_rows(rows):
        totals[f"requests.{row.path}.total"] = tuple(f"requests.{row.path}.{column}" for column in applicants)
    for kind in DISPUTE_LABELS:
        totals[f"disputes.{kind}.total"] = tuple(f"disputes.{kind}.{outcome}" for outcome, _ in OUTCOMES[:-1])
    return totals


def _groups(rows: tuple[Row, ...]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name in GROUPS:
        for column in COLUMNS:
            members = tuple(f"requests.{row.path}.{column.path}" for row in rows if row.group == name)
            if members:
                groups[f"requests.{name}.{column.path}"] = members
    for path in [row.path for row in _all_rows(rows)]:
        groups[f"requests.{path}.organisations"] = tuple(
            f"requests.{path}.{column.path}" for column in COLUMNS if column.organisation
        )
    for outcome, _ in OUTCOMES:
        groups[f"disputes.litigation.{outcome}"] = (
            f"disputes.litigation_direct.{outcome}",
            f"disputes.litigation_after_review.{outcome}",
        )
    return groups


def _relations(rows: tuple[Row, ...]) -> Iterator[Relation]:
    """A1 to A4 of the form's arithmetic: rows, results, balance, disputes."""
    table = TABLE_NAMES[3]
    applicants = [column.path for column in COLUMNS[:-1]]
    for row in _all_rows(rows):
        yield Relation(
            "row_sum",
            f"{table}·{row.label}",
            tuple(f"requests.{row.path}.{column}" for column in applicants),
            (f"requests.{row.path}.total",),
        )
    for column in COLUMNS:
        yield Relation(
            "handled_sum",
            f"{table}·{column.label}·{HANDLED.label}",
            tuple(f"requests.{row.path}.{column.path}" for row in rows),
            (f"requests.handled.{column.path}",),
        )
    for column in COLUMNS:
        yield Relation(
            "balance",
            f"{table}·{column.label}",
            (f"requests.received.{column.path}", f"requests.carried_in.{column.path}"),
            (f"requests.handled.{column.path}", f"requests.carried_out.{column.path}"),
        )
    for kind, label in DISPUTE_LABELS.items():
        yield Relation(
            "dispute_sum",
            f"{TABLE_NAMES[4]}·{label}",
            tuple(f"disputes.{kind}.{outcome}" for outcome, _ in OUTCOMES[:-1]),
            (f"disputes.{kind}.total",),
        )


def _labels(edition: Edition, rows: tuple[Row, ...]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for block in _BLOCKS[edition]:
        for item in block.items:
            for path, head in item.cells:
                labels[f"disclosure.{item.path}.{path}"] = f"{TABLE_NAMES[2]}·{item.label}·{head}"
    for row in _all_rows(rows):
        inside = f"{row.group_label}·{row.label}" if row.group_label else row.label
        for column in COLUMNS:
            labels[f"requests.{row.path}.{column.path}"] = f"{TABLE_NAMES[3]}·{column.label}·{inside}"
    for name, label in GROUPS.items():
        for column in COLUMNS:
            labels.setdefault(f"requests.{name}.{column.path}", f"{TABLE_NAMES[3]}·{column.label}·{label}")
    for row in _all_rows(rows):
        inside = f"{row.group_label}·{row.label}" if row.group_label else row.label
        labels[f"requests.{row.path}.organisations"] = f"{TABLE_NAMES[3]}·{ORGANISATIONS_LABEL}·{inside}"
    for kind, label in DISPUTE_LABELS.items():
        for outcome, name in OUTCOMES:
            labels[f"disputes.{kind}.{outcome}"] = f"{TABLE_NAMES[4]}·{label}·{name}"
    for outcome, name in OUTCOMES:
        labels[f"disputes.litigation.{outcome}"] = f"{TABLE_NAMES[4]}·{LITIGATION_LABEL}·{name}"
    return labels
