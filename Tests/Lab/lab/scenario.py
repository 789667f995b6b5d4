"""What a scenario is written with: the command under test, waiting, checking, and figures."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

SPASM = os.environ.get("SPASM_LAB_SPASM", "spasm")
# A folder of the scenario's own, gone with the guest.
WORK = pathlib.Path(tempfile.mkdtemp(prefix="scenario-"))
IS_FULL = os.environ.get("SPASM_EVIDENCE") == "1"


def sized(small, full):
    """The size of a proof: small in `make test`, full in `make evidence`."""
    return full if IS_FULL else small


def check(is_so, *told):
    if not is_so:
        print("not so:", *told, flush=True)
        sys.exit(1)


def figure(name, value):
    """What was measured, for who reads the output."""
    print(f"  {name}: {value}", flush=True)


def wait_until(condition, seconds=10, what="what was waited for"):
    """Hands back what the condition gives, once that is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        check(time.monotonic() < end, f"{what} did not come within {seconds} s")
        time.sleep(0.01)
    return found


def wait_for_path(path, seconds=10):
    wait_until(lambda: os.path.exists(path), seconds, path)


def spasm(*arguments, expected=0, limit=60, user=None):
    """Runs the command to its end, as another user where one is named; its output, where it exits as expected."""
    done = subprocess.run([SPASM, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=limit, user=user)
    check(done.returncode == expected, "spasm", *arguments, f": exit {done.returncode}, not {expected}:", done.stderr)
    return done


class Running:
    """The command while it runs: its events as they come, and what it holds."""

    def __init__(self, *arguments):
        self.arguments = " ".join(map(str, arguments))
        self.lines, self.events, self.arrivals, self.errors = [], [], [], []
        self.process = subprocess.Popen([SPASM, *map(str, arguments)], stdin=subprocess.DEVNULL, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.readers = [threading.Thread(target=self._read_events, daemon=True),
                        threading.Thread(target=self._read_errors, daemon=True)]
        for reader in self.readers:
            reader.start()

    def _read_events(self):
        for line in self.process.stdout:
            self.arrivals.append(time.monotonic())
            self.lines.append(line.rstrip("\n"))
            self.events.append(json.loads(line))

    def _read_errors(self):
        self.errors.extend(self.process.stderr)

    def of(self, kind):
        return [event for event in self.events if event["type"] == kind]

    def wait_for(self, kind, seconds=15, count=1):
        wait_until(lambda: len(self.of(kind)) >= count or self.process.poll() is not None, seconds,
                   f"{self.arguments}: {count} of '{kind}'")
        check(len(self.of(kind)) >= count, f"{self.arguments}: ended before '{kind}':", "".join(self.errors))
        return self.of(kind)[-1]

    def held(self):
        """How many descriptors it has open, how many threads, and how many KiB it takes."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        status = dict(line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line)
        return len(list((folder / "fd").iterdir())), int(status["Threads"]), int(status["VmRSS"].split()[0])

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, expected=0, limit=20):
        """Ends it as a person does, and hands back its summary."""
        self.process.send_signal(signal.SIGINT)
        return self.finish(limit, expected)

    def finish(self, limit=60, expected=0):
        code = self.process.wait(limit)
        for reader in self.readers:
            reader.join(5)
        check(code == expected, f"{self.arguments}: exit {code}, not {expected}:", "".join(self.errors))
        return self.of("summary")[-1] if self.of("summary") else None


def check_ledger(summary, seconds=None):
    """Nothing was lost, in any stream; with `seconds`, so much was expected at the least."""
    check(summary is not None, "there is no summary")
    for row in summary["ledger"]:
        check(row["expected"] == row["received"] and not row["lost"] and not row["overrun"], "the ledger:", row)
        check(row["expected"] > 0, "a stream without a sample:", row)
    if seconds is not None:
        check(summary["duration_s"] >= seconds, f"{summary['duration_s']} s of signal, not {seconds} s")
