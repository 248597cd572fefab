"""`nianbao serve`: who gets in, what a session may touch, and the whole way in a real browser."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from nianbao import fence
from nianbao.core.errors import InputError
from nianbao.readers import load
from nianbao.serve.guard import Guard
from nianbao.serve.server import listen
from nianbao.workflow import banks, drafting, drafts
from nianbao.writers.files import write_atomically

EXAMPLE = Path(__file__).parents[1] / "examples" / "qinghe-transport-bureau-2023.yaml"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

Headers = dict[str, str]


class Served:
    """The server as a person starts it."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-u", "-m", "nianbao", "serve", "--port", "0", "--dir", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r"(http://127\.0\.0\.1:(\d+))/\?token=(\S+)", line)
            if found:
                self.base, self.port, self.token = found[1], int(found[2]), found[3]
                return
        raise AssertionError(self.stop()[1])

    def stop(self) -> tuple[int, str]:
        """What it exits with, and what it has complained of."""
        self.process.send_signal(signal.SIGTERM)
        try:
            _, complaints = self.process.communicate(timeout=20)
        finally:
            self.process.kill()
        return self.process.returncode, complaints


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    shutil.copy(EXAMPLE, tmp_path / "年报.yaml")
    server = Served(tmp_path)
    yield server
    server.stop()


# -- who gets in ------------------------------------------------------------------------------------------------


def test_the_token_is_good_for_one_use() -> None:
    guard = Guard(8420)
    assert guard.exchange("") is None
    assert guard.exchange("猜" * 8) is None
    session = guard.exchange(guard.token)
    assert session is not None
    assert session != guard.token
    assert guard.exchange(guard.token) is None
    assert guard.known({guard.cookie: session})
    assert not guard.known({guard.cookie: guard.token})
    assert not guard.known({})


@pytest.mark.parametrize(
    ("headers", "page", "socket"),
    [
        ({"Host": "127.0.0.1:8420"}, True, False),
        ({"Host": "localhost:8420", "Origin": "http://localhost:8420"}, True, True),
        ({"Host": "127.0.0.1:8420", "Origin": "http://127.0.0.1:8420"}, True, True),
        ({"Host": "127.0.0.1:8420", "Origin": "http://127.0.0.1:8421"}, False, False),
        ({"Host": "127.0.0.1:8420", "Origin": "https://127.0.0.1:8420"}, False, False),
        ({"Host": "127.0.0.1:8420", "Origin": "null"}, False, False),
        ({"Host": "127.0.0.1:8420", "Sec-Fetch-Site": "cross-site"}, False, False),
        ({"Host": "evil.example:8420"}, False, False),
        ({"Host": "127.0.0.1"}, False, False),
        ({}, False, False),
    ],
)
def test_only_our_own_page_is_answered(headers: Headers, page: bool, socket: bool) -> None:
    guard = Guard(8420)
    assert guard.from_here(headers) is page
    assert guard.from_here(headers, origin_needed=True) is socket


async def status(session: aiohttp.ClientSession, address: str, headers: Headers | None = None) -> tuple[int, bytes]:
    async with session.get(address, headers=headers, allow_redirects=False) as response:
        return response.status, await response.read()


async def socket_status(session: aiohttp.ClientSession, address: str, headers: Headers) -> int:
    try:
        async with session.ws_connect(address, headers=headers):
            return 101
    except aiohttp.WSServerHandshakeError as error:
        return error.status


@pytest.mark.asyncio
async def test_a_stranger_gets_nothing(served: Served) -> None:
    base, port = served.base, served.port
    ours = {"Origin": base}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as stranger:
        for path in ("/", "/ws", "/static/js/textual.js", "/own/page.css", "/?token=x", "/etc", "/download/x"):
            assert await status(stranger, base + path) == (403, b"")
        assert await socket_status(stranger, f"{base}/ws", ours) == 403
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as person:
        assert await status(person, f"{base}/?token={served.token}", {"Host": "evil.example"}) == (403, b"")
        assert (await status(person, f"{base}/?token={served.token}"))[0] == 303
        code, page = await status(person, f"{base}/")
        assert code == 200
        assert not re.findall(rb"(?:src|href)=\"(?!/|data:)", page)
        assert (await status(person, f"{base}/static/../../pyvenv.cfg"))[0] in (403, 404)
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": f"evil.example:{port}"}):
            assert await status(person, f"{base}/", headers) == (403, b"")
        assert await socket_status(person, f"{base}/ws", {"Origin": "http://evil.example"}) == 403
        assert await socket_status(person, f"{base}/ws", {}) == 403
        assert await socket_status(person, f"{base}/ws", ours) == 101
    async with aiohttp.ClientSession() as second:
        assert await status(second, f"{base}/?token={served.token}") == (403, b"")


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes as Linux lists them")
@pytest.mark.asyncio
async def test_a_session_has_one_process_and_leaves_none(served: Served) -> None:
    ours = {"Origin": served.base}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as person:
        await status(person, f"{served.base}/?token={served.token}")
        first = await person.ws_connect(f"{served.base}/ws?width=100&height=30", headers=ours)
        assert (await first.receive(timeout=60)).type is aiohttp.WSMsgType.BINARY
        before = children(served.process.pid)
        assert len(before) == 1
        second = await person.ws_connect(f"{served.base}/ws?width=x&height=999999999", headers=ours)
        assert (await second.receive(timeout=60)).type is aiohttp.WSMsgType.BINARY
        assert len(children(served.process.pid)) == 1
        assert children(served.process.pid) != before
        for rubbish in ("not json", "{}", "[]", '["resize", {}]', '["stdin", 5]'):
            if not second.closed:
                await second.send_str(rubbish)
        await second.close()
        await first.close()
        for _ in range(100):
            if not children(served.process.pid):
                break
            await asyncio.sleep(0.1)
        assert children(served.process.pid) == []
        assert (await status(person, f"{served.base}/"))[0] == 200


def test_it_listens_on_this_machine_alone_and_stops_cleanly(tmp_path: Path) -> None:
    server = Served(tmp_path)
    assert server.base.startswith("http://127.0.0.1:")
    assert server.stop() == (0, "")


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    taken = listen(0)
    try:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "nianbao", "serve", "--port", str(port), "--dir", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    finally:
        taken.close()
    assert done.returncode == 2
    assert "端口" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    from nianbao.cli.root import run

    assert run(["serve", "--port", "0", "--dir", str(tmp_path / "无")]) == 2


# -- the fence --------------------------------------------------------------------------------------------------


@pytest.fixture
def fenced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "里面"
    folder.mkdir()
    monkeypatch.setenv(fence.VARIABLE, str(folder))
    return folder


def test_nothing_outside_the_folder_is_read_or_written(fenced: Path) -> None:
    outside = fenced.parent / "外面.yaml"
    shutil.copy(EXAMPLE, outside)
    (fenced / "链接.yaml").symlink_to(outside)
    (fenced / "出口").symlink_to(fenced.parent, target_is_directory=True)
    bank = banks.load_bank()
    for path in (outside, fenced / ".." / "外面.yaml", fenced / "链接.yaml", fenced / "出口" / "外面.yaml"):
        with pytest.raises(InputError, match="文件夹"):
            drafts.open_draft(path, bank)
        with pytest.raises(InputError, match="文件夹"):
            load(path)
        with pytest.raises(InputError, match="文件夹"):
            write_atomically(path, b"")
    with pytest.raises(InputError, match="文件夹"):
        drafting.make_folder(fenced.parent / "新")
    assert outside.read_bytes() == EXAMPLE.read_bytes()
    assert not (fenced.parent / "新").exists()


def test_inside_the_folder_all_is_as_ever(fenced: Path) -> None:
    shutil.copy(EXAMPLE, fenced / "年报.yaml")
    bank = banks.load_bank()
    draft = drafts.open_draft(fenced / "年报.yaml", bank).draft
    made = drafting.draft_report(draft, bank, fenced / "成稿", ["md"])
    assert [path.parent.name for path in made.paths] == ["成稿"]
    assert drafts.open_draft(EXAMPLE).draft.year == 2023  # an example of the program's may be looked at


def test_without_a_server_there_is_no_fence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(fence.VARIABLE, raising=False)
    assert fence.inside(tmp_path / "x")


# -- a browser --------------------------------------------------------------------------------------------------

KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "F6": (117, ""), "F10": (121, "")}


class Page:
    """A tab of a real browser, spoken to over its debugging protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0
        self.hosts: set[str] = set()
        self.sent = b""

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.number += 1
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        while True:
            message = await self.socket.receive_json(timeout=30)
            self.note(message.get("method", ""), message.get("params", {}))
            if message.get("id") == self.number:
                return message.get("result", {})

    def note(self, event: str, details: dict[str, Any]) -> None:
        """Keep which hosts the page asks, and what the server draws."""
        if event == "Network.requestWillBeSent":
            address = details["request"]["url"]
            self.hosts |= {address.split("/")[2]} if address.startswith(("http", "ws")) else set()
        elif event == "Network.webSocketFrameReceived" and details["response"]["opcode"] == 2:
            self.sent += base64.b64decode(details["response"]["payloadData"])

    @property
    def words(self) -> str:
        """What was drawn since it was last cleared, without the commands to the terminal."""
        return re.sub(r"\x1b\[[0-9;?<>$]*[A-Za-z]", " ", self.sent.decode("utf-8", "replace"))

    async def shows(self, pattern: str, seconds: float = 30) -> None:
        """Wait until something is drawn."""
        for _ in range(int(seconds / 0.1)):
            await self.run("1")
            if re.search(pattern, self.words):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{pattern!r} is not in {self.words[-3000:]!r}")

    async def run(self, script: str) -> Any:
        made = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return made.get("result", {}).get("value")

    async def type(self, text: str) -> None:
        for character in text:
            await self.call("Input.insertText", text=character)

    async def to_step(self, digit: str, pattern: str) -> None:
        """To the step of that number; asked for again while the program is not ready for keys."""
        for _ in range(6):
            await self.press("Escape")
            await self.type(digit)
            try:
                return await self.shows(pattern, 8)
            except AssertionError:
                continue
        raise AssertionError(f"{pattern!r} is not shown")

    async def press(self, key: str) -> None:
        code, text = KEYS[key]
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **extra)
        await asyncio.sleep(0.3)

    async def picture(self, path: Path) -> None:
        shot = await self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))


@asynccontextmanager
async def browser(folder: Path, address: str) -> AsyncIterator[Page]:
    assert CHROMIUM is not None
    flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--window-size=1280,800", "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *flags, "about:blank", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        note = folder / "DevToolsActivePort"
        for _ in range(300):
            if note.exists() and note.read_text().count("\n"):
                break
            await asyncio.sleep(0.1)
        port = int(note.read_text().split("\n")[0])
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as response:
                tabs = json.loads(await response.text())
            (tab,) = [tab for tab in tabs if tab["type"] == "page"]
            async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                await page.call("Network.enable")
                await page.call("Page.enable")
                await page.call("Page.navigate", url=address)
                yield page
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.asyncio
async def test_the_whole_way_in_a_browser(
    served: Served, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A figure is typed, the total changes, the report is exported and lies in the folder."""
    profile = tmp_path_factory.mktemp("profile")
    async with browser(profile, f"{served.base}/?token={served.token}") as page:
        await page.shows("打开草稿文件")
        assert await page.run("location.href") == f"{served.base}/"
        await page.type("o")
        await page.shows("草稿文件在哪里")
        await page.type("/etc/passwd")
        await page.press("Enter")
        await page.shows("只能使用启动时指定的文件夹")
        await page.press("F10")
        await page.shows("打开草稿文件")
        await page.type("o")
        await page.type("年报.yaml")
        page.sent = b""
        await page.press("Enter")
        await page.shows("单位简称|报告标题|单位和年度|机关全称")
        await page.to_step("3", "本年新收")
        page.sent = b""
        await page.type("7777")  # natural persons were 31, all were 40
        await page.shows("7786")
        picture = os.environ.get("NIANBAO_PICTURE")
        if picture:
            await page.picture(Path(picture))
        page.sent = b""
        await page.to_step("9", "文件夹　")
        await page.type("x")
        await page.shows("已导出")
        await page.press("F10")
        await page.shows("最近的草稿|打开草稿文件")
        assert page.hosts == {f"127.0.0.1:{served.port}"}
    assert "7777" in (tmp_path / "年报.yaml").read_text("utf-8")
    made = sorted(path.suffix for path in tmp_path.iterdir() if "工作年度报告" in path.name)
    assert ".docx" in made
    assert ".html" in made
