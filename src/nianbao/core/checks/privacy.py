"""P: privacy. What of a person must not stand in a published report.

An organ's own telephone, address and mail box are right: in the preamble, and wherever no person is spoken of.
Sources: 政府信息公开条例 art. 15; 个人信息保护法 28; GB 11643—1999 (ID numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.core.findings import Case, Finding, Severity, rule
from nianbao.core.lazy import lazy
from nianbao.core.report import Paragraph, Passage, Report, Table, place_of

_SOURCE = "《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》"
_PERSON = lazy(
    r"申请人|当事人|投诉人|举报人|信访人|来访人|来信人|原告|上诉人|第三人|村民|居民|群众|住户|业主|某某|[某×＊*][某×＊*]|先生|女士|本人|身份证|证件号|网民|来电人|家长|公民(?!、)"
)
_ORGAN_CONTACT = lazy(
    r"(?:联系|咨询|监督|举报|投诉|办公|服务|受理|值班|公开)[^。；，]{0,8}(?:电话|热线|传真|方式|手机)(?:号码|号)?[：:为是（(“]{0,2}$"
    r"|(?:电话|传真|热线)(?:号码)?[：:为是（(“]{0,2}$"
)
_DIALLED = lazy(r"(?:拨打|致电|客服[^，。；]{0,4})[^，。；\d]{0,10}(?:[\d-]+[、或和]{1,2}(?:者)?)?$")
"""What is to be rung is the organ's, whoever rings: 申请人可拨打0464-5550000."""


_NEAR = 400
"""Characters around a number that may tell whose it is; sentences are shorter."""


def _context(text: str, at: int) -> str:
    """The sentence in front of a place."""
    return re.split(r"[。！？；]", text[max(0, at - _NEAR) : at])[-1]


def _of_a_person(passage: Passage, start: int, end: int) -> bool:
    """Whether the clauses around a number speak of a person."""
    after = re.split(r"[。！？；，）)]", passage.text[end : end + _NEAR])[0]
    return bool(_PERSON().search(_context(passage.text, start)) or _PERSON().search(after))


def _finding(code: str, severity: Severity, passage: Passage, match: re.Match[str], what: str, mend: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=passage.where,
        message=what,
        mend=mend,
        quote=match[0],
        slot=passage.slot_at(match.start()),
    )


# -- identity numbers -----------------------------------------------------------------------------------

_ID_18 = lazy(
    r"(?<![\dA-Za-z])[1-8]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_ID_15 = lazy(r"(?<![\dA-Za-z.])[1-8]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z.])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity_number(text: str) -> bool:
    """Whether eighteen characters are an identity number with its right check digit (GB 11643—1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17].upper()


@rule(
    "P101",
    "公开了身份证号码",
    severity="error",
    source=f"{_SOURCE}第二十八条；GB 11643—1999《公民身份号码》",
    bad="申请人张某某（身份证号11010519491231002X）",
    good="申请人张某某",
)
def identity_numbers(case: Case) -> Iterator[Finding]:
    """18位身份证号码，校验位相符的一定是；文字和附加的表格里都不能有。"""
    for passage in _lines_and_extra_cells(case.report):
        for match in _ID_18().finditer(passage.text):
            if is_identity_number(match[0]):
                yield _finding(
                    "P101", "error", passage, match, f"公开了身份证号码“{match[0]}”", "删去；申请人的身份信息不得公开"
                )


@rule(
    "P102",
    "像是身份证号码",
    severity="warning",
    source=f"{_SOURCE}第二十八条；GB 11643—1999《公民身份号码》",
    bad="申请人张某某（身份证号110105491231002）",
    good="申请人张某某",
)
def likely_identity_numbers(case: Case) -> Iterator[Finding]:
    """15位的旧号码，以及写在“身份证”之后、校验位不符的18位号码。"""
    for passage in _lines_and_extra_cells(case.report):
        for match in _ID_15().finditer(passage.text):
            if _of_a_person(passage, *match.span()):
                yield _finding("P102", "warning", passage, match, f"“{match[0]}”像是身份证号码", "删去")
        for match in _ID_18().finditer(passage.text):
            if not is_identity_number(match[0]) and (
                _of_a_person(passage, *match.span())
                or not _OTHER_NUMBER().search(_context(passage.text, match.start()))
            ):
                yield _finding("P102", "warning", passage, match, f"“{match[0]}”像是身份证号码", "删去")


_OTHER_NUMBER = lazy(r"代码|标识|备案|编[号码]|单号|流水|项目|网站|账号|卡号|户号|档案|文号|序列")


def _lines_and_extra_cells(report: Report) -> Iterator[Passage]:
    """The passages with a long number, and such cells of tables that are not the form's."""
    long_number = lazy(r"\d{14}")()
    for passage in report.passages:
        if long_number.search(passage.text):
            yield passage
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.number is None:
                for cell in block.cells:
                    if long_number.search(cell.text):
                        yield Passage(cell.text, f"{place_of(section)}的表格", section.key, Paragraph(()))


def _with_long_numbers(report: Report) -> Iterator[Passage]:
    """The passages that hold a number long enough for a telephone or an account."""
    for passage in report.passages:
        if _LONG_NUMBER().search(passage.text):
            yield passage


_LONG_NUMBER = lazy(r"\d{7}|\d[- ]\d{4}")


# -- telephones -----------------------------------------------------------------------------------------

_MOBILE = lazy(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?!\.?\d|[元万亿条次件人])")
_LANDLINE = lazy(r"(?<![\d.])(?:0\d{2,3}[-—－ ]|（0\d{2,3}）)\d{7,8}(?!\d)")


@rule(
    "P201",
    "公开了个人的手机号码",
    severity="warning",
    source=_SOURCE,
    bad="申请人张某某（联系电话13900000000）",
    good="申请人张某某",
)
def mobile_numbers(case: Case) -> Iterator[Finding]:
    """正文里的手机号码。开头的联系方式，以及写明是本机关联系、咨询、监督电话而不涉及个人的，不算。"""
    for passage in _with_long_numbers(case.report):
        for match in _MOBILE().finditer(passage.text):
            context = _context(passage.text, match.start())
            named_contact = "联系人" in context and not any(role in context for role in _ROLES)
            if _DIALLED().search(context):
                continue
            personal = not named_contact and _of_a_person(passage, *match.span())
            organ = passage.section == "preamble" or _ORGAN_CONTACT().search(context)
            if personal or not organ:
                yield _finding(
                    "P201",
                    "warning",
                    passage,
                    match,
                    f"公开了手机号码“{match[0]}”",
                    "删去；如是本机关的公开电话，写明“联系电话”",
                )


_PUBLIC_LINE = lazy(r"(?:咨询|监督|举报|投诉|服务|办公|受理|值班|公开|公布)")


@rule(
    "P202",
    "公开了个人的固定电话",
    severity="warning",
    source=_SOURCE,
    bad="申请人李某（电话0464-5550000）",
    good="申请人李某",
)
def landlines_of_persons(case: Case) -> Iterator[Finding]:
    """与申请人等个人写在一起的固定电话；本机关的电话不算。"""
    for passage in _with_long_numbers(case.report):
        if passage.section == "preamble":
            continue
        for match in _LANDLINE().finditer(passage.text):
            context = _context(passage.text, match.start())
            if _DIALLED().search(context):
                continue
            masked = "某" in context and "联系人" not in context and not _PUBLIC_LINE().search(context)
            sent = _SENDER().search(context) and _SENT().match(passage.text, match.end())
            if masked or sent or _PERSON().search(re.split("[，,]", context)[-1]):
                yield _finding("P202", "warning", passage, match, f"公开了个人的电话“{match[0]}”", "删去")


_SENDER = lazy(r"(?:由|系|为)[\u4e00-\u9fff、]{2,12}(?<![办室局科股站所心处会委组队院])（(?:联系)?电话[：:]?$")
_SENT = lazy(r"[）)](?:提出|提交|反映|投诉|来信|申请)")
"""（电话…）提出: what is told of a number is what a person did."""


# -- names, mail, money, homes --------------------------------------------------------------------------

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈彭吕"
    "苏卢蒋蔡贾丁魏薛阎潘戴钟汪姜姚谭廖邹熊陆郝崔邱秦侯邵孟雷尹黎贺赖龚"
)
_NO_NAMES = frozenset({"陈述", "郑重", "张贴", "周边", "周知", "周期", "吴某", "徐徐", "孙某", "黄页", "秦某", "梁某"})
_ROLES = ("申请人", "投诉人", "举报人", "信访人", "当事人", "原告", "上诉人", "村民", "居民")
_NAME = lazy(
    rf"(?:{'|'.join(_ROLES)})(?:[：:]|为|是)?(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[，。；、（(）)\s]|先生|女士|同志|提出|提交|申请|要求|不服|诉|邮寄|寄来|向|对|的(?:申请|信息|政府)|等\d|因|反复|多次|重复|[一1]人)"
)
_BEFORE_NAME = frozenset(f"{_SURNAMES}：:为是")
_MASKED = lazy(r"[某×＊*XxＸ甲乙丙丁氏]")


@rule(
    "P301",
    "公开了申请人的姓名",
    severity="warning",
    source=_SOURCE,
    bad="申请人张三丰提出的申请2件",
    good="申请人张某某提出的申请2件",
)
def names_of_applicants(case: Case) -> Iterator[Finding]:
    """申请人、投诉人、原告等的姓名。写作“张某”“张某某”“张××”的不算。"""
    for passage in case.report.passages:
        yield from _names_with_numbers(passage)
        if not _may_name(passage.text):
            continue
        for match in _NAME().finditer(passage.text):
            name = match["name"]
            if name in _NO_NAMES or _MASKED().search(name) or _MASKED().match(passage.text, match.end()):
                continue
            yield Finding(
                code="P301",
                severity="warning",
                where=passage.where,
                message=f"公开了个人的姓名“{name}”",
                mend=f"改为“{name[0]}某某”，或者删去",
                quote=name,
                slot=passage.slot_at(match.start("name")),
            )


def _names_with_numbers(passage: Passage) -> Iterator[Finding]:
    """Names told by what stands around them: 王某、孙某2名工作人员, 刘某提出31件, 村会计王某被批评."""
    if not any(word in passage.text for word in _AROUND_NAMES):
        return
    for sign, surnames, pattern in _TOLD:
        if sign().search(passage.text) is None:
            continue
        for names, start, end in _named(pattern(), surnames, passage.text):
            if _MASKED().search(names) or _MASKED().match(passage.text, end) or set(names.split("、")) & _NO_NAMES:
                continue
            yield Finding(
                code="P301",
                severity="warning",
                where=passage.where,
                message=f"公开了个人的姓名“{names}”",
                mend=f"改为“{names[0]}某某”，或者删去",
                quote=names,
                slot=passage.slot_at(start),
            )


def _named(pattern: re.Pattern[str], surnames: str, text: str) -> Iterator[tuple[str, int, int]]:
    """The names that a pattern finds, and where they begin and end; the first begins with one of the surnames.

    Surnames are looked up here: a pattern that holds them takes longer to compile than all checks to run.
    """
    match = pattern.search(text)
    while match is not None:
        group = next(name for name, found in match.groupdict().items() if found)
        first, *others = match[group].split("、")
        known = first[0] in surnames and all(other[0] in _ALL_SURNAMES for other in others)
        if known:
            yield match[group], match.start(group), match.end(group)
        match = pattern.search(text, match.end() if known else match.start() + 1)


_AROUND_NAMES = (
    "名",
    "位",
    "提",
    "申请",
    "诉",
    "批评",
    "约谈",
    "通报",
    "处分",
    "问责",
    "追责",
    "诫勉",
    "（1",
    "身份证",
    "手机",
    "住址",
    "为代表",
    "电话",
    "，住",
    "（住",
)
_HAN = r"[\u4e00-\u9fff]"
_ALL_SURNAMES = _SURNAMES + "林何高马叶余钱方石金江白范田万程任易庞颜施陶洪翁"
"""With surnames that are common words: taken for names where the words around leave no doubt."""
_ANY_NAME = rf"{_HAN}{{2,3}}?"
_BLAMED = r"(?:同志)?(?:被|受到|因[^，。]{0,10})(?:约谈|通报|批评|处分|问责|诫勉|追责)"
_PERSONS = "申请人|当事人|投诉人|举报人"
_TOLD = (
    (
        lazy(r"身份证|手机|住址|家住|电话"),
        _SURNAMES,
        lazy(
            rf"(?:^|[（(，、。；由对向户])(?P<names>{_ANY_NAME}(?:、{_ANY_NAME}){{0,4}})(?:提出|提交|反映)?[，,（(]\s*"
            r"(?:身份证|公民身份|手机|住址|家住|(?:联系)?电话[^，。）]{5,16}[）)](?:提出|提交|申请|反映|投诉|来信))"
        ),
    ),
    (
        lazy(
            r"(?:业主|住户|村民|居民|户主|家长|商户|店主|学生|患者|代表)[^，。；（(]{2,3}(?:等?为代表|[，,（(]\s*(?:身份证|手机|电话|住))"
        ),
        _ALL_SURNAMES,
        lazy(
            rf"(?:业主|住户|村民|居民|户主|家长|商户|店主|学生|患者|代表)(?:代表)?(?P<names>{_ANY_NAME})"
            r"(?=等?(?:[\d一二两三四五六七八九十]+[户人名])?为代表|[，,（(]\s*(?:身份证|手机|电话|住))"
        ),
    ),
    (
        lazy(r"[\d一二两三四五六七八九十](?:名|位)(?:同志|工作|干部|职工|责任|申请人|群众|村民|居民|人员|同学|教师)"),
        _SURNAMES,
        lazy(
            rf"(?:对|由|给予|追究|约谈|包括|为|是|有|和|及|（|，)(?P<names>{_ANY_NAME}(?:、{_ANY_NAME}){{0,4}})(?:等)?"
            r"[\d一二两三四五六七八九十]+(?:名|位)"
            r"(?:同志|工作人员|干部|职工|责任人|申请人|群众|村民|居民|人员|同学|教师)"
        ),
    ),
    (
        lazy(r"(?:^|[，。；、（])[^，。；、（]{2,7}(?:提出|提交|申请了?)(?:申请)?\d+件"),
        _SURNAMES,
        lazy(
            rf"(?:^|(?<=[，。；、（]))(?:其中)?(?P<names>{_ANY_NAME})(?:[一1]人)?"
            r"(?:提出|提交|申请了?|反复申请)(?:申请)?\d+件"
        ),
    ),
    (
        lazy(r"、[^，。；]{2,6}(?:提出|提交申请|以信函|通过)"),
        _ALL_SURNAMES,
        lazy(
            rf"(?:为|是|由|系)(?P<names>{_ANY_NAME}(?:、{_ANY_NAME}){{1,5}})(?:等人?)?"
            r"(?=通过(?:网络|信函|邮寄|当面)|提出|提交申请|以信函)"
        ),
    ),
    (
        lazy(rf"(?:{_PERSONS})[^，。；]{{2,3}}\d"),
        _ALL_SURNAMES,
        lazy(rf"(?:{_PERSONS})(?P<one>{_ANY_NAME})(?=\d+件)"),
    ),
    (
        lazy(r"不服|(?<![起上投])诉(?!讼)"),
        _ALL_SURNAMES,
        lazy(
            rf"(?:如|其中|（|，)(?P<suit>{_ANY_NAME})(?:不服|诉)(?=[\u4e00-\u9fff]{{2,12}}(?:局|政府|委|案|厅|镇|乡))"
        ),
    ),
    (
        lazy(rf"（1\d|{_BLAMED}|(?:进行|予以|给予)[^，。]{{0,3}}(?:批评|处分|约谈|诫勉|问责)"),
        _ALL_SURNAMES,
        lazy(
            rf"(?:会计|出纳|科员|职工|工作人员|经办人|办事员|科长|股长|校长|教师|医生)(?P<staff>{_ANY_NAME})"
            rf"(?=(?:同志)?(?:进行|予以|给予)[^，。]{{0,3}}(?:批评|处分|约谈|诫勉|问责)|（1\d|{_BLAMED})"
        ),
    ),
    (
        lazy(_BLAMED),
        _ALL_SURNAMES,
        lazy(
            rf"(?:局|委|办|院|所|站|镇|乡|村)(?P<office>{_ANY_NAME})"
            rf"(?=、[\u4e00-\u9fff]{{2,10}}?(?:局|委|办|院|所|站|镇|乡|村){_ANY_NAME}{_BLAMED}|{_BLAMED})"
        ),
    ),
)
"""A sign without which there is no such name, the surnames to be believed there, and the pattern: most texts have no
sign, and a pattern takes longer to compile than the checks to run."""


def _may_name(text: str) -> bool:
    """Whether a surname, or what may stand before one, follows a word for a person."""
    return any(rest[:1] in _BEFORE_NAME for role in _ROLES if role in text for rest in text.split(role)[1:])


_MAIL = lazy(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@rule(
    "P302",
    "公开了个人的电子邮箱",
    severity="warning",
    source=_SOURCE,
    bad="申请人李某（邮箱name@example.com）",
    good="申请人李某",
)
def mail_of_persons(case: Case) -> Iterator[Finding]:
    """与申请人等个人写在一起的电子邮箱；本机关的邮箱不算。"""
    if "@" not in case.report.characters:
        return
    for passage in case.report.passages:
        for match in _MAIL().finditer(passage.text) if passage.section != "preamble" else ():
            before = re.split(r"[。！？；，]", passage.text[: match.start()])[-1]
            behind = passage.text[match.end() : match.end() + 8]
            of_a_person = re.match(r"的?(?:申请人|当事人|投诉人|举报人|信访人|村民|居民)", behind)
            if of_a_person or re.search(
                r"(?:申请人|当事人|投诉人|举报人|信访人|村民|居民|某某?)[^，。]{0,12}$", before
            ):
                yield _finding("P302", "warning", passage, match, f"公开了个人的邮箱“{match[0]}”", "删去")


_CARD = lazy(
    r"(?:卡号|账号|帐号|账户|银行卡|开户行|[农工建中交商邮]行(?:卡|账户?))[^\d。]{0,12}"
    r"(?P<card>\d{16,19}|\d{4}(?: \d{4}){3,4})(?!\d)"
)


@rule(
    "P303",
    "公开了银行账号",
    severity="warning",
    source=f"{_SOURCE}第二十八条",
    bad="退费至银行卡号6222020000000000000",
    good="已退费",
)
def bank_cards(case: Case) -> Iterator[Finding]:
    """银行卡号、账号。信息处理费缴入国库，报告里不写账号。"""
    if not any(
        word in case.report.words for word in ("卡号", "账号", "帐号", "账户", "银行卡", "开户行", "行卡", "行账")
    ):
        return
    for passage in _with_long_numbers(case.report):
        for match in _CARD().finditer(passage.text):
            yield Finding(
                code="P303",
                severity="warning",
                where=passage.where,
                message=f"公开了银行账号“{match['card']}”",
                mend="删去",
                quote=match["card"],
                slot=passage.slot_at(match.start("card")),
            )


_HOME = lazy(
    r"(?:(?:申请人|当事人|投诉人|举报人|信访人|村民|居民)[^，。；]{0,6}住(?![房宅院户所建址处宿持])(?:在|于)?|家住|住址|家庭住址|家庭地址|户籍地|户籍所在地|现住|居住地)[：:为在是]{0,2}[^，。；]{3,30}?(?:[\d一二三四五六七八九十]+(?:号|栋|幢|组|室|单元)|[村庄屯])+"
    r"|(?:(?<=[以由系为是])|(?<=[（，。；])(?![以由系为是]))[\u4e00-\u9fff某]{2,12}(?:[\d一二三四五六七八九十]+(?:号楼?|栋|幢|座|单元)){1,3}[\d一二三四五六七八九十]+室?(?=的?(?:业主|住户|居民|户主|租户|申请人|[张王李刘陈杨赵]某))"
)


@rule(
    "P304",
    "公开了个人的住址",
    severity="advice",
    source=_SOURCE,
    bad="申请人李某，家住柳桥村3组12号",
    good="申请人李某",
)
def homes(case: Case) -> Iterator[Finding]:
    """“家住”“住址”之后的具体地址，写明门牌的业主、住户；本机关的办公地址不算。"""
    if not any(
        word in case.report.words
        for word in ("人住", "民住", "家住", "住址", "家庭地址", "户籍", "现住", "居住地", "室", "单元", "栋")
    ):
        return
    for passage in case.report.passages:
        for match in _HOME().finditer(passage.text):
            severity: Severity = "warning" if _DOOR().search(match[0]) else "advice"
            yield _finding("P304", severity, passage, match, f"公开了个人的住址“{match[0]}”", "删去")


_DOOR = lazy(r"\d号[^，。；]{0,12}\d(?:室|单元)")
"""A home told to its door."""
