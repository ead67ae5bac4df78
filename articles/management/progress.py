"""A progress bar for commands: drawn on a terminal, silent in a log."""

from __future__ import annotations

from typing import Any

WIDTH = 30


class Bar:
    """Call it with step, done and total; draws on ``stream`` when that is a terminal."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.drawn = False

    def __call__(self, step: str, done: int, total: int) -> None:
        """Draw the bar at ``done`` of ``total``."""
        if not self.stream.isatty():
            return
        filled = WIDTH * done // max(total, 1)
        self.stream.write(f"\r{step:<11}{'█' * filled}{'░' * (WIDTH - filled)} {done}/{total}", ending="")
        self.stream.flush()
        self.drawn = True

    def end(self) -> None:
        """Leave the line."""
        if self.drawn:
            self.stream.write("")
