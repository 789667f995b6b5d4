"""Chords boards and the uMyo base on every kind of port, through the kernel's drivers: rates, counters, sync bytes."""

import os
import select
import termios
import time
import tty

from lab.bridges import CDC, CH340, CP210x, FTDI
from lab.chords import Chords
from lab.scenario import check, figure, sized, wait_for_path, wait_until
from lab.umyo import UMyoBase

SECONDS = sized(2, 60)


class Port:
    def __init__(self, path, baud):
        wait_for_path(path)
        self.descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.descriptor)
        settings = termios.tcgetattr(self.descriptor)
        settings[4] = settings[5] = getattr(termios, f"B{baud}")
        termios.tcsetattr(self.descriptor, termios.TCSANOW, settings)

    def read(self, seconds=0.1):
        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        return os.read(self.descriptor, 65536) if ready else b""

    def ask(self, word):
        os.write(self.descriptor, word + b"\n")
        reply = bytearray()
        wait_until(lambda: reply.extend(self.read()) or reply.endswith(b"\n"), what=f"the reply to {word}")
        return bytes(reply).strip()

    def stream(self, seconds):
        data, end = bytearray(), time.monotonic() + seconds
        while time.monotonic() < end:
            data += self.read()
        return bytes(data)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)


def frames(data, length, sync):
    """Whole frames from the first on; every one begins with the sync bytes."""
    start = data.find(sync)
    found = [data[place:place + length] for place in range(start, len(data) - length + 1, length)]
    check(start >= 0 and all(frame.startswith(sync) for frame in found), "frames are not in step")
    return found


def chords(name, make, path):
    board = Chords(name, baud=None if make is CDC else 230400)
    others = dict(vendor=0x2341, product=0x0043) if make is CDC else {}
    with make(board, **others), Port(path, 230400) as port:
        # What resets on DTR says nothing for a while.
        time.sleep(1.8 if board.is_avr else 0.2)
        check(port.ask(b"WHORU") == name.encode(), "WHORU")
        check(port.ask(b"STATUS") == b"STOPPED", "STATUS")
        os.write(port.descriptor, b"START\n")
        found = frames(port.stream(SECONDS), 2 * board.channels + 4, b"\xc7\x7c")
        check(all(frame[2] == number % 256 and frame[-1] == 1 for number, frame in enumerate(found)), "the counter")
        check(abs(len(found) - board.rate * SECONDS) <= board.rate * 0.15, f"{len(found)} packets in {SECONDS} s")
        figure(f"{name} behind {make.__name__}, packets", len(found))


def umyo(make, path):
    base = UMyoBase([0x11111111, 0x22222222])
    with make(base) as device, Port(path, 921600) as port:
        # It talked before anybody listened, and the chip's memory is full of that.
        port.stream(0.5)
        before = device.buffer.lost
        data = port.stream(SECONDS)
        check(device.buffer.lost == before, f"{device.buffer.lost - before} bytes were lost in the device")
        found = frames(data, 65, b"\x4f\xd5")
        for sensor in base.sensors:
            unit = sensor.unit.to_bytes(4, "big")
            blocks = [frame[14] for frame in found if frame[5:9] == unit]
            steps = {(after - before) % 256 for before, after in zip(blocks, blocks[1:])}
            check(steps == {1}, "blocks of a sensor follow each other", steps)
            check(abs(len(blocks) - base.sensors[0].rate / 8 * SECONDS) <= 30, f"{len(blocks)} blocks in {SECONDS} s")
        figure(f"uMyo base behind {make.__name__}, frames", len(found))


chords("UNO-R3", CDC, "/dev/ttyACM0")
chords("RPI-PICO-RP2040", CDC, "/dev/ttyACM0")
chords("UNO-CLONE", CH340, "/dev/ttyUSB0")
chords("ESP32-S3", CP210x, "/dev/ttyUSB0")
for bridge in [CP210x, CH340, FTDI]:
    umyo(bridge, "/dev/ttyUSB0")
