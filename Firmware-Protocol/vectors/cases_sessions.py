"""Transcripts of sessions: what a host sends, what is sampled, and what the device of this file sends for it.

The device: stream 0 is EMG, two channels of 16 or 24 bits at 1000 or 500 Hz; stream 1 attitude, four values of 16 or 32 bits
at 100 Hz. Boot id 7. `store` and the other features are told by the case; the host's frames carry no CRC, nor the device's.
"""

import zlib

import wire
from wire import data, plain

EMG = wire.description(1, 1, 0b110, (1, 1000000), 0, (-32768, 32767), (20000, 450000), 0, [(1000, 1), (500, 1)],
                       [(1, "EMG1", "belly", "calf"), (2, "EMG2", "", "")])
MOTION = wire.description(5, 5, 0b1010, (1, 16384), 0, (-32768, 32767), (0, 0), 0, [(100, 1)],
                          [(0, axis, "", "") for axis in "wxyz"])
UUID = "000102030405060708090a0b0c0d0e0f"
STORE, TIME, IDENTIFIES, VIBRATES = 0x01, 0x04, 0x10, 0x20
SECOND = 1000000


class Transcript:
    """A session as it goes on."""

    def __init__(self, name, features=0, health=None):
        self.case = dict(name=name, features=features, store=60 if features & STORE else 0, boot=7,
                         conditions=health or 0, steps=[])
        self.features, self.conditions = features, health or 0

    def ask(self, at, request, *answers):
        self.case["steps"].append(dict(at=at, host=request.hex(), device=[answer.hex() for answer in answers]))
        return self

    def poll(self, at, *frames):
        self.case["steps"].append(dict(at=at, poll=True, device=[frame.hex() for frame in frames]))
        return self

    def sample(self, at, stream, values, *frames):
        self.case["steps"].append(dict(at=at, stream=stream, samples=values, device=[frame.hex() for frame in frames]))
        return self

    def miss(self, at, stream, count):
        self.case["steps"].append(dict(at=at, stream=stream, missed=count, device=[]))
        return self

    def hello(self, at=0, max_frame=244, minor=1):
        greeting = plain("HELLO_REPLY", 1, wire.string("demo 1.0") + wire.string("board A"), result=0, major=1, minor=1,
                         streams=2, boot=7, max_frame=512, features=self.features, store=self.case["store"],
                         description=zlib.crc32(EMG + MOTION), uuid=UUID)
        return self.ask(at, plain("HELLO", 1, major=1, minor=minor, max_frame=max_frame), greeting)

    def start(self, at, emg=0, motion=0, lease=10, id=3):
        reply = plain("START_REPLY", id, wire.positions([(0, emg), (1, motion)]), boot=7, time=at)
        return self.ask(at, plain("START", id, lease=lease), reply)

    def stop(self, at, emg, motion):
        reply = plain("STOP_REPLY", 4, wire.positions([(0, emg), (1, motion)]), boot=7, time=at)
        return self.ask(at, plain("STOP", 4), reply)

    def status(self, at, state, emg, motion):
        return plain("STATUS", 0, wire.positions([(0, emg), (1, motion)]), boot=7, time=at, state=state, battery=80,
                     millivolts=3900, temperature=2150, conditions=self.conditions)


def refused(kind, id, result):
    return plain(f"{kind}_REPLY", id, result=result)


def emg(index, at, values, **options):
    return data(0, index, at, 7, 1, 2, values, **options)


def sessions():
    yield (Transcript("everything in its order", TIME | IDENTIFIES).hello()
           .ask(10, plain("DESCRIBE", 2, stream=0), plain("DESCRIBE_REPLY", 2, EMG, stream=0))
           .ask(20, plain("DESCRIBE", 2, stream=1), plain("DESCRIBE_REPLY", 2, MOTION, stream=1))
           .ask(30, plain("TIME", 9), plain("TIME_REPLY", 9, boot=7, received=30))
           .ask(40, plain("IDENTIFY", 9, seconds=3), plain("IDENTIFY_REPLY", 9))
           .start(50)
           .poll(50, Transcript("").status(50, 2, 0, 0)).poll(60)
           .sample(100, 0, [1, 2, 3, 4], emg(0, 100, [1, 2, 3, 4]))
           .sample(110, 1, [5, 6, 7, 8], data(1, 0, 110, 7, 1, 4, [5, 6, 7, 8]))
           .sample(2100, 0, [8, 9], emg(2, 2100, [8, 9])).start(2200, 0, 0)
           .stop(3000, 3, 1)
           .sample(4000, 0, [1, 1]).start(5000, 3, 1)
           .sample(6000, 0, [2, 2], emg(3, 6000, [2, 2])).case)
    yield (Transcript("a host of 1.0", TIME | VIBRATES).hello(minor=0)
           .ask(10, plain("TIME", 9), plain("TIME_REPLY", 9, boot=7, received=10)).start(50).stop(60, 0, 0).case)
    yield (Transcript("what the wearer feels", VIBRATES).hello()
           .ask(10, plain("VIBRATE", 9, pulses=3, strength=80), plain("VIBRATE_REPLY", 9))
           .ask(11, plain("VIBRATE", 9, pulses=3, strength=80), plain("VIBRATE_REPLY", 9))
           .ask(12, plain("VIBRATE", 10, pulses=0, strength=80), refused("VIBRATE", 10, 3))
           .ask(13, plain("VIBRATE", 10, pulses=11, strength=80), refused("VIBRATE", 10, 3))
           .ask(14, plain("VIBRATE", 10, pulses=1, strength=101), refused("VIBRATE", 10, 3))
           .ask(15, plain("VIBRATE", 10, pulses=1, strength=0), refused("VIBRATE", 10, 3))
           .ask(16, plain("VIBRATE", 10, pulses=1, strength=1)[:5], refused("VIBRATE", 10, 2)).case)
    yield (Transcript("nothing before hello", STORE | TIME | IDENTIFIES | VIBRATES)
           .ask(0, plain("DESCRIBE", 2, stream=0), refused("DESCRIBE", 2, 5))
           .ask(0, plain("CONFIGURE", 2, stream=0, encoding=1, channels=1), refused("CONFIGURE", 2, 5))
           .ask(0, plain("START", 2, lease=1), refused("START", 2, 5)).ask(0, plain("STOP", 2), refused("STOP", 2, 5))
           .ask(0, plain("KEEP", 2, lease=1), refused("KEEP", 2, 5)).ask(0, plain("TIME", 2), refused("TIME", 2, 5))
           .ask(0, plain("RANGE", 2, stream=0, boot=7, count=1), refused("RANGE", 2, 5))
           .ask(0, plain("IDENTIFY", 2, seconds=1), refused("IDENTIFY", 2, 5))
           .ask(0, plain("VIBRATE", 2, pulses=1, strength=1), refused("VIBRATE", 2, 5)).poll(9 * SECOND)
           .sample(10, 0, [1, 2]).case)
    yield (Transcript("another major version").ask(0, plain("HELLO", 1, major=2, max_frame=244), refused("HELLO", 1, 10))
           .ask(0, plain("START", 2, lease=1), refused("START", 2, 5)).case)
    yield (Transcript("what the device does not do").hello().ask(1, plain("TIME", 2), refused("TIME", 2, 1))
           .ask(1, plain("RANGE", 2, stream=0, boot=7, count=1), refused("RANGE", 2, 1))
           .ask(1, plain("IDENTIFY", 2, seconds=1), refused("IDENTIFY", 2, 1))
           .ask(1, plain("VIBRATE", 2, pulses=1, strength=1), refused("VIBRATE", 2, 1))
           .ask(1, bytes([0x20, 0, 9, 4]), plain("REFUSED", 9, result=1, request=0x20))
           .ask(1, bytes([0x7F, 0, 9, 4, 1, 2]), plain("REFUSED", 9, result=1, request=0x7F))
           .ask(1, bytes([0x06, 0, 9, 4])).ask(1, bytes([0xA0, 0, 9, 4])).ask(1, plain("STOP_REPLY", 3))
           .ask(1, bytes([0x14, 0, 9])).ask(1, wire.sealed(plain("STOP", 4))[:-1] + b"\x55").case)
    yield (Transcript("requests that are wrong").hello()
           .ask(1, plain("DESCRIBE", 2, stream=2), refused("DESCRIBE", 2, 4))
           .ask(1, plain("DESCRIBE", 2, stream=200), refused("DESCRIBE", 2, 4))
           .ask(1, plain("DESCRIBE", 2)[:5], refused("DESCRIBE", 2, 2))
           .ask(1, plain("STOP", 2) + b"\0", refused("STOP", 2, 2))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=3, channels=3), refused("CONFIGURE", 2, 3))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=9, channels=3), refused("CONFIGURE", 2, 3))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=1, rate=2, channels=3), refused("CONFIGURE", 2, 3))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=1, channels=4), refused("CONFIGURE", 2, 3))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=1, channels=0), refused("CONFIGURE", 2, 3))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=0, rate=2, channels=3), refused("CONFIGURE", 2, 3))
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=0, channels=4), refused("CONFIGURE", 2, 3))
           .ask(1, plain("START", 2, lease=0), refused("START", 2, 3))
           .ask(1, plain("START", 2, lease=3601), refused("START", 2, 3))
           .ask(1, plain("KEEP", 2, lease=5), refused("KEEP", 2, 5)).case)
    yield (Transcript("configured").hello()
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=2, rate=1, channels=2), plain("CONFIGURE_REPLY", 2, stream=0))
           .ask(1, plain("CONFIGURE", 2, stream=1, encoding=0, channels=1), plain("CONFIGURE_REPLY", 2, stream=1))
           .ask(2, plain("START", 3, lease=10), plain("START_REPLY", 3, wire.positions([(0, 0)]), boot=7, time=2))
           .sample(10, 0, [-1], data(0, 0, 10, 7, 2, 1, [-1])).sample(10, 1, [1, 2, 3, 4])
           .ask(20, plain("CONFIGURE", 2, stream=0, encoding=1, channels=1), refused("CONFIGURE", 2, 5)).case)
    yield (Transcript("a lease ends, without a store").hello().start(0, lease=2)
           .sample(10, 0, [1, 2], emg(0, 10, [1, 2]))
           .ask(SECOND, plain("KEEP", 5, lease=2), plain("KEEP_REPLY", 5, state=2))
           .sample(2 * SECOND, 0, [3, 4], emg(1, 2 * SECOND, [3, 4])).poll(3 * SECOND)
           .sample(3 * SECOND + 1, 0, [5, 6]).ask(3 * SECOND + 2, plain("KEEP", 5, lease=2), refused("KEEP", 5, 5))
           .start(4 * SECOND, 2, 0).sample(4 * SECOND, 0, [7, 8], emg(2, 4 * SECOND, [7, 8])).case)
    yield (Transcript("a lease ends, with a store", STORE).hello().start(0, lease=2)
           .sample(10, 0, [1, 2], emg(0, 10, [1, 2])).poll(2 * SECOND).sample(2 * SECOND, 0, [3, 4]).hello(3 * SECOND)
           .start(3 * SECOND, 2, 0).sample(3 * SECOND + 1, 0, [5, 6], emg(2, 3 * SECOND + 1, [5, 6]))
           .ask(3 * SECOND + 2, plain("RANGE", 6, stream=0, boot=7, first=1, count=1),
                plain("RANGE_REPLY", 6, stream=0, first=1, count=1))
           .ask(3 * SECOND + 3, plain("RANGE", 6, stream=0, boot=7, first=0, count=1), refused("RANGE", 6, 6)).case)
    yield (Transcript("hello while streaming").hello().start(0).hello(5).sample(10, 0, [1, 2])
           .start(20).sample(30, 0, [1, 2], emg(0, 30, [1, 2])).case)
    yield (Transcript("samples that were missed").hello().start(0).sample(10, 0, [1, 2], emg(0, 10, [1, 2]))
           .miss(20, 0, 5).miss(25, 0, 2).sample(30, 0, [3, 4], emg(8, 30, [3, 4], dropped=7))
           .sample(40, 0, [5, 6], emg(9, 40, [5, 6])).stop(50, 10, 0).case)
    yield (Transcript("samples that were missed last of all").hello().start(0).sample(10, 0, [1, 2], emg(0, 10, [1, 2]))
           .miss(20, 0, 5).stop(30, 1, 0).start(40, 6, 0).sample(50, 0, [3, 4], emg(6, 50, [3, 4])).case)
    yield (Transcript("a lease ends at its moment, not after").hello().start(0, lease=1)
           .ask(SECOND - 1, plain("KEEP", 5, lease=1), plain("KEEP_REPLY", 5, state=2))
           .ask(2 * SECOND - 1, plain("KEEP", 5, lease=5), refused("KEEP", 5, 5)).case)
    yield (Transcript("nothing is switched on").hello()
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=0, channels=1), plain("CONFIGURE_REPLY", 2, stream=0))
           .ask(1, plain("CONFIGURE", 2, stream=1, encoding=0, channels=1), plain("CONFIGURE_REPLY", 2, stream=1))
           .ask(2, plain("START", 3, lease=5), plain("START_REPLY", 3, boot=7, time=2)).case)
    yield (Transcript("a range keeps its stream as it is", STORE).hello().start(0)
           .sample(10, 0, [1, 2, 3, 4], emg(0, 10, [1, 2, 3, 4])).stop(20, 2, 0)
           .ask(30, plain("RANGE", 6, stream=0, boot=7, first=0, count=2), plain("RANGE_REPLY", 6, stream=0, first=0, count=2))
           .ask(31, plain("RANGE", 6, stream=0, boot=7, first=0, count=2), refused("RANGE", 6, 6))
           .ask(32, plain("CONFIGURE", 7, stream=0, encoding=1, channels=3), refused("CONFIGURE", 7, 6))
           .ask(33, plain("CONFIGURE", 7, stream=1, encoding=1, channels=15), plain("CONFIGURE_REPLY", 7, stream=1))
           .hello(34)
           .ask(35, plain("CONFIGURE", 7, stream=0, encoding=1, channels=3), plain("CONFIGURE_REPLY", 7, stream=0, index=2))
           .ask(36, plain("RANGE", 6, stream=0, boot=7, first=0, count=2), refused("RANGE", 6, 9)).case)
    yield (Transcript("ranges", STORE).hello().start(0)
           .sample(10, 0, [1, 2, 3, 4, 5, 6], emg(0, 10, [1, 2, 3, 4, 5, 6]))
           .ask(20, plain("RANGE", 6, stream=0, boot=8, first=0, count=1), refused("RANGE", 6, 8))
           .ask(20, plain("RANGE", 6, stream=0, boot=7, first=3, count=1), refused("RANGE", 6, 9))
           .ask(20, plain("RANGE", 6, stream=0, boot=7, first=4000000000, count=1), refused("RANGE", 6, 9))
           .ask(20, plain("RANGE", 6, stream=5, boot=7, first=0, count=1), refused("RANGE", 6, 4))
           .ask(20, plain("RANGE", 6, stream=0, boot=7, first=0, count=0), refused("RANGE", 6, 3))
           .ask(20, plain("RANGE", 6, stream=0, boot=7, first=1, count=9),
                plain("RANGE_REPLY", 6, stream=0, first=1, count=2)).case)
    yield (Transcript("too little battery", 0, health=2).hello().ask(1, plain("START", 3, lease=5), refused("START", 3, 7))
           .case)
    yield (Transcript("twenty bytes at a time").hello(max_frame=20).start(0, lease=60)
           .sample(5, 0, [1, 1])
           .poll(10, data(0, 1, 10, 7, 1, 2, [], dropped=1)).poll(10, data(1, 0, 10, 7, 1, 4, []))
           .poll(10, Transcript("").status(10, 2, 1, 0)).poll(10)
           .sample(20, 0, [1, 2, 3, 4, 5, 6], plain("COMPACT", 0, bytes([1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]), index_low=1))
           .sample(20, 1, [6, 7, 8, 9], plain("COMPACT", 1, bytes([6, 0, 7, 0, 8, 0, 9, 0]), index_low=0))
           .miss(30, 0, 3).sample(40, 0, [1, 2]).poll(50, data(0, 8, 50, 7, 1, 2, [], dropped=4))
           .sample(60, 0, [1, 2], plain("COMPACT", 0, bytes([1, 0, 2, 0]), index_low=8))
           .poll(SECOND + 10, data(1, 1, SECOND + 10, 7, 1, 4, []))
           .poll(SECOND + 10, Transcript("").status(SECOND + 10, 2, 9, 1)).poll(SECOND + 11)
           .poll(SECOND + 50, data(0, 9, SECOND + 50, 7, 1, 2, [])).case)
    yield (Transcript("more channels than twenty bytes hold").hello(max_frame=20)
           .ask(1, plain("CONFIGURE", 2, stream=0, encoding=0, channels=1), plain("CONFIGURE_REPLY", 2, stream=0))
           .ask(1, plain("CONFIGURE", 2, stream=1, encoding=3, channels=15), plain("CONFIGURE_REPLY", 2, stream=1))
           .ask(2, plain("START", 3, lease=5), refused("START", 3, 3))
           .ask(3, plain("CONFIGURE", 2, stream=1, encoding=3, channels=13), plain("CONFIGURE_REPLY", 2, stream=1))
           .ask(4, plain("START", 3, lease=5), plain("START_REPLY", 3, wire.positions([(1, 0)]), boot=7, time=4)).case)
    # 24, and for each of four channels one and two.
    for room, result in ((36, 9), (35, 1)):
        yield (Transcript(f"a range where frames have {room} bytes", STORE).hello(max_frame=room)
               .ask(1, plain("RANGE", 6, stream=0, boot=7, first=0, count=1), refused("RANGE", 6, result)).case)
