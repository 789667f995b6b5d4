"""The virtual wearable's vendor interface: its descriptors; listed, described, and a stream without a loss."""

import json

from lab.scenario import Running, check, check_ledger, figure, sized, spasm, wait_until
from lab.usbhost import USBHost
from lab.wearable import VECTORS, VirtualWearable, VendorWearable

SECONDS, SERIAL = sized(5, 60), "0102030405060708090a0b0c0d0e0f10"

with VirtualWearable("basic") as wearable, VendorWearable(wearable) as device:
    with USBHost(0x1209, 0x0001) as host:
        check(host.control(0x80, 6, 15 << 8, 0, length=255) == VECTORS[4], "the binary object store")
        check(host.control(0xC0, 0x20, 0, 7, length=4096) == VECTORS[5], "the set for Windows")
    listed = wait_until(lambda: [row for row in map(json.loads, spasm("devices", "--json").stdout.splitlines())
                                 if SERIAL in json.dumps(row)], what="the device in the list")
    check(f"usb:{SERIAL}" in json.dumps(listed), "its address is listed:", listed)
    check("accelerometer" in spasm("info", f"usb:{SERIAL}").stdout, "its streams are told")
    live = Running("live", "--json", "--no-alerts", "--duration", SECONDS, f"usb:{SERIAL}")
    live.wait_for("recording")
    second = spasm("live", "--json", "--no-alerts", "usb", expected=69).stderr
    check(len(second.strip().splitlines()) == 1 and "busy" in second.lower() or "another" in second, second)
    summary = live.finish(SECONDS + 20)
    check_ledger(summary, SECONDS)
    check(device.buffer.lost == 0, f"the device lost {device.buffer.lost} bytes")
    figure("samples", [row["received"] for row in summary["ledger"]])
