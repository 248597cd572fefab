"""The words by which prose says which figure it speaks of: objects, verbs, results, applicants, cases, documents.

A word is a token: a facet (what kind of thing it says) and a value. Of two patterns that begin at the same
place the earlier one in the list is taken, so the longer and more special ones stand first. Words of other
business (留言, 建议提案, 网站 …) are tokens too: what they govern is no figure of the tables.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nianbao.core.form import COLUMNS


class Token(NamedTuple):
    """A word in a bare text: where it stands, what kind of thing it says, and which."""

    start: int
    end: int
    facet: str
    value: str


_YEAR = r"(?:上一?个?年度?|去年度?|前一年度?|往年度?|以往年度?|上年末|上年底)"
_WORDS: tuple[tuple[str, str, str, str], ...] = (
    # who applies
    (
        "column",
        "everyone",
        "公社群",
        r"(?:公民|群众|社会公众)、?(?:企业、)?法人(?:和|或|或者|及|以及|、|与)?其他(?:社会)?组织",
    ),
    (
        "column",
        "organisations",
        "企单法",
        r"法人(?:和|或|或者|及|以及|、|与)?其他(?:社会)?组织|法人组织|(?<![我本])(?:企事业)?单位(?=各?提出|申请|\d)",
    ),
    ("column", "legal_service", "律法", r"法律服务机构|律师事务所|律所"),
    ("column", "research", "科", r"科研机构|科研院所|科研单位"),
    ("column", "social", "公社", r"社会公益(?:性)?组织|公益(?:性)?组织"),
    ("column", "enterprise", "企公商", r"商业企业|企业|公司"),
    ("column", "other", "其", r"其他组织|其他(?=申请\d)"),
    ("column", "natural_person", "个公自", r"自然人|公民个人|个人|公民(?!、|和|或|及)"),
    # other business that looks like ours
    (
        "other",
        "application",
        "专仲优低住使保入公养减办医占取变国场备复失奖安审就工建开强执扶报担换排救检注用登社租立职落行补认许评贷资赔转退采鉴项预",
        r"(?:行政)?(?:许可|救助|补助|补贴|低保|贷款|仲裁|认定|登记|专利|建房|用地|项目|强制执行|执行|入党|退税|资助|保障|住房|评审|国家赔偿|赔偿|审批|报批|备案|注册|开业|执业|资格|担保|复审|复核|减免|退款|退费|补偿|安置|入学|转学|就业|失业|工伤|社保|养老|医保|报销|鉴定|检验|检测|检定|评定|职称|立项|资金|奖励|奖补|扶持|入驻|租赁|公租房|使用|占用|采伐|取水|排污|变更|注销|换证|补办|办证|落户|优待证|场地|预约)申请",
    ),
    ("other", "application", "申", r"申请(?:人民法院)?强制执行|申请执行|申请仲裁"),
    (
        "other",
        "review",
        "其备复应行规",
        r"(?:其他|其它|规范性文件|行政复议机关|复议机关)(?:行政)?复议(?:备案)?(?:案件)?|复议备案|备案(?:审查)?行政复议|行政复议(?:和|、|及)?应诉|行政应诉|应诉|复议申请书|行政复议法|行政诉讼法|复议机关",
    ),
    # disputes
    ("dispute", "litigation_direct", "起", r"起诉前未(?:曾)?(?:经(?:过)?|申请)(?:行政)?复议"),
    (
        "dispute",
        "litigation_after_review",
        "已起",
        r"(?:起诉前)?已经?(?:申请|经过)(?:行政)?复议|起诉前(?:经过?|申请)(?:行政)?复议",
    ),
    ("dispute", "review", "复申行被", r"(?:行政)?复议申请|被?申请(?:人)?(?:行政)?复议"),
    ("dispute", "litigation", "提被", r"被?提起(?:行政)?诉讼"),
    (
        "disclosure",
        "disclosure",
        "信政",
        r"(?:政府|政务)?信息公开(?:工作|事项|行为|答复|行政行为|案件|类|方面|领域)?(?=(?:方面|被|引|的|产生|而|引发)?.{0,6}(?:行政)?(?:复议|诉讼))",
    ),
    (
        "dispute",
        "litigation_direct",
        "未没直",
        r"未经(?:行政)?复议(?:程序)?(?:而)?(?:的|，)?(?:直接)?(?:向(?:人民)?法院)?(?:起诉|提起(?:行政)?诉讼|诉讼)|未经(?:过)?(?:行政)?复议|没有经过(?:行政)?复议|直接(?:向(?:人民)?法院)?(?:起诉|提起(?:行政)?诉讼)",
    ),
    (
        "dispute",
        "litigation_after_review",
        "不先复对经行",
        r"(?:对|不服)(?:行政)?复议(?:决定|结果)(?:不服)?(?:而|后|又|再|，)*(?:直接)?(?:向(?:人民)?法院)?(?:起诉|提起(?:行政)?诉讼|诉讼)|(?:经(?:过)?)?(?:行政)?复议(?:之)?后(?:又|再)?(?:的)?(?:向(?:人民)?法院)?(?:起诉|提起(?:行政)?诉讼|诉讼)|经过(?:行政)?复议|先(?:行)?复议后",
    ),
    ("dispute", "litigation", "行诉起涉被", r"行政诉讼|诉讼|起诉|行政官司|(?:涉|被)诉(?=\d|[^，。；]{0,4}\d)"),
    ("dispute", "review", "复行", r"行政复议|复议"),
    (
        "outcome",
        "pending",
        "审尚待未正没",
        r"尚未审结|未审结|尚未结案|未结案|尚在审理|正在审理|审理中|尚未(?:作出)?(?:裁判|判决|裁定|复议决定)|待作出决定|没有裁判结果|未结",
    ),
    ("outcome", "upheld", "结维", r"结果维持|维持"),
    ("outcome", "corrected", "纠结被败", r"结果纠正|被?纠正|被?纠错|败诉"),
    ("outcome", "other", "其", r"其他结果|其它结果"),
    ("outcome", "unclear", "不和撤确终胜调责驳", r"驳回|终止|撤诉|撤回|胜诉|调解|和解|不予受理|撤销|确认违法|责令"),
    ("rest", "other", "其", r"其[他它](?:情形|情况|类|的|原因)?(?=\d+[件起宗])"),
    # reasons and results of requests
    (
        "row",
        "closed.unpaid",
        "未逾",
        r"逾期(?:未|不)(?:按(?:照)?(?:收费)?通知(?:要求)?)?(?:缴纳|缴|交纳|交)(?:信息处理)?费用?|逾期(?:未|不)缴费|未(?:按期|按时)?缴(?:纳)?(?:信息处理)?费用?",
    ),
    ("row", "closed.uncorrected", "无逾", r"(?:无正当理由)?逾期(?:未|不)(?:予)?补正"),
    (
        "row",
        "unavailable.unclear",
        "内申补",
        r"补正后(?:申请)?(?:内容)?(?:仍|依然|还是|仍然)?(?:不明确|不清|不清楚)|(?:申请)?内容(?:仍|仍然)?不明确",
    ),
    (
        "row",
        "unavailable.needs_creation",
        "没需",
        r"没有现成(?:的)?(?:政府)?信息(?:、|，)?(?:而)?(?:且)?(?:需要?另行制作)?|需要?另行制作|需要?(?:加工|汇总)(?:、|和)?(?:分析)?制作",
    ),
    (
        "row",
        "unavailable.not_held",
        "不信我政未本没行非",
        r"(?:本机关|本单位|我.|行政机关)?(?:不掌握|未掌握|没有掌握)(?:的|相关|有关|该)*(?:政府)?信息|(?:本机关|本单位|我.)?不掌握|(?:政府)?信息不存在|不属于本(?:机关|单位|部门|级)(?:负责)?公开(?:范围)?|非本机关(?:掌握|职责|公开)",
    ),
    (
        "row",
        "rejected.petition",
        "信投",
        r"信访(?:、|、?举报)*(?:和|、)?(?:举报)?(?:、)?(?:投诉)?类?(?:的)?(?:政府信息公开)?申请|信访(?:(?:、|和|及|与)?(?:举报|投诉|诉求|咨询))*(?:类|诉求|性质)(?:的)?(?:事项)?|信访(?:(?:、|和|及|与)?(?:举报|投诉)){2}|投诉举报类(?:申请)?",
    ),
    ("row", "rejected.repeated", "属重", r"重复(?:提出)?(?:的)?(?:政府信息公开)?申请|属于?重复"),
    ("row", "rejected.publication", "公提要", r"(?:要求)?(?:提供)?公开出版物"),
    ("row", "rejected.excessive", "大无", r"(?:无正当理由)?大量(?:、|且)?(?:反复|重复)(?:提出)?(?:的)?(?:政府信息公开)?申请"),
    (
        "row",
        "rejected.confirmation",
        "本确行要",
        r"(?:要求)?(?:行政机关|本机关)?(?:确认|确定)(?:或者?|和|、)?重新出具(?:已获取(?:的)?信息)?",
    ),
    ("row", "refused.state_secret", "国属涉", r"(?:属于|涉及)?国家秘密|涉密"),
    (
        "row",
        "refused.other_law",
        "其法",
        r"(?:其他|其它)?(?:法律(?:、|和)?)(?:行政)?法规(?:明确)?(?:规定)?(?:禁止|不得)公开",
    ),
    ("row", "refused.security_stability", "‘“「三危", r"(?:危及)?[“‘「]?三安全一稳定[”’」]?"),
    ("row", "refused.third_party", "侵保损涉第", r"(?:保护|损害|涉及|侵害)?第三方(?:的)?合法权益"),
    ("row", "refused.internal_affairs", "三内属", r"(?:属于)?(?:三类)?内部事务(?:性)?信息|(?:三类)?内部事务"),
    ("row", "refused.process_information", "四属过", r"(?:属于)?(?:四类)?过程性信息"),
    ("row", "refused.enforcement_file", "属执行", r"(?:属于)?(?:行政)?执法案卷(?:信息)?"),
    ("row", "refused.administrative_query", "属行", r"(?:属于)?行政(?:性)?查询(?:事项)?"),
    (
        "row",
        "closed",
        "以作其按",
        r"(?:作|按|以)?(?:其他|其它)(?:方式)?处理(?:方式)?|以(?:其他|其它)方式(?:办结|答复|处理)",
    ),
    ("row", "partially_granted", "予依决区同给部", r"(?:予以|同意|决定|依法|给予)?部分(?:予以)?公开|区分处理"),
    (
        "row",
        "refused",
        "不拒未",
        r"不予(?:以)?公开|未予(?:以)?公开|不同意公开|拒绝公开|不(?:应当|应|宜)?公开(?=的|\d|政府信息|[、，；])",
    ),
    ("row", "unavailable", "不无未没", r"(?:无法|不能|未能|没法)提供(?:的)?(?:相关|有关|政府)*(?:信息)?"),
    ("row", "rejected", "不作", r"不予处理|作不处理"),
    (
        "row",
        "granted",
        "予依全公决准同应给完直",
        r"(?<=[中，、；：])公开(?:的)?(?:有|共)?(?=\d+[件宗])|(?<=\d[件宗])公开(?=[、，；。])|公开(?=（含部分公开）)|(?:予以|同意|给予|准予|准许|决定|全部予以|应予|依法予以|完全|全部|直接)公开",
    ),
    # carried over
    (
        "row",
        "carried_from",
        "2",
        r"20\d\d年(?:度|末|底)?(?:的)?(?:尚)?(?:未办结|未答复|遗留)?(?:的|而)?(?:结转|转结|接转|转入|结存|转来)(?!(?:至|到|入|于)?(?:下|次|明|20\d\d))(?:(?:到|至)?(?:本|今)年度?(?:继续)?(?:办理)?)?",
    ),
    (
        "row",
        "carried_to",
        "延待接留结跨转顺",
        r"(?:转结|结转|接转|转入|转|顺延|留待|待|延续|跨)(?:到|至|入|于)?20\d\d年度?(?:继续)?(?:办理|答复|处理)?",
    ),
    (
        "row",
        "carried_in",
        "上从以前去年往承由结自转",
        rf"(?:由|从|自)?{_YEAR}(?:的)?(?:度)?(?:尚)?(?:未办结|未办理完|未答复|遗留)(?:而)?(?:、|，)?(?:结转|转入)?|(?:由|从|自)?{_YEAR}(?:的)?(?:转结|结转|接转|转入|转接|结存|转来|移交|顺延|待办)(?:(?:到|至)?(?:本|今)年度?(?:继续)?(?:办理)?)?|(?:结转|承接|转)(?:自|于)?(?:{_YEAR})|{_YEAR}度?(?:接转|转入|未办结)|年初(?:待办|结存|未办结|在办)|结转(?:至|到|入)(?:本|今)年度?(?:继续)?(?:办理)?",
    ),
    (
        "row",
        "carried_out",
        "下仍到办在处尚年延待接未次正留结翌至跨转还需顺",
        r"(?:转结|结转|接转|转入|转|顺延|留待|待|延续|跨)(?:到|至|入|于)?(?:下|次|明|翌)一?个?年度?(?:继续)?(?:办理|答复|处理)?|(?:转|需|待)?(?:下|次|翌)一?个?年度?(?:接续|继续)(?:办理|答复|处理)|跨年度?(?:继续)?办理|未在(?:年内|当年|年底前|本年度)办结|(?:到|至)?(?:年末|年底)(?:尚未|未|还未|仍未|在)(?:办结|办|办理完毕|答复)|(?:尚未|还未|仍未|未)(?:能)?(?:作出)?(?:办结|答复|办理完毕|处理完毕|办理完成)|(?:正在|尚在|仍在|还在)(?:办理|处理|答复)(?:中|过程中|之中|期限内)?|(?:办理|处理)(?:中|过程中|之中)|在办",
    ),
    ("row", "carried", "待接结转", r"结转|转结|接转|待办(?:件|结)?"),
    # what is done with requests
    (
        "verb",
        "due",
        "共列合应待需须",
        r"应办(?=\d)|(?:应|需|须|待|共需|需要|应当)(?:依法)?(?:予以)?(?:办理|处理|答复)|列入.{0,8}?办理范围|合并计算",
    ),
    ("verb", "received_new", "当新", r"新(?:增)?(?:收到|收|受理|接收)(?:件)?|新增(?=.{0,14}申请)|当年(?:收到|收)"),
    (
        "verb",
        "handled",
        "全办均处审已按答结",
        r"办结|办理(?:完毕|完结|完成|终结)|处理(?:完毕|完结|完成)|办毕|审?结案|答复完毕|按期办(?:理|结)|已?办理答复|(?:全部|均)办理|办理结果",
    ),
    (
        "verb",
        "received",
        "受接收来登",
        r"收到|接收到?|受理|接到|收件|接件|收悉|来件|收取(?=.{0,10}申请)|登记(?=.{0,6}(?:申请|\d))",
    ),
    ("verb", "answered", "告回答", r"答复|回复|告知"),
    ("verb", "handled_weak", "办处", r"办理|处理"),
    ("verb", "applied", "提申递", r"提出|提交|递交|申请(?:数量|总量|总数|量|数|件数)"),
    # the object
    (
        "object",
        "requests",
        "依信公提政申获要请",
        r"(?:依申请|申请)公开(?:的)?(?:政府)?(?:信息)?(?:的)?(?:信息公开)?(?:的)?(?:书面)?(?:申请(?:件)?|事项|信息|件)?|依申请(?:政府)?信息(?:公开)?(?:的)?(?:申请)?|(?:政府)?信息依申请公开|(?:政府|政务)?信息公开(?:的)?(?:书面|网上|网络|在线|线上|有效)?申请(?:表|事项|书|件)?|(?:要求|申请|请求)?(?:公开|获取|提供)(?:政府|相关|有关|政务)+信息的?(?:书面)?申请|申请(?:公开|获取)(?:政府|相关|有关|政务)*信息|公开申请(?:事项|件)?|依申请|申请事项",
    ),
    ("object", "applicant", "申", r"申请人(?:情况|类型)?"),
    ("object", "requests", "申", r"申请(?:件)?"),
    # table two
    ("document", "normative_documents", "行规", r"(?:行政)?规范性文件"),
    ("other", "rules", "党规", r"规章制度|党内规章"),
    ("document", "regulations", "政规部", r"(?:政府|部门)?规章"),
    (
        "stock",
        "odd",
        "专修公合备审征意报拟文栏梳清解评起转",
        r"备案|报备|合法性审(?:查|核)|审(?:查|核|议|签)|清理|修改|修订|评估|解读|修正|征求意见|意见征集|公平竞争|起草|拟定|转发|梳理|专栏|文件库|栏目",
    ),
    (
        "stock",
        "repealed",
        "失宣已废退清",
        r"(?:清理(?:并)?)?(?:宣布)?废止(?:和|或|或者|、)?(?:宣布)?(?:失效)?|(?:宣布)?失效|失去效力|退出|已?废(?=\d)",
    ),
    (
        "stock",
        "in_force",
        "仍依在尚年有现继还",
        r"现行(?:的)?(?:有效)?|(?:继续|仍然?|依然|尚)(?:有效|施行|执行|在施行)|有效(?:的)?(?:文件|施行)|有效(?:存量)?|现有(?=(?:行政)?(?:规范性文件|规章))|(?<=件)(?:仍|还|尚)?在(?:施行|执行)(?:中|的)?(?=[，。；、]|$)|尚在执行|现存|年末(?:存量|有效)|(?:年末|年底)(?:共?有|为|达)?(?=\d+件)",
    ),
    ("stock", "issued", "出制新", r"(?:新)?(?:制发|制定|出台|制订|新增)(?:并)?(?:出台|印发|发布|公布|公开)?|新近出台|新(?:立|发|出)(?=\d)"),
    ("stock", "issued_weak", "下公印发颁", r"印发|发布|公布|公开|下发|颁布"),
    ("decision", "all", "三", r"三类(?:行政)?决定"),
    ("decision", "licensing", "行许", r"行政许可|许可(?=决定|\d)"),
    ("decision", "penalties", "处行", r"行政处罚|处罚(?=决定|\d)"),
    ("decision", "coercion", "行强", r"行政强制(?:措施|执行)?|强制(?:措施|执行)?(?=决定|\d)"),
    ("fees", "fees", "行", r"行政事业性收费|行政性收费"),
    ("fees", "collected", "收", r"收费(?:金额|收入)?(?:共|共计|合计|为)?(?=[\d.,]+(?:万|亿)元)"),
    ("fees", "processing", "信收", r"信息处理费|信息公开处理费|收费通知"),
    # time
    ("time", "past", "上以前去年往", _YEAR + r"|上一?年|年初"),
    ("time", "next", "下明来次", r"下一?年度?|明年|次年|来年"),
    ("time", "now", "一今全年当报本", r"本年度?|今年|当年|全年|年内|一年来|报告期内?"),
    (
        "time",
        "part",
        "“一三上下二以各四每第近0-9",
        r"上半年|下半年|(?:第?[一二三四1-4]|每|各)季度|(?<!截至)\d{1,2}月(?:份)?(?!31日|底|末)|“十[一二三四五]五”|近[一二两三四五六七八九十\d]+年|以来",
    ),
    # all other business
    (
        "other",
        "business",
        "专主举事会信公典决动发合听咨回图培头宣工建微快意手批投抖报抽招指提政数文新来查栏案档检活清热电留目督稿窗简网舆表视议论访诉调账资通采问项预领1",
        r"留言|来信|信访件?|投诉|举报|咨询|建议|提案|议案|热线|12345|信箱|工单|诉求|问政|舆情|意见|回应|网民|培训|会议|检查|抽查|通报|公众号|微信|微博|抖音|头条|视频|公示栏|公告栏|公开栏|宣传|手册|资料|报纸|报刊|电视|活动|访谈|发布会|听证|公报|预算|决算|采购|招标|投标|事项|窗口|档案|案例|调研|督查|动态|图解|稿件|文章|账号|专区|专栏|栏目|查阅|指南|目录|清单|典型|政策文件|通知|公告|公示|简报|论证|决策|项目|合同|预警|快讯|问答|表格|数据|政策|新闻|领域|主题|批次|公文",
    ),
    (
        "other",
        "channel",
        "E传信在平当新柜渠现电线网邮",
        r"网站|新媒体|平台|渠道|网络|网上|在线|线上|线下|信函|邮寄|信件|邮件|当面|现场|传真|电话|电子邮箱|柜台|EMS",
    ),
)
"""Facet, value, the characters with which the word can begin, its pattern."""
_AT = re.compile("[" + "".join(sorted({c for _, _, begins, _ in _WORDS for c in begins.replace("0-9", "")})) + "0-9]")


@cache
def _words_at(character: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """The words that can begin with a character: one pattern, and what each of its groups means."""
    return _compiled(tuple(n for n, word in enumerate(_WORDS) if _begins(word[2], character)))


def _begins(characters: str, one: str) -> bool:
    return one in characters.replace("0-9", "") or (one.isdigit() and "0-9" in characters)


@cache
def _compiled(numbers: tuple[int, ...]) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """Compiled once for all characters with the same words; nothing is compiled that no text asks for."""
    words = [_WORDS[n] for n in numbers]
    return re.compile("|".join(f"({pattern})" for *_, pattern in words)), tuple((f, v) for f, v, _, _ in words)


COLUMN_WORDS = frozenset(column.path for column in COLUMNS) | {"organisations"}
RESULT_GROUPS = ("granted", "partially_granted", "refused", "unavailable", "rejected", "closed")


def tokens(text: str) -> list[Token]:
    """The words of a bare text that say which figure it speaks of, in order, never overlapping."""
    found: list[Token] = []
    end = 0
    for place in _AT.finditer(text):
        start = place.start()
        if start < end:
            continue
        pattern, meanings = _words_at(place[0])
        match = pattern.match(text, start)
        if match is not None and match.lastindex is not None:
            end = match.end()
            found.append(Token(start, end, *meanings[match.lastindex - 1]))
    return found
