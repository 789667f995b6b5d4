"""The virtual wearable on CDC-ACM, through the kernel's driver: streamed without a loss."""

from lab.scenario import Running, check, check_ledger, figure, sized, wait_for_path
from lab.wearable import VirtualWearable, serial_wearable

PORT = "/dev/ttyACM0"
SECONDS = sized(5, 60)

with VirtualWearable("basic") as wearable, serial_wearable(wearable) as device:
    wait_for_path(PORT)
    live = Running("live", "--json", "--no-alerts", "--duration", SECONDS, f"tty:{PORT}")
    summary = live.finish(SECONDS + 20)
    check_ledger(summary, SECONDS)
    check(device.buffer.lost == 0, f"the device lost {device.buffer.lost} bytes")
    figure("samples", [row["received"] for row in summary["ledger"]])
