"""Who may talk to the server: the browser that was given the address with the token, from the page itself.

A page of another site that the person has open could send requests to 127.0.0.1, and a name of its own could be
made to point there. So beside the session a request must name us as its host, and its origin, where it has one,
must be us.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hmac import compare_digest


class Guard:
    """The token of the printed address and the session that it was exchanged for.

    Attributes:
        token: good for one request; afterwards nobody has it any more.
    """

    def __init__(self, port: int, token: str | None = None) -> None:
        self.port = port
        self.token = token or secrets.token_urlsafe(24)
        self.cookie = f"nianbao-{port}"
        self._spent = False
        self._session = secrets.token_urlsafe(32)

    @property
    def hosts(self) -> tuple[str, str]:
        """Under which names the server may be asked for."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    def from_here(self, headers: Mapping[str, str], *, origin_needed: bool = False) -> bool:
        """Whether a request is meant for us and comes from our own page (or from the address line)."""
        host = headers.get("Host", "")
        if host not in self.hosts:
            return False
        origin = headers.get("Origin")
        if origin is None:
            return not origin_needed and headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        return origin == f"http://{host}"

    def known(self, cookies: Mapping[str, str]) -> bool:
        """Whether the browser holds the session."""
        return compare_digest(cookies.get(self.cookie, "").encode(), self._session.encode())

    def exchange(self, token: str) -> str | None:
        """The session for the token, once; None for another token or at another time."""
        if self._spent or not compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
            return None
        self._spent = True
        return self._session
