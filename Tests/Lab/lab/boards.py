"""What every board behind a serial line has."""


class Board:
    """A board in time that is told: what is said to it, and what it says."""

    baud = None
    is_talking = False

    def powered(self, now):
        """The cable is in."""

    def unpowered(self, now):
        """The cable is out."""

    def ready(self, is_ready, now):
        """DTR changed."""

    def receive(self, data, now):
        """Bytes came."""

    def advance(self, now):
        """What it has said since it was asked last."""
        return b""
