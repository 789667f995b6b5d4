"""Upside Down Labs' boards with the Chords firmware, as Chords-Arduino-Firmware has them."""

from .boards import Board
from .signals import Metronome, emg

# Hz, channels, bits and volts at full scale, by the name that WHORU asks for.
BOARDS = {
    "UNO-R3": (250, 6, 10, 5.0), "UNO-CLONE": (250, 6, 10, 5.0), "NANO-CLONE": (250, 8, 10, 5.0),
    "MEGA-2560-R3": (250, 16, 10, 5.0), "UNO-R4": (500, 6, 14, 5.0), "RPI-PICO-RP2040": (500, 3, 12, 3.3),
    "ESP32-S3": (500, 16, 12, 3.3), "NPG-LITE": (500, 3, 12, 2.5),
}
AVR = {"UNO-R3", "UNO-CLONE", "NANO-CLONE", "MEGA-2560-R3"}
# The gain of a Muscle BioAmp, which the protocol does not tell.
GAIN = 1000


class Chords(Board):
    def __init__(self, name="UNO-R3", baud=230400):
        self.name = name
        self.rate, self.channels, self.bits, self.volts = BOARDS[name]
        # A port of its own has no pace; a serial line has.
        self.baud = baud
        self.is_avr = name in AVR
        self.sent = 0
        self.reset(float("-inf"))

    def reset(self, now):
        self.is_talking = False
        self.boots = now + (1.6 if self.is_avr else 0.1)
        self.counter = 0
        self.line = bytearray()
        self.said = bytearray()

    def powered(self, now):
        self.reset(now)

    def ready(self, is_ready, now):
        # On these DTR is wired to the reset.
        if is_ready and self.is_avr:
            self.reset(now)

    def receive(self, data, now):
        if now < self.boots:
            return
        if self.is_avr and data:
            # This firmware looks at its input between samples, and any byte ends the stream.
            self.is_talking = False
        self.line += data
        while b"\n" in self.line:
            line, _, rest = bytes(self.line).partition(b"\n")
            self.line = bytearray(rest)
            self.command(line.strip().decode("latin-1"), now)

    def command(self, word, now):
        if word == "WHORU":
            self.say(self.name)
        elif word == "START":
            self.is_talking = True
            self.metronome = Metronome(self.rate, now)
            if self.is_avr:
                self.say("START")
        elif word == "STOP":
            self.is_talking = False
            if self.is_avr:
                self.say("STOP")
        elif word == "STATUS":
            self.say("RUNNING" if self.is_talking else "STOPPED")
        else:
            self.say("UNKNOWN COMMAND")

    def say(self, word):
        self.said += word.encode() + b"\r\n"

    def advance(self, now):
        said = bytes(self.said)
        self.said.clear()
        if not self.is_talking:
            return said
        return said + b"".join(self.sample(number) for number in self.metronome.due(now))

    def values(self, number):
        top = (1 << self.bits) - 1
        scale = GAIN * 1e-6 / self.volts * (1 << self.bits)
        return [max(0, min(top, (top + 1) // 2 + round(emg(channel, number, self.rate) * scale)))
                for channel in range(self.channels)]

    def sample(self, number):
        self.sent += 1
        values = b"".join(value.to_bytes(2, "big") for value in self.values(number))
        return b"\xc7\x7c" + bytes([number % 256]) + values + b"\x01"
