"""What is wrong, and the error that names it; `link` is `bytes` (stuffed, between two zeros) or `packet`."""

import wire
from cases_frames import EMG
from wire import FIELDS, TYPES, data, frame, plain, sealed

# What each frame needs beside zeros to be a good one.
GOOD = dict(STATUS=dict(battery=50), FRAGMENT=dict(total=9), HELLO=dict(major=1, max_frame=20), CONFIGURE=dict(channels=1),
            START=dict(lease=1), KEEP=dict(lease=1), RANGE=dict(count=1), VIBRATE=dict(pulses=1, strength=1),
            HELLO_REPLY=dict(streams=1, max_frame=20), REFUSED=dict(result=1))
PAYLOADS = dict(COMPACT=b"\0\0", FRAGMENT=b"abc", HELLO_REPLY=b"\0\0", DESCRIBE_REPLY=EMG)


def good(kind, payload=None, **values):
    body = PAYLOADS.get(kind, b"") if payload is None else payload
    return plain(kind, 1, body, **{**GOOD.get(kind, {}), **values})


def packet(name, raw, error):
    return dict(name=name, link="packet", hex=raw.hex(), error=error)


def stuffed(name, raw, error):
    return dict(name=name, link="bytes", hex=raw.hex(), error=error)


def with_byte(raw, at, value):
    return raw[:at] + bytes([value]) + raw[at + 1:]


def links():
    whole = sealed(good("STOP"))
    yield stuffed("a code byte points past the end", wire.cobs(whole)[:-1], "BAD_COBS")
    yield stuffed("no CRC on a byte stream", wire.cobs(good("STOP")), "MISSING_CRC")
    long = sealed(data(0, 0, 0, 0, 3, 1, [1] * 1019))
    yield stuffed("too long", wire.cobs(long), "TOO_LONG")
    yield packet("too long a packet", data(0, 0, 0, 0, 3, 1, [1] * 1020), "TOO_LONG")
    for length in range(4):
        yield packet(f"{length} bytes", good("STOP")[:length], "TOO_SHORT")
    yield packet("a CRC and no room for it", bytes([TYPES["STOP"], 0x80, 1, 4, 0, 0, 0]), "TOO_SHORT")
    for bit in (0, 9, 31, 63):
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << bit % 8
        yield packet(f"bit {bit} is another", bytes(spoilt), "BAD_CRC")
    for kind in (0x00, 0x06, 0x0F, 0x1A, 0x7F, 0x80, 0x8F, 0x9E, 0xFF):
        yield packet(f"type {kind:#04x}", bytes([kind, 0, 1, 4]), "UNKNOWN_TYPE")


def headers():
    for kind in FIELDS:
        raw = good(kind)
        shortest = raw[3]
        yield packet(f"{kind}: header one byte too short", with_byte(raw, 3, shortest - 1), "BAD_HEADER")
        yield packet(f"{kind}: header past the end", with_byte(raw, 3, len(raw) + 1), "BAD_HEADER")
        if shortest > 4:
            yield packet(f"{kind}: cut in its header", raw[:shortest - 1], "BAD_HEADER")
    raw = data(0, 0, 0, 0, 1, 2, [1, 2])
    yield packet("DATA: header one byte too short", with_byte(raw, 3, 19), "BAD_HEADER")
    yield packet("DATA: header past the end", with_byte(raw, 3, 25), "BAD_HEADER")
    yield packet("DATA: no room for dropped", with_byte(raw, 1, 2), "BAD_HEADER")
    yield packet("DATA: no room for quality", with_byte(raw, 1, 4), "BAD_HEADER")
    both = data(0, 0, 0, 0, 1, 2, [1, 2], dropped=1, quality=[0, 0])
    yield packet("DATA: header ends in quality", with_byte(both, 3, 25), "BAD_HEADER")
    yield packet("DATA: header reaches into the CRC", with_byte(sealed(with_byte(raw, 3, 25)), 3, 25), "BAD_HEADER")


def samples():
    raw = data(0, 0, 0, 0, 1, 2, [1, 2])
    yield packet("DATA: no channel", with_byte(raw, 17, 0), "BAD_CHANNELS")
    yield packet("DATA: 33 channels", with_byte(raw, 17, 33), "BAD_CHANNELS")
    for encoding in (0, 5, 255):
        yield packet(f"DATA: encoding {encoding}", with_byte(raw, 16, encoding), "BAD_ENCODING")
    yield packet("DATA: 1025 values", data(0, 0, 0, 0, 1, 1, [0] * 1025), "BAD_COUNT")
    yield packet("DATA: 65535 samples of 32 channels", with_byte(with_byte(with_byte(raw, 17, 32), 18, 255), 19, 255),
                 "BAD_COUNT")
    yield packet("DATA: a byte is missing", raw[:-1], "BAD_PAYLOAD")
    yield packet("DATA: a byte too many", raw + b"\0", "BAD_PAYLOAD")
    yield packet("DATA: an anchor with a payload", data(0, 0, 0, 0, 1, 2, []) + b"\0", "BAD_PAYLOAD")
    yield packet("DATA: a compressed anchor with a payload", data(0, 0, 0, 0, 4, 2, []) + b"\0", "BAD_PAYLOAD")
    squeezed = data(0, 0, 0, 0, 4, 1, [5, 9, 1, 7, 300, -20])
    yield packet("PACKED: ends too early", squeezed[:-1], "BAD_PACKED")
    yield packet("PACKED: goes on", squeezed + b"\0", "BAD_PACKED")
    yield packet("PACKED: nothing", squeezed[:20], "BAD_PACKED")

    def bits(name, text, count):
        head = frame("DATA", 0, 0, data(0, 0, 0, 0, 4, 1, [0] * count)[4:20])
        return packet(f"PACKED: {name}", head + wire.octets(text), "BAD_PACKED")

    yield bits("more first values than samples", "11" + "00000" + "000" + "00000", 2)
    yield bits("first values past the end", "11" + "11111" + "0" * 32, 3)
    yield bits("25 zeros", "00" + "00000" + "00000" + "0" * 25 + "1" + "0" * 32, 1)
    yield bits("the last byte is not filled up with zeros", wire.packed_channel([1], 0, 1, 0) + "01", 1)


def values():
    def wrong(kind, name, **fields):
        return packet(f"{kind}: {name}", good(kind, **fields), "BAD_VALUE")

    yield wrong("STATUS", "a state above 3", state=4)
    yield wrong("STATUS", "a battery of 101 per cent", battery=101)
    yield wrong("STATUS", "a battery of 254 per cent", battery=254)
    yield wrong("FRAGMENT", "a total of 0", total=0)
    yield wrong("FRAGMENT", "a total of 4097", total=4097)
    yield wrong("HELLO", "frames of 19 bytes", max_frame=19)
    for kind in ("DESCRIBE", "CONFIGURE", "RANGE", "DESCRIBE_REPLY", "CONFIGURE_REPLY", "RANGE_REPLY"):
        yield wrong(kind, "stream 16", stream=16)
    yield wrong("CONFIGURE", "encoding 5", encoding=5)
    yield wrong("CONFIGURE", "no channel", channels=0)
    for kind in ("START", "KEEP"):
        yield wrong(kind, "no lease", lease=0)
        yield wrong(kind, "a lease of 3601 s", lease=3601)
    yield wrong("RANGE", "no sample", count=0)
    yield wrong("VIBRATE", "no pulse", pulses=0)
    yield wrong("VIBRATE", "11 pulses", pulses=11)
    yield wrong("VIBRATE", "no strength", strength=0)
    yield wrong("VIBRATE", "a strength of 101 per cent", strength=101)
    yield wrong("HELLO_REPLY", "no stream", streams=0)
    yield wrong("HELLO_REPLY", "17 streams", streams=17)
    yield wrong("HELLO_REPLY", "frames of 19 bytes", max_frame=19)
    for kind in TYPES:
        if TYPES[kind] >= 0x90:
            yield wrong(kind, "result 11", result=11)
    yield wrong("KEEP_REPLY", "a state above 3", state=4)


def payloads():
    for kind in ("HELLO", "DESCRIBE", "CONFIGURE", "START", "STOP", "KEEP", "TIME", "RANGE", "IDENTIFY",
                 "VIBRATE"):
        yield packet(f"{kind}: a payload", good(kind, b"\0"), "BAD_PAYLOAD")
    for kind in ("STATUS", "START_REPLY", "STOP_REPLY"):
        yield packet(f"{kind}: four bytes of a list", good(kind, b"\0" * 9), "BAD_PAYLOAD")
    yield packet("STATUS: four bytes of a list, and a state above 3", good("STATUS", b"\0" * 9, state=4), "BAD_PAYLOAD")
    yield packet("STATUS: stream 16 in the list", good("STATUS", b"\x10\0\0\0\0"), "BAD_VALUE")
    yield packet("HELLO_REPLY: no names", good("HELLO_REPLY", b""), "BAD_STRING")
    yield packet("HELLO_REPLY: one name", good("HELLO_REPLY", b"\0"), "BAD_STRING")
    yield packet("HELLO_REPLY: a name past the end", good("HELLO_REPLY", b"\0\x02a"), "BAD_STRING")
    yield packet("HELLO_REPLY: no UTF-8", good("HELLO_REPLY", b"\x02\xc3\x28\0"), "BAD_STRING")


def descriptions():
    def wrong(name, raw, error="BAD_VALUE"):
        return packet(f"description: {name}", good("DESCRIBE_REPLY", raw), error)

    yield wrong("nothing", b"", "BAD_PAYLOAD")
    yield wrong("cut before its rates", EMG[:33], "BAD_PAYLOAD")
    yield wrong("cut in its rates", EMG[:45], "BAD_PAYLOAD")
    yield wrong("cut in its rates, the first of them 0", EMG[:34] + b"\0\0\0\0" + EMG[38:45], "BAD_PAYLOAD")
    yield wrong("cut before a channel", EMG[:50], "BAD_PAYLOAD")
    yield wrong("cut in a label", EMG[:54], "BAD_STRING")
    yield wrong("kind 0", with_byte(EMG, 0, 0))
    yield wrong("kind 6", with_byte(EMG, 0, 6))
    yield wrong("unit 6", with_byte(EMG, 1, 6))
    yield wrong("no encoding", with_byte(EMG, 2, 0))
    yield wrong("encoding 5", with_byte(EMG, 2, 32))
    yield wrong("no channel", with_byte(EMG, 3, 0))
    yield wrong("33 channels", with_byte(EMG, 3, 33))
    yield wrong("a numerator of 0", EMG[:4] + b"\0\0\0\0" + EMG[8:])
    yield wrong("a denominator of 0", EMG[:8] + b"\0\0\0\0" + EMG[12:])
    yield wrong("rails that are one", EMG[:16] + EMG[20:24] + EMG[20:])
    yield wrong("no rate", with_byte(EMG, 33, 0))
    yield wrong("17 rates", with_byte(EMG, 33, 17))
    yield wrong("a rate of 0", EMG[:34] + b"\0\0\0\0" + EMG[38:])
    yield wrong("a rate over 0", EMG[:38] + b"\0\0\0\0" + EMG[42:])
    yield wrong("side 4", with_byte(EMG, 50, 4))
    one = lambda label, site, muscle: wire.description(
        1, 1, 2, (1, 1), 0, (-1, 1), (0, 0), 0, [(1000, 1)], [(0, label, site, muscle)])
    yield wrong("no label", one("", "", ""), "BAD_STRING")
    yield wrong("a label of 17 bytes", one("a" * 17, "", ""), "BAD_STRING")
    yield wrong("a site of 33 bytes", one("a", "s" * 33, ""), "BAD_STRING")
    yield wrong("a muscle of 33 bytes", one("a", "", "m" * 33), "BAD_STRING")
    yield wrong("a label that is no UTF-8", one("a", "", "").replace(b"\x01a\0\0", b"\x01\xff\0\0"), "BAD_STRING")


def malformed():
    return [*links(), *headers(), *samples(), *values(), *payloads(), *descriptions()]
