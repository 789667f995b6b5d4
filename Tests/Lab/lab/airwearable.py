"""The project's own wearable on the air, as Firmware-Protocol/transports.md says: a write or notification is one frame.

`spasm wearable`, and so the C codec, makes the frames for a byte stream; here they are taken out of it, lose the CRC
that the radio makes needless, and go to the characteristic they belong to.
"""

import pathlib
import struct
import sys

from .boards import BATTERY, INFORMATION, LEVEL, AirBoard

# The second implementation of the protocol knows what a byte stream puts around a frame.
sys.path.append(str(pathlib.Path(__file__).parents[3] / "Firmware-Protocol/peer"))
import link as stream  # noqa: E402


def own(number):
    return f"5a5f{number:04x}-3c8e-4f6b-9d21-7e4b10c6a2d8"


SERVICE, REQUESTS, REPLIES, DATA = map(own, range(1, 5))
CRC, SAMPLES, HELLO, STATUS, FRAGMENT, LONGEST = 0x80, (0x01, 0x02), 0x10, 0x03, 0x05, 244


def bare(frame):
    """A frame without its CRC."""
    return frame[:1] + bytes([frame[1] & ~CRC]) + stream.unseal(frame)[2:]


class AirWearable(AirBoard):
    """A `VirtualWearable` with a radio. `with_checks` leaves the frames their CRC."""

    interval = 7.5, 15
    services = [
        (BATTERY, [(LEVEL, "read notify")]),
        (INFORMATION, [("2A29", "read"), ("2A24", "read")]),
        (SERVICE, [(REQUESTS, "write command"), (REPLIES, "notify"), (DATA, "notify")]),
    ]

    def __init__(self, wearable, name="Spasm lab", address="C0:FF:EE:00:00:01", mtu=247, with_checks=False):
        self.wearable, self.address, self.mtu, self.with_checks = wearable, address, mtu, with_checks
        self.advertised = [(0x01, b"\x06"), (0x07, bytes.fromhex(SERVICE.replace("-", ""))[::-1])]
        self.answered = [(0x09, name.encode())]
        self.values = {LEVEL: bytes([255]), "2A29": b"SpasmKit", "2A24": b"Virtual wearable"}
        self.bytes = bytearray()
        # Frames that were too long for the radio, which there are none of.
        self.too_long = 0

    def connected(self, now):
        self.bytes.clear()
        self.wearable.connect()

    def disconnected(self, now):
        self.wearable.disconnect()

    @property
    def longest(self):
        return min(self.room, LONGEST)

    def written(self, uuid, value, now):
        if uuid != REQUESTS or len(value) < 4:
            return
        value = bare(value)
        if value[0] == HELLO and len(value) >= 8:
            # The device sends nothing longer than the radio takes, whatever the host does.
            most = min(struct.unpack_from("<H", value, 6)[0], self.longest) + (0 if self.with_checks else 4)
            value = value[:6] + struct.pack("<H", most) + value[8:]
        self.wearable.receive(b"\0" + stream.stuff(stream.seal(value)) + b"\0", now)

    def advance(self, now):
        told = []
        self.bytes += self.wearable.advance(now)
        *frames, rest = self.bytes.split(b"\0")
        self.bytes = bytearray(rest)
        for frame in map(stream.unstuff, filter(None, map(bytes, frames))):
            frame = frame if self.with_checks else bare(frame)
            if frame[0] == STATUS and frame[13] <= 100 and self.values[LEVEL] != frame[13:14]:
                self.values[LEVEL] = frame[13:14]
                told.append((LEVEL, frame[13:14]))
            if len(frame) > self.longest:
                self.too_long += 1
            else:
                told.append((self.place(frame), frame))
        return told

    def place(self, frame):
        """The characteristic that a frame belongs to; parts go where the whole would."""
        kind = frame[0]
        if kind == FRAGMENT:
            if frame[4:6] == b"\0\0":
                self.parted = frame[frame[3]]
            kind = self.parted
        return DATA if kind in SAMPLES else REPLIES
