"""The Myo armband on the air: what it tells, its battery, its sleep, and nothing lost."""

from lab import myo
from lab.blehost import LE_RANDOM, Central, wait_for_adapter
from lab.boards import LEVEL
from lab.myo import Myo
from lab.radio import Radio
from lab.scenario import check, figure, sized, wait_until
from lab.sensor import Sensor

SECONDS = sized(4, 60)


def first_number(muscle):
    """Which notification that is; the signal is a function of the number alone."""
    found = (number for number in range(100 * 200) if myo.muscle(number) == muscle)
    number = next(found, None)
    check(number is not None, "that was never told:", muscle.hex())
    return number


def stream(central, seconds):
    """Muscle and motion of so many seconds: which characteristic, and what."""
    told = central.listen(seconds, *myo.EMG, myo.INERTIAL)
    return [each for each in told if each[0] < 4], [value for place, value in told if place == 4]


with Radio() as radio, Sensor(radio, Myo()) as sensor:
    armband = sensor.board
    wait_for_adapter()
    try:
        Central(sensor, kind=LE_RANDOM, seconds=2)
        check(False, "it was reached by an address of the wrong kind")
    except OSError as error:
        figure("with the wrong kind of address", error.strerror)
    central = Central(sensor)
    check(central.exchange_mtu() == 23, "the MTU")
    central.find()
    check(central.read(myo.VERSION).hex() == "01000500b2070200", "the firmware")
    check(central.read(LEVEL) == bytes([80]), "the battery")
    central.subscribe(*myo.EMG, myo.INERTIAL, LEVEL)
    central.subscribe(myo.TAP, value=2)
    central.write(myo.COMMAND, b"\x09\x01\x01")
    central.write(myo.COMMAND, b"\x03\x01\x02")
    armband.tap()
    armband.charge(79)
    central.write(myo.COMMAND, b"\x01\x03\2\1\0")
    muscle, motion = stream(central, SECONDS)
    check(abs(len(muscle) - 100 * SECONDS) < 20 and abs(len(motion) - 50 * SECONDS) < 20, len(muscle), len(motion))
    first = first_number(muscle[0][1])
    expected = [(number % 4, myo.muscle(number)) for number in range(first, first + len(muscle))]
    check(muscle == expected, "each notification follows the one before it")
    check(sensor.lost == 0 and armband.vibrations == [b"\2"] and not armband.strange, armband.strange)
    figure("notifications of muscle and motion", (len(muscle), len(motion)))

    # A loss of four in a row is the one that the rotation does not show.
    central.write(myo.COMMAND, b"\x01\x03\2\0\0")
    muscle, _ = stream(central, 0.5)
    sensor.lose = 4
    muscle += stream(central, 0.5)[0]
    check({(after - before) % 4 for (before, _), (after, _) in zip(muscle, muscle[1:])} == {1}, "the rotation")
    spanned = first_number(muscle[-1][1]) - first_number(muscle[0][1]) + 1
    check(spanned - len(muscle) == sensor.lost == 4, "the loss of four:", spanned, len(muscle), sensor.lost)

    # Who does not say that it must not sleep is left alone; and who says that it must sleep deeply is not met again.
    armband.never_sleeps, armband.heard = False, armband.heard - myo.PATIENCE
    number, _ = central.end()
    wait_until(lambda: sensor.connection is None, what="the end")
    central = Central(sensor)
    central.find()
    central.write(myo.COMMAND, b"\x04\x00")
    central.end()
    check(armband.is_asleep, "deep sleep")
