"""Compressed samples, COMPACT frames and their indices, and the account of a stream."""

import random

import wire
from wire import data, plain


def packed():
    """`hex` decodes to `samples`; other codings of the same are as good."""
    chance = random.Random(1)

    def one(name, samples, channels):
        raw = wire.packed(samples, channels)
        return dict(name=name, channels=channels, count=len(samples) // channels, samples=samples, hex=raw.hex())

    yield one("one zero", [0], 1)
    yield one("the lowest and the highest", [-2147483648, 2147483647] * 3, 1)
    yield one("a constant", [123456] * 20, 1)
    yield one("a ramp", [7 * n for n in range(-10, 10)], 1)
    yield one("a parabola", [n * n for n in range(20)], 1)
    yield one("a cubic", [n ** 3 for n in range(20)], 1)
    yield one("noise of 12 bits on 8 channels", [chance.randrange(-2048, 2048) for _ in range(8 * 16)], 8)
    yield one("noise of 24 bits", [chance.randrange(-2**23, 2**23) for _ in range(9)], 1)
    yield one("noise of 32 bits", [chance.randrange(-2**31, 2**31) for _ in range(9)], 1)
    yield one("one outlier, coded in full", [0, 1, 0, -1, 0, 2147483647, 0, 1] * 2, 1)
    yield one("32 channels of one sample", list(range(-16, 16)), 32)
    yield one("1024 values", [chance.randrange(-300, 300) for _ in range(1024)], 8)
    for order in range(4):
        values = [5 * n + (-1) ** n for n in range(8)]
        for k in (0, 3, 31):
            bits = wire.packed_channel(values, order, 32, k)
            yield dict(name=f"order {order}, k {k}, first values of 32 bits", channels=1, count=8, samples=values,
                       hex=wire.octets(bits).hex())
    values = [24 << 4, -(24 << 4), (24 << 4) - 9, 0]
    bits = "00" + "00000" + "00000" + "".join("0" * 24 + "1" + wire.bits_of(wire.folded(value), 32) for value in (0, -1, 7))
    yield dict(name="small values, written in full", channels=1, count=3, samples=[0, -1, 7], hex=wire.octets(bits).hex())
    yield dict(name="quotients about the escape", channels=1, count=4, samples=values,
               hex=wire.octets(wire.packed_channel(values, 0, 1, 5)).hex())


def compact():
    """Frames of one stream in their order, and the index and samples of each, or its error."""
    def step(raw, index=None, samples=None, error=None):
        return dict(hex=raw.hex(), index=index, samples=samples, error=error)

    def small(index, *samples):
        body = b"".join(wire.number(value, "i16") for value in samples)
        return plain("COMPACT", 1, body, index_low=index & 0xFFFF)

    def anchor(index, boot=7, channels=2, encoding=1, **options):
        return data(1, index, 1000, boot, encoding, channels, [], **options)

    yield dict(name="after an anchor", steps=[
        step(anchor(5), 5, []), step(small(5, 1, 2, 3, 4), 5, [1, 2, 3, 4]), step(small(7, 5, 6), 7, [5, 6])])
    yield dict(name="before an anchor", steps=[step(small(5, 1, 2), error="NO_ANCHOR")])
    yield dict(name="over the end of 16 bits", steps=[
        step(anchor(65534), 65534, []), step(small(65534, 1, 2, 3, 4), 65534, [1, 2, 3, 4]),
        step(small(65536, 5, 6), 65536, [5, 6])])
    yield dict(name="over the end of 32 bits", steps=[
        step(anchor(4294967295), 4294967295, []), step(small(4294967295, 1, 2), 4294967295, [1, 2]),
        step(small(0, 3, 4), 0, [3, 4])])
    yield dict(name="a gap of nearly 65536", steps=[
        step(anchor(10), 10, []), step(small(10, 1, 2), 10, [1, 2]), step(small(10, 3, 4), 65546, [3, 4])])
    yield dict(name="data is an anchor too, a historic one is not", steps=[
        step(data(1, 100, 0, 7, 1, 1, [9]), 100, [9]), step(small(101, 3, 4), 101, [3, 4]),
        step(data(1, 50, 0, 7, 1, 2, [9, 9], historic=True), 50, [9, 9]), step(small(103, 5), 103, [5])])
    yield dict(name="values of 24 bits", steps=[
        step(anchor(0, channels=1, encoding=2), 0, []),
        step(plain("COMPACT", 1, bytes.fromhex("ffffff000080"), index_low=0), 0, [-1, -8388608])])
    yield dict(name="no whole number of samples", steps=[
        step(anchor(0), 0, []), step(plain("COMPACT", 1, b"\0\0\0", index_low=0), error="BAD_PAYLOAD"),
        step(plain("COMPACT", 1, b"", index_low=0), error="BAD_COUNT")])
    yield dict(name="compressed frames take no compact ones", steps=[
        step(anchor(0, encoding=4), 0, []), step(plain("COMPACT", 1, b"\0\0", index_low=0), error="BAD_ENCODING")])


def accounts():
    """Frames of stream 0 in the order in which they came, from `start` to `end`, and where every sample went."""
    def run(index, count, boot=7, **options):
        return data(0, index, 500 * index, boot, 1, 1, [(index + n) % 30000 for n in range(count)], **options).hex()

    def account(name, start, end, frames, received, lost, overrun, duplicate=0, missing=()):
        assert (end - start) % 2**32 == received + lost + overrun, name
        return dict(name=name, start=start, end=end, frames=frames, received=received, lost=lost, overrun=overrun,
                    duplicate=duplicate, missing=[list(part) for part in missing])

    yield account("nothing is lost", 0, 30, [run(0, 10), run(10, 10), run(20, 10)], 30, 0, 0)
    yield account("one frame is lost", 0, 30, [run(0, 10), run(20, 10)], 20, 10, 0, missing=[(10, 10)])
    yield account("the first and the last are lost", 5, 35, [run(15, 10)], 10, 20, 0, missing=[(5, 10), (25, 10)])
    yield account("nothing comes", 5, 35, [], 0, 30, 0, missing=[(5, 30)])
    yield account("dropped by the device", 0, 35, [run(0, 10), run(15, 20, dropped=5)], 30, 0, 5)
    yield account("dropped and lost", 0, 40, [run(0, 10), run(30, 10, dropped=5)], 20, 15, 5, missing=[(10, 15)])
    yield account("dropped at the very start", 0, 20, [run(10, 10, dropped=10)], 10, 0, 10)
    yield account("dropped, told by an anchor", 0, 40, [run(0, 10), run(30, 0, dropped=20), run(30, 10)], 20, 0, 20)
    yield account("more is told to be dropped than the gap holds", 0, 20, [run(0, 10), run(10, 10, dropped=5)], 20, 0, 0)
    yield account("a frame comes twice", 0, 20, [run(0, 10), run(0, 10), run(10, 10)], 20, 0, 0, duplicate=10)
    yield account("two frames change places", 0, 30, [run(0, 10), run(20, 10), run(10, 10)], 30, 0, 0)
    yield account("a late frame overlaps", 0, 30, [run(0, 10), run(20, 10), run(5, 10)], 25, 5, 0, duplicate=5,
                  missing=[(15, 5)])
    yield account("back-fill of everything", 0, 30, [run(0, 10), run(20, 10), run(10, 10, historic=True)], 30, 0, 0)
    yield account("back-fill of a part", 0, 40, [run(0, 10), run(30, 10), run(15, 5, historic=True)], 25, 15, 0,
                  missing=[(10, 5), (20, 10)])
    yield account("back-fill tells what was dropped", 0, 40,
                  [run(0, 10), run(30, 10), run(10, 10, historic=True), run(25, 5, historic=True, dropped=5)], 35, 0, 5)
    yield account("over the end of 32 bits", 4294967290, 4, [run(4294967290, 4), run(0, 4)], 8, 2, 0,
                  missing=[(4294967294, 2)])
