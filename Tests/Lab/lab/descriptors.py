"""What a USB device tells about itself (USB 2.0, chapter 9), as bytes."""

import struct

BULK, INTERRUPT = 2, 3


def device(vendor, product, version=0x0100, usb=0x0200, kind=(0, 0, 0), first_packet=64, serial=3):
    return struct.pack("<BBHBBBBHHHBBBB", 18, 1, usb, *kind, first_packet, vendor, product, version, 1, 2, serial, 1)


def endpoint(address, kind, packet, interval=0):
    return struct.pack("<BBBBHB", 7, 5, address, kind, packet, interval)


def interface(number, kind, endpoints, between=b"", name=0):
    head = struct.pack("<BBBBBBBBB", 9, 4, number, 0, len(endpoints), *kind, name)
    return head + between + b"".join(endpoints)


def configuration(*parts, interfaces=1):
    body = b"".join(parts)
    return struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), interfaces, 1, 0, 0x80, 50) + body


def string(text):
    encoded = text.encode("utf-16le")[:252]
    return bytes([2 + len(encoded), 3]) + encoded


def endpoints_of(configuration):
    """The packet size of every endpoint, by address."""
    found, place = {}, 0
    while place + 2 <= len(configuration) and configuration[place] >= 2:
        length, kind = configuration[place:place + 2]
        if kind == 5 and place + 6 <= len(configuration):
            found[configuration[place + 2]] = int.from_bytes(configuration[place + 4:place + 6], "little") & 0x7FF
        place += length
    return found
