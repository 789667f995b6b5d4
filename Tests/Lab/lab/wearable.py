"""A wearable of the project's own protocol: `spasm wearable` behind USB, as Firmware-Protocol/transports.md says.

The frames are made by the C codec in that command; here they go between its socket and the endpoints.
"""

import json
import os
import pathlib
import socket
import subprocess
import tempfile

from . import bridges
from .boards import Board
from .peripheral import HIGH, Peripheral
from .scenario import SPASM
from .streams import Buffer, Packets

VECTORS = [bytes.fromhex(vector["hex"]) for vector in json.loads(
    (pathlib.Path(__file__).parents[3] / "Firmware-Protocol/vectors/usb.json").read_text())]


class VirtualWearable(Board):
    """The command, and a connection to it for as long as a cable is in: it has a battery, and counts on without one."""

    is_talking = True

    def __init__(self, source, *options):
        self.folder = tempfile.TemporaryDirectory(prefix="wearable-")
        path = os.path.join(self.folder.name, "socket")
        self.process = subprocess.Popen(
            [SPASM, "wearable", str(source), "--listen", f"unix:{path}", *options],
            stdout=subprocess.PIPE, text=True)
        if not self.process.stdout.readline():
            raise RuntimeError(f"spasm wearable {source}: it did not start")
        self.path = path
        self.link = None
        self.unsent = bytearray()

    def powered(self, now):
        self.connect()

    def unpowered(self, now):
        self.disconnect()

    def connect(self):
        self.disconnect()
        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(self.path)
        self.link.setblocking(False)

    def disconnect(self):
        if self.link:
            self.link.close()
            self.link = None
        self.unsent.clear()

    def ready(self, is_ready, now):
        # A host that closed the port is gone, and one that opens it is another.
        if self.link:
            self.connect()

    def receive(self, data, now):
        self.unsent += data
        self.flush()

    def flush(self):
        try:
            while self.unsent and self.link:
                del self.unsent[:self.link.send(self.unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self.disconnect()

    def advance(self, now):
        self.flush()
        pieces = []
        try:
            while self.link and (piece := self.link.recv(1 << 16)):
                pieces.append(piece)
        except BlockingIOError:
            pass
        except OSError:
            self.disconnect()
        return b"".join(pieces)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.disconnect()
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        self.folder.cleanup()


class VendorWearable(Peripheral):
    """The vendor interface, to the byte. What the host does not fetch waits in 64 KiB; then bytes are lost."""

    def __init__(self, wearable, serial="0102030405060708090a0b0c0d0e0f10", speed=HIGH, noise=None, lie=None):
        self.speed = speed
        self.device, *configurations, _, self.object_store, self.microsoft = VECTORS
        self.configuration = configurations[speed == HIGH]
        self.strings = ["", "SpasmKit", "Virtual wearable", serial, "Spasm wearable"]
        self.wearable = wearable
        self.noise = noise
        self.buffer = Buffer(1 << 16)
        self.packets = Packets(self.buffer)
        super().__init__(lie)

    def plugged(self, now):
        self.buffer.bytes.clear()
        self.packets.is_open = False
        self.wearable.powered(now)

    def unplugged(self, now):
        self.wearable.unpowered(now)

    def control(self, setup, data):
        if (setup.type, setup.request, setup.index) == (0xC0, 0x20, 7):
            return self.microsoft
        return None

    def received(self, endpoint, data, now):
        self.wearable.receive(data, now)

    def advance(self, now):
        said = self.wearable.advance(now)
        if said and not self.silent:
            self.buffer.put(self.noise(said) if self.noise else said)
        return 0.002

    def packet(self, endpoint, size, now):
        return self.packets.next(size)


def serial_wearable(wearable, **others):
    """The same wearable on a CDC-ACM port."""
    return bridges.CDC(wearable, product=0x0002, speed=others.pop("speed", HIGH), **others)
