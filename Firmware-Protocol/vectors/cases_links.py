"""Checks, stuffing and parts."""

import random
import zlib

import wire
from wire import data, plain


def crc():
    for name, raw in [("nothing", b""), ("one zero", b"\0"), ("the check of the catalogues", b"123456789"),
                      ("all bytes", bytes(range(256))), ("1000 bytes of ff", b"\xff" * 1000)]:
        yield dict(name=name, hex=raw.hex(), crc=zlib.crc32(raw))


def cobs():
    chance = random.Random(2)
    cases = [("one zero", b"\0"), ("two zeros", b"\0\0"), ("one byte", b"\x11"), ("a zero between", b"\x11\x22\0\x33"),
             ("a zero at the end", b"\x11\0")]
    for length in (253, 254, 255, 508, 509, 1000):
        cases += [(f"{length} bytes without a zero", bytes(1 + n % 255 for n in range(length))),
                  (f"{length} bytes and a zero", bytes(1 + n % 255 for n in range(length)) + b"\0"),
                  (f"a zero and {length} bytes", b"\0" + bytes(1 + n % 255 for n in range(length)))]
    cases.append(("4096 bytes of chance", bytes(chance.randrange(256) for _ in range(4096))))
    for name, raw in cases:
        yield dict(name=name, raw=raw.hex(), encoded=wire.cobs(raw).hex())


def fragments():
    """Parts as they come, and after each what is put together, or its error; null while more is waited for."""
    def parts(raw, size, id):
        places = range(0, len(raw), size)
        return [plain("FRAGMENT", id, raw[at:at + size], flags=at + size >= len(raw), offset=at, total=len(raw))
                for at in places]

    def steps(*pairs):
        return [dict(hex=raw.hex(), whole=whole.hex() if whole else None, error=error) for raw, whole, error in pairs]

    status = plain("STATUS", 0, wire.positions([(n, n) for n in range(4)]), boot=7, time=1, state=2, battery=50)
    hello = plain("HELLO_REPLY", 3, wire.string("a" * 200) + wire.string("b" * 200), major=1, streams=1, boot=7,
                  max_frame=20, uuid="00" * 16)
    whole = lambda raw, size, id: steps(*((part, raw if n == (len(raw) - 1) // size else None, None)
                                          for n, part in enumerate(parts(raw, size, id))))
    yield dict(name="a status in parts of 12 bytes", steps=whole(status, 12, 1))
    yield dict(name="a long reply in parts of 12 bytes", steps=whole(hello, 12, 255))
    yield dict(name="one part is enough", steps=whole(status, 4096, 2))
    one, two = parts(status, 12, 1), parts(status, 12, 2)
    yield dict(name="a part is lost", steps=steps((one[0], None, None), (one[2], None, "BAD_FRAGMENT"),
                                                  (one[3], None, "BAD_FRAGMENT")))
    yield dict(name="a part comes twice", steps=steps((one[0], None, None), (one[0], None, None),
                                                      (one[1], None, None), (one[1], None, "BAD_FRAGMENT")))
    yield dict(name="another frame's parts begin", steps=steps(
        (one[0], None, None), (two[0], None, None), (one[1], None, "BAD_FRAGMENT")) + whole(status, 12, 3))
    yield dict(name="the last part is marked too early", steps=steps(
        (one[0], None, None), (plain("FRAGMENT", 1, one[1][8:], flags=1, offset=12, total=len(status)), None,
                               "BAD_FRAGMENT")))
    yield dict(name="the last part is not marked", steps=steps(
        (plain("FRAGMENT", 1, status, offset=0, total=len(status)), None, "BAD_FRAGMENT")))
    yield dict(name="a part reaches past the end", steps=steps(
        (plain("FRAGMENT", 1, status, flags=1, offset=0, total=len(status) - 1), None, "BAD_FRAGMENT")))
    yield dict(name="an empty part", steps=steps((plain("FRAGMENT", 1, b"", offset=0, total=9), None, "BAD_FRAGMENT")))
    anchor = data(0, 5, 6, 7, 1, 2, [], dropped=9)
    yield dict(name="an anchor with dropped samples", steps=whole(anchor, 12, 4))
    samples = data(0, 5, 6, 7, 1, 2, [1, 2])
    yield dict(name="data with samples is not sent in parts", steps=steps(
        (parts(samples, 12, 5)[0], None, None), (parts(samples, 12, 5)[1], None, "BAD_FRAGMENT")))
    inner = plain("FRAGMENT", 1, b"abc", flags=1, offset=0, total=3)
    yield dict(name="a part of a part", steps=steps((plain("FRAGMENT", 6, inner, flags=1, offset=0, total=len(inner)),
                                                     None, "BAD_FRAGMENT")))
