"""Signals that are known at every sample: functions of the sample's number alone."""

# A burst of so many seconds begins every so many; before it there is rest.
PERIOD, BURST = 20.0, 5.0
REST_UV, BURST_UV = 5.0, 150.0


def noise(channel, index):
    """White noise with a standard deviation of 1: the sum of three uniform numbers, by splitmix64."""
    state = (index * 32 + channel) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    state = (state ^ state >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    state ^= state >> 31
    return ((state & 0x1FFFFF) + (state >> 21 & 0x1FFFFF) + (state >> 42 & 0x1FFFFF)) / 0x100000 - 3.0


def emg(channel, index, rate):
    """Microvolts: rest, and a burst on all channels in the last quarter of every 20 s."""
    within = index / rate % PERIOD
    return noise(channel, index) * (BURST_UV if within >= PERIOD - BURST else REST_UV)


class Metronome:
    """Tells how many samples are due, at an exact rate from a start."""

    def __init__(self, rate, start, first=0):
        self.rate, self.start, self.first = rate, start, first
        self.done = first

    def due(self, now):
        """The numbers of the samples that are due and were not handed out."""
        end = self.first + int((now - self.start) * self.rate)
        numbers = range(self.done, max(end, self.done))
        self.done = numbers.stop
        return numbers
