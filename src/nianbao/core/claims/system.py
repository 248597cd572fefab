"""What the organs of one line count together (全市税务系统收到申请300件), and what one of them does (市局86件).

A department's report may tell the figures of its line beside, or in place of, its own. Such numbers are held against
the tables only where one of them is what the tables have: then the tables count the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from nianbao.core.claims.claim import Claim
from nianbao.core.figures import Values
from nianbao.core.report import Report

_LINE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}[省市县区州盟旗]|全[省市县区州盟旗]|[省市县区州、]{2,6}[两三]级)?(?:各级|各)?"
    r"(?P<line>[\u4e00-\u9fff]{2,6}?)(?:系统|机关|部门|机构)(?:各(?:部门|单位))?"
)
_OF_A_CUSTOMS = re.compile(r"全?关区|全关(?!于)")
_WITH_ITS_PARTS = re.compile(
    r"[省市县区州]局(?:本级|机关)?(?:及|和|与|、)(?:其)?(?:所属|所辖|下属|下辖|各|\d+个|派出机构|直属|稽查局|、)*"
    r"(?:县区局|区县局|县局|分局|基层局|单位|机构|税务局)"
)
_WORDS_OF_A_LINE = re.compile(r"全系统|系统各单位")
_ONE_OF_THE_LINE = re.compile(
    r"[省市县区州]局(?:本级|机关)?(?:全年|共计?|累计|依法|因政府信息公开|政府信息公开)*(?=收到|受理|新收|办结|答复|办理|作出|作为|被申请|被复议|被诉)"
)


def system_in(text: str, unit: str) -> re.Match[str] | None:
    """Words of a sentence for all organs of the line that an organ is one of (全市税务系统 of 青禾市税务局)."""
    if (parts := _WITH_ITS_PARTS.search(text)) is not None:
        return parts
    if "海关" in unit and (area := _OF_A_CUSTOMS.search(text)) is not None:
        return area
    for found in _LINE.finditer(text):
        if found["line"] in unit and not found[0].startswith(found["line"]):
            return found
    return None


def speaks_of_its_line(report: Report) -> bool:
    """Whether a report tells the figures of its line anywhere: then 市局 is one of its organs."""
    texts = [passage.text for passage in report.passages]
    return any(_WORDS_OF_A_LINE.search(text) or system_in(text, report.unit) for text in texts)


def one_of_its_line(text: str) -> bool:
    """Whether a sentence tells what one organ of the line did (市局收到86件)."""
    return _ONE_OF_THE_LINE.search(text) is not None


def of_the_tables(claims: Sequence[Claim], views: Sequence[Values]) -> tuple[Claim, ...]:
    """The claims without those about the line, where none of these is what the tables have."""
    counted = {_table(claim) for claim in claims if claim.of_system and _agrees(claim, views)}
    return tuple(claim for claim in claims if not claim.of_system or _table(claim) in counted)


_TOO_FEW = 5
"""So small a number may be that of the tables by chance."""


def _agrees(claim: Claim, views: Sequence[Values]) -> bool:
    quantity = claim.quantity
    if quantity is None or claim.kind != "count" or quantity.value < _TOO_FEW:
        return False
    values = [view.evaluate(reading) for view in views for reading in claim.readings]
    return any(isinstance(value, int | Decimal) and quantity.means(value) for value in values)


def _table(claim: Claim) -> str:
    """What is counted alike: requests and cases, documents, decisions."""
    table, _, last = claim.figure.partition(".")
    if table != "disclosure":
        return "requests"
    return "decisions" if last.endswith(".decisions") else last.split(".")[0]
