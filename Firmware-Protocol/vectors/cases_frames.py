"""Every type, every flag and the edges of every field."""

import wire
from wire import data, plain


def case(name, raw, type, id=0, **fields):
    """A frame with what it says; `samples` and `positions` are lists, other payloads hexadecimal."""
    return dict(name=name, hex=raw.hex(), type=type, id=id, fields=fields)


def both(name, type, id=0, payload=b"", told=None, **fields):
    """A frame other than DATA, without and with its CRC."""
    said = dict(fields, **(told or {}))
    return [case(name, plain(type, id, payload, **fields), type, id, **said),
            case(f"{name}, CRC", plain(type, id, payload, crc=True, **fields), type, id, **said)]


def samples(name, stream, index, time, boot, encoding, channels, values, **options):
    """DATA, without and with its CRC."""
    said = dict(index=index, time=time, boot=boot, encoding=encoding, channels=channels,
                count=len(values) // channels, samples=values, historic=options.get("historic", False),
                dropped=options.get("dropped"), quality=options.get("quality"))
    return [case(name + (", CRC" if crc else ""),
                 data(stream, index, time, boot, encoding, channels, values, crc=crc, **options), "DATA", stream, **said)
            for crc in (False, True)]


HIGHEST = dict(u8=0xFF, u16=0xFFFF, u32=0xFFFFFFFF, u48=0xFFFFFFFFFFFF)
UUID = "00112233445566778899aabbccddeeff"


def data_frames():
    yield from samples("data, one value of 16 bits", 0, 0, 0, 0, 1, 1, [0])
    yield from samples("data, 16 bits from end to end", 1, 1, 2, 3, 1, 2, [-32768, 32767, -1, 1, 0, 256])
    yield from samples("data, 24 bits from end to end", 2, 70000, 1234567, 0xBEEF, 2, 3,
                       [-8388608, 8388607, -1, 0, 65536, -65536])
    yield from samples("data, 32 bits from end to end", 15, HIGHEST["u32"], HIGHEST["u48"], HIGHEST["u16"], 3, 1,
                       [-2147483648, 2147483647])
    yield from samples("data, historic", 0, 100, 50000, 7, 1, 1, [5, 6], historic=True)
    yield from samples("data, dropped none", 0, 100, 50000, 7, 1, 1, [5], dropped=0)
    yield from samples("data, dropped many", 0, 100, 50000, 7, 1, 1, [5], dropped=HIGHEST["u32"])
    for bit in range(4):
        yield from samples(f"data, quality bit {bit}", 0, 100, 50000, 7, 1, 2, [5, 6], quality=[0, 1 << bit])
    yield from samples("data, every flag", 3, 100, 50000, 7, 2, 3, [1, 2, 3], historic=True, dropped=9,
                       quality=[1, 2, 15])
    yield from samples("data, anchor", 4, 100, 50000, 7, 1, 8, [])
    yield from samples("data, anchor after dropped samples", 4, 100, 50000, 7, 4, 8, [], dropped=20)
    yield from samples("data, anchor that closes a range", 4, 100, 50000, 7, 1, 8, [], historic=True)
    yield from samples("data, 32 channels", 5, 100, 50000, 7, 1, 32, [n * 1000 - 16000 for n in range(32)],
                       quality=[n % 16 for n in range(32)])
    yield from samples("data, 1024 values", 5, 100, 50000, 7, 1, 8, [n * 64 - 32768 for n in range(1024)])
    yield from samples("data, packed", 6, 100, 50000, 7, 4, 2, [n * n * (-1) ** n for n in range(18)])
    longer = data(7, 100, 50000, 7, 1, 1, [5, -5], dropped=3, extra=b"\xaa\xbb\xcc")
    yield case("data, header of a later version", longer, "DATA", 7, index=100, time=50000, boot=7, encoding=1, channels=1,
               count=2, samples=[5, -5], historic=False, dropped=3, quality=None)
    unknown = bytearray(data(7, 100, 50000, 7, 1, 1, [5]))
    unknown[1] |= 0x78
    yield case("data, flags of a later version", bytes(unknown), "DATA", 7, index=100, time=50000, boot=7, encoding=1,
               channels=1, count=1, samples=[5], historic=False, dropped=None, quality=None)


def other_frames():
    yield from both("compact", "COMPACT", 2, bytes(range(14)), dict(payload=bytes(range(14)).hex()), index_low=0xFFFE)
    yield from both("compact, one byte of samples", "COMPACT", 2, b"\x01\x02", dict(payload="0102"), index_low=0)
    status = dict(boot=7, time=123456, state=2, battery=99, millivolts=3700, temperature=-1234, conditions=0)
    yield from both("status", "STATUS", 0, wire.positions([(0, 5), (3, HIGHEST["u32"])]),
                    dict(positions=[[0, 5], [3, HIGHEST["u32"]]]), **status)
    yield from both("status, nothing known", "STATUS", 0, b"", dict(positions=[]), **dict(
        status, state=0, battery=255, millivolts=0, temperature=-32768))
    for bit in range(6):
        yield from both(f"status, condition bit {bit}", "STATUS", 0, b"", dict(positions=[]),
                        **dict(status, conditions=1 << bit))
    yield from both("marker", "MARKER", 0, boot=7, time=HIGHEST["u48"], button=1, number=255)
    yield from both("fragment, first", "FRAGMENT", 9, b"abc", dict(payload=b"abc".hex(), last=False), offset=0, total=6)
    for crc in (False, True):
        yield case("fragment, last" + (", CRC" if crc else ""),
                   plain("FRAGMENT", 9, b"def", crc=crc, flags=1, offset=3, total=6), "FRAGMENT", 9, offset=3, total=6,
                   last=True, payload=b"def".hex())


def requests():
    yield from both("hello", "HELLO", 1, major=1, minor=0, max_frame=4096)
    yield from both("hello, of 1.1", "HELLO", 1, major=1, minor=1, max_frame=4096)
    yield from both("hello, shortest frames", "HELLO", 255, major=255, minor=255, max_frame=20)
    yield from both("describe", "DESCRIBE", 2, stream=15)
    yield from both("configure", "CONFIGURE", 3, stream=1, encoding=4, rate=2, channels=HIGHEST["u32"])
    yield from both("configure, off", "CONFIGURE", 3, stream=1, encoding=0, rate=0, channels=1)
    yield from both("start", "START", 4, lease=1)
    yield from both("start, longest lease", "START", 4, lease=3600)
    yield from both("stop", "STOP", 5)
    yield from both("keep", "KEEP", 6, lease=30)
    yield from both("time", "TIME", 7)
    yield from both("range", "RANGE", 8, stream=3, boot=HIGHEST["u16"], first=HIGHEST["u32"], count=HIGHEST["u32"])
    yield from both("identify", "IDENTIFY", 9, seconds=255)
    yield from both("vibrate", "VIBRATE", 9, pulses=1, strength=100)
    yield from both("vibrate, longest and weakest", "VIBRATE", 9, pulses=10, strength=1)
    longer = plain("KEEP", 6, extra=b"\x01\x02", lease=30)
    yield case("keep, header of a later version", longer, "KEEP", 6, lease=30)


def replies():
    names = wire.string("bench 1.2.0") + wire.string("µboard rev. C")
    greeting = dict(result=0, major=1, minor=1, streams=3, boot=7, max_frame=512, features=0x3F, store=86400,
                    description=0xDEADBEEF, uuid=UUID)
    yield from both("hello reply", "HELLO_REPLY", 1, names, dict(firmware="bench 1.2.0", hardware="µboard rev. C"),
                    **greeting)
    yield from both("hello reply, empty names", "HELLO_REPLY", 1, b"\0\0", dict(firmware="", hardware=""),
                    **dict(greeting, streams=16, features=0, store=0))
    for bit in range(5):
        yield from both(f"hello reply, feature bit {bit}", "HELLO_REPLY", 1, b"\0\0", dict(firmware="", hardware=""),
                        **dict(greeting, features=1 << bit))
    more = plain("HELLO_REPLY", 1, names + b"\x01\x02", **greeting)
    yield case("hello reply, payload of a later version", more, "HELLO_REPLY", 1, firmware="bench 1.2.0",
               hardware="µboard rev. C", **greeting)
    yield from both("hello reply, another version", "HELLO_REPLY", 1, result=10)
    body = EMG
    yield from both("describe reply", "DESCRIBE_REPLY", 2, body, dict(payload=body.hex()), result=0, stream=0)
    yield from both("configure reply", "CONFIGURE_REPLY", 3, result=0, stream=1, index=4000)
    for kind in ("START", "STOP"):
        yield from both(f"{kind.lower()} reply", f"{kind}_REPLY", 4, wire.positions([(0, 0), (1, 77)]),
                        dict(positions=[[0, 0], [1, 77]]), result=0, boot=7, time=99)
    yield from both("keep reply", "KEEP_REPLY", 6, result=0, state=2)
    yield from both("time reply", "TIME_REPLY", 7, result=0, boot=7, received=HIGHEST["u48"], held=HIGHEST["u16"])
    yield from both("range reply", "RANGE_REPLY", 8, result=0, stream=3, first=10, count=HIGHEST["u32"])
    yield from both("identify reply", "IDENTIFY_REPLY", 9, result=0)
    yield from both("vibrate reply", "VIBRATE_REPLY", 9, result=0)
    yield from both("refused", "REFUSED", 10, result=1, request=0x7F)
    yield case("start reply, refused, with what may be of a later version",
               plain("START_REPLY", 4, b"\x01\x02", result=5, boot=7), "START_REPLY", 4, result=5)
    yield case("hello reply, another version, told as of a later version",
               plain("HELLO_REPLY", 4, b"", result=10, major=2, max_frame=1), "HELLO_REPLY", 4, result=10)
    for result in range(1, 11):
        yield from both(f"start reply, result {result}", "START_REPLY", 4, b"", dict(positions=[]), result=result)


EMG = wire.description(1, 1, 0b11110, (3, 134217712), 0, (-8388608, 8388607), (20000, 450000), 50,
                       [(2000, 1), (1000, 1)], [(1, "EMG1", "over the belly", "gastrocnemius medialis"),
                                                (2, "EMG2", "", "")])


def frames():
    return [*data_frames(), *other_frames(), *requests(), *replies()]


def all_descriptions():
    """Descriptions, with what they say."""
    def one(name, kind, unit, encodings, scale, zero, rails, filters, notch, rates, channels, more=b""):
        raw = wire.description(kind, unit, encodings, scale, zero, rails, filters, notch, rates, channels, more)
        return dict(name=name, hex=raw.hex(), description=dict(
            kind=kind, unit=unit, encodings=encodings, numerator=scale[0], denominator=scale[1], zero=zero,
            lowest=rails[0], highest=rails[1], high_pass=filters[0], low_pass=filters[1], notch=notch, rates=rates,
            channels=[dict(side=side, label=label, site=site, muscle=muscle)
                      for side, label, site, muscle in channels]))
    full = (-2147483648, 2147483647)
    yield one("EMG of 24 bits", 1, 1, 0b11110, (3, 134217712), 0, (-8388608, 8388607), (20000, 450000), 50,
              [[2000, 1], [1000, 1]], [(1, "EMG1", "over the belly", "gastrocnemius medialis"), (2, "EMG2", "", "")])
    yield one("acceleration", 2, 2, 0b10, (1, 16384), 0, (-32768, 32767), (0, 92000), 0, [[200, 1]],
              [(0, axis, "", "") for axis in ("X", "Y", "Z")])
    yield one("orientation of 32 bits", 5, 5, 0b1000, (1, 1 << 30), 0, full, (0, 0), 0, [[100, 1]],
              [(3, axis, "", "") for axis in "wxyz"])
    yield one("a scale below zero and a zero of its own", 1, 1, 0b100, (-7, 4294967295), -12345, full, (1, 4294967295),
              60, [[34000, 27]], [(0, "Ø", "ü", "µ")])
    yield one("32 channels of counts", 255, 0, 0b10, (1, 1), 2048, (0, 4095), (0, 0), 0,
              [[4294967295, 4294967295]] * 16, [(n % 4, f"c{n}", "s" * 32, "m" * 32) for n in range(32)])
    yield one("a label of 16 bytes, and more of a later version", 3, 3, 0b10, (1, 131), 0, (-32768, 32767), (0, 0), 0,
              [[200, 1]], [(0, "abcdefghijklmnop", "", "")], b"\x07later")
    yield one("magnetic field", 4, 4, 0b10, (3, 20000000), 0, (-32768, 32767), (0, 0), 0, [[100, 1]],
              [(0, axis, "", "") for axis in ("X", "Y", "Z")])


def descriptions():
    return list(all_descriptions())
