"""Bluetooth LE: the kernel connects to a sensor, hears all it says, and tells each way of losing it from the others."""

import errno
import struct
import time

from lab.blehost import Central, wait_for_adapter
from lab.boards import AirBoard
from lab.radio import ExtendedController, Radio
from lab.scenario import check, figure, sized
from lab.sensor import Sensor
from lab.signals import Metronome

DATA = "0000fe42-8e22-4541-9d4c-21edae82ed19"
RATE, SECONDS = 100, sized(3, 60)


class Counter(AirBoard):
    """Numbers, in notifications of 244 bytes."""

    services = [("0000fe40-cc7a-482a-984a-7f2ed5b3e58f", [(DATA, "notify")])]
    values, metronome = {}, None

    def advance(self, now):
        self.metronome = self.metronome or Metronome(RATE, now)
        return [(DATA, struct.pack("<I", number) + bytes(240)) for number in self.metronome.due(now)]


def connect(sensor):
    central = Central(sensor)
    check(central.exchange_mtu() == 247, "the MTU")
    central.find()
    central.subscribe(DATA)
    return central


def lose(sensor, losing, *told_by):
    central = connect(sensor)
    central.next()
    losing()
    number, seconds = central.end()
    check(number in told_by, losing.__name__, "is told by", errno.errorcode.get(number, number))
    figure(f"{losing.__name__} is told by", f"{errno.errorcode[number]} after {seconds:.2f} s")
    return seconds


with Radio() as radio, Sensor(radio, Counter()) as sensor:
    wait_for_adapter()
    central = connect(sensor)
    begun = time.monotonic()
    told = [value for _, value in central.listen(SECONDS, DATA)]
    seconds = time.monotonic() - begun
    central.close()
    check({len(value) for value in told} == {244}, "the length")
    numbers = [struct.unpack_from("<I", value)[0] for value in told]
    gaps = [number for number, after in zip(numbers, numbers[1:]) if after != number + 1]
    check(not gaps, "notifications were lost after", gaps)
    check(abs(len(numbers) - RATE * SECONDS) < 0.1 * RATE * SECONDS, f"{len(numbers)} notifications")
    figure("notifications a second", round(len(numbers) / seconds, 1))

    lose(sensor, sensor.disconnect, errno.ECONNRESET)
    # The kernel asks for a supervision timeout of 420 ms.
    check(0.3 < lose(sensor, sensor.silence, errno.ETIMEDOUT) < 2, "the supervision timeout")
    sensor.come_back()
    lose(sensor, radio.remove_adapter, errno.ECONNABORTED, errno.ENODEV, errno.ECONNRESET)
    radio.insert_adapter()
    wait_for_adapter()
    connect(sensor).close()

with Radio(ExtendedController) as radio, Sensor(radio, Counter()) as sensor:
    wait_for_adapter()
    lose(sensor, sensor.disconnect, errno.ECONNRESET)
    figure("an adapter of Bluetooth 5", "connects")
