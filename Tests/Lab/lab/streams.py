"""What lies between a board and the wire: buffers that overflow, and noise."""

import random


class Buffer:
    """A chip's memory for what the host has not fetched: what does not fit is lost, and counted."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.bytes = bytearray()
        self.lost = 0

    def put(self, data):
        """True where all of it fitted."""
        room = self.capacity - len(self.bytes)
        self.bytes += data[:room]
        self.lost += max(0, len(data) - room)
        return len(data) <= room

    def take(self, count):
        taken = bytes(self.bytes[:count])
        del self.bytes[:count]
        return taken

    def __len__(self):
        return len(self.bytes)


class Packets:
    """Cuts a buffer into a bulk endpoint's packets: a transfer ends with a short one, of no bytes where need be."""

    def __init__(self, buffer):
        self.buffer = buffer
        self.is_open = False

    def next(self, size):
        if not self.buffer and not self.is_open:
            return None
        packet = self.buffer.take(size)
        self.is_open = len(packet) == size
        return packet


class Noise:
    """Seeded damage: wrong bits, bytes cut out, bytes put in, each as a share of the bytes that pass."""

    def __init__(self, seed, bits=0.0, cuts=0.0, extras=0.0):
        self.random = random.Random(seed)
        self.bits, self.cuts, self.extras = bits, cuts, extras
        self.count = 0

    def __call__(self, data):
        out = bytearray()
        for byte in data:
            if self.random.random() < self.cuts:
                self.count += 1
                continue
            if self.random.random() < self.bits:
                self.count += 1
                byte ^= 1 << self.random.randrange(8)
            out.append(byte)
            if self.random.random() < self.extras:
                self.count += 1
                out += self.random.randbytes(self.random.randrange(1, 40))
        return bytes(out)
