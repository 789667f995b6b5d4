"""The USB descriptors of a device with the vendor interface, as they go over the bus."""

import struct

GUID = "{0F5C7A51-6E1B-4C55-9D0A-53B1A2A7E001}"
VENDOR_CODE = 0x20


def wide(text, zeros=1):
    return text.encode("utf-16-le") + b"\0\0" * zeros


def usb():
    device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0210, 0, 0, 0, 64, 0x1209, 0x0001, 0x0100, 1, 2, 3, 1)
    interface = struct.pack("<BBBBBBBBB", 9, 4, 0, 0, 2, 0xFF, 0x53, 0x01, 4)

    def configuration(packet):
        ends = b"".join(struct.pack("<BBBBHB", 7, 5, address, 2, packet, 0) for address in (0x81, 0x01))
        body = interface + ends
        return struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), 1, 1, 0, 0x80, 50) + body

    compatible = struct.pack("<HH8s8s", 20, 3, b"WINUSB", b"")
    name, value = wide("DeviceInterfaceGUIDs"), wide(GUID, 2)
    registry = struct.pack("<HHHH", 10 + len(name) + len(value), 4, 7, len(name)) + name
    registry += struct.pack("<H", len(value)) + value
    total = 10 + len(compatible) + len(registry)
    windows = struct.pack("<HHIH", 10, 0, 0x06030000, total) + compatible + registry
    platform = bytes.fromhex("df60ddd88945c74c9cd2659d9e648a9f")
    capability = struct.pack("<BBBB", 28, 16, 5, 0) + platform + struct.pack("<IHBB", 0x06030000, total, VENDOR_CODE, 0)
    bos = struct.pack("<BBHB", 5, 15, 5 + len(capability), 1) + capability
    text = wide("Spasm wearable", 0)
    yield dict(name="device (vendor and product id of pid.codes for tests)", hex=device.hex())
    yield dict(name="configuration, full speed", hex=configuration(64).hex())
    yield dict(name="configuration, high speed", hex=configuration(512).hex())
    yield dict(name="string 4: the interface", hex=(struct.pack("<BB", 2 + len(text), 3) + text).hex())
    yield dict(name="binary object store", hex=bos.hex())
    yield dict(name="Microsoft OS 2.0 set, vendor request 0x20, wIndex 7", hex=windows.hex())
