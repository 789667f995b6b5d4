"""Devices that lie in their descriptors: each of these changes what one tells, before it is plugged."""


def _configuration(device, change):
    told = bytearray(device.configuration)
    change(told)
    device.configuration = bytes(told)


def _endpoint(told, number=0):
    """Where the endpoint descriptor of that number is."""
    place, found = 0, -1
    while True:
        if told[place + 1] == 5:
            found += 1
            if found == number:
                return place
        place += told[place]


def too_long(device):
    """It claims more bytes of configuration than it has."""
    def change(told):
        told[2:4] = (len(told) + 200).to_bytes(2, "little")
    _configuration(device, change)


def too_short(device):
    """Its configuration ends before its endpoints."""
    def change(told):
        told[2:4] = (len(told) - 10).to_bytes(2, "little")
    _configuration(device, change)


def no_endpoints(device):
    """Its interface has none."""
    def change(told):
        del told[18:]
        told[2:4] = len(told).to_bytes(2, "little")
        told[13] = 0
    _configuration(device, change)


def more_endpoints(device):
    """Its interface claims endpoints that are not there."""
    def change(told):
        told[13] = 9
    _configuration(device, change)


def zero_packet(device):
    """Its IN endpoint takes packets of no bytes."""
    def change(told):
        place = _endpoint(told)
        told[place + 4:place + 6] = b"\0\0"
    _configuration(device, change)


def huge_packet(device):
    """Its IN endpoint claims packets longer than any."""
    def change(told):
        place = _endpoint(told)
        told[place + 4:place + 6] = b"\xff\x07"
    _configuration(device, change)


def interrupt_endpoints(device):
    """What should be bulk is interrupt."""
    def change(told):
        for number in range(2):
            place = _endpoint(told, number)
            told[place + 3], told[place + 6] = 3, 1
    _configuration(device, change)


def no_length(device):
    """A descriptor of length 0: whoever walks by lengths walks for ever."""
    def change(told):
        told[_endpoint(told)] = 0
    _configuration(device, change)


def swapped(device):
    """IN and OUT are changed round."""
    def change(told):
        for number in range(2):
            told[_endpoint(told, number) + 2] ^= 0x80
    _configuration(device, change)


def no_serial(device):
    """It names a serial number and has none."""
    device.strings = [*device.strings[:3]]


def ugly_strings(device):
    """Its strings hold what a terminal would obey, and end in half a character."""
    ugly = "\x1b[2J\x07\u202e\r\n".encode("utf-16le") + b"\x00\xd8"
    device.strings = [device.strings[0], *[bytes([2 + len(ugly), 3]) + ugly] * 3, *device.strings[4:]]


def odd_string(device):
    """A string of an odd number of bytes, and a length that is more than is sent."""
    device.strings = [device.strings[0], *[b"\xff\x03A"] * 3, *device.strings[4:]]


ALL = [too_long, too_short, no_endpoints, more_endpoints, zero_packet, huge_packet, interrupt_endpoints, no_length,
       swapped, no_serial, ugly_strings, odd_string]
