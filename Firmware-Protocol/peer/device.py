#!/usr/bin/env python3
"""A conforming wearable in software: EMG and acceleration over a UNIX stream socket.

    device.py --listen unix:PATH [--seconds S] [--seed N] [--log FILE]

Written from the pages of the protocol alone, so that it is a second, independent peer for hosts. Signals are made up.
SIGUSR1 resets the device.
"""

import argparse
import json
import math
import os
import pathlib
import random
import select
import signal
import socket
import sys
import time

from frames import Channel, Description
from serial_link import SerialLink
from session import Device, Health, Identity, SAMPLING
from stream import SECOND
from words import Encoding, Feature, MAX_FRAME

EMG = Description(kind=1, unit=1, encodings=1 << Encoding.I24 | 1 << Encoding.PACKED, numerator=3,
                  denominator=134217712, zero=0, lowest=-(1 << 23), highest=(1 << 23) - 1, high_pass=20_000,
                  low_pass=450_000, notch=0, rates=[(1000, 1), (500, 1)],
                  channels=[Channel(1, "TA L", "", "tibialis anterior"), Channel(2, "TA R", "", "tibialis anterior"),
                            Channel(1, "GM L", "", "gastrocnemius medialis"),
                            Channel(2, "GM R", "", "gastrocnemius medialis")])
ACCELEROMETER = Description(kind=2, unit=2, encodings=1 << Encoding.I16 | 1 << Encoding.PACKED, numerator=1,
                            denominator=16384, zero=0, lowest=-(1 << 15), highest=(1 << 15) - 1, high_pass=0,
                            low_pass=40_000, notch=0, rates=[(100, 1), (50, 1)],
                            channels=[Channel(0, axis, "", "") for axis in "XYZ"])
BLOCK_TIME = 20_000                 # the converter hands samples over when it has so many microseconds of them
STALL = 300_000                     # a loop that is later than this has lost samples
PRESS_EVERY = 2 * SECOND


class Body:
    """Seeded signals, in steps of the converter: twitches, gravity and a tremor; now and then a lead falls off."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def emg(self, when):
        twitch = 9_000 * max(0.0, math.sin(2 * math.pi * when / (3 * SECOND))) ** 4
        values = [round(self._random.gauss(0, 220 + twitch)) for _ in EMG.channels]
        if self.leads_off(when):
            values[3] = EMG.highest
        return values

    def accelerometer(self, when):
        tremor = 800 * math.sin(2 * math.pi * 7 * when / SECOND)
        return [round(self._random.gauss(level, 30)) for level in (tremor, -tremor / 2, 16384)]

    def leads_off(self, when):
        return (3,) if when % (7 * SECOND) > 6.5 * SECOND else ()

    def overrun(self):
        """How many samples the converter loses before its next block."""
        return self._random.randrange(1, 9) if self._random.random() < 0.005 else 0


class Converter:
    """Feeds a device with the samples that are due by its clock."""

    def __init__(self, device, body, log):
        self._device, self._body, self._log = device, body, log

    def run(self):
        frames = []
        for stream, values_at in zip(self._device.streams, (self._body.emg, self._body.accelerometer)):
            size = max(1, BLOCK_TIME * stream.rate[0] // (SECOND * stream.rate[1]))
            while (self._device.state in SAMPLING and stream.enabled
                   and stream.time_of(stream.index + size) <= self._device.now()):
                stalled = stream.time_of(stream.index + size) + STALL < self._device.now()
                lost = size if stalled else self._body.overrun()
                if lost:
                    self._device.miss(stream.number, lost)
                    continue
                times = [stream.time_of(stream.index + n) for n in range(size)]
                rows = [[values[channel] for channel in stream.channels] for values in map(values_at, times)]
                leads_off = self._body.leads_off(times[0]) or self._body.leads_off(times[-1])
                if self._log:
                    self._log.write(json.dumps({"boot": self._device.boot, "stream": stream.number, "index": stream.index,
                                                "rows": rows}) + "\n")
                frames += self._device.take(stream.number, rows, times[0], leads_off if stream.number == 0 else ())
        return frames


class Program:
    """One device, and one host at a time."""

    TICK = 0.005                    # seconds

    def __init__(self, path, seed, log):
        identity = Identity(uuid=random.Random(seed).randbytes(16), firmware="second peer 1.0", hardware="software",
                            max_frame=MAX_FRAME, features=Feature(0x1F), store_seconds=30)
        # Not from the seed: the boot id has to be another in the next run, and nothing is kept between runs.
        boot = int.from_bytes(os.urandom(2), "little")
        self._device = Device(identity, [EMG, ACCELEROMETER], lambda: time.monotonic_ns() // 1000, boot, self._health,
                              overhead=4)
        self._converter = Converter(self._device, Body(seed), log)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(path)
        self._listener.listen(1)
        self._link, self._next_press, self._reset = None, PRESS_EVERY, False

    @staticmethod
    def _health():
        return Health(battery=81, millivolts=3920, temperature=2975, conditions=0)

    def request_reset(self, *_):
        self._reset = True

    def step(self):
        waiting = [self._link.connection if self._link else self._listener]
        writing = [self._link.connection] if self._link and self._link.outgoing else []
        readable, _, _ = select.select(waiting, writing, [], self.TICK)
        if self._reset:
            self._reset, self._next_press = False, PRESS_EVERY
            self._device.reset()
        frames = self._converter.run() + self._device.poll()
        if self._device.now() >= self._next_press:
            self._next_press += PRESS_EVERY
            frames += self._device.press(0)
        if not self._link:
            # The lease goes on without a host: one that comes back in time finds its session as it was.
            if readable:
                self._link = SerialLink(self._listener.accept()[0])
            return
        try:
            if self._link.heard:
                # Nothing before: a host that begins with HELLO must not be sent what the host before it had started.
                self._send(frames)
            for request in self._link.receive() if readable else []:
                self._send(self._device.handle(request))
            while not self._link.outgoing and (historic := self._device.next_historic()):
                self._send([historic])
                self._link.flush()
            self._link.flush()
        except BlockingIOError:
            pass                                # the rest goes out when the socket takes it
        except OSError:
            self._link.connection.close()
            self._link = None

    def _send(self, frames):
        for frame in frames:
            for part in self._device.parts(frame):
                self._link.send(part)


def main():
    parser = argparse.ArgumentParser(description="A wearable in software.")
    parser.add_argument("--listen", required=True, metavar="unix:PATH")
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=pathlib.Path, help="where to tell every sample that is made")
    arguments = parser.parse_args()
    scheme, _, path = arguments.listen.partition(":")
    if scheme != "unix" or not path:
        parser.error("--listen takes unix:PATH")
    address = pathlib.Path(path)
    if address.is_socket():             # what a run before left behind
        address.unlink()
    log = arguments.log.open("w") if arguments.log else None
    program = Program(path, arguments.seed, log)
    signal.signal(signal.SIGUSR1, program.request_reset)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Who started this may have blocked them.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGUSR1, signal.SIGTERM, signal.SIGINT))
    end = time.monotonic() + arguments.seconds
    try:
        while time.monotonic() < end:
            program.step()
    finally:
        address.unlink(missing_ok=True)
        if log:
            log.close()


if __name__ == "__main__":
    main()
