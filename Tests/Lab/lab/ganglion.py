"""OpenBCI Ganglion with firmware 2 or 3, as OpenBCI_Ganglion_Library has it; of firmware 3 what the fact sheets tell.

Of 201 samples the first goes alone with firmware 2, as it is; with firmware 3 it goes nowhere. The others go in pairs.
Numbers of samples count from the moment it has power, whether it streams or not.
"""

from .boards import INFORMATION, AirBoard
from .signals import Metronome, emg

SERVICE = "FE84"
DATA, COMMAND, DISCONNECT = [f"2d30c08{digit}-f39f-4ce6-923f-3484ea480596" for digit in (2, 3, 4)]
RATE, CHANNELS, CYCLE = 200, 4, 201
# Microvolts a count; the signal is made so small that the differences of firmware 2 fit 18 bits.
UV, SHARE = 1.2e6 / (8388607 * 1.5 * 51), 0.25
OFF, ON = b"1234", b"!@#$"
IMPEDANCE_EVERY, LONGEST_TEXT = 0.2, 19


def counts(channel, number):
    return round(emg(channel, number, RATE) * SHARE / UV)


def pack(values, bits):
    """Fields side by side, highest bit first; the lowest bit of each is overwritten by its sign."""
    whole = 0
    for value in values:
        whole = whole << bits | value & (1 << bits) - 2 | (value < 0)
    length = (bits * len(values) + 7) // 8
    return (whole << 8 * length - bits * len(values)).to_bytes(length, "big")


def absolute(first, second, bits):
    """What firmware 3 makes of two samples of 24 bits: the upper ones of each."""
    return pack([value >> 24 - bits for value in (*first, *second)], bits)


def differences(before, first, second, bits):
    """What firmware 2 makes of them: by how much each is less than the one before it."""
    return pack([old - new for old, new in zip((*before, *first), (*first, *second))], bits)


def raw(sample):
    return b"".join(value.to_bytes(3, "big", signed=True) for value in sample) + b"ABCDEFG"


class Ganglion(AirBoard):
    address = "E1:47:1A:2B:3C:4D"
    mtu = 23
    services = [
        (INFORMATION, [(uuid, "read") for uuid in ("2A29", "2A24", "2A27", "2A28")]),
        (SERVICE, [(DATA, "notify read"), (COMMAND, "write command"), (DISCONNECT, "write command")]),
    ]

    def __init__(self, firmware="3.0.2", first_id=None):
        self.is_third = firmware.startswith("3")
        # Firmware 3 is said to begin with an odd number now and then.
        self.first_id = first_id
        name = b"Ganglion 1.3 (1a2b)" if self.is_third else b"Ganglion-1a2b"
        self.advertised = [(0x01, b"\x06"), (0x09, name)]
        self.values = {"2A29": b"openbci.com", "2A24": b"Ganglion", "2A27": b"1.0.1", "2A28": firmware.encode()}
        self.metronome = None
        # What was written that would leave it in its boot loader.
        self.strange = []
        self.disconnected(0)

    def disconnected(self, now):
        self.is_running = self.with_motion = False
        self.channels = [True] * CHANNELS
        self.impedance = self.pending = None
        self.texts = []
        self.axis = 0

    def written(self, uuid, value, now):
        if uuid == DISCONNECT:
            self.is_leaving = True
        elif value:
            # No more of a write than its first byte is looked at.
            self.command(value[:1], now)

    def command(self, letter, now):
        if letter == b"b" and not self.is_running:
            self.is_running, self.first, self.sent = True, None, 0
        elif letter in (b"s", b"v"):
            self.is_running = False
        elif letter in (b"n", b"N"):
            self.with_motion = letter == b"n"
        elif letter in (b"z", b"Z"):
            self.impedance = (now, 0) if letter == b"z" else None
        elif letter in OFF or letter in ON:
            self.channels[(OFF + ON).index(letter) % CHANNELS] = letter in ON
        elif letter == b">":
            self.strange.append(letter)
            self.is_leaving = self.is_asleep = True
        if letter in (b"v", b"?") and not self.is_running:
            self.say(f"OpenBCI Ganglion v{self.values['2A28'].decode()}\nLIS2DH ID: 0x33\n".encode())

    def say(self, text):
        parts = [text[place:place + LONGEST_TEXT] for place in range(0, len(text), LONGEST_TEXT)]
        self.texts += [bytes([206]) + part for part in parts[:-1]] + [bytes([207]) + parts[-1]]

    def advance(self, now):
        if not self.metronome:
            self.metronome = Metronome(RATE, now)
        said, self.texts = self.texts, []
        for number in self.metronome.due(now):
            if self.is_running and not self.impedance and (packet := self.sample(number)):
                said.append(packet)
        while self.impedance and now - self.impedance[0] >= IMPEDANCE_EVERY:
            begun, place = self.impedance
            said.append(bytes([201 + place]) + b"%dZ" % (10 * (place + 1)))
            self.impedance = begun + IMPEDANCE_EVERY, (place + 1) % 5
        return [(DATA, packet) for packet in said]

    def sample(self, number):
        """The packet that a sample completes; None where it completes none."""
        if self.first is None:
            self.first = number
        place = (number - self.first) % CYCLE
        values = [counts(channel, number) if self.channels[channel] else 0 for channel in range(CHANNELS)]
        if place == 0:
            self.before = values
            return None if self.is_third else b"\0" + raw(values)
        if place % 2:
            self.pending = values
            return None
        bits = 18 if self.with_motion else 19
        if self.is_third:
            body = absolute(self.pending, values, bits)
        else:
            body = differences(self.before, self.pending, values, bits)
        self.before = values
        level = place // 2 - self.is_third
        # Once a tenth of a second each axis has its turn, and its value stays in the packets after it.
        if self.with_motion and level % 10 in (1, 2, 3):
            self.axis = (0, number // 20 % 20, 62)[level % 10 - 1]
        identity = level + (0 if self.with_motion else 100)
        if self.sent == 0 and self.first_id is not None:
            identity = self.first_id
        self.sent += 1
        return bytes([identity]) + body + (bytes([self.axis]) if self.with_motion else b"")
