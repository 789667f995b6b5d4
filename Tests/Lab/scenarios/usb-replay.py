"""A recording over USB, its capture and its session: each is replayed with the lines that were told live, byte for byte."""

import os
import time

from lab.bridges import FTDI
from lab.cyton import Cyton
from lab.scenario import WORK, Running, check, figure, sized, spasm, wait_until
from lab.wearable import VirtualWearable, VendorWearable

SECONDS = sized(8, 60)
PROMISED = ["onset", "spasm", "episode", "bout", "gap", "quality", "floor", "summary"]


def promised(lines):
    return [line for line in lines if any(f'"type":"{kind}"' in line for kind in PROMISED)]


def replay(name, make, address, pulls):
    folder, capture = WORK / name, WORK / f"{name}.capture"
    folder.mkdir()
    # What was learnt of an electrode before is in the session, and not in the capture.
    os.environ["SPASM_HOME"] = str(WORK / f"{name}-home")
    with make() as device:
        wait_until(lambda: address in spasm("devices").stdout, what=f"{address} in the list")
        run = Running("record", "--json", "--no-alerts", "--to", folder, "--capture", capture, address)
        run.wait_for("recording")
        for _ in range(pulls):
            time.sleep(SECONDS / (pulls + 1))
            device.unplug()
            time.sleep(1)
            device.plug()
            run.wait_for("gap")
        time.sleep(SECONDS / (pulls + 1))
        run.stop()
    live = promised(run.lines)
    check(len(live) > 1, "there is something to tell:", live)
    session = next(folder.glob("*"))
    for what, path in [("session", session), ("capture", capture)]:
        again = promised(spasm("replay", "--json", path).stdout.splitlines())
        differ = next((pair for pair in zip(live, again) if pair[0] != pair[1]), None)
        check(live == again, f"{name}: the {what} tells otherwise: {len(live)} and {len(again)} lines,", differ)
    figure(f"{name}: lines live, in the session and in the capture", len(live))


def native():
    wearable = VirtualWearable("limb-script", "--store", "0")

    class Both(VendorWearable):
        def __exit__(self, *error):
            super().__exit__(*error)
            wearable.__exit__(*error)

    return Both(wearable.__enter__())


replay("native", native, "usb", pulls=1)
replay("cyton", lambda: FTDI(Cyton(), serial="DM0000XX"), "cyton:DM0000XX", pulls=1)
