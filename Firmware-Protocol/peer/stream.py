"""A stream's configuration, count and store."""

import collections

from words import Encoding, Quality, WIDTHS

SECOND = 1_000_000                  # of device time, which is in microseconds
PACKED_WIDTH = 6                    # bytes that a compressed value may take

# Samples that follow each other without a gap, as the converter gave them: rows of one value a channel.
Block = collections.namedtuple("Block", "index time rows leads_off")


class Stream:
    """A stream's configuration, count and store. Indices here do not wrap: the wire takes them modulo 2^32."""

    def __init__(self, number, description):
        self.number, self.description = number, description
        self.index = 0              # of the next sample
        self.first = 0              # of this stretch of streaming
        self.began = (0, 0)         # index and time of the first sample of this stretch of sampling
        self.dropped = 0            # samples just before the next one that exist nowhere
        self.anchored = None        # when the last anchor was sent, in this stretch of streaming
        self.told = None            # the quality that it told
        self.store = collections.deque()
        self.encoding = self.rate = self.channels = None
        lowest = next(encoding for encoding in Encoding if description.encodings >> encoding & 1)
        self.configure(lowest, 0, (1 << len(description.channels)) - 1)

    def configure(self, encoding, rate, mask):
        self.encoding, self.rate = Encoding(encoding), self.description.rates[rate]
        self.channels = [n for n in range(len(self.description.channels)) if mask >> n & 1]
        self.store.clear()

    @property
    def enabled(self):
        return self.encoding != Encoding.OFF

    @property
    def plain(self):
        """The encoding of frames that compression would not make shorter; PACKED where no other is described."""
        if self.encoding != Encoding.PACKED:
            return self.encoding
        return next((e for e in WIDTHS if self.description.encodings >> e & 1), Encoding.PACKED)

    @property
    def sample_size(self):
        return len(self.channels) * WIDTHS.get(self.encoding, PACKED_WIDTH)

    def span(self, samples):
        """How long so many samples take."""
        return samples * SECOND * self.rate[1] // self.rate[0]

    def time_of(self, index):
        return self.began[1] + self.span(index - self.began[0])

    def cut(self, block, skip, count):
        """A part of a block."""
        return Block(block.index + skip, block.time + self.span(skip), block.rows[skip:skip + count], block.leads_off)

    def keep(self, block, seconds):
        """Stores a block, and tells whether older ones had to go."""
        self.store.append(block)
        full = self.index - self.store[0].index > seconds * self.rate[0] // self.rate[1]
        if full:
            self.store.popleft()
        return full

    def quality(self, rows, leads_off):
        """Nothing where all is well, else a byte for each channel."""
        low, high = self.description.lowest, self.description.highest
        bits = [(Quality.LEAD_OFF if channel in leads_off else 0)
                | (Quality.SATURATED if any(not low < value < high for value in values) else 0)
                for channel, values in zip(self.channels, zip(*rows))]
        return bits if any(bits) else None
