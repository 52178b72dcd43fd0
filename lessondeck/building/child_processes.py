"""The processes that read and write documents end with the build that started them."""

from __future__ import annotations

import os
import signal
import threading
from functools import cache


@cache
def let_no_process_outlive_this_one() -> None:
    """Have every process that is forked from here on end when this one does, however it ends.

    They share the lock of the build: if it is killed, and they wait for it to listen to them,
    the next build would wait for ever.

    This process holds the only end to write to of a pipe that they all wait to read from,
    and the system closes it.
    """
    reader, writer = os.pipe()
    held = [writer]

    def watch() -> None:
        # To stop in good order is for the first process; the others just end.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if held:
            os.close(held.pop())
        threading.Thread(target=end_with_the_pipe, daemon=True).start()

    def end_with_the_pipe() -> None:
        os.read(reader, 1)
        os._exit(1)

    os.register_at_fork(after_in_child=watch)
