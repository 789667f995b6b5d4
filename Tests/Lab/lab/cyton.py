"""OpenBCI Cyton, with or without the Daisy, and the radio of its dongle.

As OpenBCI's documentation and the firmware (OpenBCI_Cyton_Library 3.1.2, OpenBCI_Radios 2) have them.
"""

import random
import struct

from .boards import Board
from .signals import Metronome, emg

OFF, ON = b"12345678qwertyui", b"!@#$%^&*QWERTYUI"
CHANNELS = b"12345678QWERTYUI"
GAINS = [1, 2, 4, 6, 8, 12, 24]
MODES = [b"default", b"debug", b"analog", b"digital", b"marker", b"ble"]


class Cyton(Board):
    """Packets of 33 bytes at 250 Hz; with the Daisy every other one is the Daisy's, and each value a mean of two."""

    baud = 115200
    rate = 250

    def __init__(self, daisy=False, loss=0.0, seed=1):
        self.has_daisy = daisy
        self.random = random.Random(seed)
        self.loss = loss
        self.is_on = True
        self.pending = bytearray()
        self.sent = self.dropped = 0
        self.reset()

    def reset(self):
        self.is_talking = False
        self.is_stamping = self.is_setting = False
        self.with_daisy = self.has_daisy
        self.mode = 0
        self.gains = [24] * 16
        self.active = [True] * 16
        self.said = bytearray()

    def powered(self, now):
        # The board has a battery: a plugged dongle finds it as it was.
        self.pending.clear()
        self.said.clear()
        self.booted = getattr(self, "booted", now)

    def receive(self, data, now):
        self.pending += data
        while self.pending and (taken := self.take(self.pending, now)):
            del self.pending[:taken]

    def take(self, pending, now):
        """How many bytes the first command took; 0 where it is not all there."""
        if pending[0] == 0xF0:
            return self.radio(pending)
        if not self.is_on:
            self.say(b"Failure: Communications timeout - Device failed to poll Host")
            return len(pending)
        if pending[0] == ord("x"):
            if len(pending) < 9:
                return 0
            self.configure(bytes(pending[:9]))
            return 9
        if pending[0] == ord("z"):
            if len(pending) < 5:
                return 0
            self.say(b"Success: Lead off set for " + bytes(pending[1:2]))
            return 5
        if pending[0] in b"~/`":
            if len(pending) < 2:
                return 0
            self.select(pending[0], bytes(pending[1:2]))
            return 2
        self.command(bytes(pending[:1]), now)
        return 1

    def radio(self, pending):
        if len(pending) < 2:
            return 0
        if pending[1] in (1, 2, 4) and len(pending) < 3:
            return 0
        if pending[1] == 0x07:
            self.say(b"Success: System is Up" if self.is_on else b"Failure: System is Down")
        elif pending[1] == 0x00:
            told = b"Success: Host and Device" if self.is_on else b"Failure: Host"
            self.say(told + b" on Channel number: \x06")
        elif pending[1] == 0x03:
            self.say(b"Success: Poll time is: \x46")
        return 3 if pending[1] in (1, 2, 4) else 2

    def configure(self, command):
        channel, gain = CHANNELS.find(command[1:2]), command[3] - 48
        if command[8:9] != b"X":
            return self.say(b"Failure: 9th char not X")
        if channel < 0 or not 0 <= gain < len(GAINS):
            return self.say(b"Failure: too few chars")
        self.gains[channel] = GAINS[gain]
        self.active[channel] = command[2:3] == b"0"
        self.say(b"Success: Channel set for " + command[1:2])

    def select(self, kind, letter):
        if kind == ord("~"):
            # The radio carries no more than 250 Hz.
            known = letter in (b"6", b"~")
            return self.say(b"Success: Sample rate is 250Hz" if known else b"Failure: sample value out of bounds")
        if kind == ord("/"):
            if letter.isdigit() and int(letter) < len(MODES):
                self.mode = int(letter)
            self.say(b"Success: " + MODES[self.mode])

    def command(self, letter, now):
        if letter == b"b":
            if not self.is_talking:
                self.is_talking = True
                self.metronome = Metronome(self.rate, now)
                self.previous = [0] * 16
        elif letter == b"s":
            self.is_talking = False
        elif letter == b"v":
            self.reset()
            self.say(self.banner())
        elif letter == b"V":
            self.say(b"v3.1.2")
        elif letter == b"d":
            self.gains, self.active = [24] * 16, [True] * 16
            self.say(b"updating channel settings to default")
        elif letter == b"D":
            self.say(b"060110")
        elif letter == b"c":
            self.say(b"daisy removed" if self.with_daisy else b"")
            self.with_daisy = False
        elif letter == b"C":
            attached = b"16" if self.with_daisy else b"daisy attached16"
            self.say(attached if self.has_daisy else b"no daisy to attach!8")
            self.with_daisy = self.has_daisy
        elif letter in (b"<", b">"):
            self.is_stamping = self.is_setting = letter == b"<"
            if self.is_talking and self.is_stamping:
                self.said += b","
            self.say(b"Time stamp ON" if self.is_stamping else b"Time stamp OFF")
        elif letter in OFF:
            self.active[OFF.index(letter)] = False
        elif letter in ON:
            self.active[ON.index(letter)] = True

    def banner(self):
        daisy = b"On Daisy ADS1299 Device ID: 0x3E\n" if self.has_daisy else b""
        return (b"OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n" + daisy
                + b"LIS3DH Device ID: 0x33\nFirmware: v3.1.2\n")

    def say(self, text):
        # While it streams, the board keeps its words to itself.
        if not self.is_talking:
            self.said += text + b"$$$"

    def advance(self, now):
        said = bytes(self.said)
        self.said.clear()
        if not self.is_talking:
            return said
        pieces = [said]
        for number in self.metronome.due(now):
            packet = self.sample(number)
            self.sent += 1
            if not self.is_on or self.random.random() < self.loss:
                self.dropped += 1
            else:
                pieces.append(packet)
        return b"".join(pieces)

    def counts(self, channel, number):
        """The converter's value: 4.5 V over the gain at full scale, which is 2^23 - 1."""
        if not self.active[channel]:
            return 0
        value = round(emg(channel, number, self.rate) * 1e-6 * self.gains[channel] / 4.5 * (2**23 - 1))
        return max(-(1 << 23), min((1 << 23) - 1, value))

    def values(self, number):
        """The eight values of a packet: of the main board, or in even packets of the Daisy, where there is one."""
        if not self.with_daisy:
            return [self.counts(channel, number) for channel in range(8)]
        base = 0 if number % 2 else 8
        return [(self.counts(channel, number) + self.counts(channel, max(0, number - 1))) // 2
                for channel in range(base, base + 8)]

    def sample(self, number):
        values = b"".join(value.to_bytes(3, "big", signed=True) for value in self.values(number))
        auxiliary, end = self.footer(number)
        return b"\xa0" + bytes([number % 256]) + values + auxiliary + bytes([0xC0 + end])

    def footer(self, number):
        """What follows the channels: the accelerometer has news in one packet of ten, at 25 Hz."""
        axes = [int(32 * (number // 10 % 100 - 50)), -160, 8000]
        milliseconds = struct.pack(">I", int(number * 1000 / self.rate) & 0xFFFFFFFF)
        if self.mode in (2, 3):
            if self.is_stamping:
                return b"\x01\x02" + milliseconds, 5 if self.clear_setting() else 6
            return struct.pack(">3H", 512, 256, 128), 1
        if self.is_stamping:
            place = number % 10 - 7
            axis = struct.pack(">h", axes[place]) if place >= 0 else b"\0\0"
            return axis + milliseconds, 3 if self.clear_setting() else 4
        return (struct.pack(">3h", *axes) if number % 10 == 0 else bytes(6)), 0

    def clear_setting(self):
        was, self.is_setting = self.is_setting, False
        return was
