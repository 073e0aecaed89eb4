"""The web server of a process: its port is free, it says where it is, it stops when told to."""

import socket
from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn

from bot.cli.console import err, fail
from bot.settings import Settings


def check_port_free(settings: Settings) -> None:
    """Before anything is touched: two processes on one database would both be at work."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            where = f"{settings.host}:{settings.port}"
            fail(f"{where} 不能使用，可能程序已经在运行。请先停止它，或换一个端口。")


class Server(uvicorn.Server):
    """Says where it is, and lets the pages that wait go as soon as it is told to stop."""

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = let_go

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._let_go()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: Sequence[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            where = f"http://{self.config.host}:{self.config.port}/"
            err.print(f"法治哨点已启动：{where}（按 Ctrl+C 停止）")
