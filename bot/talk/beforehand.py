"""What a handler must know first and what takes too long to find out in its transaction.

There is one writer, so whoever looks for seconds inside a transaction lets everybody wait. A
handler that has changed nothing yet raises `Beforehand`; what it asks for is found beside the
writer, and the update is handled again, with the answer as `found` (docs/decisions/0018).
"""

from collections.abc import Awaitable, Callable

from storage.unit import Unit

Look = Callable[[Unit], Awaitable[object]]


class Beforehand(Exception):
    def __init__(self, look: Look) -> None:
        """`look` only reads, and leaves the event loop free."""
        super().__init__()
        self.look = look
