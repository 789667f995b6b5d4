"""A central of the lab's own on raw sockets: enough of ATT to prove a peripheral before anything else reads it."""

import ctypes
import errno
import fcntl
import os
import socket
import struct

from .scenario import wait_until

# linux/include/net/bluetooth: address family, protocols, and the ioctl that tells about an adapter.
FAMILY, L2CAP, HCI = 31, 0, 1
LE_PUBLIC, LE_RANDOM = 1, 2
HCIDEVUP, HCIGETDEVINFO = 0x400448C9, 0x800448D3
ATT = 4


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


class Central:
    """An ATT bearer: a connection to a peripheral, one request at a time."""

    def __init__(self, address, kind=LE_RANDOM, seconds=10):
        self.socket = socket.socket(FAMILY, socket.SOCK_SEQPACKET, L2CAP)
        self.notified = []
        library = ctypes.CDLL(None, use_errno=True)
        for call, place in [(library.bind, _address()), (library.connect, _address(address, kind))]:
            self.socket.settimeout(None)
            if call(self.socket.fileno(), place, len(place)) < 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        self.socket.settimeout(seconds)

    def request(self, packet):
        """The answer; what is notified in the meantime is kept."""
        self.socket.send(packet)
        while True:
            answer = self.socket.recv(1024)
            if answer[0] != 0x1B:
                return answer
            self.notified.append(answer)

    def exchange_mtu(self, size=247):
        return min(size, struct.unpack("<H", self.request(struct.pack("<BH", 0x02, size))[1:3])[0])

    def characteristics(self):
        """The handles of values, by UUID (16 bytes, as they are on the air)."""
        found, start = {}, 1
        while (answer := self.request(struct.pack("<BHHH", 0x08, start, 0xFFFF, 0x2803)))[0] == 0x09:
            for place in range(2, len(answer), answer[1]):
                start = struct.unpack_from("<H", answer, place)[0] + 1
                found[answer[place + 5:place + answer[1]]] = struct.unpack_from("<H", answer, place + 3)[0]
        return found

    def write(self, handle, value):
        return self.request(struct.pack("<BH", 0x12, handle) + value)[0] == 0x13

    def next(self):
        """The handle and value of the next notification."""
        packet = self.notified.pop(0) if self.notified else self.socket.recv(1024)
        return struct.unpack_from("<H", packet, 1)[0], packet[3:]

    def close(self):
        self.socket.close()
