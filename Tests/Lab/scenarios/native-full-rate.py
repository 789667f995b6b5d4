"""Eight channels at 2 kHz and 24 bits with motion, on the vendor interface at full and high speed: nothing is lost; its cost."""

import time

from lab import recording
from lab.peripheral import FULL, HIGH
from lab.scenario import WORK, Running, check, check_ledger, figure, sized
from lab.wearable import VirtualWearable, VendorWearable

SECONDS = sized(6, 60)

recording.write(WORK / "played.bdf", SECONDS + 20)
for name, speed in [("full speed", FULL), ("high speed", HIGH)]:
    with VirtualWearable(WORK / "played.bdf") as wearable, VendorWearable(wearable, speed=speed) as device:
        live = Running("live", "--json", "--no-alerts", "usb")
        live.wait_for("recording")
        time.sleep(SECONDS)
        used = live.processor_seconds()
        summary = live.stop()
        check_ledger(summary, SECONDS - 1)
        check([row["received"] > 0 for row in summary["ledger"]] == [True] * 3, "muscle and two kinds of motion")
        check(device.buffer.lost == 0, f"the device lost {device.buffer.lost} bytes")
        figure(f"{name}: share of the processor that spasm took", f"{100 * used / summary['duration_s']:.1f} %")
