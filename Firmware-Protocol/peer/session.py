"""The device's side of a session, without a link, a clock or a signal of its own."""

import collections
import zlib

from frames import encode, encode_samples, fragments
from stream import Block, SECOND, Stream
from words import (Condition, Encoding, Feature, MAX_FRAME, MAX_VALUES, Result, SHORTEST_HEADER, State, Type, WRAP,
                   is_request, read_fields, values_allowed)

MAJOR, MINOR = 1, 1
STATUS_EVERY = 900_000              # a little sooner than asked, for the loop may be late
ANCHOR_EVERY = 900_000

GREETED = {State.READY, State.STREAMING, State.LOGGING}
SAMPLING = {State.STREAMING, State.LOGGING}
ALLOWED_IN = {Type.HELLO: set(State), Type.CONFIGURE: {State.READY}, Type.KEEP: {State.STREAMING}}
FEATURE_OF = {Type.TIME: Feature.TIME_SYNC, Type.RANGE: Feature.STORE, Type.IDENTIFY: Feature.IDENTIFIES,
              Type.VIBRATE: Feature.VIBRATES}


class Refusal(Exception):
    """Why a request is not carried out."""

    def __init__(self, result):
        super().__init__(result.name)
        self.result = result


def refuse_unless(condition, result):
    if not condition:
        raise Refusal(result)


# What a device is: made once, the same after every reset.
Identity = collections.namedtuple("Identity", "uuid firmware hardware max_frame features store_seconds")
Health = collections.namedtuple("Health", "battery millivolts temperature conditions")
# What a RANGE has been promised and not been sent yet.
Backfill = collections.namedtuple("Backfill", "stream next end")


class Device:
    """The session. Frames go in and come out whole and without CRC; `overhead` is what the link adds to each."""

    def __init__(self, identity, descriptions, clock, boot, health, overhead=0):
        self.identity, self._descriptions, self._clock, self._health = identity, descriptions, clock, health
        self._overhead, self.boot, self._fragment_id = overhead, boot - 1, 0
        self._answers = {Type.HELLO: self._hello, Type.DESCRIBE: self._describe, Type.CONFIGURE: self._configure,
                         Type.START: self._start, Type.STOP: self._stop, Type.KEEP: self._keep, Type.TIME: self._time,
                         Type.RANGE: self._range, Type.IDENTIFY: self._identify, Type.VIBRATE: self._vibrate}
        self.reset()

    def reset(self):
        """As after power-on: another boot id, time and counts from 0, and nothing of the store can be asked for."""
        self.boot = (self.boot + 1) % (1 << 16)
        self._started = self._clock()
        self.state = State.IDLE
        self.streams = [Stream(number, description) for number, description in enumerate(self._descriptions)]
        self._host_max_frame = MAX_FRAME        # until HELLO tells it
        self._lease_end = self._status_due = 0
        self._conditions = self._health().conditions
        self._store_full = False
        self._presses = 0
        self._backfill = None

    def now(self):
        return self._clock() - self._started

    # What the host says.

    def handle(self, frame):
        """Answers one frame without CRC. What is damaged, and what is no request, gets no answer."""
        received = self.now()
        self._end_lease(received)
        if not is_request(frame[0]):
            return []
        if frame[0] not in list(Type):
            return [encode(Type.REFUSED, frame[2], result=Result.UNSUPPORTED, request=frame[0])]
        kind = Type(frame[0])
        try:
            fields = {"result": Result.OK, **self._answers[kind](self._checked(kind, frame), received)}
        except Refusal as refusal:
            fields = {"result": refusal.result}
        return [encode(Type(kind + 0x80), frame[2], **fields)]

    def _checked(self, kind, frame):
        """The request's fields, if nothing that all requests have in common is wrong: in the order of the pages."""
        feature = FEATURE_OF.get(kind)
        refuse_unless(feature is None or feature & self.identity.features, Result.UNSUPPORTED)
        refuse_unless(kind != Type.RANGE or not self._compact, Result.UNSUPPORTED)
        refuse_unless(SHORTEST_HEADER[kind] <= frame[3] == len(frame), Result.BAD_LENGTH)
        fields = read_fields(kind, frame)
        refuse_unless(kind != Type.HELLO or fields["major"] == MAJOR, Result.WRONG_VERSION)
        refuse_unless(self.state in ALLOWED_IN.get(kind, GREETED), Result.WRONG_STATE)
        refuse_unless(fields.get("stream", 0) < len(self.streams), Result.UNKNOWN_STREAM)
        refuse_unless(values_allowed(kind, fields), Result.BAD_VALUE)
        return fields

    def _hello(self, request, _):
        identity, descriptions = self.identity, b"".join(stream.description.encode() for stream in self.streams)
        self._host_max_frame = request["max_frame"]
        self._backfill = None                   # another host did not ask for it
        if self.state == State.STREAMING:
            self._leave_streaming()
        elif self.state == State.IDLE:
            self.state = State.READY
        return {"major": MAJOR, "minor": MINOR, "streams": len(self.streams), "boot": self.boot,
                "max_frame": identity.max_frame, "features": identity.features, "store": identity.store_seconds,
                "description": zlib.crc32(descriptions), "uuid": identity.uuid, "firmware": identity.firmware,
                "hardware": identity.hardware}

    def _describe(self, request, _):
        stream = request["stream"]
        return {"stream": stream, "payload": self.streams[stream].description.encode()}

    def _configure(self, request, _):
        stream = self.streams[request["stream"]]
        encoding, rate, mask = request["encoding"], request["rate"], request["channels"]
        refuse_unless((encoding == Encoding.OFF or stream.description.encodings >> encoding & 1)
                      and rate < len(stream.description.rates) and not mask >> len(stream.description.channels),
                      Result.BAD_VALUE)
        # To forget the samples that are being sent would break the promise of RANGE_REPLY.
        refuse_unless(self._backfill is None or self._backfill.stream is not stream, Result.BUSY)
        stream.configure(encoding, rate, mask)
        return {"stream": stream.number, "index": stream.index % WRAP}

    def _start(self, request, now):
        refuse_unless(not self._compact
                      or all(stream.sample_size <= self._compact_room and stream.encoding != Encoding.PACKED
                             for stream in self._enabled), Result.BAD_VALUE)
        refuse_unless(self.state != State.READY or not self._health().conditions & Condition.LOW_BATTERY,
                      Result.LOW_BATTERY)
        for stream in self._enabled:
            if self.state == State.READY:
                stream.began = (stream.index, now)
            if self.state != State.STREAMING:
                stream.first, stream.dropped, stream.anchored = stream.index, 0, None
                self._status_due = now
        self.state, self._lease_end = State.STREAMING, now + request["lease"] * SECOND
        return self._positions_reply(now, [(stream.number, stream.first) for stream in self._enabled])

    def _stop(self, _, now):
        self.state = State.READY
        return self._positions_reply(now, self._next_indices)

    def _keep(self, request, now):
        self._lease_end = now + request["lease"] * SECOND
        return {"state": self.state}

    def _time(self, _, received):
        return {"boot": self.boot, "received": received, "held": min(self.now() - received, 0xFFFF)}

    def _range(self, request, _):
        stream = self.streams[request["stream"]]
        refuse_unless(request["boot"] == self.boot, Result.WRONG_BOOT)
        # The last index with these 32 bits.
        first = request["first"] + (stream.index - 1 - request["first"]) // WRAP * WRAP
        held = [block for block in stream.store
                if block.index < first + request["count"] and block.index + len(block.rows) > first]
        refuse_unless(held, Result.NOT_HELD)
        refuse_unless(self._backfill is None, Result.BUSY)
        first, end = max(first, held[0].index), min(first + request["count"], held[-1].index + len(held[-1].rows))
        self._backfill = Backfill(stream, first, end)
        return {"stream": stream.number, "first": first % WRAP, "count": end - first}

    def _identify(self, *_):
        return {}                               # there is no lamp to blink

    def _vibrate(self, *_):
        return {}                               # nor a motor to run

    def _positions_reply(self, now, positions):
        return {"boot": self.boot, "time": now, "positions": positions}

    # What the device says on its own.

    def take(self, number, rows, when, leads_off=()):
        """Takes samples from the converter: rows of the configured channels, the first of them taken at `when`."""
        self._end_lease(self.now())
        stream = self.streams[number]
        if self.state not in SAMPLING or not stream.enabled:
            return []
        block, dropped = Block(stream.index, when, rows, leads_off), stream.dropped
        stream.index, stream.dropped = stream.index + len(rows), 0
        if self.identity.features & Feature.STORE:
            self._store_full |= stream.keep(block, self.identity.store_seconds)
        if self.state != State.STREAMING:
            return []
        return (self._compact_frames if self._compact else self._data_frames)(stream, block, dropped)

    def miss(self, number, count):
        """Counts samples that the converter could not take."""
        stream = self.streams[number]
        if self.state in SAMPLING and stream.enabled:
            stream.index, stream.dropped = stream.index + count, stream.dropped + count

    def press(self, button):
        """Somebody pressed a button; presses that no host hears are counted too."""
        number, self._presses = self._presses, (self._presses + 1) % 256
        if self.state != State.STREAMING or not self.identity.features & Feature.BUTTON:
            return []
        return [encode(Type.MARKER, boot=self.boot, time=self.now(), button=button, number=number)]

    def poll(self):
        """What is due at this time."""
        now = self.now()
        self._end_lease(now)
        health = self._health()
        conditions = health.conditions | (Condition.STORE_FULL if self._store_full else 0)
        if self.state != State.STREAMING or now < self._status_due and conditions == self._conditions:
            return []
        self._status_due, self._conditions = now + STATUS_EVERY, conditions
        return [encode(Type.STATUS, boot=self.boot, time=now, state=self.state, battery=health.battery,
                       millivolts=health.millivolts, temperature=health.temperature, conditions=conditions,
                       positions=self._next_indices)]

    def next_historic(self):
        """The next frame of a RANGE under way. To be asked for only while the link is idle: live frames go before."""
        if self._backfill is None:
            return None
        stream, cursor, end = self._backfill
        block = next((block for block in stream.store if block.index + len(block.rows) > cursor), None)
        if cursor >= end or block is None or block.index >= end:
            self._backfill = None
            return self._data(stream, Block(end, self.now(), [], ()), end - cursor, historic=True)
        start = max(cursor, block.index)
        part = stream.cut(block, start - block.index, min(end - start, self._samples_a_frame(stream)))
        self._backfill = Backfill(stream, start + len(part.rows), end)
        return self._data(stream, part, start - cursor, historic=True)

    def parts(self, frame):
        """The frame, cut into fragments where the host does not take it whole."""
        if len(frame) <= self._room:
            return [frame]
        self._fragment_id = (self._fragment_id + 1) % 256
        return fragments(frame, self._room, self._fragment_id)

    # How it says it.

    @property
    def _room(self):
        return self._host_max_frame - self._overhead

    @property
    def _compact_room(self):
        return self._room - SHORTEST_HEADER[Type.COMPACT]

    @property
    def _enabled(self):
        return [stream for stream in self.streams if stream.enabled]

    @property
    def _next_indices(self):
        return [(stream.number, stream.index - stream.dropped) for stream in self._enabled]

    @property
    def _compact(self):
        """Whether frames are so short that a sample of some stream does not fit a DATA frame."""
        return any(self._samples_a_frame(stream) < 1 for stream in self._enabled)

    def _samples_a_frame(self, stream):
        longest_header = SHORTEST_HEADER[Type.DATA] + 4 + len(stream.channels)
        return min((self._room - longest_header) // stream.sample_size, MAX_VALUES // len(stream.channels))

    def _data(self, stream, block, dropped, historic=False, anchor_for=()):
        """One DATA frame; an anchor where there are no rows, with the quality of the rows that it is for."""
        quality = stream.quality(block.rows or anchor_for, block.leads_off)
        fields = {"index": block.index % WRAP, "time": block.time, "boot": self.boot, "channels": len(stream.channels),
                  "samples": [value for row in block.rows for value in row], "historic": historic,
                  "dropped": min(dropped, WRAP - 1) or None, "quality": quality}
        encodings = {stream.encoding, stream.plain} if block.rows else {stream.encoding}
        return min((encode(Type.DATA, stream.number, encoding=encoding, **fields) for encoding in sorted(encodings)),
                   key=len)

    def _data_frames(self, stream, block, dropped):
        size = self._samples_a_frame(stream)
        return [self._data(stream, stream.cut(block, skip, size), 0 if skip else dropped)
                for skip in range(0, len(block.rows), size)]

    def _compact_frames(self, stream, block, dropped):
        """COMPACT frames have no room for quality: an anchor before them tells it, where it is another."""
        frames, now = [], self.now()
        quality = stream.quality(block.rows, block.leads_off)
        if stream.anchored is None or now - stream.anchored >= ANCHOR_EVERY or dropped or quality != stream.told:
            stream.anchored, stream.told = now, quality
            frames.append(self._data(stream, block._replace(time=now, rows=[]), dropped, anchor_for=block.rows))
        size = self._compact_room // stream.sample_size
        for skip in range(0, len(block.rows), size):
            values = [value for row in block.rows[skip:skip + size] for value in row]
            frames.append(encode(Type.COMPACT, stream.number, index_low=(block.index + skip) & 0xFFFF,
                                 payload=encode_samples(values, stream.plain, len(stream.channels))))
        return frames

    def _end_lease(self, now):
        if self.state == State.STREAMING and now >= self._lease_end:
            self._backfill = None
            self._leave_streaming()

    def _leave_streaming(self):
        self.state = State.LOGGING if self.identity.features & Feature.STORE else State.READY
