"""uMyo's USB base with sensors on the air, as umyo_parser.py of uMyo_python_tools reads it."""

import struct

from .boards import Board
from .signals import Metronome, emg

# Blocks of eight samples; of its rate the sources say 1116 or 1150 Hz.
SAMPLES = 8


class Sensor:
    def __init__(self, unit, rate, first=0):
        self.unit, self.rate, self.first = unit, rate, first
        self.battery_mv = 3900
        self.is_on = True
        self.packet = 0
        self.sent = 0

    def frame(self, block, channel):
        """A block as the base says it: two sync bytes, the signal's strength, and the radio's packet."""
        start = block * SAMPLES
        samples = [round(8000 + emg(channel, start + step, self.rate)) for step in range(SAMPLES)]
        payload = struct.pack(
            ">BBIBBBBBB8h4h4h3h3h3h", self.packet % 129, 62, self.unit, 80 + SAMPLES, 0, (self.battery_mv - 2000) // 10,
            101, 0, block % 256, *samples, 100, 50, 25, 12, 32000, 0, 0, 0, 0, 0, 16384, 0, 0, 0, 200, 0, -400)
        self.packet += 1
        self.sent += 1
        return b"\x4f\xd5" + bytes([60]) + payload


class UMyoBase(Board):
    """It asks nothing and is told nothing: whatever comes by radio goes out, from the moment it has power."""

    baud = 921600
    is_talking = True

    def __init__(self, units=(0x12345678,), rate=1116):
        self.sensors = [Sensor(unit, rate, first=37 * place) for place, unit in enumerate(units)]

    def powered(self, now):
        for sensor in self.sensors:
            # The sensors run on batteries, and have counted all the while.
            if not hasattr(sensor, "metronome"):
                sensor.metronome = Metronome(sensor.rate / SAMPLES, now, sensor.first)
            sensor.metronome.due(now)

    def advance(self, now):
        frames = []
        for channel, sensor in enumerate(self.sensors):
            blocks = sensor.metronome.due(now)
            if sensor.is_on:
                frames += [sensor.frame(block, channel) for block in blocks]
        return b"".join(frames)
