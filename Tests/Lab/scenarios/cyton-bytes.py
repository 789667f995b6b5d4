"""Cyton, without and with the Daisy, through libusb and the dongle's chip: banner, 250 Hz, counters, status bytes."""

import time

from lab import signals
from lab.bridges import FTDI
from lab.cyton import Cyton
from lab.scenario import check, figure, sized, wait_for_path, wait_until
from lab.usbhost import USBHost

SECONDS = sized(3, 60)


class Line:
    """The serial line behind the chip: its status bytes are taken out, and looked at."""

    def __init__(self, host):
        self.host = host
        self.faults = 0
        for request, value in [(9, 1), (0, 0), (2, 0), (3, 0x001A), (4, 0x0008), (1, 0x0303)]:
            host.control(0x40, request, value, 0)

    def read(self):
        came, data = self.host.read(0x81), bytearray()
        for place in range(0, len(came), 64):
            check(came[place] == 0x31, "modem status", came[place])
            self.faults += bool(came[place + 1] & 0x8E)
            data += came[place + 2:place + 64]
        return bytes(data)

    def ask(self, command):
        """The reply to a command, to the end that every reply has."""
        self.host.write(0x02, command)
        reply = bytearray()
        wait_until(lambda: reply.extend(self.read()) or reply.endswith(b"$$$"), what=f"the reply to {command}")
        return bytes(reply)


def stream(line, seconds):
    data, end = bytearray(), time.monotonic() + seconds
    line.host.write(0x02, b"b")
    while time.monotonic() < end:
        data += line.read()
    line.host.write(0x02, b"s")
    return bytes(data[:len(data) // 33 * 33])


for daisy in [False, True]:
    board = Cyton(daisy)
    with FTDI(board, serial="DM0000XX") as device:
        wait_for_path("/dev/ttyUSB0")
        with USBHost(0x0403, 0x6015) as host:
            line = Line(host)
            banner = line.ask(b"v")
            check(b"OpenBCI V3 8-16 channel" in banner and (b"Daisy" in banner) == daisy, banner)
            check(line.ask(b"\xf0\x07") == b"Success: System is Up$$$", "the radio")
            check(line.ask(b"x1040100X") == b"Success: Channel set for 1$$$", "a channel's settings")
            data = stream(line, SECONDS)
            packets = [data[place:place + 33] for place in range(0, len(data), 33)]
            for number, packet in enumerate(packets):
                check(packet[0] == 0xA0 and packet[1] == number % 256 and packet[32] == 0xC0, number, packet.hex())
            first = int.from_bytes(packets[-1][2:5], "big", signed=True)
            number = len(packets) - 1
            if not daisy:
                check(first == round(signals.emg(0, number, 250) * 8e-6 / 4.5 * 8388607), "microvolts at gain 8")
            check(abs(len(packets) - 250 * SECONDS) <= 25, f"{len(packets)} packets in {SECONDS} s")
            check(line.faults == 0 and device.buffer.lost == 0, f"{line.faults} faults of the line")
            figure(f"{'with' if daisy else 'without'} Daisy, packets", len(packets))
        # The kernel's driver has it back.
        wait_for_path("/dev/ttyUSB0")
