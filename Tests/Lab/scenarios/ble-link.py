"""Bluetooth LE: the kernel connects to a sensor, hears all it says, and tells each way of losing it from the others."""

import errno
import struct
import time

from lab.blehost import Central, wait_for_adapter
from lab.radio import Radio, Sensor, notifying
from lab.scenario import check, figure, sized

SERVICE, DATA = "0000fe40-cc7a-482a-984a-7f2ed5b3e58f", "0000fe42-8e22-4541-9d4c-21edae82ed19"
RATE, SECONDS = 100, sized(3, 60)


def listen(sensor):
    central = Central(sensor.address)
    check(central.exchange_mtu() == 247, "the MTU")
    handle = central.characteristics()[bytes.fromhex(DATA.replace("-", ""))[::-1]]
    # The configuration of a characteristic follows its value.
    check(central.write(handle + 1, b"\1\0"), "the subscription")
    return central, handle


def end_of(central):
    """How the kernel tells that the link is gone, and when."""
    begun = time.monotonic()
    while True:
        try:
            if not central.socket.recv(1024):
                return 0, time.monotonic() - begun
        except OSError as error:
            central.close()
            return error.errno, time.monotonic() - begun


data = notifying(DATA)
with Radio() as radio, Sensor(radio, "Lab sensor", [(SERVICE, [data])]) as sensor:
    wait_for_adapter()
    sensor.stream(data, RATE, lambda number: struct.pack("<I", number) + bytes(240))
    central, handle = listen(sensor)
    begun, numbers = time.monotonic(), []
    while time.monotonic() - begun < SECONDS:
        source, value = central.next()
        check(source == handle and len(value) == 244, "a notification")
        numbers.append(struct.unpack_from("<I", value)[0])
    gaps = [number for number, after in zip(numbers, numbers[1:]) if after != number + 1]
    check(not gaps, "notifications were lost after", gaps)
    check(abs(len(numbers) - RATE * SECONDS) < 0.1 * RATE * SECONDS, f"{len(numbers)} notifications")
    figure("notifications a second", round(len(numbers) / (time.monotonic() - begun), 1))

    sensor.disconnect()
    told = end_of(central)
    check(told[0] == errno.ECONNRESET, "the sensor ended it", told)
    central, _ = listen(sensor)
    sensor.silence()
    told = end_of(central)
    check(told[0] == errno.ETIMEDOUT and told[1] > 2, "the sensor was out of reach", told)
    sensor.come_back()
    central, _ = listen(sensor)
    radio.remove_adapter()
    told = end_of(central)
    check(told[0] in (errno.ECONNABORTED, errno.ENODEV, errno.ECONNRESET), "the adapter was pulled out", told)
    figure("the adapter's end is told by", errno.errorcode[told[0]])
