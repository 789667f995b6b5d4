"""The chips between a board's serial line and USB, as the kernel's drivers and libusb find them."""

import struct
import time

from .descriptors import BULK, INTERRUPT, configuration, device, endpoint, interface
from .peripheral import FULL, HIGH, Peripheral
from .streams import Buffer, Packets


class Bridge(Peripheral):
    """A serial line over USB. What the board says waits in a buffer; where that is full, bytes are lost."""

    capacity = 512
    # The endpoint of the line; others, as that for notifications, have nothing to say.
    inward = 0x81

    def __init__(self, board, serial="LAB0001", noise=None, lie=None):
        self.board = board
        self.strings = [*self.names, serial]
        self.noise = noise
        self.buffer = Buffer(self.capacity)
        self.packets = Packets(self.buffer)
        self.late = bytearray()
        self.baud = 0
        super().__init__(lie)

    def plugged(self, now):
        self.buffer.bytes.clear()
        self.packets.is_open = False
        self.late.clear()
        self.credit, self.fed = self.capacity / 2, now
        self.board.powered(now)

    def unplugged(self, now):
        self.board.unpowered(now)

    def received(self, endpoint, data, now):
        if self.is_understood:
            self.board.receive(data, now)

    def advance(self, now):
        said = self.board.advance(now)
        if not self.is_understood:
            said = bytes(byte ^ 0xA5 for byte in said)
        if said and not self.silent:
            self.late += self.noise(said) if self.noise else said
        # A guest that stood still finds much due at once. It comes as fast as the line is, so that a host that reads
        # has the time to.
        self.credit = min(self.capacity / 2, self.credit + (now - self.fed) * self.bytes_per_second)
        self.fed = now
        piece = bytes(self.late[:int(self.credit)])
        if piece:
            del self.late[:len(piece)]
            self.credit -= len(piece)
            self.put(piece)
        return 0.002 if self.late or self.board.is_talking else 0.02

    def put(self, data):
        return self.buffer.put(data)

    def packet(self, endpoint, size, now):
        return self.packets.next(size) if endpoint == self.inward else None

    @property
    def is_understood(self):
        """Whether both ends of the serial line keep the same pace; a UART forgives some three percent."""
        return self.board.baud is None or abs(self.baud - self.board.baud) <= 0.03 * self.board.baud

    @property
    def bytes_per_second(self):
        return self.board.baud / 10 if self.board.baud else 500_000

    def lines(self, ready):
        """The host sets DTR, or takes it away."""
        self.board.ready(ready, time.monotonic())


class CDC(Bridge):
    """A microcontroller with a USB port of its own, or one that plays a bridge (CDC PSTN 1.2)."""

    names = ["", "SpasmKit", "Lab CDC-ACM"]
    capacity = 4096

    def __init__(self, board, vendor=0x1209, product=0x0002, speed=FULL, **others):
        self.speed = speed
        self.device = device(vendor, product, kind=(2, 0, 0))
        header, call, abstract, union = b"\5\x24\0\x10\1", b"\5\x24\1\0\1", b"\4\x24\2\2", b"\5\x24\6\0\1"
        size = 512 if speed == HIGH else 64
        self.configuration = configuration(
            interface(0, (2, 2, 1), [endpoint(0x83, INTERRUPT, 16, 8)], header + call + abstract + union),
            interface(1, (10, 0, 0), [endpoint(0x81, BULK, size), endpoint(0x02, BULK, size)]), interfaces=2)
        self.coding = struct.pack("<IBBB", 9600, 0, 0, 8)
        self.is_ready = False
        super().__init__(board, **others)

    def plugged(self, now):
        self.is_ready = False
        super().plugged(now)

    def control(self, setup, data):
        if (setup.type, setup.request) == (0xA1, 0x21):
            return self.coding
        if (setup.type, setup.request) == (0x21, 0x20) and len(data) == 7:
            self.coding = data
            self.baud = struct.unpack_from("<I", data)[0]
            return b""
        if (setup.type, setup.request) == (0x21, 0x22):
            if self.is_ready != bool(setup.value & 1):
                self.is_ready = bool(setup.value & 1)
                self.lines(self.is_ready)
            return b""
        return None

    def put(self, data):
        # Device stacks drop what is written while no terminal is there.
        return self.is_ready and super().put(data)


class FTDI(Bridge):
    """FT231X: every packet begins with two status bytes, and one comes at each end of the latency, empty or not."""

    names = ["", "FTDI", "FT231X USB UART"]
    device = device(0x0403, 0x6015, version=0x1000)
    configuration = configuration(
        interface(0, (255, 255, 255), [endpoint(0x81, BULK, 64), endpoint(0x02, BULK, 64)], name=2))
    codes = [0, 3, 2, 4, 1, 5, 6, 7]

    def plugged(self, now):
        self.latency = 16
        self.baud = 9600
        self.sent = now
        self.overrun = False
        super().plugged(now)

    def control(self, setup, data):
        if setup.type == 0xC0:
            answers = {5: bytes([0x31, 0x60]), 10: bytes([self.latency]), 0x90: b"\xff\xff"}
            return answers.get(setup.request)
        if setup.type != 0x40:
            return None
        if setup.request == 0 and setup.value in (0, 2):
            self.buffer.bytes.clear()
        elif setup.request == 1 and setup.value & 0x100:
            self.lines(bool(setup.value & 1))
        elif setup.request == 3:
            # The low byte is the port, 0 or 1: the kernel's driver sends 1. Sources do not tell what a chip makes of 1
            # from a host that means the divisor's highest bit; none of our bauds has it.
            self.baud = self.pace(setup.value | (setup.index >> 8 & 1) << 16)
        elif setup.request == 9:
            self.latency = max(1, setup.value & 0xFF)
        return b""

    def pace(self, divisor):
        """The baud that a divisor stands for: 3 MHz over a number of eighths."""
        if divisor in (0, 1):
            return (3_000_000, 2_000_000)[divisor]
        return 24_000_000 / ((divisor & 0x3FFF) * 8 + self.codes.index(divisor >> 14 & 7))

    def put(self, data):
        self.overrun |= not super().put(data)

    def packet(self, endpoint, size, now):
        payload = size - 2
        if len(self.buffer) < payload and now - self.sent < self.latency / 1000:
            return None
        self.sent = now
        line = 0x60 | (0x02 if self.overrun else 0) | (0 if self.is_understood else 0x08)
        self.overrun = False
        return bytes([0x31, line]) + self.buffer.take(payload)


class CH340(Bridge):
    """CH340G, as on clones of Arduino boards."""

    names = ["", "", "USB Serial"]
    inward = 0x82
    device = device(0x1A86, 0x7523, version=0x0264, usb=0x0110, kind=(255, 0, 0), first_packet=8, serial=0)
    configuration = configuration(interface(
        0, (255, 1, 2), [endpoint(0x82, BULK, 32), endpoint(0x02, BULK, 32), endpoint(0x81, INTERRUPT, 8, 1)]))

    def control(self, setup, data):
        if (setup.type, setup.request) == (0xC0, 0x5F):
            return b"\x31\0"
        if (setup.type, setup.request) == (0xC0, 0x95):
            return b"\xff\xee" if setup.value == 0x0706 else b"\0\0"
        if setup.type != 0x40:
            return None
        if setup.request == 0x9A and setup.value == 0x1312:
            self.pace(setup.index)
        elif setup.request == 0xA1 and setup.value & 0xFF == 0x9C:
            self.pace(setup.index)
        elif setup.request == 0xA4:
            self.lines(not setup.value & 0x20)
        return b""

    def pace(self, word):
        prescaler, is_fast = word & 3, word >> 2 & 1
        self.baud = 48_000_000 / (1 << 12 - 3 * prescaler - is_fast) / (256 - (word >> 8))


class CP210x(Bridge):
    """CP2102, as on many boards with an ESP32."""

    names = ["", "Silicon Labs", "CP2102 USB to UART Bridge Controller"]
    device = device(0x10C4, 0xEA60)
    configuration = configuration(
        interface(0, (255, 0, 0), [endpoint(0x81, BULK, 64), endpoint(0x01, BULK, 64)], name=2))

    def plugged(self, now):
        self.is_enabled = False
        super().plugged(now)

    def control(self, setup, data):
        if setup.type in (0xC0, 0xC1):
            # The part's number, and what a driver asks of its settings.
            return b"\x02" if setup.request == 0xFF else bytes(setup.length)
        if setup.type not in (0x40, 0x41):
            return None
        if setup.request == 0x00:
            self.is_enabled = bool(setup.value & 1)
        elif setup.request == 0x1E and len(data) == 4:
            self.baud = struct.unpack("<I", data)[0]
        elif setup.request == 0x07 and setup.value & 0x100:
            self.lines(bool(setup.value & 1))
        return b""

    def put(self, data):
        return self.is_enabled and super().put(data)
