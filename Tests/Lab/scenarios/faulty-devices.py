"""What the lab's devices can do wrong: stall, fall silent, lie in their descriptors; and the kernel carries on."""

import time

from lab import lies
from lab.bridges import FTDI
from lab.cyton import Cyton
from lab.scenario import check, figure, wait_until
from lab.usbhost import NO_DEVICE, OVERFLOW, PIPE, USBError, USBHost
from lab.wearable import VirtualWearable, VendorWearable


def failure(call, *arguments):
    try:
        call(*arguments)
    except USBError as error:
        return error.code
    return 0


def attempt(*identity):
    """Opens and reads; whether that worked is the host's affair, that it ends is ours."""
    try:
        with USBHost(*identity, patience=1) as host:
            return f"{len(host.read(0x81, 512))} bytes"
    except (OSError, USBError) as error:
        return str(error)


with VirtualWearable("basic") as wearable:
    with VendorWearable(wearable) as device, USBHost(0x1209, 0x0001) as host:
        device.halted.add(0x81)
        check(failure(host.read, 0x81) == PIPE, "a stalled endpoint")
        host.clear_halt(0x81)
        check(failure(host.read, 0x81) == 0, "an endpoint that was cleared")
        device.silent = True
        begun = time.monotonic()
        check(host.read(0x81, 512, 50) == b"", "a silent device")
        check(failure(host.control, 0xC0, 0x20, 0, 7, b"", 64) < 0, "a request that nobody answers")
        figure("a silent device held the host for", f"{time.monotonic() - begun:.2f} s")
        device.silent = False
        device.unplug()
        check(failure(host.read, 0x81) == NO_DEVICE, "an unplugged device")

    for lie in lies.ALL:
        with VendorWearable(wearable, lie=lie):
            figure(lie.__name__, attempt(0x1209, 0x0001))
    with VendorWearable(wearable) as device:
        wait_until(lambda: attempt(0x1209, 0x0001) == "0 bytes", what="an honest device after those that lie")

with FTDI(Cyton()) as device, USBHost(0x0403, 0x6015) as host:
    host.control(0x40, 3, 0x001A, 0)
    host.write(0x02, b"v")
    wait_until(lambda: failure(host.read, 0x81, 32) == OVERFLOW, what="a transfer that is too small for a packet")
