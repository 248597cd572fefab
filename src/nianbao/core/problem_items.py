"""Section five cut into items: each problem with its measures, as far as the text's own numbering tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nianbao.core.lazy import lazy

_ORDINALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_MARK = lazy(
    r"(?P<shi>(?<![^\s。；;：:，,、！])[一二三四五六七八九十]是(?:要)?[，,：:]?)"
    r"|(?P<paren>[（(][一二三四五六七八九十][)）])"
    r"|(?P<first>第[一二三四五六七八九十][，,、是])"
    r"|(?P<dun>(?:(?<=\n)|(?<=^))[一二三四五六七八九十]、)"
    r"|(?P<digit>(?:(?<=\n)|(?<=^)|(?<=[。；：]))[1-9][.．、](?!\d))"
    r"|(?P<bracket>[（(][1-9][)）])"
    r"|(?P<circle>[①②③④⑤⑥⑦⑧⑨⑩])"
    r"|(?P<side>(?:(?<=\n)|(?<=^)|(?<=[。；：]))一方面(?:是|[，,])?|(?<=[。；，])另一方面(?:是|[，,])?)"
)
_MEASURE_CUE = lazy(
    r"改进措施|整改措施|改进情况|改进方向|改进打算|工作打算|解决措施|下一步|下步|下阶段|今后|为此|为解决|"
    r"针对(?:以上|上述|这些|存在|此|该)|(?:我.{1,2}|我们|年|本机关|全.)[，,]?将|^将|(?:采取|做好|抓好|从).{0,6}(?:以下|如下)"
)
_WILL = lazy(r"(?<!即)将(?!来|近|军|信)")
_RUN_IN_HEAD = lazy(
    r"(?m)^((?:[（(][一二三四][)）]|[一二三四]、|[1-4][.．、])?\s*"
    r"(?:(?:20\d\d年)?(?:工作中|目前|当前)?(?:还)?(?:存在|面临)?的?(?:主要|突出)?(?:问题|不足|短板)(?:[和与及](?:不足|困难))?"
    r"|(?:20\d\d年)?(?:下一步|下步)?(?:工作)?的?(?:改进|整改)的?(?:措施|情况|方向|打算)"
    r"|(?:下一步|下步)(?:工作)?的?(?:打算|措施|计划|安排)))\s*[：:。]\s*(?=\S)"
)
"""存在的主要问题：… at the start of a paragraph heads it, as it would on a line of its own."""
_BARE_MEASURE = lazy(r"(?m)(?:(?<=[。；])|(?<=^)|(?<=^[1-4][.．、])|(?<=^[（(][一二三四][)）]))(?:改进|整改)(?=[：:])")
"""改进：… for 改进措施：…, at the start of a paragraph or behind a sentence."""
_LISTS = lazy(r"(?<=问题|不足|短板|改进|整改|措施)有(?=[：:])")
"""问题有：… is 问题：…, 改进措施有：… is 改进措施：…"""
_MEASURE_HEAD = lazy(r"(?:改进|整改|解决|措施|打算|下一步|下步|努力方向)")
_PROBLEM_HEAD = lazy(r"(?:问题|不足|短板|困难)")
_HEAD_MAX = 24
_LABELLED = lazy(
    r"(?:(?P<problem>(?:存在(?:的)?(?:主要)?)?(?:问题|不足(?=[：:]))(?:[一二三四五六七八九十\d])?)"
    r"|(?P<measure>(?:改进|整改|解决)(?:措施|情况|办法|方向)(?:[一二三四五六七八九十\d])?))\s*[：:]"
)
_FIRST_WORDS = lazy(r"(?:1[.．、]|[（(]一[)）]|一、)?\s*(?:存在|问题|不足)")
_LAST_NUMBER = lazy(r"(?<=[。；\n])(?:[1-9][.．、]|[（(][一二三四五六七八九][)）]|[一二三四五六七八九]、)\s*$")
_SENTENCE = lazy(r"[^。！？\n]*[。！？\n]?")


class Items(NamedTuple):
    """The problems and the measures of section five, in their order; `paired` where each problem came with its own."""

    problems: tuple[str, ...]
    measures: tuple[tuple[str, ...], ...]
    loose: tuple[str, ...] = ()
    """Measures that no problem could be found for by their number."""


def problem_items(paragraphs: Sequence[str]) -> Items:
    """The items of section five. Each problem with its measures where the counts agree; else loose measures."""
    text = "\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip())
    if not text:
        return Items((), ())
    text = _BARE_MEASURE().sub("改进措施", _LISTS().sub("", text))
    together = _labelled_pairs(text)
    if together is not None:
        return together
    text = _RUN_IN_HEAD().sub(r"\1\n", text)
    problems, measures = _two_parts(text)
    if not problems:
        return Items((), (), tuple(measures))
    pairs = [_own_measure(problem) for problem in problems]
    if not measures and any(own for _, own in pairs):
        return Items(tuple(p for p, _ in pairs), tuple((own,) if own else () for _, own in pairs))
    if len(problems) == len(measures):
        return Items(tuple(problems), tuple((measure,) for measure in measures))
    if len(problems) == 1:
        return Items(tuple(problems), (tuple(measures),))
    return Items(tuple(problems), ((),) * len(problems), tuple(measures))


def _labelled_pairs(text: str) -> Items | None:
    """问题：…改进措施：…, several times, or once with no list within."""
    marks = list(_LABELLED().finditer(text))
    kinds = ["problem" if mark["problem"] else "measure" for mark in marks]
    if len(marks) < 2 or kinds != ["problem", "measure"] * (len(marks) // 2):
        return None
    if len(marks) == 2 and (len(_MARK().findall(text)) > 2 or "；" in text or not _FIRST_WORDS().match(text)):
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    bodies = [_tidy(_LAST_NUMBER().sub("", text[mark.end() : end])) for mark, end in zip(marks, ends, strict=True)]
    return Items(tuple(bodies[::2]), tuple((body,) for body in bodies[1::2]))


def _two_parts(text: str) -> tuple[list[str], list[str]]:
    runs = _runs(text)
    heads = _headed(text)
    if heads is not None:
        return heads
    if not runs:
        return _by_sentences(text)
    problems: list[str] = []
    measures: list[str] = []
    for at, run in enumerate(runs):
        before = text[runs[at - 1].end if at else 0 : run.start]
        if _is_measures(before, at, bool(problems)):
            measures += [_tidy(item) for item in run.items]
            continue
        items, behind = _cut_last(run.items)
        problems += [_problem(item) for item in items]
        if behind and at + 1 == len(runs):
            measures.append(_tidy(_without_cue(behind)))
    last = runs[-1]
    if not measures and text[last.end :].strip():
        measures += _by_sentences(text[last.end :])[1]
    if measures and not problems:
        problems = _by_sentences(text[: runs[0].start])[0]
    return [p for p in problems if p], [m for m in measures if m]


def _is_measures(before: str, at: int, have_problems: bool) -> bool:
    if at and have_problems:
        return True
    tail = before.strip().split("\n")[-1] if before.strip() else ""
    cue = [match.end() for match in _MEASURE_CUE().finditer(tail)]
    problem = [match.end() for match in _PROBLEM_HEAD().finditer(tail)]
    return bool(cue) and (not problem or cue[-1] > problem[-1])


class _Run(NamedTuple):
    """A numbered list: where it stands, its items without their numbers."""

    start: int
    end: int
    items: tuple[str, ...]


def _runs(text: str) -> list[_Run]:
    """The numbered lists of a text, without those inside an item of another."""
    marks = [(match.start(), match.end(), str(match.lastgroup), _value(match[0])) for match in _MARK().finditer(text)]
    runs: list[_Run] = []
    at = 0
    while at < len(marks):
        if marks[at][3] != 1:
            at += 1
            continue
        members, behind = _members(marks, at)
        if len(members) < 2 and len(marks) > 1:
            at += 1
            continue
        starts = [marks[m] for m in members]
        stop = marks[behind][0] if behind < len(marks) else len(text)
        stop = _end_of_item(text, starts[-1][1], stop)
        ends = [start for start, _, _, _ in starts[1:]] + [stop]
        items = tuple(text[begin:end] for (_, begin, _, _), end in zip(starts, ends, strict=True))
        runs.append(_Run(starts[0][0], stop, items))
        at = behind
    return runs


def _members(marks: list[tuple[int, int, str, int]], first: int) -> tuple[list[int], int]:
    """The marks of the list that begins at one, and the mark behind it. A list of another style is inside an item
    if the outer one goes on behind it."""
    style = marks[first][2]
    members = [first]
    at = first + 1
    while at < len(marks):
        _, _, kind, value = marks[at]
        if kind == style and value > marks[members[-1]][3]:
            members.append(at)
        elif kind == style or not any(
            k == style and v > marks[members[-1]][3] for _, _, k, v in _until_one(marks, at, style)
        ):
            break
        at += 1
    return members, at


def _until_one(marks: list[tuple[int, int, str, int]], at: int, style: str) -> list[tuple[int, int, str, int]]:
    """The marks from one on, up to where a list of that style begins anew."""
    found = []
    for mark in marks[at:]:
        if mark[2] == style and mark[3] == 1:
            break
        found.append(mark)
    return found


def _end_of_item(text: str, begin: int, stop: int) -> int:
    """The last item of a list ends with its paragraph, or where a sentence turns to what will be done."""
    line = text.find("\n", begin, stop)
    end = stop if line < 0 else line
    # A heading alone on its line: the item goes on below it.
    if line >= 0 and line - begin <= _HEAD_MAX and not re.search(r"[。；]", text[begin:line]):
        line = text.find("\n", line + 1, stop)
        end = stop if line < 0 else line
    return end


def _value(mark: str) -> int:
    if mark[0] == "另":
        return 2
    for character in mark:
        if character in _ORDINALS:
            return _ORDINALS.index(character) + 1
        if character in _CIRCLED:
            return _CIRCLED.index(character) + 1
        if character.isdigit():
            return int(character)
    return 0


def _headed(text: str) -> tuple[list[str], list[str]] | None:
    """（一）存在的主要问题 … （二）改进措施 …: the list's items are headings, and what counts stands below them."""
    lines = _without_last_year(text.split("\n"))
    heads = [
        (at, "measure" if _MEASURE_HEAD().search(line) else "problem")
        for at, line in enumerate(lines)
        if len(line) <= _HEAD_MAX
        and not re.search(r"[。；，]", line)
        and (_MEASURE_HEAD().search(line) or _PROBLEM_HEAD().search(line))
    ]
    kinds = [kind for _, kind in heads]
    if kinds != ["problem", "measure"] or heads[1][0] - heads[0][0] < 2 or heads[1][0] + 1 >= len(lines):
        return None
    above = "\n".join(lines[heads[0][0] + 1 : heads[1][0]])
    below = "\n".join(lines[heads[1][0] + 1 :])
    return _all_items(above, _problem), _all_items(below, _tidy)


_LAST_YEAR_HEAD = lazy(r"(?:上年|上一年|去年|往年|20\d\d年度?报告).{0,12}(?:问题|整改|不足)")


def _without_last_year(lines: list[str]) -> list[str]:
    """The lines without a part of its own on what became of last year's problems, and its heading."""
    numbered = [at for at, line in enumerate(lines) if re.match(r"\s*[（(][一二三四五六][)）]", line)]
    for at, end in zip(numbered, [*numbered[1:], len(lines)], strict=False):
        head = lines[at]
        if len(head) <= _HEAD_MAX and not re.search(r"[。；，]", head) and _LAST_YEAR_HEAD().search(head):
            return lines[:at] + lines[end:]
    return lines


def _all_items(text: str, clean: Callable[[str], str]) -> list[str]:
    runs = _runs(text)
    items = [item for run in runs for item in run.items] or re.split(r"(?<=[。；！？])|\n", text)
    return [shown for item in items if (shown := clean(item))]


def _cut_last(items: tuple[str, ...]) -> tuple[list[str], str]:
    """The items without what the last one says of measures, and that."""
    *first, last = items
    sentences = [sentence for sentence in _SENTENCE().findall(last) if sentence]
    for at, sentence in enumerate(sentences):
        if at and _MEASURE_CUE().search(sentence):
            return [*first, "".join(sentences[:at])], "".join(sentences[at:])
    return [*first, last], ""


def _own_measure(problem: str) -> tuple[str, str]:
    """A problem whose item also says what will be done."""
    sentences = [sentence for sentence in _SENTENCE().findall(problem) if sentence]
    for at, sentence in enumerate(sentences):
        if at and _MEASURE_CUE().search(sentence):
            return _problem("".join(sentences[:at])), _tidy(_without_cue("".join(sentences[at:])))
    return problem, ""


_PAST = lazy(r"^(?:针对|对于|对)?(?:20\d\d|上)年?.{0,30}(?:问题|不足).{0,4}(?:，|,)?.{0,6}(?:已|完成|得到)")
_NO_PROBLEM = lazy(r"^(?:20\d\d年)?[，,]?(?:我.|我局|本.)?.{0,30}(?:取得了?|成效|成绩|进展)")


def _by_sentences(text: str) -> tuple[list[str], list[str]]:
    """Without numbers: sentences up to the first that says what will be done are problems, the others measures."""
    problems: list[str] = []
    measures: list[str] = []
    for sentence in _SENTENCE().findall(text):
        words = sentence.strip()
        if not words or _PAST().match(words):
            continue
        if measures or _MEASURE_CUE().search(words) or _WILL().search(words):
            shown = _tidy(_without_cue(words))
            if shown and not words.endswith(("：", ":")):
                measures.append(shown)
        elif not words.endswith(("：", ":")) and re.search(
            r"问题|不|欠|缺|少|弱|单一|滞后|有待|还需|差距|偏|难", words
        ):
            problems.append(_problem(words))
    if len(measures) > 1:
        measures = ["。".join(measures)]
    return [p for p in problems if p], measures


def _without_cue(text: str) -> str:
    return re.sub(
        r"^[\s，]*(?:针对(?:上述|以上|这些|存在的?)(?:问题|不足)|下一步|下步|今后|为此|改进(?:措施|情况)|整改(?:措施|情况))(?:工作)?(?:中)?(?:[是为](?=[\u4e00-\u9fff]))?\s*[，,：:]?\s*",
        "",
        text,
    )


_STATES = lazy(
    r"^(?:(?:对照|对标|与|同)[^，。；]{2,30}，)?(?:我.{1,2}|本机关|本.{2})?(?:在)?(?:政府信息公开|政务公开)(?:工作)?(?:中|方面)?(?:还|仍|主要|也)?"
    r"(?:然)?存在(?:的(?:主要)?问题(?:是|有|为)?)?[，,：:]*(?P<lead>.+)$|"
    r"^(?:(?:20\d\d年)?(?:我.{1,2}|本机关)?的?(?:主要|突出)?(?:问题|不足)(?:是|在于|为)|"
    r"(?:但)?(?:还|仍|主要|也)?(?:然)?存在(?:着)?(?:的(?:主要)?问题(?:是|有|：|:))?)[，,：:]?(?P<rest>.+)$"
)


def _problem(text: str) -> str:
    """A problem without the words that only announce it."""
    words = _tidy(text)
    match = _STATES().match(words)
    stated = (match["rest"] or match["lead"]) if match else ""
    if len(stated) >= 4:
        rest = re.sub(r"(?:等)?(?:的|这一|等)?(?:主要)?(?:问题|情况|现象|不足)$", "", stated)
        words = rest if len(rest) >= 4 else words
    return re.sub(r"(?<=.{4})等(?:问题|方面|情况)?$", "", words)


def _tidy(text: str) -> str:
    """Words without line breaks and without closing marks."""
    words = re.sub(r"\s*\n\s*", "", text).strip()
    return words.strip(" \t　；;。，,：:、")
