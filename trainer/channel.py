"""JSON lines to and from the program that started us: stdin and stdout belong to it alone.

Imported by main.py; nothing to run here. Whatever a library prints goes to stderr.
"""

import json
import os
import sys
import threading
from queue import Empty, Queue
from typing import Any

BEAT_SECONDS = 1.0

Message = dict[str, Any]


class Channel:
    """Sends messages; collects orders; ends the process when the other side is gone."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._orders: Queue[Message] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._beat, daemon=True).start()

    def send(self, kind: str, **fields: Any) -> None:
        line = json.dumps({"kind": kind, **fields}, allow_nan=False)
        try:
            with self._lock:
                self._out.write(line + "\n")
                self._out.flush()
        except OSError:
            os._exit(0)

    def next_order(self, wait: bool) -> Message | None:
        """The oldest order that nobody has read; waits for one where asked to."""
        try:
            return self._orders.get(block=wait)
        except Empty:
            return None

    def _listen(self) -> None:
        for line in sys.stdin:
            self._orders.put(json.loads(line))
        # Must not wait for a step that takes minutes: the last checkpoint is on the disk.
        os._exit(0)

    def _beat(self) -> None:
        pause = threading.Event()
        while not pause.wait(BEAT_SECONDS):
            self.send("alive")
