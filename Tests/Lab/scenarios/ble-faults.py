"""What a peripheral of the lab does wrong on purpose: losses, no answers, two answers, services that move."""

import errno
import struct

from lab import ganglion
from lab.blehost import Central, wait_for_adapter
from lab.ganglion import DATA, Ganglion
from lab.radio import Radio
from lab.scenario import check, figure, sized
from lab.sensor import Sensor

SECONDS = sized(3, 60)
CHANGED = "2A05"


def stream(central):
    central.find()
    central.subscribe(DATA)
    central.write(ganglion.COMMAND, b"b")


with Radio() as radio, Sensor(radio, Ganglion()) as sensor:
    wait_for_adapter()
    central = Central(sensor, seconds=2)
    stream(central)
    sensor.loss = 0.02
    heard = len(central.listen(SECONDS, DATA))
    check(0 < sensor.lost < 0.05 * sensor.told, "2 % are lost:", sensor.lost, sensor.told)
    check(abs(sensor.told - sensor.lost - heard) < 20, "told, lost, heard:", sensor.told, sensor.lost, heard)
    figure("told, lost, heard", (sensor.told, sensor.lost, heard))
    sensor.loss = 0

    central.subscribe(CHANGED, value=2)
    before = dict(central.handles)
    sensor.change_services()
    while (told := central.next())[0] != central.on_air(CHANGED):
        pass
    first, last = struct.unpack("<HH", told[1])
    central.find()
    moved = [uuid for uuid, handle in before.items() if central.handles[uuid] != handle]
    check(central.on_air(DATA) in moved and all(first <= before[uuid] <= last for uuid in moved), first, last, moved)
    check(not sensor.listeners, "nobody is subscribed any more")
    central.subscribe(DATA)
    check(central.listen(0.2, DATA), "it goes on")
    sensor.change_services()
    check(central.characteristics() == before, "everything is back")

    sensor.answers = 2
    central.request(struct.pack("<BH", 0x0A, 3))
    try:
        while (again := central.socket.recv(1024))[0] == 0x1B:
            pass
        check(again[0] == 0x0B, "the answer comes again")
    except TimeoutError:
        check(False, "one answer came")
    sensor.answers = 0
    try:
        central.request(struct.pack("<BH", 0x0A, 3))
        check(False, "it answered")
    except TimeoutError:
        pass
    central.close()
    sensor.answers = 1

    # Out of reach for less than the supervision timeout is not noticed but by what is missing.
    central = Central(sensor)
    stream(central)
    central.next()
    sensor.silence()
    sensor.come_back()
    check(central.listen(1, DATA), "the connection lasts")
    # And who is out of reach cannot be called.
    sensor.silence()
    check(central.end()[0] == errno.ETIMEDOUT, "the supervision timeout")
    try:
        Central(sensor, seconds=2)
        check(False, "it was reached")
    except OSError as error:
        check(error.errno in (errno.EINPROGRESS, errno.ETIMEDOUT), error)
