"""Eight channels at 2 kHz and 24 bits with motion, on the vendor interface at full speed: nothing is lost; its cost."""

import time

from lab import recording
from lab.peripheral import FULL
from lab.scenario import WORK, Running, check, check_ledger, figure, sized
from lab.usbhost import Bridge, USBHost
from lab.wearable import VirtualWearable, VendorWearable

SECONDS = sized(6, 60)

recording.write(WORK / "played.bdf", SECONDS + 20)
with VirtualWearable(WORK / "played.bdf") as wearable, VendorWearable(wearable, speed=FULL) as device, \
        USBHost(0x1209, 0x0001) as host:
    bridge = Bridge(host, 0x81, 0x01, WORK / "bridge")
    live = Running("live", "--json", "--no-alerts", f"unix:{WORK}/bridge")
    live.wait_for("recording")
    time.sleep(SECONDS)
    used = live.processor_seconds()
    summary = live.stop()
    check_ledger(summary, SECONDS - 1)
    check([row["received"] > 0 for row in summary["ledger"]] == [True] * 3, "muscle and two kinds of motion")
    check(device.buffer.lost == 0, f"the device lost {device.buffer.lost} bytes")
    figure("kB/s over the bus", round(bridge.bytes / summary["duration_s"] / 1000, 1))
    figure("share of the processor that spasm took", f"{100 * used / summary['duration_s']:.1f} %")
