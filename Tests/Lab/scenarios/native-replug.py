"""A wearable is unplugged and plugged in again during a recording, on both its interfaces: each sample lies where it belongs."""

import os
import time

from lab import recording
from lab.scenario import WORK, Running, check, figure, sized, wait_for_path, wait_until
from lab.sessions import check_session
from lab.wearable import VendorWearable, VirtualWearable, serial_wearable

PORT, PLUGS = "/dev/ttyACM0", sized(2, 20)

recording.write(WORK / "played.bdf", 30 + 6 * PLUGS, channels=2)


def replug(name, make, address, port=None):
    held, folder = [], WORK / name
    folder.mkdir()
    with VirtualWearable(WORK / "played.bdf", "--store", "0") as wearable, make(wearable) as device:
        if port:
            wait_for_path(port)
        run = Running("record", "--json", "--no-alerts", "--to", folder, address)
        run.wait_for("recording")
        for plug in range(PLUGS):
            time.sleep(2)
            held.append(run.held())
            device.unplug()
            if port:
                wait_until(lambda: not os.path.exists(port), what="the end of the port")
            time.sleep(0.3 + 0.1 * (plug % 3))
            device.plug()
            run.wait_for("gap", count=plug + 1)
        time.sleep(2)
        held.append(run.held())
        summary = run.stop()
    received, lost = check_session(run, summary, folder)
    figure(f"{name}: plugs, samples, lost", (PLUGS, received, lost))
    figure(f"{name}: descriptors, threads, KiB with the first plug and the last", (held[0], held[-1]))
    check(held[-1][:2] == held[0][:2], "descriptors and threads stay as many:", held)


replug("CDC-ACM", serial_wearable, f"tty:{PORT}", PORT)
replug("vendor interface", VendorWearable, "usb")
