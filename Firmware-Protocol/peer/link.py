"""COBS and the CRC: what a byte stream puts around a frame."""

import zlib

from words import Fault, Flag, MAX_FRAME, require


def stuff(frame):
    """COBS, without the closing zero."""
    stuffed, groups = bytearray(), frame.split(b"\0")
    for number, group in enumerate(groups):
        while len(group) >= 254:
            stuffed += b"\xff" + group[:254]
            group = group[254:]
            if not group and number == len(groups) - 1:
                return bytes(stuffed)   # a full block stands for no zero, so that nothing has to follow it at the end
        stuffed += bytes([len(group) + 1]) + group
    return bytes(stuffed)


def unstuff(stuffed):
    frame, offset = bytearray(), 0
    while offset < len(stuffed):
        code = stuffed[offset]
        require(code and offset + code <= len(stuffed), Fault.BAD_COBS)
        frame += stuffed[offset + 1:offset + code]
        offset += code
        if code < 0xFF and offset < len(stuffed):
            frame.append(0)
    return bytes(frame)


def seal(frame):
    """The frame with its CRC."""
    marked = bytes([frame[0], frame[1] | Flag.CRC]) + frame[2:]
    return marked + zlib.crc32(marked).to_bytes(4, "little")


def unseal(frame, needs_crc=False):
    """The frame without its CRC, once that is found right."""
    require(len(frame) <= MAX_FRAME, Fault.TOO_LONG)
    require(len(frame) >= 4, Fault.TOO_SHORT)
    if not frame[1] & Flag.CRC:
        require(not needs_crc, Fault.MISSING_CRC)
        return frame
    require(len(frame) >= 8, Fault.TOO_SHORT)
    require(zlib.crc32(frame[:-4]) == int.from_bytes(frame[-4:], "little"), Fault.BAD_CRC)
    return frame[:-4]
