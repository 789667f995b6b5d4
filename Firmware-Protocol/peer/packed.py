"""Lossless compression."""

from words import Fault, require

RICE_ESCAPE = 24


def to_signed(value, bits=32):
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def predict(order, series):
    """The prediction of the sample after these."""
    if order == 0:
        return 0
    if order == 1:
        return series[-1]
    if order == 2:
        return 2 * series[-1] - series[-2]
    return 3 * series[-1] - 3 * series[-2] + series[-3]


def pack_channel(series):
    """The shortest string of bits, as a str of 0 and 1: clarity counts for more here than speed."""
    def bits(value, count):
        return format(value & ((1 << count) - 1), f"0{count}b") if count else ""

    def rice(u, k):
        return "0" * (u >> k) + "1" + bits(u, k) if u >> k < RICE_ESCAPE else "0" * RICE_ESCAPE + "1" + bits(u, 32)

    best = None
    for order in range(min(3, len(series)) + 1):
        first = series[:order]
        width = max((max(value, ~value).bit_length() + 1 for value in first), default=1)
        residuals = [to_signed(series[n] - predict(order, series[:n])) for n in range(order, len(series))]
        mapped = [2 * r if r >= 0 else -2 * r - 1 for r in residuals]
        for k in range(32):
            size = order * width + sum((u >> k) + 1 + k if u >> k < RICE_ESCAPE else RICE_ESCAPE + 33 for u in mapped)
            if best is None or size < best[0]:
                best = size, order, width, first, k, mapped
    _, order, width, first, k, mapped = best
    return (bits(order, 2) + bits(width - 1, 5) + "".join(bits(value, width) for value in first) + bits(k, 5)
            + "".join(rice(u, k) for u in mapped))


def pack(values, channels):
    bits = "".join(pack_channel(values[channel::channels]) for channel in range(channels))
    size = (len(bits) + 7) // 8
    return int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


def unpack(payload, channels, count):
    bits, position = "".join(format(byte, "08b") for byte in payload), 0

    def take(length):
        nonlocal position
        position += length
        require(position <= len(bits), Fault.BAD_PACKED)
        return int(bits[position - length:position] or "0", 2)

    values = [0] * (channels * count)
    for channel in range(channels):
        order, width = take(2), take(5) + 1
        require(order <= count, Fault.BAD_PACKED)
        series = [to_signed(take(width), width) for _ in range(order)]
        k = take(5)
        while len(series) < count:
            zeros = 0
            while not take(1):
                zeros += 1
                require(zeros <= RICE_ESCAPE, Fault.BAD_PACKED)
            u = take(32) if zeros == RICE_ESCAPE else zeros << k | take(k)
            series.append(to_signed(predict(order, series) + (~(u >> 1) if u & 1 else u >> 1)))
        values[channel::channels] = series
    require(len(bits) - position < 8 and "1" not in bits[position:], Fault.BAD_PACKED)
    return values
