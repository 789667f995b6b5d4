"""What every board has: behind a serial line, and on the air."""


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


class AirBoard:
    """A device on the air in time that is told: what it offers, what is written to it, and what it tells."""

    # Six bytes; followed by "/P" they are the maker's, else the device's own.
    address = "C0:FF:EE:00:00:01"
    # The longest packet that it takes.
    mtu = 517
    # What it advertises, and what it says to who asks for more: kinds and bytes.
    advertised, answered = (), ()
    # The interval that it asks for, in milliseconds from and to; None where it is content.
    interval = None
    # Services with their characteristics, by UUID, and what may be done with each.
    services = ()
    # It ends the connection; and it says nothing more to anybody.
    is_leaving = is_asleep = False
    # How many bytes a notification may have.
    room = 20

    def connected(self, now):
        """Somebody is there."""

    def disconnected(self, now):
        """Nobody is there any more."""

    def read(self, uuid):
        """The value of a characteristic."""
        return self.values.get(uuid, b"")

    def written(self, uuid, value, now):
        """A value came."""

    def advance(self, now):
        """What it has to tell since it was asked last: characteristics and values."""
        return []


BATTERY, INFORMATION = "180F", "180A"
LEVEL = "2A19"
