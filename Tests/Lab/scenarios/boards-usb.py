"""Cyton, Chords boards and the uMyo base through libusb: nothing is lost at full rate, and the kernel's driver has its port back."""

import time

from lab.bridges import CDC, CH340, CP210x, FTDI
from lab.chords import Chords
from lab.cyton import Cyton
from lab.scenario import Running, check, check_ledger, figure, sized, wait_for_path
from lab.umyo import UMyoBase

SECONDS = sized(4, 60)


def stream(name, device, address, path, rate):
    with device:
        wait_for_path(path)
        live = Running("live", "--json", "--no-alerts", address)
        live.wait_for("recording", seconds=20)
        time.sleep(SECONDS)
        summary = live.stop()
        check_ledger(summary, SECONDS - 1)
        muscle = summary["ledger"][0]["received"] / summary["duration_s"]
        check(abs(muscle / rate - 1) < 0.1, f"{name}: {muscle} samples a second, not {rate}")
        figure(f"{name}: samples", [row["received"] for row in summary["ledger"]])
        wait_for_path(path)


stream("Cyton", FTDI(Cyton(), serial="DM0000XX"), "cyton:DM0000XX", "/dev/ttyUSB0", 250)
stream("Cyton with Daisy", FTDI(Cyton(True), serial="DM0000XX"), "cyton:", "/dev/ttyUSB0", 125)
stream("Chords on CDC-ACM", CDC(Chords("UNO-R4"), vendor=0x2341, product=0x0043), "chords:", "/dev/ttyACM0", 500)
stream("Chords behind CH340", CH340(Chords("UNO-CLONE", baud=115200)), "chords:", "/dev/ttyUSB0", 250)
stream("uMyo base", CP210x(UMyoBase([0x11111111])), "umyo:", "/dev/ttyUSB0", UMyoBase([0x11111111]).sensors[0].rate)
