#!/usr/bin/env python3
"""Runs the peer's codec and session against the golden vectors, and prints how many of each file passed."""

import json
import pathlib
import sys
import uuid
import zlib

import frames
import link
import packed
import words
from session import Device, Health, Identity
from words import Fault, FrameError, Type

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"


def fault_of(action):
    """The name of the fault that an action raises, or nothing."""
    try:
        action()
    except FrameError as error:
        return error.fault.name
    return None


def check_crc(vector):
    return zlib.crc32(bytes.fromhex(vector["hex"])) == vector["crc"]


def check_cobs(vector):
    raw, encoded = bytes.fromhex(vector["raw"]), bytes.fromhex(vector["encoded"])
    return link.stuff(raw) == encoded and link.unstuff(encoded) == raw


def check_packed(vector):
    """A sender is free in its choices: the vector has to be read, and ours be the same bytes where it is the shortest."""
    payload, samples, channels = bytes.fromhex(vector["hex"]), vector["samples"], vector["channels"]
    ours = packed.pack(samples, channels)
    return (packed.unpack(payload, channels, vector["count"]) == samples
            and packed.unpack(ours, channels, vector["count"]) == samples
            and (ours == payload or len(ours) < len(payload)))


def check_description(vector):
    payload, expected = bytes.fromhex(vector["hex"]), dict(vector["description"])
    expected["channels"] = [frames.Channel(**channel) for channel in expected["channels"]]
    expected["rates"] = [tuple(rate) for rate in expected["rates"]]
    description = frames.Description.decode(payload)
    encoded = description.encode()
    # What a later version adds is skipped, and cannot come out again.
    return description == frames.Description(**expected) and encoded == payload[:len(encoded)]


def check_frame(vector):
    raw = bytes.fromhex(vector["hex"])
    frame = frames.decode(raw)
    expected = dict(vector["fields"])
    for name in ("payload", "uuid"):
        if name in expected:
            expected[name] = bytes.fromhex(expected[name])
    if "positions" in expected:
        expected["positions"] = [tuple(position) for position in expected["positions"]]
    told = {name: frame.fields.get(name, []) for name in expected}
    encoded = frames.encode(frame.type, frame.id, **expected)
    if raw[1] & 0x80:
        encoded = link.seal(encoded)
    # What later versions add need not come out.
    again = encoded == raw or "later version" in vector["name"] and frames.decode(encoded).fields == frame.fields
    return (frame.type.name, frame.id, told) == (vector["type"], vector["id"], expected) and again


def check_malformed(vector):
    raw = bytes.fromhex(vector["hex"])
    if vector["link"] == "bytes":
        return fault_of(lambda: frames.decode(link.unstuff(raw), needs_crc=True)) == vector["error"]
    return fault_of(lambda: frames.decode(raw)) == vector["error"]


def check_fragments(vector):
    assembler, taken = frames.Assembler(), []
    for step in vector["steps"]:
        raw, whole, fault = bytes.fromhex(step["hex"]), None, None
        try:
            whole = assembler.add(frames.decode(raw))
        except FrameError as error:
            fault = error.fault.name
        if (whole.hex() if whole else None, fault) != (step["whole"], step["error"]):
            return False
        taken.append(raw)
    if not whole:
        return True
    parts = [part for part in taken if part[2] == taken[-1][2]]
    return frames.fragments(whole, len(parts[0]), parts[0][2]) == parts


class CompactReader:
    """The host's side of COMPACT."""

    def __init__(self):
        self._anchors = {}

    def read(self, raw):
        frame = frames.decode(raw)
        fields = frame.fields
        if frame.type == Type.DATA:
            if not fields["historic"]:
                self._anchors[frame.id] = (fields["encoding"], fields["channels"], fields["index"] + fields["count"])
            return fields["index"], fields["samples"]
        words.require(frame.id in self._anchors, Fault.NO_ANCHOR)
        encoding, channels, end = self._anchors[frame.id]
        words.require(encoding in words.WIDTHS, Fault.BAD_ENCODING)
        count = len(fields["payload"]) // (channels * words.WIDTHS[encoding])
        samples = frames.decode_samples(fields["payload"], encoding, channels, count)
        index = (end + (fields["index_low"] - end) % (1 << 16)) % words.WRAP
        self._anchors[frame.id] = (encoding, channels, index + count)
        return index, samples


def check_compact(vector):
    reader = CompactReader()
    for step in vector["steps"]:
        index, samples, fault = None, None, None
        try:
            index, samples = reader.read(bytes.fromhex(step["hex"]))
        except FrameError as error:
            fault = error.fault.name
        if (index, samples, fault) != (step["index"], step["samples"], step["error"]):
            return False
    return True


def check_account(vector):
    """What the host has got, what exists nowhere, and what it misses, between two indices."""
    start, length = vector["start"], (vector["end"] - vector["start"]) % words.WRAP
    received, dropped, duplicate = set(), set(), 0
    for text in vector["frames"]:
        fields = frames.decode(bytes.fromhex(text)).fields
        first = (fields["index"] - start) % words.WRAP
        got = set(range(first, first + fields["count"]))
        duplicate += len(got & received)
        received |= got
        dropped |= set(range(max(0, first - (fields["dropped"] or 0)), min(first, length)))
    within = set(range(length))
    lost = sorted(within - received - dropped)
    missing = []
    for offset in lost:
        if missing and offset == sum(missing[-1]):
            missing[-1][1] += 1
        else:
            missing.append([offset, 1])
    missing = [[(start + offset) % words.WRAP, count] for offset, count in missing]
    return (len(within & received), len(lost), len(within & dropped - received), duplicate, missing) == tuple(
        vector[name] for name in ("received", "lost", "overrun", "duplicate", "missing"))


class SessionPlayer:
    """A device like the one of sessions.json, driven by the steps of one session."""

    def __init__(self, vector, descriptions):
        self._time = 0
        identity = Identity(uuid=bytes(range(16)), firmware="demo 1.0", hardware="board A", max_frame=512,
                            features=vector["features"], store_seconds=vector["store"])
        health = Health(battery=80, millivolts=3900, temperature=2150, conditions=vector["conditions"])
        self._device = Device(identity, descriptions, lambda: self._time, vector["boot"], lambda: health)

    def play(self, step):
        # A test of one answer may go back in time, which no clock does.
        self._time = max(self._time, step["at"])
        if "host" in step:
            try:
                return self._device.handle(link.unseal(bytes.fromhex(step["host"])))
            except FrameError:
                return []
        if "samples" in step:
            stream, values = step["stream"], step["samples"]
            width = max(1, len(self._device.streams[stream].channels))
            rows = [values[n:n + width] for n in range(0, len(values), width)]
            return self._device.take(stream, rows, self._time)
        if "missed" in step:
            self._device.miss(step["stream"], step["missed"])
            return []
        return self._device.poll()


# Where a session shows one device's own way, and ours is another that the pages allow: only replies bind.
OWN_WAYS = ("twenty bytes at a time",)


def check_session(vector):
    player = SessionPlayer(vector, SESSION_DESCRIPTIONS)
    for number, step in enumerate(vector["steps"]):
        said = [frame.hex() for frame in player.play(step)]
        if said != step["device"] and ("host" in step or vector["name"] not in OWN_WAYS):
            print(f"  sessions: {vector['name']}: step {number}: {step}: said {said}")
            return False
    return True


def check_usb(vector):
    """The descriptors as the table of transports.md has them."""
    raw, name = bytes.fromhex(vector["hex"]), vector["name"]
    if name.startswith("device"):
        return raw[:2] == b"\x12\x01" and len(raw) == 18 and raw[2:4] == b"\x10\x02"
    if name.startswith("configuration"):
        size = (64, 512)["high" in name]
        interface, ends = raw[9:18], (raw[18:25], raw[25:32])
        return (len(raw) == int.from_bytes(raw[2:4], "little") == 32 and interface[4] == 2
                and tuple(interface[5:8]) == (0xFF, 0x53, 0x01)
                and [(end[2], end[3], int.from_bytes(end[4:6], "little")) for end in ends]
                == [(0x81, 2, size), (0x01, 2, size)])
    if name.startswith("string"):
        return raw == bytes([len(raw), 3]) + "Spasm wearable".encode("utf-16-le")
    total = int.from_bytes(raw[2:4], "little") if name.startswith("binary") else int.from_bytes(raw[8:10], "little")
    holds = ((uuid.UUID("D8DD60DF-4589-4CC7-9CD2-659D9E648A9F").bytes_le,) if name.startswith("binary") else (
        "DeviceInterfaceGUIDs\0".encode("utf-16-le"), "{0F5C7A51-6E1B-4C55-9D0A-53B1A2A7E001}".encode("utf-16-le"),
        b"WINUSB\0\0"))
    return total == len(raw) and all(part in raw for part in holds)


def load(name):
    return json.loads((VECTORS / name).read_text())


def session_descriptions():
    """The sessions' device is told by the answers of the first of them."""
    answers = [bytes.fromhex(answer) for step in load("sessions.json")[0]["steps"] for answer in step["device"]]
    return [frames.Description.decode(answer[6:]) for answer in answers if answer[0] == Type.DESCRIBE_REPLY]


SESSION_DESCRIPTIONS = session_descriptions()
CHECKS = {"accounts": check_account, "cobs": check_cobs, "compact": check_compact, "crc": check_crc,
          "descriptions": check_description, "fragments": check_fragments, "frames": check_frame,
          "malformed": check_malformed, "packed": check_packed, "sessions": check_session, "usb": check_usb}


def main():
    failed = 0
    for name, check in CHECKS.items():
        vectors, passed = load(name + ".json"), 0
        for vector in vectors:
            try:
                right = check(vector)
            except FrameError as error:
                right = False
                print(f"  {name}: {vector['name']}: {error.fault.name}")
            if right:
                passed += 1
            else:
                failed += 1
                print(f"  {name}: {vector['name']}: failed")
        print(f"{name}.json: {passed} of {len(vectors)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
