"""A central of the lab's own on raw sockets: enough of ATT to prove a peripheral before anything else reads it."""

import ctypes
import errno
import fcntl
import os
import socket
import struct
import time

from .scenario import check, wait_until

# linux/include/net/bluetooth: address family, protocols, and the ioctls that ask about an adapter.
FAMILY, L2CAP, HCI = 31, 0, 1
LE_PUBLIC, LE_RANDOM = 1, 2
SO_RCVBUFFORCE, ROOM = 33, 1 << 23
HCIDEVUP, HCIGETDEVINFO = 0x400448C9, 0x800448D3
ATT = 4
ERROR, NOTIFICATION, INDICATION, CONFIRMATION = 0x01, 0x1B, 0x1D, 0x1E


def _is_up(number):
    """Whether the adapter is up; asks the kernel for it where it is not, as 'hciconfig up' does."""
    try:
        with socket.socket(FAMILY, socket.SOCK_RAW, HCI) as control:
            try:
                fcntl.ioctl(control, HCIDEVUP, number)
            except OSError as error:
                if error.errno != errno.EALREADY:
                    raise
            told = bytearray(struct.pack("<H", number).ljust(92, b"\0"))
            fcntl.ioctl(control, HCIGETDEVINFO, told)
            return bool(struct.unpack_from("<I", told, 16)[0] & 1)
    except OSError:
        return False


def wait_for_adapter(number=0):
    wait_until(lambda: _is_up(number), what=f"hci{number}")


def _address(text="00:00:00:00:00:00", kind=LE_PUBLIC):
    return struct.pack("<HH6sHBx", FAMILY, 0, bytes.fromhex(text.replace(":", ""))[::-1], ATT, kind)


def on_air(uuid):
    """A UUID as it is on the air: 2 bytes or 16."""
    return bytes.fromhex(uuid.replace("-", ""))[::-1]


class Central:
    """An ATT bearer: a connection to a sensor, one request at a time."""

    def __init__(self, sensor, kind=None, seconds=10):
        self.socket = socket.socket(FAMILY, socket.SOCK_SEQPACKET, L2CAP)
        self.notified = []
        # What has no room the kernel lets go.
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, ROOM)
        kind = kind or (LE_PUBLIC if sensor.is_public else LE_RANDOM)
        # A call of the kernel's takes as long as the socket's own patience.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(seconds), 0))
        library = ctypes.CDLL(None, use_errno=True)
        for call, place in [(library.bind, _address()), (library.connect, _address(sensor.address, kind))]:
            self.socket.settimeout(None)
            if call(self.socket.fileno(), place, len(place)) < 0:
                number = ctypes.get_errno()
                self.socket.close()
                raise OSError(number, os.strerror(number))
        self.socket.settimeout(seconds)

    def request(self, packet):
        """The answer; what is told in the meantime is kept."""
        self.socket.send(packet)
        while (answer := self._receive())[0] in (NOTIFICATION, INDICATION):
            self.notified.append(answer)
        return answer

    def _receive(self):
        packet = self.socket.recv(1024)
        if not packet:
            raise ConnectionResetError(errno.ECONNRESET, "the link is gone")
        if packet[0] == INDICATION:
            self.socket.send(bytes([CONFIRMATION]))
        return packet

    def exchange_mtu(self, size=247):
        return min(size, struct.unpack("<H", self.request(struct.pack("<BH", 0x02, size))[1:3])[0])

    on_air = staticmethod(on_air)

    def characteristics(self):
        """The handles of values, by UUID as it is on the air."""
        found, start = {}, 1
        while (answer := self.request(struct.pack("<BHHH", 0x08, start, 0xFFFF, 0x2803)))[0] == 0x09:
            for place in range(2, len(answer), answer[1]):
                start = struct.unpack_from("<H", answer, place)[0] + 1
                found[answer[place + 5:place + answer[1]]] = struct.unpack_from("<H", answer, place + 3)[0]
        return found

    def find(self):
        """Learns the handles, and so what `read`, `write`, `subscribe` and `next` call by UUID."""
        self.handles = self.characteristics()
        self.names = {handle: uuid for uuid, handle in self.handles.items()}

    def read(self, uuid):
        answer = self.request(struct.pack("<BH", 0x0A, self.handles[on_air(uuid)]))
        check(answer[0] == 0x0B, "a value was refused:", uuid, answer.hex())
        return answer[1:]

    def write(self, uuid, value, wants_answer=True):
        handle = self.handles[on_air(uuid)]
        if wants_answer:
            self._set(handle, value, uuid)
        else:
            self.socket.send(struct.pack("<BH", 0x52, handle) + value)

    def subscribe(self, *uuids, value=1):
        # The configuration of a characteristic follows its value here.
        for uuid in uuids:
            self._set(self.handles[on_air(uuid)] + 1, struct.pack("<H", value), uuid)

    def _set(self, handle, value, uuid):
        answer = self.request(struct.pack("<BH", 0x12, handle) + value)
        check(answer[0] == 0x13, "a value was not taken:", uuid, answer.hex())

    def next(self):
        """The UUID, as it is on the air, and the value of what is told next."""
        packet = self.notified.pop(0) if self.notified else self._receive()
        return self.names.get(struct.unpack_from("<H", packet, 1)[0]), packet[3:]

    def listen(self, seconds, *uuids):
        """What is told of these within so many seconds: their places in the list, and values."""
        wanted = {on_air(uuid): place for place, uuid in enumerate(uuids)}
        end, told = time.monotonic() + seconds, []
        while time.monotonic() < end:
            uuid, value = self.next()
            if uuid in wanted:
                told.append((wanted[uuid], value))
        return told

    def end(self):
        """How the kernel tells that the link is gone, and after how many seconds."""
        begun = time.monotonic()
        while True:
            try:
                if not self.socket.recv(1024):
                    return 0, time.monotonic() - begun
            except OSError as error:
                self.close()
                return error.errno, time.monotonic() - begun

    def close(self):
        self.socket.close()
