"""The Ganglion on the air, of both kinds: every sample is the one that its packet's number says, also after a loss."""

from lab import ganglion
from lab.blehost import Central, wait_for_adapter
from lab.ganglion import COMMAND, DATA, Ganglion
from lab.radio import Radio
from lab.scenario import check, figure, sized
from lab.sensor import Sensor

SECONDS = sized(3, 60)


class Decoder:
    """A reading of the fact sheets: from packets to samples, by their number since the start."""

    def __init__(self, is_third):
        self.is_third, self.samples, self.cycle, self.last = is_third, {}, 0, None
        # The number of the first packet with fields of 19 bits, and the level of the packet before.
        self.long, self.level = 100 if is_third else 101, None

    def take(self, packet):
        identity, body = packet[0], packet[1:]
        level = identity if identity < self.long else identity - 100
        if self.level is not None and level <= self.level:
            self.cycle += 1
        if level != (self.level or 0) + 1:
            self.last = None
        self.level = level
        base = self.cycle * ganglion.CYCLE
        if not self.is_third and level == 0:
            self.last = [int.from_bytes(body[place:place + 3], "big", signed=True) for place in (0, 3, 6, 9)]
            self.samples[base] = self.last
            return
        bits = 18 if identity < self.long else 19
        whole = int.from_bytes(body, "big") >> 8 * len(body) - 8 * bits
        fields = [whole >> bits * (7 - place) & (1 << bits) - 1 for place in range(8)]
        place = base + 2 * level + (1 if self.is_third else -1)
        for half in (fields[:4], fields[4:]):
            if self.is_third:
                signed = [value - (1 << bits) if value >> bits - 1 else value for value in half]
                self.samples[place] = [(value & ~1) << 24 - bits for value in signed]
            elif self.last:
                steps = [value - (1 << bits) if value & 1 else value for value in half]
                self.last = [old - step for old, step in zip(self.last, steps)]
                self.samples[place] = self.last
            place += 1


def check_signal(decoder, board):
    """Where each sample lies, within what the packing takes away."""
    worst = 0
    for place, sample in decoder.samples.items():
        for channel, value in enumerate(sample):
            worst = max(worst, abs(value - ganglion.counts(channel, board.first + place)))
    # Firmware 2 loses a bit of each difference until the next sample that is whole; firmware 3 five or six of each.
    check(worst <= (128 if decoder.is_third else 201), "samples are off by", worst)
    return worst


for firmware in ("2.0.1", "3.0.2"):
    for motion in (b"N", b"n"):
        with Radio() as radio, Sensor(radio, Ganglion(firmware)) as sensor:
            wait_for_adapter()
            central = Central(sensor)
            central.exchange_mtu()
            central.find()
            check(central.read("2A28") == firmware.encode(), "the firmware")
            central.subscribe(DATA)
            central.write(COMMAND, motion)
            central.write(COMMAND, b"b", wants_answer=False)
            decoder, count = Decoder(firmware[0] == "3"), 0
            for part in range(2):
                for _, packet in central.listen(SECONDS / 2, DATA):
                    decoder.take(packet)
                    count += 1
                sensor.lose = 3 if part == 0 else 0
            worst = check_signal(decoder, sensor.board)
            check(abs(count - 100 * SECONDS) < 20 and sensor.lost == 3, count, sensor.lost)
            figure(f"firmware {firmware}, {motion.decode()}: packets, samples, most counts off",
                   (count, len(decoder.samples), worst))
            central.write(COMMAND, b"s")
            central.close()
