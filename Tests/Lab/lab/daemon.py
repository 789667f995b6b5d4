"""The system's own Bluetooth daemon, which many machines run beside whoever else uses the adapter."""

import pathlib
import subprocess

from .scenario import check, wait_until

DAEMON = pathlib.Path("/usr/libexec/bluetooth/bluetoothd")
BUS = pathlib.Path("/run/dbus/system_bus_socket")


class BluetoothDaemon:
    """BlueZ's bluetoothd, on a bus of the guest's."""

    def __enter__(self):
        check(DAEMON.exists(), "there is no", DAEMON, ": scripts/packages lab")
        BUS.parent.mkdir(exist_ok=True)
        BUS.unlink(missing_ok=True)
        self.processes = [subprocess.Popen(["dbus-daemon", "--system", "--nofork", "--nopidfile"],
                                           stderr=subprocess.DEVNULL)]
        wait_until(BUS.exists, what="the bus")
        self.processes.append(subprocess.Popen([DAEMON, "-n"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        wait_until(self._knows_adapter, 20, "the daemon's adapter")
        return self

    def _knows_adapter(self):
        done = subprocess.run(["dbus-send", "--system", "--print-reply", "--dest=org.bluez", "/",
                               "org.freedesktop.DBus.ObjectManager.GetManagedObjects"], capture_output=True, text=True)
        return "/org/bluez/hci0" in done.stdout

    def control(self, *words, seconds=3):
        """What `bluetoothctl` says to these words, in so many seconds."""
        done = subprocess.run(["bluetoothctl", "--timeout", str(seconds), *words], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
        return done.stdout

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(10)
