"""The virtual wearable's vendor interface, through libusb: its descriptors, and a stream without a loss."""

from lab.scenario import WORK, Running, check, check_ledger, figure, sized
from lab.usbhost import Bridge, USBHost
from lab.wearable import VECTORS, VirtualWearable, VendorWearable

SECONDS = sized(5, 60)

with VirtualWearable("basic") as wearable, VendorWearable(wearable) as device, USBHost(0x1209, 0x0001) as host:
    check(host.control(0x80, 6, 15 << 8, 0, length=255) == VECTORS[4], "the binary object store")
    check(host.control(0xC0, 0x20, 0, 7, length=4096) == VECTORS[5], "the set for Windows")
    bridge = Bridge(host, 0x81, 0x01, WORK / "bridge")
    live = Running("live", "--json", "--no-alerts", "--duration", SECONDS, f"unix:{WORK}/bridge")
    summary = live.finish(SECONDS + 20)
    check_ledger(summary, SECONDS)
    check(device.buffer.lost == 0, f"the device lost {device.buffer.lost} bytes")
    figure("samples", [row["received"] for row in summary["ledger"]])
    figure("bytes a second", round(bridge.bytes / summary["duration_s"]))
