"""Thalmic's Myo armband, firmware 1.5.1970, as the vendor's myohw.h and its open clients have it.

EMG is at 200 Hz and motion at 50 Hz, by numbers that count from the moment it has power; nothing of them is sent along.
"""

import struct

from .boards import BATTERY, INFORMATION, LEVEL, AirBoard
from .signals import Metronome, emg


def own(number):
    return f"d506{number:04x}-a904-deb9-4748-2c7f4a124842"


CONTROL, MOTION, CLASSIFIER, ENVELOPE, MUSCLE = map(own, range(1, 6))
ABOUT, VERSION, COMMAND = own(0x0101), own(0x0201), own(0x0401)
INERTIAL, TAP, CLASSIFIED, FILTERED = own(0x0402), own(0x0502), own(0x0103), own(0x0104)
EMG = [own(0x0105 + 0x100 * place) for place in range(4)]
RATE, MOTION_RATE, CHANNELS = 200, 50, 8
# Counts a microvolt, which nobody tells; so that bursts fit eight bits.
COUNTS = 0.25
# Without the command never to sleep it goes when nobody says anything for so long.
PATIENCE = 30
LENGTHS = {0x01: 3, 0x03: 1, 0x04: 0, 0x06: 6, 0x07: 18, 0x09: 1, 0x0A: 1, 0x0B: 1}


def counts(channel, number):
    return max(-128, min(127, round(emg(channel, number, RATE) * COUNTS)))


def muscle(number):
    """The notification that ends with sample 2 x number + 1: two samples of all channels."""
    samples = 2 * number, 2 * number + 1
    return struct.pack("<16b", *(counts(channel, sample) for sample in samples for channel in range(CHANNELS)))


def inertia(number):
    """At rest on a table, but for a turn that tells the number."""
    return pack_inertia((16384, 0, 0, 0), (0, 0, 2048), (number % 64, -(number % 64), 0))


def pack_inertia(orientation, acceleration, turn):
    return struct.pack("<10h", *orientation, *acceleration, *turn)


class Myo(AirBoard):
    address = "D2:3B:85:94:32:8E/P"
    mtu = 23
    advertised = [(0x01, b"\x06"), (0x06, bytes.fromhex(CONTROL.replace("-", ""))[::-1])]
    answered = [(0x09, b"My Myo")]
    services = [
        (BATTERY, [(LEVEL, "read notify")]),
        (INFORMATION, [("2A29", "read")]),
        (CONTROL, [(ABOUT, "read"), (VERSION, "read"), (COMMAND, "write")]),
        (MOTION, [(INERTIAL, "notify"), (TAP, "indicate")]),
        (CLASSIFIER, [(CLASSIFIED, "indicate")]),
        (ENVELOPE, [(FILTERED, "notify")]),
        (MUSCLE, [(uuid, "notify") for uuid in EMG]),
    ]

    def __init__(self, battery=80):
        self.values = {
            LEVEL: bytes([battery]), "2A29": b"Thalmic Labs",
            ABOUT: bytes.fromhex(self.address[:17].replace(":", ""))[::-1] + struct.pack("<H12B", 5, *bytes(12)),
            VERSION: struct.pack("<4H", 1, 5, 1970, 2),
        }
        self.metronomes = None
        # What a vibration was asked for with; and what was written that no client should.
        self.vibrations, self.strange = [], []
        self.tells = []
        self.disconnected(0)

    def connected(self, now):
        self.heard = now

    def disconnected(self, now):
        # It forgets what it was told.
        self.emg = self.imu = self.classifier = 0
        self.never_sleeps = False
        self.heard = None

    def written(self, uuid, value, now):
        self.heard = now
        kind = value[0] if value else None
        if uuid != COMMAND or LENGTHS.get(kind, -1) != len(value) - 2 or value[1] != len(value) - 2:
            self.strange.append(value)
        elif kind == 0x01:
            self.emg, self.imu, self.classifier = value[2:5]
        elif kind in (0x03, 0x07):
            self.vibrations.append(value[2:])
        elif kind == 0x04:
            self.is_leaving = self.is_asleep = True
        elif kind == 0x09:
            self.never_sleeps = value[2] == 1

    def tap(self, direction=1, count=2):
        self.tells.append((TAP, bytes([0, direction, count])))

    def charge(self, battery):
        self.values[LEVEL] = bytes([battery])
        self.tells.append((LEVEL, self.values[LEVEL]))

    def advance(self, now):
        if not self.metronomes:
            self.metronomes = [Metronome(rate, now) for rate in (RATE / 2, MOTION_RATE, MOTION_RATE)]
        pairs, motions, envelopes = [metronome.due(now) for metronome in self.metronomes]
        told, self.tells = self.tells, []
        if self.emg in (2, 3):
            told += [(EMG[number % 4], muscle(number)) for number in pairs]
        if self.emg == 1:
            told += [(FILTERED, self.envelope(number)) for number in envelopes]
        if self.imu in (1, 3, 4):
            told += [(INERTIAL, inertia(number)) for number in motions]
        if not self.never_sleeps and self.heard is not None and now - self.heard > PATIENCE:
            self.is_leaving, self.heard = True, None
        return told

    def envelope(self, number):
        return struct.pack("<8HB", *(abs(counts(channel, 4 * number)) for channel in range(CHANNELS)), 0)
