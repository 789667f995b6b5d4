"""A wearable on CDC-ACM is unplugged and plugged in again during a recording: each sample lies where it belongs."""

import os
import time

from lab import recording
from lab.scenario import WORK, Running, check, figure, sized, wait_for_path, wait_until
from lab.sessions import check_session
from lab.wearable import VirtualWearable, serial_wearable

PORT, PLUGS = "/dev/ttyACM0", sized(2, 20)

recording.write(WORK / "played.bdf", 30 + 6 * PLUGS, channels=2)
held = []
(WORK / "sessions").mkdir()
with VirtualWearable(WORK / "played.bdf", "--store", "0") as wearable, serial_wearable(wearable) as device:
    wait_for_path(PORT)
    run = Running("record", "--json", "--no-alerts", "--to", WORK / "sessions", f"tty:{PORT}")
    run.wait_for("recording")
    for plug in range(PLUGS):
        time.sleep(2)
        held.append(run.held())
        device.unplug()
        wait_until(lambda: not os.path.exists(PORT), what="the end of the port")
        time.sleep(0.3 + 0.1 * (plug % 3))
        device.plug()
        run.wait_for("gap", count=plug + 1)
    time.sleep(2)
    held.append(run.held())
    summary = run.stop()
received, lost = check_session(run, summary, WORK / "sessions")
figure("plugs, samples, lost", (PLUGS, received, lost))
figure("descriptors, threads, KiB with the first plug and the last", (held[0], held[-1]))
check(held[-1][:2] == held[0][:2], "descriptors and threads stay as many")
