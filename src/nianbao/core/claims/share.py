"""Whether a number is of requests, and of all of them or of a share only: one way they came, one organ, one group."""

from __future__ import annotations

import re

from nianbao.core.claims.claim import Context, Phrase, sentence_around
from nianbao.core.claims.words import Token, is_whole_line

ONLINE = re.compile(r"线上|网[上络站页]|服务网|邮箱|在线|平台|互联网|电子")
POST = re.compile(r"信函|信件|来信|邮[寄政递]|(?<!电子)邮件|挂号|EMS")
IN_PERSON = re.compile(r"当面|现场|窗口|来访|上门")
OFFLINE = re.compile(r"线下|书面|纸质")
OTHER_WAY = re.compile(r"传真|电话|热线|公众号|小程序|其[他它](?:方式|渠道|途径|形式)")
WAYS = (ONLINE, POST, IN_PERSON, OTHER_WAY)
"""The ways by which requests come; online and offline are all of them together."""
_FACE_CHANNEL = re.compile(r"等|各类?渠道|多种|线上线下|、|(?:来信|信函|信件|邮寄|网站|网络|平台|当面|现场)[及和与或]")
_ALL_CHANNELS = re.compile(r"线上[、和及与]?线下|线下[、和及与]?线上|网上[、和及与]?网下")
_ASKED_OF = re.compile(r"向[^，。；、\d]{2,20}(?:提出|提交|申请)的")
"""Of those asked of some of the organs: 其中向各街镇提出的申请36件."""
_ADDRESSED = re.compile(r"(?:以|向)[^，。；、\d]{2,16}(?:为(?:被申请(?:人|机关)|受理(?:机关|主体)|答复主体)|名义)")
"""Of those addressed to one of several organs: 以政府办为被申请人的申请9件."""
_APPLYING = re.compile(r"([\u4e00-\u9fff]{2,})(?:提出|提交|递交|申请)(?:的)?(?:有|为)?$")
_NO_GROUP = re.compile(
    r"其中|由|共|全年|本年度?|年度|年内|当年|均|为|是|来自|通过|合计|总计|累计|另|还|有|公民|群众|公众|社会|申请人|各类|依法|书面|向|我[镇乡局县市区省委办厅]|本[机单]关?位?"
)


def _of_a_group(phrase: Phrase) -> bool:
    """家属提出3件、村民提出9件: of those whom the words before the verb name, who are none of the form's kinds."""
    named = _APPLYING.search(phrase.words)
    if named is None or any(t.facet in ("column", "object", "row", "other") for t in phrase.before):
        return False
    return len(_NO_GROUP.sub("", named[1])) > 1


_THROUGH = re.compile(r"通过[^，。；、]{2,20}?(?:收到|接收|受理|接到)")
"""Those that came one way, whatever it is called: 通过政务公开专区接收申请12件."""


def _addressed_alone(phrase: Phrase) -> bool:
    """Whether the number is of requests to one of several organs, and that of the others is not told beside it."""
    sentence = sentence_around(phrase.text, phrase.begin, phrase.quantity.end)
    return bool(_ADDRESSED.search(phrase.words)) and len(_ADDRESSED.findall(sentence)) == 1


_ON_PAPER = re.compile(r"书面|纸质")
_ONLINE = re.compile(r"网上|网络|在线|线上|互联网|电子|网站|平台")


def _in_writing(phrase: Phrase) -> bool:
    """网上申请22件，书面申请1件: on paper is a channel where another one is named."""
    if not _ON_PAPER.search(phrase.words):
        return False
    return _ONLINE.search(sentence_around(phrase.text, phrase.begin, phrase.quantity.end)) is not None


def counted_oddly(phrase: Phrase, context: Context) -> bool:
    """收到信息公开申请9起，答复9起: a unit that is not usual for requests, but they are named, or were counted so."""
    if phrase.quantity.unit not in ("起", "例", "项", "个", "次", "封", "批", "条"):
        return False
    if phrase.quantity.unit == context.odd_unit:
        return True
    named = [t for t in phrase.tokens if t.facet == "object" and t.value == "requests" and t.end - t.start > 3]
    received = any(t.facet == "verb" and t.value.startswith(("received", "handled")) for t in phrase.before)
    near = bool(named) and named[-1].end >= phrase.quantity.start - 3
    sentence = sentence_around(phrase.text, phrase.begin, phrase.quantity.end, "。")
    times = phrase.quantity.unit == "次" and ("复议" in sentence or "诉讼" in sentence)
    about = near and (context.topic == "requests" or (times and "主动公开" not in sentence))
    odd = bool(named) and (received or about) and not any(t.facet == "other" for t in phrase.tokens)
    context.odd_unit = phrase.quantity.unit if odd else context.odd_unit
    return odd


def of_requests(phrase: Phrase, context: Context) -> bool:
    """Whether a number has the unit in which requests are counted here."""
    return phrase.quantity.unit in ("件", "宗", context.odd_unit or "件")


def one_way(phrase: Phrase) -> bool:
    """Whether the words name a way by which requests come (网上申请22件，书面申请1件)."""
    return any(t.facet == "other" and t.value == "channel" for t in phrase.before) or _in_writing(phrase)


def is_share(phrase: Phrase, context: Context, rows: list[Token], verbs: list[str]) -> bool:
    """Whether a number is of a share only; what follows those received one way is of these too
    (受理线上申请65件，办结62件)."""
    words = phrase.words
    several = sum(1 for way in WAYS if way.search(words)) > 1  # 网站“依申请公开”专栏及邮寄方式
    every_way = (
        several
        or _FACE_CHANNEL.search(words)
        or _ALL_CHANNELS.search(phrase.text, max(0, phrase.begin - 4), phrase.quantity.start)
    )
    narrow = (
        _addressed_alone(phrase)
        or (_THROUGH.search(words) is not None and not _FACE_CHANNEL.search(words))
        or (one_way(phrase) and not every_way)
    )
    unknown = (
        _ASKED_OF.search(words) is not None
        or (len(phrase.leftover) > 1 and phrase.leftover != "信息")
        or ("requests.received.total" in context.told and _of_a_group(phrase))
    )
    came = any(verb.startswith(("received", "applied")) for verb in verbs)
    if came:
        context.narrow = narrow and not rows and "requests.received.total" not in context.told
    elif one_way(phrase):
        context.narrow = False  # 网上受理20件、纸质申请24件: both ways are told, what follows is of all
    follows = context.narrow and not came and not _OF_THE_WHOLE.search(words)
    return narrow or unknown or follows or any(not is_whole_line(phrase.text[t.start : t.end]) for t in rows)


_OF_THE_WHOLE = re.compile(r"共|总|合计|全年|全部|均")
