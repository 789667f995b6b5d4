"""Wrong bits and missing and extra bytes on the wire of a wearable on CDC-ACM: counted, and never a made-up sample."""

import time

from lab import recording
from lab.scenario import WORK, Running, check, figure, sized, wait_for_path
from lab.sessions import check_session
from lab.streams import Noise
from lab.wearable import VirtualWearable, serial_wearable

PORT, SECONDS = "/dev/ttyACM0", sized(5, 60)

recording.write(WORK / "played.bdf", SECONDS + 30, channels=2)
for seed in range(1, sized(2, 6)):
    noise = Noise(seed, bits=2e-4, cuts=5e-5, extras=5e-5)
    folder = WORK / f"sessions-{seed}"
    folder.mkdir()
    with VirtualWearable(WORK / "played.bdf", "--store", "0") as wearable, serial_wearable(wearable) as device:
        wait_for_path(PORT)
        run = Running("record", "--json", "--no-alerts", "--to", folder, f"tty:{PORT}")
        run.wait_for("recording")
        # The first samples are what the session is laid over the signal by.
        time.sleep(0.5)
        device.noise = noise
        time.sleep(SECONDS)
        device.noise = None
        time.sleep(0.5)
        received, lost = check_session(run, run.stop(), folder)
    check(noise.count > 0 and lost > 0, "there was no damage", noise.count, lost)
    figure(f"seed {seed}: damaged places, samples, lost", (noise.count, received, lost))
