"""Beside the system's own Bluetooth daemon: a sensor streams all the same, unless the daemon has connected it."""

import errno

from lab import myo
from lab.blehost import Central, wait_for_adapter
from lab.daemon import BluetoothDaemon
from lab.myo import Myo
from lab.radio import ExtendedController, Radio
from lab.scenario import check, figure, sized, wait_until
from lab.sensor import Sensor

SECONDS = sized(3, 60)

with Radio(ExtendedController) as radio, BluetoothDaemon() as daemon, Sensor(radio, Myo()) as sensor:
    wait_for_adapter()
    central = Central(sensor)
    central.find()
    central.subscribe(*myo.EMG)
    central.write(myo.COMMAND, b"\x01\x03\x02\x00\x00")
    muscle = central.listen(SECONDS, *myo.EMG)
    check(abs(len(muscle) - 100 * SECONDS) < 20, len(muscle), "notifications")
    check({(after - before) % 4 for (before, _), (after, _) in zip(muscle, muscle[1:])} == {1}, "the rotation")
    central.close()
    wait_until(lambda: sensor.connection is None, what="the end of the connection")

    check(sensor.address in daemon.control("scan", "on"), "the daemon finds it")
    daemon.control("connect", sensor.address)
    wait_until(lambda: sensor.connection, what="the daemon's connection")
    try:
        Central(sensor)
        check(False, "two hold the same device")
    except OSError as error:
        check(error.errno == errno.EBUSY, "a device that the daemon has is told by", error)
    daemon.control("disconnect", sensor.address)
    wait_until(lambda: sensor.connection is None, what="the end of the daemon's connection")
    Central(sensor).close()
    figure("a device that the daemon has is told by", "EBUSY")
