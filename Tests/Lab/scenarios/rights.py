"""Without a device, and without the right to it: the exit codes, and one line that says what to do."""

import os

from lab.scenario import check, spasm, wait_for_path
from lab.wearable import VirtualWearable, serial_wearable

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
