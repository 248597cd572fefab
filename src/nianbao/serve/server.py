"""The server: textual-serve behind the guard, on 127.0.0.1 only, nothing fetched from elsewhere.

Of textual-serve come the browser's side (xterm and what drives it) and the talk with the process; its page is
replaced, since that asks a host on the net for a font.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from nianbao.core.errors import InputError
from nianbao.fence import VARIABLE
from nianbao.serve.guard import Guard
from nianbao.writers.templates import template

ADDRESS = "127.0.0.1"
PATIENCE = 5.0
"""Seconds that a session has for saving its draft before it is ended."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self' ws://{host}; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)


class Sitting(AppService):
    """A process of the terminal UI, started in the folder without a shell, and fenced in there."""

    folder: Path = Path()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        environment = self._build_environment(width=width, height=height)
        environment |= {VARIABLE: str(self.folder), "TEXTUAL_FPS": "120", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
        command = (sys.executable, "-m", "nianbao.serve.session")
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=self.folder
        )
        self._process = process
        self._stdin = process.stdin
        return process

    async def stop(self) -> None:
        """Let it save and leave; one that does not is ended."""
        try:
            await asyncio.wait_for(super().stop(), PATIENCE)
        except (TimeoutError, ConnectionError):
            self._task = None
        process = self._process
        if process is not None and process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), 1)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


class Browser(Server):
    """Serves one session, which may only touch one folder. A second window takes the session over."""

    def __init__(self, folder: Path, guard: Guard) -> None:
        super().__init__("nianbao", host=ADDRESS, port=guard.port, title="年报")
        self.folder = folder
        self.guard = guard
        self.current: web.WebSocketResponse | None = None
        self._turn = asyncio.Lock()

    def application(self) -> web.Application:
        """The routes behind the guard."""
        app = web.Application(middlewares=[self._guarded])
        app.add_routes(
            [
                web.get("/", self.handle_page),
                web.get("/ws", self.handle_websocket),
                web.static("/static", self.statics_path),
                web.static("/own", Path(__file__).parent / "page"),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Nothing for a stranger: no page, no file, no socket."""
        guard = self.guard
        if not guard.from_here(request.headers, origin_needed=request.path == "/ws"):
            return _refused()
        if request.path == "/" and "token" in request.query:
            session = guard.exchange(request.query["token"])
            if session is None and not guard.known(request.cookies):
                return _refused()
            response: web.StreamResponse = web.Response(status=303, headers={"Location": "/"})
            if session is not None:
                response.set_cookie(guard.cookie, session, httponly=True, samesite="Strict", path="/")
            return _closed_off(response, request.host)
        if not guard.known(request.cookies):
            return _refused()
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status)
        return response if response.prepared else _closed_off(response, request.host)

    async def handle_page(self, request: web.Request) -> web.Response:
        """The page with the terminal."""
        text = template("serve.html.j2").render(socket=f"ws://{request.host}/ws")
        return web.Response(text=text, content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A terminal: one process as long as the window is open."""
        before = self.current
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=2**20)
        await websocket.prepare(request)
        self.current = websocket
        if before is not None:
            await before.close()
        async with self._turn:  # the process before has saved and gone
            if not websocket.closed:
                await self._sit(
                    websocket, _size(request.query.get("width"), 80), _size(request.query.get("height"), 24)
                )
        return websocket

    async def _sit(self, websocket: web.WebSocketResponse, width: int, height: int) -> None:
        sitting = Sitting(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=websocket.close,  # type: ignore[arg-type]
            download_manager=self.download_manager,
        )
        sitting.folder = self.folder
        try:
            await sitting.start(width, height)
            with contextlib.suppress(ValueError, KeyError, IndexError, TypeError, AssertionError):
                await self._process_messages(websocket, sitting)
        finally:
            await sitting.stop()
            await websocket.close()

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002
        """Close the window; its process saves and leaves."""
        if self.current is not None:
            await self.current.close()
        async with self._turn:
            pass


def _size(text: str | None, usual: int) -> int:
    return min(int(text), 1000) if text is not None and text.isascii() and text.isdigit() and int(text) else usual


def _refused() -> web.Response:
    return web.Response(status=403, headers={"Cache-Control": "no-store"})


def _closed_off(response: web.StreamResponse, host: str) -> web.StreamResponse:
    response.headers.update(
        {
            "Content-Security-Policy": _POLICY.format(host=host),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
    )
    return response


def listen(port: int) -> socket.socket:
    """A socket on 127.0.0.1; port 0 takes any that is free. InputError where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
        listener.listen(16)
    except OSError as error:
        listener.close()
        taken = "这个端口已被占用，或者不允许使用"
        raise InputError(taken, f"{ADDRESS}:{port}", "用--port另指定一个端口，或者用--port 0任选一个") from error
    return listener


def serve(folder: Path, port: int, told: Callable[[str], None]) -> None:
    """Serve the folder until the person stops the program; `told` is given the address with the token."""
    listener = listen(port)
    guard = Guard(listener.getsockname()[1])
    asyncio.run(_serve(folder, guard, listener, told))


async def _serve(folder: Path, guard: Guard, listener: socket.socket, told: Callable[[str], None]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(getattr(signal, name), stopped.set)
    runner = web.AppRunner(Browser(folder, guard).application(), access_log=None, shutdown_timeout=PATIENCE + 2)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        told(f"http://{ADDRESS}:{guard.port}/?token={guard.token}")
        await stopped.wait()
    finally:
        await runner.cleanup()
