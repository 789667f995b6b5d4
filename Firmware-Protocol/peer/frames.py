"""Frames, descriptions and parts, from and to bytes."""

import collections
import dataclasses
import struct

from link import unseal
from packed import pack, unpack
from words import (Fault, Flag, FrameError, LAYOUTS, MAX_FRAME, MAX_VALUES, SHORTEST_HEADER, Type, WIDTHS, WITH_POSITIONS,
                   Encoding, Result, is_request, read_fields, read_string, require, values_allowed, write_fields,
                   write_positions, write_string)


@dataclasses.dataclass
class Frame:
    type: Type
    id: int
    fields: dict


def encode_samples(values, encoding, channels):
    if encoding == Encoding.PACKED:
        return pack(values, channels) if values else b""
    return b"".join(value.to_bytes(WIDTHS[encoding], "little", signed=True) for value in values)


def decode_samples(payload, encoding, channels, count):
    if encoding == Encoding.PACKED and count:
        return unpack(payload, channels, count)
    width = WIDTHS.get(encoding, 0)
    require(len(payload) == count * channels * width, Fault.BAD_PAYLOAD)
    return [int.from_bytes(payload[n:n + width], "little", signed=True) for n in range(0, len(payload), width or 1)]


def encode(kind, ident=0, **fields):
    """A frame without its CRC. `fields` are those of the header, and what flags and payload stand for."""
    flags, extension, payload = Flag(0), b"", fields.get("payload", b"")
    if kind == Type.DATA:
        samples = fields["samples"]
        fields["count"] = len(samples) // fields["channels"]
        payload = encode_samples(samples, fields["encoding"], fields["channels"])
        if fields.get("historic"):
            flags |= Flag.HISTORIC
        if fields.get("dropped") is not None:
            flags |= Flag.DROPPED
            extension += fields["dropped"].to_bytes(4, "little")
        if fields.get("quality") is not None:
            flags |= Flag.QUALITY
            extension += bytes(fields["quality"])
    elif kind == Type.FRAGMENT and fields.get("last"):
        flags |= Flag.LAST
    elif kind in WITH_POSITIONS:
        payload = write_positions(fields.get("positions", ()))
    elif kind == Type.HELLO_REPLY and fields["result"] == Result.OK:
        payload = write_string(fields["firmware"]) + write_string(fields["hardware"])
    header = write_fields(kind, fields) + extension
    return bytes([kind, flags, ident, 4 + len(header)]) + header + payload


def decode_data(frame, fields):
    flags, length, channels = frame[1], frame[3], fields["channels"]
    dropped_size = 4 if flags & Flag.DROPPED else 0
    quality_size = channels if flags & Flag.QUALITY else 0
    quality_at = SHORTEST_HEADER[Type.DATA] + dropped_size
    require(length >= quality_at + quality_size, Fault.BAD_HEADER)
    require(1 <= channels <= 32, Fault.BAD_CHANNELS)
    require(fields["encoding"] in range(1, 5), Fault.BAD_ENCODING)
    require(fields["count"] * channels <= MAX_VALUES, Fault.BAD_COUNT)
    fields["historic"] = bool(flags & Flag.HISTORIC)
    fields["dropped"] = int.from_bytes(frame[quality_at - 4:quality_at], "little") if dropped_size else None
    fields["quality"] = list(frame[quality_at:quality_at + quality_size]) if quality_size else None
    fields["samples"] = decode_samples(frame[length:], fields["encoding"], channels, fields["count"])


def decode(frame, needs_crc=False):
    """The frame, or the first fault of the pages' list that it has."""
    frame = unseal(frame, needs_crc)
    require(frame[0] in list(Type), Fault.UNKNOWN_TYPE)
    kind, length = Type(frame[0]), frame[3]
    require(SHORTEST_HEADER[kind] <= length <= len(frame), Fault.BAD_HEADER)
    fields, payload = read_fields(kind, frame), frame[length:]
    if fields.get("result") in range(1, 11) and kind != Type.REFUSED:
        return Frame(kind, frame[2], {"result": fields["result"]})      # the other fields of a refusal mean nothing
    if kind == Type.DATA:
        decode_data(frame, fields)
    require(not (kind == Type.COMPACT and not payload), Fault.BAD_COUNT)
    require(not (is_request(kind) and payload), Fault.BAD_PAYLOAD)
    if kind in WITH_POSITIONS:
        require(len(payload) % 5 == 0, Fault.BAD_PAYLOAD)
        fields["positions"] = list(struct.iter_unpack("<BI", payload))
        require(all(stream < 16 for stream, _ in fields["positions"]), Fault.BAD_VALUE)
    require(values_allowed(kind, fields), Fault.BAD_VALUE)
    if kind == Type.HELLO_REPLY:
        fields["firmware"], offset = read_string(payload, 0)
        fields["hardware"], _ = read_string(payload, offset)
    elif kind == Type.DESCRIBE_REPLY:
        Description.decode(payload)
    elif kind == Type.FRAGMENT:
        fields["last"] = bool(frame[1] & Flag.LAST)
    if kind in (Type.COMPACT, Type.FRAGMENT, Type.DESCRIBE_REPLY):
        fields["payload"] = payload
    return Frame(kind, frame[2], fields)


Channel = collections.namedtuple("Channel", "side label site muscle")


@dataclasses.dataclass
class Description:
    """What a stream carries."""

    kind: int
    unit: int
    encodings: int
    numerator: int
    denominator: int
    zero: int
    lowest: int
    highest: int
    high_pass: int
    low_pass: int
    notch: int
    rates: list
    channels: list

    FIXED = struct.Struct("<BBBBiIiiiIIBB")

    def encode(self):
        fixed = self.FIXED.pack(self.kind, self.unit, self.encodings, len(self.channels), self.numerator,
                                self.denominator, self.zero, self.lowest, self.highest, self.high_pass, self.low_pass,
                                self.notch, len(self.rates))
        return (fixed + b"".join(struct.pack("<II", *rate) for rate in self.rates)
                + b"".join(bytes([side]) + b"".join(map(write_string, texts)) for side, *texts in self.channels))

    @classmethod
    def decode(cls, payload):
        require(len(payload) >= cls.FIXED.size, Fault.BAD_PAYLOAD)
        kind, unit, encodings, channel_count, *scale_and_filters, rate_count = cls.FIXED.unpack_from(payload)
        described = cls(kind, unit, encodings, *scale_and_filters, rates=[], channels=[])
        require((1 <= kind <= 5 or kind == 255) and unit <= 5 and encodings and not encodings & ~0x1E
                and 1 <= channel_count <= 32 and described.numerator and described.denominator
                and described.lowest < described.highest and 1 <= rate_count <= 16, Fault.BAD_VALUE)
        offset = cls.FIXED.size + 8 * rate_count
        require(len(payload) >= offset, Fault.BAD_PAYLOAD)
        described.rates = list(struct.iter_unpack("<II", payload[cls.FIXED.size:offset]))
        require(all(over and under for over, under in described.rates), Fault.BAD_VALUE)
        for _ in range(channel_count):
            require(offset < len(payload), Fault.BAD_PAYLOAD)
            side = payload[offset]
            require(side <= 3, Fault.BAD_VALUE)
            label, offset = read_string(payload, offset + 1, 1, 16)
            site, offset = read_string(payload, offset, 0, 32)
            muscle, offset = read_string(payload, offset, 0, 32)
            described.channels.append(Channel(side, label, site, muscle))
        return described


def fragments(frame, longest, number):
    """The parts of a frame that is longer than what the link takes."""
    size = longest - SHORTEST_HEADER[Type.FRAGMENT]
    return [encode(Type.FRAGMENT, number, offset=offset, total=len(frame), last=offset + size >= len(frame),
                   payload=frame[offset:offset + size]) for offset in range(0, len(frame), size)]


class Assembler:
    """Puts parts together again."""

    def __init__(self):
        self._id, self._total, self._whole = None, 0, b""

    def add(self, part):
        """The whole frame once its last part has come, else nothing."""
        fields, payload = part.fields, part.fields["payload"]
        if fields["offset"] == 0:
            self._id, self._total, self._whole = part.id, fields["total"], b""
        end = len(self._whole) + len(payload)
        continues = (part.id, fields["total"], fields["offset"]) == (self._id, self._total, len(self._whole))
        if not (continues and payload and end <= self._total and fields["last"] == (end == self._total)):
            self._id = None
            raise FrameError(Fault.BAD_FRAGMENT)
        self._whole += payload
        if not fields["last"]:
            return None
        self._id = None
        whole = self._whole
        with_samples = whole[0] == Type.DATA and whole[18:20] != b"\0\0"
        require(whole[0] not in (Type.COMPACT, Type.FRAGMENT) and not with_samples, Fault.BAD_FRAGMENT)
        return whole
