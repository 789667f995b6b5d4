"""The wire protocol as the pages have it: an encoder for the vectors, of clarity and not of speed.

It shares nothing with the codecs that are held to the vectors.
"""

import struct
import zlib

TYPES = dict(DATA=0x01, COMPACT=0x02, STATUS=0x03, MARKER=0x04, FRAGMENT=0x05, HELLO=0x10, DESCRIBE=0x11, CONFIGURE=0x12,
             START=0x13, STOP=0x14, KEEP=0x15, TIME=0x16, RANGE=0x17, IDENTIFY=0x18, VIBRATE=0x19, HELLO_REPLY=0x90,
             DESCRIBE_REPLY=0x91, CONFIGURE_REPLY=0x92, START_REPLY=0x93, STOP_REPLY=0x94, KEEP_REPLY=0x95, TIME_REPLY=0x96, RANGE_REPLY=0x97,
             IDENTIFY_REPLY=0x98, VIBRATE_REPLY=0x99, REFUSED=0x9F)
FLAGS = dict(CRC=0x80, HISTORIC=0x01, DROPPED=0x02, QUALITY=0x04)
WIDTHS = {1: 2, 2: 3, 3: 4}

# The fields of a header after its first four bytes, in their order.
FIELDS = dict(
    COMPACT=[("index_low", "u16")],
    STATUS=[("boot", "u16"), ("time", "u48"), ("state", "u8"), ("battery", "u8"), ("millivolts", "u16"),
            ("temperature", "i16"), ("conditions", "u16")],
    MARKER=[("boot", "u16"), ("time", "u48"), ("button", "u8"), ("number", "u8")],
    FRAGMENT=[("offset", "u16"), ("total", "u16")],
    HELLO=[("major", "u8"), ("minor", "u8"), ("max_frame", "u16")],
    DESCRIBE=[("stream", "u8"), ("reserved", "u8")],
    CONFIGURE=[("stream", "u8"), ("encoding", "u8"), ("rate", "u8"), ("reserved", "u8"), ("channels", "u32")],
    START=[("lease", "u16")],
    STOP=[],
    KEEP=[("lease", "u16")],
    TIME=[],
    RANGE=[("stream", "u8"), ("reserved", "u8"), ("boot", "u16"), ("first", "u32"), ("count", "u32")],
    IDENTIFY=[("seconds", "u8"), ("reserved", "u8")],
    VIBRATE=[("pulses", "u8"), ("strength", "u8")],
    HELLO_REPLY=[("result", "u8"), ("major", "u8"), ("minor", "u8"), ("streams", "u8"), ("boot", "u16"),
                 ("max_frame", "u16"), ("features", "u32"), ("store", "u32"), ("description", "u32"), ("uuid", "uuid"),
                 ("reserved", "u32")],
    DESCRIBE_REPLY=[("result", "u8"), ("stream", "u8")],
    CONFIGURE_REPLY=[("result", "u8"), ("stream", "u8"), ("index", "u32")],
    START_REPLY=[("result", "u8"), ("reserved", "u8"), ("boot", "u16"), ("time", "u48")],
    STOP_REPLY=[("result", "u8"), ("reserved", "u8"), ("boot", "u16"), ("time", "u48")],
    KEEP_REPLY=[("result", "u8"), ("state", "u8")],
    TIME_REPLY=[("result", "u8"), ("reserved", "u8"), ("boot", "u16"), ("received", "u48"), ("held", "u16")],
    RANGE_REPLY=[("result", "u8"), ("stream", "u8"), ("first", "u32"), ("count", "u32")],
    IDENTIFY_REPLY=[("result", "u8"), ("reserved", "u8")],
    VIBRATE_REPLY=[("result", "u8"), ("reserved", "u8")],
    REFUSED=[("result", "u8"), ("request", "u8")],
)


def number(value, kind):
    """A number as bytes, lowest first."""
    if kind == "uuid":
        return bytes.fromhex(value)
    size = int(kind[1:]) // 8
    return (value & ((1 << 8 * size) - 1)).to_bytes(size, "little")


def string(text):
    body = text.encode()
    return bytes([len(body)]) + body


def sealed(frame):
    """The frame with its CRC, whose flag is set."""
    frame = frame[:1] + bytes([frame[1] | FLAGS["CRC"]]) + frame[2:]
    return frame + struct.pack("<I", zlib.crc32(frame))


def frame(kind, id=0, flags=0, fields=b"", payload=b"", crc=False, extra=b""):
    """A frame from its parts; `extra` is what a later minor version adds to the header."""
    head = bytes([TYPES[kind], flags, id, 4 + len(fields) + len(extra)]) + fields + extra
    return sealed(head + payload) if crc else head + payload


def plain(kind, id=0, payload=b"", crc=False, extra=b"", flags=0, **values):
    """A frame other than DATA; fields that are not told are 0."""
    fields = b"".join(number(values.pop(name, "00" * 16 if size == "uuid" else 0), size) for name, size in FIELDS[kind])
    assert not values, values
    return frame(kind, id, flags, fields, payload, crc, extra)


def positions(entries):
    """The list of streams and their next indices."""
    return b"".join(struct.pack("<BI", stream, index) for stream, index in entries)


def data(stream, index, time, boot, encoding, channels, samples, dropped=None, quality=None, historic=False, crc=False,
         extra=b""):
    """A DATA frame; `samples` are the values of all channels, sample by sample."""
    flags = FLAGS["HISTORIC"] * historic
    fields = struct.pack("<I", index) + number(time, "u48")
    fields += struct.pack("<HBBH", boot, encoding, channels, len(samples) // channels)
    if dropped is not None:
        flags |= FLAGS["DROPPED"]
        fields += struct.pack("<I", dropped)
    if quality is not None:
        flags |= FLAGS["QUALITY"]
        fields += bytes(quality)
    if encoding == 4:
        payload = packed(samples, channels) if samples else b""
    else:
        payload = b"".join(number(value, f"i{8 * WIDTHS[encoding]}") for value in samples)
    return frame("DATA", stream, flags, fields, payload, crc, extra)


def wrapped(value):
    """A number as 32-bit two's complement."""
    return (value + 2**31) % 2**32 - 2**31


def residuals(values, order):
    """What the predictor of this order leaves, after the first values."""
    factors = [[], [1], [2, -1], [3, -3, 1]][order]
    return [wrapped(values[n] - sum(factor * values[n - 1 - back] for back, factor in enumerate(factors)))
            for n in range(order, len(values))]


def bits_of(value, count):
    return format(value & ((1 << count) - 1), f"0{count}b") if count else ""


def folded(residual):
    return 2 * residual if residual >= 0 else -2 * residual - 1


def rice(residual, k):
    u = folded(residual)
    q = u >> k
    return "0" * q + "1" + bits_of(u, k) if q < 24 else "0" * 24 + "1" + bits_of(u, 32)


def packed_channel(values, order, width, k):
    """The bits of one channel; `width` is that of the first values."""
    text = bits_of(order, 2) + bits_of(width - 1, 5)
    text += "".join(bits_of(value, width) for value in values[:order]) + bits_of(k, 5)
    return text + "".join(rice(residual, k) for residual in residuals(values, order))


def width_of(values):
    """The fewest bits, at least one, that hold all values as two's complement."""
    return max([1] + [(value if value >= 0 else ~value).bit_length() + 1 for value in values])


def packed_choice(values):
    """The shortest coding of a channel; of several the one with the lowest order and the lowest k."""
    choices = []
    for order in range(min(3, len(values)) + 1):
        width = width_of(values[:order])
        choices += [packed_channel(values, order, width, k) for k in range(32)]
    return min(choices, key=len)


def octets(text):
    """Bits as bytes, filled up with zeros."""
    text += "0" * (-len(text) % 8)
    return bytes(int(text[n:n + 8], 2) for n in range(0, len(text), 8))


def packed(samples, channels):
    """Compressed samples, each channel in its shortest form."""
    return octets("".join(packed_choice(samples[channel::channels]) for channel in range(channels)))


def cobs(raw):
    """A frame without zeros, and without the zero that closes it."""
    out = bytearray()
    blocks = raw.split(b"\0")
    for position, block in enumerate(blocks):
        # A code of 255 stands for 254 bytes and no zero; at the very end nothing needs to follow it.
        full = len(block) // 254 if position + 1 < len(blocks) else max(0, len(block) - 1) // 254
        for n in range(full):
            out += b"\xff" + block[254 * n:254 * (n + 1)]
        rest = block[254 * full:]
        out += bytes([len(rest) + 1]) + rest
    return bytes(out)


def description(kind, unit, encodings, scale, zero, rails, filters, notch, rates, channels, more=b""):
    """The payload of DESCRIBE_REPLY; `channels` are side, label, site and muscle."""
    out = struct.pack("<BBBBiIiii", kind, unit, encodings, len(channels), scale[0], scale[1], zero, *rails)
    out += struct.pack("<IIBB", *filters, notch, len(rates))
    out += b"".join(struct.pack("<II", *rate) for rate in rates)
    for side, label, site, muscle in channels:
        out += bytes([side]) + string(label) + string(site) + string(muscle)
    return out + more
