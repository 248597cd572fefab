"""One session in a browser, run by the server as a process of its own: `python -m nianbao.serve.session`."""

from __future__ import annotations


def main() -> None:
    """The terminal UI in the folder in which the process was started."""
    from nianbao.tui.app import run

    run(None)


if __name__ == "__main__":
    main()
