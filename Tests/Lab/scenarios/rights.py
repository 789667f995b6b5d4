"""Without a device, and without the right to it: the exit codes, and one line that says what to do."""

import glob
import os

from lab.scenario import check, spasm, wait_for_path, wait_until
from lab.wearable import VendorWearable, VirtualWearable, serial_wearable

PORT, NOBODY = "/dev/ttyACM0", 65534


def one_line(done):
    lines = done.stderr.strip().splitlines()
    check(len(lines) == 1, "one line:", done.stderr)
    return lines[0]


check(PORT in one_line(spasm("live", "--json", "--no-alerts", f"tty:{PORT}", expected=69)), "it names the device")
with VirtualWearable("basic") as wearable, serial_wearable(wearable):
    wait_for_path(PORT)
    os.chmod(PORT, 0o600)
    told = one_line(spasm("live", "--json", "--no-alerts", f"tty:{PORT}", expected=77, user=NOBODY))
    check(PORT in told, told)
for address in ["usb", "cyton:", "chords:", "umyo:"]:
    one_line(spasm("live", "--json", "--no-alerts", address, expected=69))
with VirtualWearable("basic") as wearable, VendorWearable(wearable):
    wait_until(lambda: "usb:" in spasm("devices").stdout, what="the device")
    for node in glob.glob("/dev/bus/usb/*/*"):
        os.chmod(node, 0o600)
    told = one_line(spasm("live", "--json", "--no-alerts", "usb", expected=77, user=NOBODY))
    check("udev" in told, told)
check("ff5301" in spasm("devices", "--udev-rules").stdout, "the rules")
