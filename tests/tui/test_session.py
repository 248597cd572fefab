"""A sitting: what can be undone, what is saved, and what happens when somebody else writes the file."""

import pytest
from textual import events

from nianbao import desk
from nianbao.core.edits import set_fact, type_figure
from nianbao.core.form import form
from nianbao.readers.draft_file import read_draft
from nianbao.tui.ask import Ask
from nianbao.tui.home import Home
from nianbao.tui.session import Session
from nianbao.tui.workbench import Workbench
from nianbao.workflow.banks import load_bank
from nianbao.writers.draft_file import ChangedMeanwhile, version_paths

CELL = "requests.received.social"


@pytest.fixture
def session(draft_path):
    return Session(read_draft(draft_path), load_bank())


def type_in(session, text, figure=CELL):
    return session.change(type_figure(session.draft, figure, text), figure, figure)


def test_keys_typed_into_one_cell_are_undone_together(session):
    before = session.draft
    type_in(session, "1")
    type_in(session, "12")
    assert session.draft.cells[CELL] == 12
    assert session.undo() == CELL
    assert session.draft == before
    assert session.redo() == CELL
    assert session.draft.cells[CELL] == 12
    assert session.redo() is None


def test_another_cell_is_undone_by_itself_and_a_new_edit_forgets_what_was_undone(session):
    type_in(session, "1")
    type_in(session, "5", "requests.granted.social")
    session.undo()
    assert (session.draft.cells[CELL], session.draft.cells["requests.granted.social"]) == (1, 0)
    session.end_group()
    type_in(session, "3")
    assert session.redo() is None
    session.undo()
    session.undo()
    assert session.undo() is None
    assert session.draft.cells[CELL] == 0


def test_nothing_changed_is_no_edit(session):
    assert not session.change(session.draft, "")
    assert not session.change(session.draft.with_(facts=dict(session.draft.facts)), "")
    assert not session.dirty


def test_saving_keeps_one_version_a_sitting(session, draft_path):
    text = draft_path.read_text(encoding="utf-8")
    for n in "123":
        type_in(session, n)
        assert session.dirty
        session.save()
        assert not session.dirty
    assert read_draft(draft_path).draft.cells[CELL] == 3
    versions = [path for path in version_paths(draft_path) if path.exists()]
    assert [path.read_text(encoding="utf-8") for path in versions] == [text]


def test_a_file_changed_by_another_program_is_not_overwritten(session, draft_path):
    type_in(session, "1")
    session.save()
    theirs = draft_path.read_text(encoding="utf-8").replace("2024", "2023")
    draft_path.write_text(theirs, encoding="utf-8")
    type_in(session, "2")
    with pytest.raises(ChangedMeanwhile):
        session.save()
    assert draft_path.read_text(encoding="utf-8") == theirs
    assert session.dirty
    session.reload(read_draft(draft_path))
    assert (session.draft.year, session.dirty) == (2023, False)
    session.undo()
    assert session.draft.cells[CELL] == 2
    session.take(desk.save_anyway(session.opened, session.draft))
    assert read_draft(draft_path).draft.cells[CELL] == 2
    assert not session.dirty


def test_the_lock_is_ours_once_and_a_dead_one_is_taken_over(draft_path):
    lock = draft_path.with_name(f".{draft_path.name}.lock")
    assert desk.lock(draft_path) is None
    assert lock.exists()
    desk.unlock(draft_path)
    assert not lock.exists()
    lock.write_text('{"pid": 4194303, "host": "nowhere"}', encoding="utf-8")
    assert "另一台电脑" in (desk.lock(draft_path) or "")
    desk.unlock(draft_path)
    assert lock.exists(), "a lock of somebody else is left alone"
    desk.take_lock(draft_path)
    desk.unlock(draft_path)
    lock.write_text("broken", encoding="utf-8")
    assert desk.lock(draft_path) is None


def test_recent_drafts_are_remembered_newest_first_and_forgotten_with_their_file(session, draft_path, tmp_path):
    other = desk.make_draft("青禾县石门乡人民政府", "乡", "2024年", None, tmp_path)
    desk.remember(other, read_draft(other).draft, 10, 0)
    desk.remember(draft_path, session.draft, 50, 2)
    assert [(item.unit, item.findings) for item in desk.recent()] == [
        ("青禾县柳桥镇人民政府", 2),
        ("青禾县石门乡人民政府", 0),
    ]
    other.unlink()
    assert len(desk.recent()) == 1


def test_new_drafts_never_take_a_name_that_is_taken(tmp_path):
    first = desk.make_draft("青禾县石门乡人民政府", "乡", "2024", None, tmp_path)
    second = desk.make_draft("青禾县石门乡人民政府", "乡", "2024", None, tmp_path)
    assert first != second
    assert desk.free_path(tmp_path, 'a/b:"?').name == "a_b___.yaml"
    with pytest.raises(desk.InputError):
        desk.make_draft("青禾县石门乡人民政府", "乡", "去年", None, tmp_path)
    with pytest.raises(desk.InputError):
        desk.make_draft("乡", "乡", "2024", None, tmp_path)


def test_undo_gives_the_file_back_byte_for_byte_with_its_comments(draft_path):
    text = draft_path.read_text("utf-8").replace("  trainings: 2", "  # 培训登记簿\n  trainings: 2  # 两次")
    assert "培训登记簿" in text
    draft_path.write_text(text, "utf-8")
    session = Session(read_draft(draft_path), load_bank())
    type_in(session, "9")
    session.save()
    session.undo()
    session.save()
    before = draft_path.read_bytes()
    session.change(set_fact(session.draft, "trainings", None), "事项")
    session.save()
    session.undo()
    session.save()
    assert draft_path.read_bytes() == before


async def test_a_hand_quicker_than_the_field_loses_no_key(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("facts")
        d.view.go_to("website_posts")
        for key in ("4", ",", "5", "6", "7", "\r"):  # all there before the field is
            name = {"\r": "enter", ",": "comma"}.get(key, key)
            d.app.post_message(events.Key(name, key))
        await d.until(lambda: d.draft.facts["website_posts"] == 4567)
        assert d.choices.current.key != "website_posts"


async def test_words_that_are_no_number_stay_in_the_field(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("facts")
        d.view.go_to("website_posts")
        await d.press("4", "x", "enter")
        await d.settle(4)
        assert "不是数字" in d.said
        assert d.app.focused.text == "4x"
        await d.press("backspace", "enter")
        await d.until(lambda: d.draft.facts["website_posts"] == 4)


def test_a_session_in_a_browser_leaves_no_list_outside_its_folder(session, draft_path, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    monkeypatch.setenv("NIANBAO_FOLDER", str(tmp_path / "served"))
    desk.remember(draft_path, session.draft, 50, 2)
    assert not (tmp_path / "state").exists()


async def test_a_fee_nobody_reported_leads_to_the_question_about_it(drive, draft_path):
    async with drive(draft_path) as d:
        await d.until(lambda: any(f.code == "S508" for f in d.bench.findings))
        for _ in d.bench.findings:
            await d.press("f4")
            if "S508" in d.said:
                break
        await d.settle(4)
        assert d.bench.step == "facts"
        assert d.choices.current.key == "fee_notices"


async def test_leaving_saves_and_gives_back_a_draft_that_was_opened_from_home(drive, draft_path):
    async with drive(draft_path) as d:
        await d.press("f10")
        await d.until(lambda: isinstance(d.screen, Home) and d.screen.recent)
        await d.press("enter")
        await d.until(lambda: isinstance(d.screen, Workbench) and d.bench.session is not None)
        await d.go("table3")
        await d.press("4", "5")
        await d.press("ctrl+q")
        assert d.app._exit
        assert read_draft(draft_path).draft.cells["requests.received.natural_person"] == 45
        assert not list(draft_path.parent.glob(".*.lock"))


async def test_leaving_over_an_open_question_saves_too(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        await d.press("4", "5")
        await d.press("f1", "ctrl+q")
        assert d.app._exit
        assert read_draft(draft_path).draft.cells["requests.received.natural_person"] == 45


@pytest.mark.parametrize("way", ["load", "paste"])
async def test_a_number_that_comes_from_elsewhere_takes_the_place_of_what_was_typed(drive, draft_path, way):
    figure = "requests.received.natural_person"
    async with drive(draft_path) as d:
        await d.go("table3")
        d.grid.select(figure)
        await d.press("9")
        if way == "load":
            opened = read_draft(draft_path)
            desk.save_anyway(opened, type_figure(opened.draft, figure, "78"))
            await d.until(lambda: isinstance(d.screen, Ask))
            await d.press("2")
        else:
            d.app.copy_to_clipboard("78\n")
            await d.press("ctrl+v", "enter")
        await d.until(lambda: d.draft.cells[figure] == 78)
        await d.settle(4)
        assert d.grid.cell_text(figure) == "78"


async def stuck(d, monkeypatch):
    """The draft has a change, its file cannot be written, and the person wants to leave."""

    def full(*_, **__):
        raise desk.InputError("磁盘已满，没有写成", str(d.bench.path), "清理磁盘后重试")

    monkeypatch.setattr("nianbao.tui.session.save_again", full)
    await d.go("table3")
    d.grid.select(CELL)
    await d.press("6", "ctrl+q")
    assert isinstance(d.screen, Ask) and "磁盘已满" in d.screen.question
    assert not d.app._exit


async def test_a_draft_that_cannot_be_saved_goes_to_another_file(drive, draft_path, monkeypatch, tmp_path):
    elsewhere = tmp_path / "u盘" / "另存.yaml"
    async with drive(draft_path) as d:
        await stuck(d, monkeypatch)
        await d.press("1")
        d.app.focused.load_text(str(elsewhere))
        await d.press("enter")
        assert "文件夹不存在" in d.screen.question.replace("所在的", "")  # and the person is asked again
        elsewhere.parent.mkdir()
        await d.press("1")
        d.app.focused.load_text(str(elsewhere))
        await d.press("enter")
        assert d.app._exit
        assert read_draft(elsewhere).draft.cells[CELL] == 6
        assert read_draft(draft_path).draft.cells[CELL] == 0
        assert not list(tmp_path.rglob("*.lock"))


async def test_a_person_may_leave_without_what_cannot_be_saved(drive, draft_path, monkeypatch):
    async with drive(draft_path) as d:
        await stuck(d, monkeypatch)
        await d.press("escape")
        assert d.draft.cells[CELL] == 6  # back at work
        await d.press("ctrl+q", "3")
        assert d.app._exit
        assert read_draft(draft_path).draft.cells[CELL] == 0


async def test_a_broken_draft_of_another_program_is_not_loaded(drive, draft_path):
    async with drive(draft_path) as d:
        await d.go("table3")
        d.grid.select(CELL)
        draft_path.write_text("figures: [", "utf-8")
        await d.press("6")
        await d.until(lambda: isinstance(d.screen, Ask))
        await d.press("2")
        await d.settle(3)
        assert d.draft.cells[CELL] == 6
        await d.until(lambda: isinstance(d.screen, Ask))  # asked again, as the file still differs
        await d.press("1")
        await d.until(lambda: not d.bench.session.dirty)
        assert read_draft(draft_path).draft.cells[CELL] == 6


async def test_a_question_that_nobody_asked_for_waits_until_the_keys_pause(drive, draft_path, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("nianbao.tui.workbench.monotonic", lambda: now[0])
    monkeypatch.setattr("nianbao.tui.workbench.PAUSE", 0.2)
    async with drive(draft_path) as d:
        await d.go("table3")
        d.grid.select(CELL)
        draft_path.write_text(draft_path.read_text("utf-8") + "# 对方\n", "utf-8")
        await d.press("2")
        await d.until(lambda: "没有保存" in d.bench.query_one("#title").text)
        await d.settle(10)
        assert not isinstance(d.screen, Ask)  # no time has gone by since the key
        now[0] += 1
        await d.until(lambda: isinstance(d.screen, Ask))
        await d.press("1")
        await d.until(lambda: not d.bench.session.dirty)
        assert read_draft(draft_path).draft.cells[CELL] == 2


async def test_another_year_brings_its_form_to_tables_that_were_open(drive, tmp_path):
    empty = desk.make_draft("青禾县石门乡人民政府", "乡", "2024", None, tmp_path)
    async with drive(empty) as d:
        await d.go("table3")
        await d.go("table2")
        await d.press("down")
        await d.go("unit")
        d.view.take("year", "2019")
        await d.settle(3)
        for step in ("table2", "table3"):
            await d.go(step)
            assert set(d.grid.table.figures) <= set(form("2019").figures)
            assert d.grid.cursor in form("2019").figures
        await d.go("table2")
        assert "本年新公开" in "".join(strip.text for strip in d.app.screen._compositor.render_strips())
        d.bench.action_undo()
        await d.settle(4)
        assert d.draft.year == 2024
        assert d.grid.cursor in form("2021").figures
        await d.press("7")
        assert d.draft.cells[d.grid.cursor] == 7


async def test_ctrl_c_says_in_chinese_how_to_leave(drive, draft_path):
    async with drive(draft_path) as d:
        await d.press("ctrl+c")
        assert "Ctrl+Q" in d.said and "退出" in d.said
        assert not d.app._notifications
        await d.press("f10")
        await d.until(lambda: isinstance(d.screen, Home) and d.screen.examples)
        await d.press("ctrl+c")
        assert "请按Ctrl+Q" in d.screen.query_one("#keys").text
