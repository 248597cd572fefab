"""Every key of the screens, once: the bindings, the footer and the help screen are made from here."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """A key: as Textual names it, as people read it, its action, and what it does.

    `brief` is what the footer says, empty for keys that are only in the help.
    """

    key: str
    shown: str
    action: str
    words: str
    brief: str = ""


ANYWHERE = (
    Key("f1", "F1", "help", "帮助：列出全部按键", "帮助"),
    Key("ctrl+p", "Ctrl+P", "palette", "命令面板：按名称查找并执行命令", "命令"),
    Key("f3", "F3", "side", "右侧依次显示预览、检查结果、图示；窄屏占整屏", "预览"),
    Key("f4", "F4", "next_finding", "到下一条检查结果所在的位置", "下一问题"),
    Key("f5", "F5", "review", "正文随数据的变化：逐句看前后，接受、保留或者改写", ""),
    Key("f6", "F6", "next_pane", "在步骤、内容、预览之间换窗格", ""),
    Key("escape", "Esc", "outline", "回到步骤一栏；窄屏上打开步骤清单", ""),
    Key("ctrl+pagedown,f8", "Ctrl+PgDn F8", "step_by(1)", "下一步", "下一步"),
    Key("ctrl+pageup,f7", "Ctrl+PgUp F7", "step_by(-1)", "上一步", ""),
    Key("alt+1", "Alt+1…9", "go(1)", "直接到第几步（在步骤一栏里按数字即可）", ""),
    Key("ctrl+z", "Ctrl+Z", "undo", "撤销上一次改动", "撤销"),
    Key("ctrl+y", "Ctrl+Y", "redo", "恢复刚撤销的改动", ""),
    Key("ctrl+s", "Ctrl+S", "save", "立即保存（平时自动保存）", ""),
    Key("f9", "F9", "theme", "换配色：深色、浅色、16色", ""),
    Key("f10", "F10", "home", "保存并回到首页", "首页"),
    Key("ctrl+q", "Ctrl+Q", "leave", "保存并退出", "退出"),
)

LIST = (
    Key("up", "↑", "step(-1)", "上一项"),
    Key("down", "↓", "step(1)", "下一项"),
    Key("home", "Home", "jump(0)", "第一项"),
    Key("end", "End", "jump(-1)", "最后一项"),
    Key("pageup", "PgUp", "page(-1)", "向上一屏"),
    Key("pagedown", "PgDn", "page(1)", "向下一屏"),
    Key("enter", "Enter", "select", "选定，或者打开编辑", "选定"),
)

GRID = (
    Key("up", "↑", "go('up')", "上一行"),
    Key("down", "↓", "go('down')", "下一行"),
    Key("left", "←", "go('left')", "左一格"),
    Key("right", "→", "go('right')", "右一格"),
    Key("tab", "Tab", "go('next')", "下一个要填的格（跳过合计）"),
    Key("shift+tab", "Shift+Tab", "go('previous')", "上一个要填的格"),
    Key("enter", "Enter", "go('below')", "同一列下一个要填的格"),
    Key("home", "Home", "go('home')", "行首"),
    Key("end", "End", "go('end')", "行末"),
    Key("ctrl+home", "Ctrl+Home", "go('top')", "表首"),
    Key("ctrl+end", "Ctrl+End", "go('bottom')", "表末"),
    Key("pageup", "PgUp", "page(-1)", "向上一屏"),
    Key("pagedown", "PgDn", "page(1)", "向下一屏"),
    Key("backspace", "Backspace", "rub_out", "删去一个数字"),
    Key("delete", "Delete", "clear", "清空所在的格或者选中的格"),
    Key("shift+up", "Shift+↑", "extend('up')", "向上扩大选择"),
    Key("shift+down", "Shift+↓", "extend('down')", "向下扩大选择"),
    Key("shift+left", "Shift+←", "extend('left')", "向左扩大选择"),
    Key("shift+right", "Shift+→", "extend('right')", "向右扩大选择"),
    Key("ctrl+a", "Ctrl+A", "select_all", "选中整张表"),
    Key("ctrl+c", "Ctrl+C", "copy", "复制选中的格，可粘到Excel或者WPS", "复制"),
    Key("ctrl+v", "Ctrl+V", "paste", "粘贴一块数据，先预览再填入（也可用终端的粘贴键）", "粘贴"),
    Key("z", "Z", "zero", "所在的格或者选中的格填0", "填0"),
    Key("b", "B", "balance", "把“结转下年度”填成使本列勾稽关系成立的数", "配平"),
)

FACTS = (
    Key("y", "Y", "answer('是')", "答“是”", "是"),
    Key("n", "N", "answer('否')", "答“否”", "否"),
    Key("delete", "Delete", "answer('')", "改回“未说明”", "未说明"),
    Key("u", "U", "next_unstated", "到下一个未说明的事项", "下一未填"),
    Key("c", "C", "take_proposed", "采用从上年报告中识别出来的值", ""),
)

UNIT = (
    Key("right", "→", "turn(1)", "有固定选项的，换下一个", "换选项"),
    Key("left", "←", "turn(-1)", "有固定选项的，换上一个"),
)

NARRATIVE = (
    Key("t", "T", "turn", "换一种说法，意思和数字不变", "换说法"),
    Key("e", "E", "edit", "改写这一句（Enter也可以）", "改写"),
    Key("y", "Y", "confirm", "待核实的句子：确有其事，认可", "属实"),
    Key("n", "N", "deny", "待核实的句子：没有做，去掉", "没有做"),
    Key("d", "D", "drop", "删去这一句", "删去"),
    Key("r", "R", "restore", "恢复成程序的写法", "恢复"),
    Key("a", "A", "add_after", "在后面加写一句", "加写"),
    Key("i", "I", "add_before", "在前面加写一句"),
    Key("w", "W", "next_waiting", "到下一句待核实或者有冲突的", "下一待核"),
    Key("b", "B", "bind", "自己写的数与本部分某个数据相同的，与它相连，随它改动"),
)

REVIEW = (
    Key("y", "Y", "accept", "接受这一处；有冲突的，用程序的句子", "接受"),
    Key("k", "K", "keep", "保留原句；有冲突的，用自己的句子", "保留"),
    Key("e", "E", "edit", "改写这一句", "改写"),
    Key("a", "A", "accept_renumbered", "只换了数字的，一次全部接受", "换数全收"),
    Key("h", "H", "history", "历次改动：哪天改了什么，退回到任何一次之前", "历次改动"),
    Key("escape", "Esc", "close", "回到正在做的一步", "关闭"),
)

PROBLEMS = (
    Key("a", "A", "add", "加写一个今年的问题", "加问题"),
    Key("m", "M", "measure", "填写改进措施", "措施"),
    Key("delete", "Delete", "remove", "删去这个问题", "删去"),
    Key("shift+up", "Shift+↑", "shift(-1)", "问题上移"),
    Key("shift+down", "Shift+↓", "shift(1)", "问题下移"),
    Key("k", "K", "status", "上年问题：已整改、持续推进", "整改情况"),
    Key("s", "S", "suggest", "看程序建议的规范表述和措施", "建议"),
)

SUGGEST = (
    Key("y", "Y", "accept", "采用这一条（Enter也可以）", "采用"),
    Key("e", "E", "edit", "改写后采用", "改写"),
    Key("x", "X", "reject", "不采用，写明理由，不再提出", "不采用"),
    Key("n", "N", "next", "下一条还没有决定的", "下一条"),
    Key("m", "M", "more", "再列几条与这一条相近的", "更多同类"),
    Key("t", "T", "turn_type", "类型不对，换下一个相近的类型", "换类型"),
)

CHECK = (
    Key("f", "F", "mend", "有稳妥改法的，按改法改好", "改好"),
    Key("i", "I", "ignore", "认定不改，写明理由；再按一次撤回", "不改"),
)

EXPORT = (
    Key("space", "空格", "select", "选上或者去掉", "选"),
    Key("x", "X", "export", "导出", "导出"),
    Key("o", "O", "open_folder", "打开导出的文件夹", "打开文件夹"),
)

HOME = (
    Key("n", "N", "new", "新建一份草稿", "新建"),
    Key("l", "L", "renew", "由上年的草稿或者报告新建", "由上年新建"),
    Key("o", "O", "open", "打开草稿文件", "打开"),
    Key("f1", "F1", "help", "帮助", "帮助"),
    Key("f9", "F9", "theme", "换配色", "配色"),
    Key("ctrl+q", "Ctrl+Q", "leave", "退出", "退出"),
)

EDITING = (
    Key("enter", "Enter", "submit", "写好了"),
    Key("escape", "Esc", "cancel", "不改了"),
)

GROUPS = {
    "随处可用": ANYWHERE,
    "表二、表三、表四": GRID,
    "各种清单": LIST,
    "单位": UNIT,
    "事项": FACTS,
    "正文": NARRATIVE,
    "正文的变化": REVIEW,
    "问题与改进": PROBLEMS,
    "看建议": SUGGEST,
    "检查": CHECK,
    "导出": EXPORT,
    "首页": HOME,
    "填写文字时": EDITING,
}


def bindings(keys: tuple[Key, ...], *, priority: bool = False) -> list[BindingType]:
    """The bindings of a group of keys. Letters are shown as capitals, so a capital (Shift, Caps Lock) does the same."""
    return [Binding(_either_case(key.key), key.action, key.words, show=False, priority=priority) for key in keys]


def _either_case(key: str) -> str:
    return f"{key},{key.upper()}" if len(key) == 1 and key.isalpha() else key
