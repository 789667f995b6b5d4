"""The words of the wire: types, flags, tables, and the fields of every header."""

import enum
import struct

MAX_FRAME = 4096
SHORTEST_FRAME = 20     # the least that a max_frame may be
MAX_VALUES = 1024       # of one DATA frame
WRAP = 1 << 32          # indices count modulo this


class Type(enum.IntEnum):
    DATA, COMPACT, STATUS, MARKER, FRAGMENT = range(0x01, 0x06)
    HELLO, DESCRIBE, CONFIGURE, START, STOP, KEEP, TIME, RANGE, IDENTIFY, VIBRATE = range(0x10, 0x1A)
    (HELLO_REPLY, DESCRIBE_REPLY, CONFIGURE_REPLY, START_REPLY, STOP_REPLY, KEEP_REPLY, TIME_REPLY, RANGE_REPLY,
     IDENTIFY_REPLY, VIBRATE_REPLY) = range(0x90, 0x9A)
    REFUSED = 0x9F


class Flag(enum.IntFlag):
    HISTORIC, DROPPED, QUALITY, CRC = 0x01, 0x02, 0x04, 0x80
    LAST = 0x01         # of FRAGMENT


class Encoding(enum.IntEnum):
    OFF, I16, I24, I32, PACKED = range(5)


class Quality(enum.IntFlag):
    LEAD_OFF, SATURATED, OVERRUN, GAIN_CHANGED = 1, 2, 4, 8


class Condition(enum.IntFlag):
    CHARGING, LOW_BATTERY, STORE_FULL, REFERENCE_OFF, CLOCK_UNSTABLE = 1, 2, 4, 8, 16


class Feature(enum.IntFlag):
    STORE, COMPRESSION, TIME_SYNC, BUTTON, IDENTIFIES, VIBRATES = 1, 2, 4, 8, 16, 32


class State(enum.IntEnum):
    IDLE, READY, STREAMING, LOGGING = range(4)


class Result(enum.IntEnum):
    (OK, UNSUPPORTED, BAD_LENGTH, BAD_VALUE, UNKNOWN_STREAM, WRONG_STATE, BUSY, LOW_BATTERY, WRONG_BOOT, NOT_HELD,
     WRONG_VERSION) = range(11)


class Fault(enum.IntEnum):
    (BAD_COBS, TOO_LONG, TOO_SHORT, MISSING_CRC, BAD_CRC, UNKNOWN_TYPE, BAD_HEADER, BAD_CHANNELS, BAD_ENCODING,
     BAD_COUNT, BAD_PAYLOAD, BAD_PACKED, BAD_VALUE, BAD_STRING, NO_ANCHOR, BAD_FRAGMENT) = range(1, 17)


class FrameError(Exception):
    """What a receiver finds wrong with a frame."""

    def __init__(self, fault):
        super().__init__(fault.name)
        self.fault = fault


def require(condition, fault):
    if not condition:
        raise FrameError(fault)


# Headers after their four common bytes: name and size of each field, a size below zero for two's complement.
LAYOUTS = {kind: [(name, int(size)) for name, size in (field.split(":") for field in text.split())] for kind, text in {
    Type.DATA: "index:4 time:6 boot:2 encoding:1 channels:1 count:2",
    Type.COMPACT: "index_low:2",
    Type.STATUS: "boot:2 time:6 state:1 battery:1 millivolts:2 temperature:-2 conditions:2",
    Type.MARKER: "boot:2 time:6 button:1 number:1",
    Type.FRAGMENT: "offset:2 total:2",
    Type.HELLO: "major:1 minor:1 max_frame:2",
    Type.DESCRIBE: "stream:1 reserved:1",
    Type.CONFIGURE: "stream:1 encoding:1 rate:1 reserved:1 channels:4",
    Type.START: "lease:2",
    Type.STOP: "",
    Type.KEEP: "lease:2",
    Type.TIME: "",
    Type.RANGE: "stream:1 reserved:1 boot:2 first:4 count:4",
    Type.IDENTIFY: "seconds:1 reserved:1",
    Type.VIBRATE: "pulses:1 strength:1",
    Type.HELLO_REPLY: "result:1 major:1 minor:1 streams:1 boot:2 max_frame:2 features:4 store:4 description:4 uuid:16 "
                      "reserved:4",
    Type.DESCRIBE_REPLY: "result:1 stream:1",
    Type.CONFIGURE_REPLY: "result:1 stream:1 index:4",
    Type.START_REPLY: "result:1 reserved:1 boot:2 time:6",
    Type.STOP_REPLY: "result:1 reserved:1 boot:2 time:6",
    Type.KEEP_REPLY: "result:1 state:1",
    Type.TIME_REPLY: "result:1 reserved:1 boot:2 received:6 held:2",
    Type.RANGE_REPLY: "result:1 stream:1 first:4 count:4",
    Type.IDENTIFY_REPLY: "result:1 reserved:1",
    Type.VIBRATE_REPLY: "result:1 reserved:1",
    Type.REFUSED: "result:1 request:1",
}.items()}
SHORTEST_HEADER = {kind: 4 + sum(abs(size) for _, size in layout) for kind, layout in LAYOUTS.items()}
WITH_POSITIONS = (Type.STATUS, Type.START_REPLY, Type.STOP_REPLY)
WIDTHS = {Encoding.I16: 2, Encoding.I24: 3, Encoding.I32: 4}

ALLOWED = {
    "state": range(4), "battery": [*range(101), 255], "result": range(11), "stream": range(16), "streams": range(1, 17),
    "lease": range(1, 3601), "max_frame": range(SHORTEST_FRAME, 1 << 16), "total": range(1, MAX_FRAME + 1),
}
ALLOWED_OF = {
    Type.CONFIGURE: {"encoding": range(5), "channels": range(1, WRAP)},
    Type.RANGE: {"count": range(1, WRAP)},
    Type.VIBRATE: {"pulses": range(1, 11), "strength": range(1, 101)},
}


def is_request(kind):
    return 0x10 <= kind <= 0x7F


def values_allowed(kind, fields):
    allowed = {**ALLOWED, **ALLOWED_OF.get(kind, {})}
    return all(value in allowed[name] for name, value in fields.items() if name in allowed)


def read_fields(kind, frame):
    fields, offset = {}, 4
    for name, size in LAYOUTS[kind]:
        field = frame[offset:offset + abs(size)]
        offset += abs(size)
        if name != "reserved":
            fields[name] = field if name == "uuid" else int.from_bytes(field, "little", signed=size < 0)
    return fields


def write_fields(kind, fields):
    return b"".join(fields[name] if isinstance(fields.get(name), bytes)
                    else fields.get(name, 0).to_bytes(abs(size), "little", signed=size < 0)
                    for name, size in LAYOUTS[kind])


def write_string(text):
    encoded = text.encode()
    return bytes([len(encoded)]) + encoded


def read_string(payload, offset, least=0, most=255):
    """The string at an offset, and the offset of what follows."""
    require(offset < len(payload), Fault.BAD_STRING)
    end = offset + 1 + payload[offset]
    require(end <= len(payload) and least <= payload[offset] <= most, Fault.BAD_STRING)
    try:
        return payload[offset + 1:end].decode(), end
    except UnicodeDecodeError as error:
        raise FrameError(Fault.BAD_STRING) from error


def write_positions(positions):
    return b"".join(struct.pack("<BI", stream, index % WRAP) for stream, index in positions)
