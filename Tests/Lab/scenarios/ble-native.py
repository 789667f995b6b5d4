"""Wearables of the project's own protocol on the air, two at once: frames fit, and each sample is the one played."""

import array
import contextlib
import time

from lab import airwearable, recording
from lab.airwearable import AirWearable
from lab.blehost import Central, wait_for_adapter
from lab.radio import Radio
from lab.scenario import WORK, check, figure, sized
from lab.sensor import Sensor
from lab.sessions import start_of
from lab.wearable import VirtualWearable

# The second implementation of the protocol, beside which 'airwearable' has put this folder.
import frames
from words import Encoding, Type, WIDTHS

CHANNELS, LEASE = 2, 10
# The longest packet, how many wearables, and for how long.
RUNS = [(247, 2, sized(3, 600)), (64, 1, 3), (23, 1, 3)]


class Host:
    """The host's side of a session, as far as streaming goes."""

    def __init__(self, sensor, mtu):
        self.central = Central(sensor)
        check(self.central.exchange_mtu(mtu) == mtu, "the MTU")
        self.central.find()
        self.central.subscribe(airwearable.REPLIES, airwearable.DATA)
        self.longest, self.ends, self.firsts, self.samples = 0, {}, {}, {}
        self.parts = frames.Assembler()

    def ask(self, kind, **fields):
        self.central.write(airwearable.REQUESTS, frames.encode(kind, 1, **fields), wants_answer=False)
        while True:
            frame = self.next()
            if frame.type == kind | 0x80:
                check(not frame.fields.get("result"), kind.name, "was refused:", frame.fields)
                return frame.fields

    def next(self):
        """The next frame that is whole."""
        while True:
            uuid, value = self.central.next()
            self.longest = max(self.longest, len(value))
            frame = frames.decode(value)
            if frame.type == Type.FRAGMENT:
                if not (whole := self.parts.add(frame)):
                    continue
                frame = frames.decode(whole)
            is_data = frame.type in (Type.DATA, Type.COMPACT)
            check(uuid == self.central.on_air(airwearable.DATA if is_data else airwearable.REPLIES), "where it belongs")
            if is_data:
                self.take(frame)
            return frame

    def take(self, frame):
        fields = frame.fields
        if frame.type == Type.DATA:
            encoding, channels, index, samples = [
                fields[name] for name in ("encoding", "channels", "index", "samples")]
        else:
            check(frame.id in self.ends, "samples without an anchor")
            encoding, channels, end = self.ends[frame.id]
            index = end + (fields["index_low"] - end) % (1 << 16)
            count = len(fields["payload"]) // (channels * WIDTHS[encoding])
            samples = frames.decode_samples(fields["payload"], encoding, channels, count)
        self.ends[frame.id] = encoding, channels, index + len(samples) // channels
        if samples:
            stream = self.samples.setdefault(frame.id, array.array("i"))
            first = self.firsts.setdefault(frame.id, index)
            check(index == first + len(stream) // channels, "stream", frame.id, "has a gap before", index)
            stream.extend(samples)

    def start(self):
        hello = self.ask(Type.HELLO, major=1, minor=1, max_frame=4096)
        for stream in range(hello["streams"]):
            self.ask(Type.CONFIGURE, stream=stream, encoding=Encoding.I24, rate=0, channels=3 if stream == 0 else 7)
        self.ask(Type.START, lease=LEASE)
        self.renewed = time.monotonic()

    def run(self):
        self.next()
        if time.monotonic() - self.renewed > LEASE / 3:
            self.renewed = time.monotonic()
            self.ask(Type.KEEP, lease=LEASE)

    def check(self, seconds):
        """So many samples came, and of muscle each is the one that was played."""
        muscle = self.samples[0]
        count = len(muscle) // CHANNELS
        check(len(self.samples) == 3 and count > recording.RATE, f"{count} samples of muscle")
        start = start_of(list(muscle[:20 * CHANNELS:CHANNELS]))
        wrong = [number for number in range(count) if list(muscle[CHANNELS * number:CHANNELS * (number + 1)])
                 != [recording.counts(channel, start + number) for channel in range(CHANNELS)]]
        check(not wrong, f"{len(wrong)} samples are not what was played:", wrong[:3], start)


recording.write(WORK / "played.bdf", max(seconds for _, _, seconds in RUNS) + 30, channels=CHANNELS)
for mtu, count, seconds in RUNS:
    with Radio() as radio, contextlib.ExitStack() as stack:
        wait_for_adapter()
        hosts, boards = [], []
        for number in range(count):
            wearable = stack.enter_context(VirtualWearable(WORK / "played.bdf"))
            boards.append(AirWearable(wearable, f"Spasm {number}", f"C0:FF:EE:00:00:0{number + 1}", mtu))
            hosts.append(Host(stack.enter_context(Sensor(radio, boards[-1])), mtu))
        # What is not read in time the kernel lets go.
        for host in hosts:
            host.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for host in hosts:
                host.run()
        for host, board in zip(hosts, boards):
            check(board.too_long == 0 and host.longest <= mtu - 3, "too long:", board.too_long, host.longest)
            host.check(seconds)
            host.central.close()
        figure(f"MTU {mtu}: samples of muscle, longest frame",
               [(len(host.samples[0]) // CHANNELS, host.longest) for host in hosts])
