"""USB devices made by this program, behind the kernel's virtual host controller.

A socket pair takes the place of the network that USB/IP is made for: one end is handed to vhci_hcd, at the other end
this program answers (Documentation/usb/usbip_protocol.rst in the kernel's source). Endpoints are served packet by
packet, so that short packets, halts and transfers that are too small for a packet are what they are on a wire.
"""

import collections
import pathlib
import select
import socket
import struct
import threading
import time

from . import descriptors

CONTROLLER = pathlib.Path("/sys/devices/platform/vhci_hcd.0")
FULL, HIGH = 2, 3
PIPE, OVERFLOW, RESET = -32, -75, -104
SUBMIT, UNLINK, SUBMITTED, UNLINKED = 1, 2, 3, 4

Setup = collections.namedtuple("Setup", "type request value index length")


class Transfer:
    """What the host asked of an IN endpoint, and what it got so far."""

    def __init__(self, sequence, length):
        self.sequence = sequence
        self.length = length
        self.data = bytearray()


class Peripheral:
    """A device; one that is made anew on each plug, but for what the subclass keeps."""

    speed = FULL
    device = configuration = object_store = b""
    strings = ["", "SpasmKit", "Lab", "LAB0001"]

    def __init__(self, lie=None):
        self.silent = False
        self.halted = set()
        self.plugs = 0
        if lie:
            lie(self)
        self._packets = descriptors.endpoints_of(self.configuration)
        self._socket = self._thread = self._port = None

    # What a device is: for subclasses

    def control(self, setup, data):
        """The answer to a request of a class or vendor, empty where there is none to give; None is a stall."""
        return None

    def received(self, endpoint, data, now):
        """Bytes came from the host."""

    def packet(self, endpoint, size, now):
        """The next packet, of at most `size` bytes; None where there is nothing yet."""
        return None

    def advance(self, now):
        """Does what is due; hands back after how many seconds to come again."""
        return 0.05

    def plugged(self, now):
        """The device has power."""

    def unplugged(self, now):
        """The cable is gone."""

    # What a scenario does

    def plug(self):
        here, there = socket.socketpair()
        for end in (here, there):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        self._port, self._socket = _free_port(), here
        self._transfers = collections.defaultdict(collections.deque)
        self._unanswered = []
        self.halted.clear()
        self.plugs += 1
        self.plugged(time.monotonic())
        identity = 1 << 16 | self._port + 1
        (CONTROLLER / "attach").write_text(f"{self._port} {there.fileno()} {identity} {self.speed}")
        there.close()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def unplug(self):
        (CONTROLLER / "detach").write_text(str(self._port))
        self._thread.join(5)
        self._socket.close()
        self._thread = None
        self.unplugged(time.monotonic())

    @property
    def is_plugged(self):
        return self._thread is not None

    def __enter__(self):
        self.plug()
        return self

    def __exit__(self, *_):
        if self.is_plugged:
            self.unplug()

    # USB/IP

    def _serve(self):
        buffer = bytearray()
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        again = 0.05
        while True:
            if poll.poll(again * 1000):
                try:
                    came = self._socket.recv(1 << 18)
                except OSError:
                    return
                if not came:
                    return
                buffer += came
                while self._take(buffer):
                    pass
            now = time.monotonic()
            again = self.advance(now)
            for endpoint, waiting in list(self._transfers.items()):
                if waiting and not self.silent:
                    self._fill(endpoint, waiting, now)

    def _take(self, buffer):
        """Takes one command off the buffer; false where it is not all there."""
        if len(buffer) < 48:
            return False
        command, sequence, _, inward, endpoint = struct.unpack_from(">5I", buffer)
        if command == UNLINK:
            victim = struct.unpack_from(">I", buffer, 20)[0]
            del buffer[:48]
            self._unlink(sequence, victim)
            return True
        length = struct.unpack_from(">i", buffer, 24)[0]
        end = 48 if inward else 48 + length
        if len(buffer) < end:
            return False
        setup, data = bytes(buffer[40:48]), bytes(buffer[48:end])
        del buffer[:end]
        if endpoint == 0:
            setup = Setup(*struct.unpack("<BBHHH", setup))
            if self.silent:
                self._unanswered.append(sequence)
            else:
                self._answer(sequence, self._control(setup, data), setup, data)
        elif inward:
            self._transfers[endpoint | 0x80].append(Transfer(sequence, length))
        elif self.silent:
            self._unanswered.append(sequence)
        elif endpoint in self.halted:
            self._return(sequence, PIPE)
        else:
            self.received(endpoint, data, time.monotonic())
            self._return(sequence, 0, length)
        return True

    def _unlink(self, sequence, victim):
        for waiting in self._transfers.values():
            for transfer in waiting:
                if transfer.sequence == victim:
                    waiting.remove(transfer)
                    # As with a real controller what came before stays in the transfer.
                    if transfer.data:
                        self._return(victim, RESET, len(transfer.data), transfer.data)
                        return self._send(struct.pack(">5Ii24x", UNLINKED, sequence, 0, 0, 0, 0))
                    return self._send(struct.pack(">5Ii24x", UNLINKED, sequence, 0, 0, 0, RESET))
        waited = victim in self._unanswered
        if waited:
            self._unanswered.remove(victim)
        self._send(struct.pack(">5Ii24x", UNLINKED, sequence, 0, 0, 0, RESET if waited else 0))

    def _fill(self, endpoint, waiting, now):
        size = self._packets.get(endpoint, 64) or 64
        while waiting:
            transfer = waiting[0]
            if endpoint in self.halted:
                self._return(waiting.popleft().sequence, PIPE)
                continue
            packet = self.packet(endpoint, size, now)
            if packet is None:
                return
            if len(transfer.data) + len(packet) > transfer.length:
                self._return(waiting.popleft().sequence, OVERFLOW)
                continue
            transfer.data += packet
            if len(packet) < size or len(transfer.data) == transfer.length:
                waiting.popleft()
                self._return(transfer.sequence, 0, len(transfer.data), transfer.data)

    def _control(self, setup, data):
        if setup.type & 0x60:
            return self.control(setup, data)
        if setup.request == 6:
            return self._descriptor(setup.value >> 8, setup.value & 0xFF)
        if setup.request == 1 and setup.type == 2:
            self.halted.discard(setup.index & 0xFF)
        if setup.request == 0:
            return struct.pack("<H", setup.type == 0x82 and setup.index & 0xFF in self.halted)
        if setup.request == 8:
            return b"\1"
        return b"" if setup.request in (1, 3, 5, 9, 11) else None

    def _descriptor(self, kind, number):
        if kind == 1:
            return self.device
        if kind == 2:
            return self.configuration
        if kind == 15:
            return self.object_store or None
        if kind == 3 and number == 0:
            return b"\x04\x03\x09\x04"
        if kind == 3 and number < len(self.strings):
            told = self.strings[number]
            return told if isinstance(told, bytes) else descriptors.string(told)
        return None

    def _answer(self, sequence, answer, setup, data):
        if answer is None:
            self._return(sequence, PIPE)
        elif setup.type & 0x80:
            self._return(sequence, 0, len(answer[:setup.length]), answer[:setup.length])
        else:
            self._return(sequence, 0, len(data))

    def _return(self, sequence, status, length=0, data=b""):
        self._send(struct.pack(">5I5i8x", SUBMITTED, sequence, 0, 0, 0, status, length, 0, 0, 0) + data)

    def _send(self, message):
        try:
            self._socket.sendall(message)
        except OSError:
            # The cable was pulled; the next read of the socket tells.
            pass


def _free_port():
    for line in (CONTROLLER / "status").read_text().splitlines()[1:]:
        hub, port, state = line.split()[:3]
        if hub == "hs" and int(state) == 4:
            return int(port)
    raise RuntimeError("every port of the virtual host controller is taken")
