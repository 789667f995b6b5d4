#!/usr/bin/env python3
"""Write one recording in every format that spasm reads.

    convert.py INPUT.edf FOLDER      the recording that 'spasm simulate' wrote
    convert.py --demo FOLDER         a seeded one, made here

The encoders share no code with the readers that they test: each follows the format's own
description (EDF and EDF+: edfplus.info; BDF: biosemi.com; WFDB: physionet.org/physiotools/wag).
Only Python's standard library is used, and the same input gives the same bytes.
"""

import argparse
import math
import pathlib
import random
import struct
from dataclasses import dataclass

STARTED = "24.03.25", "14.05.09"  # EDF's DD.MM.YY and HH.MM.SS


@dataclass
class Signal:
    """One signal: digital values, and the line from them to physical ones."""

    label: str
    unit: str
    rate: int
    digital: list
    physical_range: tuple
    digital_range: tuple

    @property
    def gain(self):
        (p0, p1), (d0, d1) = self.physical_range, self.digital_range
        return (p1 - p0) / (d1 - d0)

    @property
    def physical(self):
        (p0, _), (d0, _) = self.physical_range, self.digital_range
        return [p0 + (value - d0) * self.gain for value in self.digital]

    @property
    def is_muscle(self):
        return self.unit == "uV"


def demo(seconds=8, muscle_rate=500, motion_rate=50):
    """Two muscles at rest, a twitch at 1.5 s and a spasm from 3 to 6 s; three axes that hardly move."""
    chance = random.Random(20250324)
    emg = []
    for label, share in (("EMG calf left", 1.0), ("EMG thigh left", 0.4)):
        values = []
        for index in range(seconds * muscle_rate):
            time = index / muscle_rate
            size = 4.0
            if 1.5 <= time < 1.7:
                size = 60.0 * share
            if 3.0 <= time < 6.0:
                size = 120.0 * share
            values.append(max(-32768, min(32767, round(chance.gauss(0, size) * 10))))
        emg.append(Signal(label, "uV", muscle_rate, values, (-3276.8, 3276.7), (-32768, 32767)))
    motion = []
    for axis, rest in (("X", 0.03), ("Y", -0.21), ("Z", 0.97)):
        values = []
        for index in range(seconds * motion_rate):
            sway = 0.01 * math.sin(index / motion_rate * 1.7) + chance.gauss(0, 0.002)
            values.append(round((rest + sway) * 8000))
        motion.append(Signal(f"ACC {axis}", "g", motion_rate, values, (-4.096, 4.095875), (-32768, 32767)))
    return emg + motion


def read_edf(path):
    """The signals of a plain EDF or EDF+C file, annotations left out."""
    data = pathlib.Path(path).read_bytes()
    count = int(data[252:256])
    header = int(data[184:192])
    records, duration = int(data[236:244]), float(data[244:252])
    offset, fields = 256, []
    for width in (16, 80, 8, 8, 8, 8, 8, 80, 8, 32):
        fields.append([data[offset + n * width : offset + (n + 1) * width].decode("latin-1").strip() for n in range(count)])
        offset += width * count
    labels, _, units, pmin, pmax, dmin, dmax, _, samples, _ = fields
    samples = [int(n) for n in samples]
    values = [[] for _ in range(count)]
    size = sum(samples) * 2
    records = (len(data) - header) // size if records < 0 else records
    position = header
    for _ in range(records):
        for n in range(count):
            values[n] += struct.unpack_from(f"<{samples[n]}h", data, position)
            position += samples[n] * 2
    return [
        Signal(labels[n], units[n], round(samples[n] / duration), values[n],
               (float(pmin[n]), float(pmax[n])), (int(dmin[n]), int(dmax[n])))
        for n in range(count)
        if "Annotations" not in labels[n]
    ]


# --- EDF and BDF ---------------------------------------------------------------------------------


def field(value, width):
    text = str(value)
    if isinstance(value, float):
        text = f"{value:.8f}".rstrip("0").rstrip(".")[:width]
    assert len(text) <= width, text
    return text.ljust(width).encode("ascii")


def write_edf(path, signals, kind="", wide=False, gap=None, notes=()):
    """EDF ('' or 'C' or 'D'), or BDF where 'wide'; one record a second; 'gap' = (after record, seconds)."""
    seconds = len(signals[0].digital) // signals[0].rate
    width = 3 if wide else 2
    name = "BDF" if wide else "EDF"
    shift = 8 if wide else 0  # BDF keeps the same physical values in finer steps
    columns = [(s.label, "", s.unit, s.physical_range[0],
                s.physical_range[1] if not wide else s.physical_range[0] + s.gain * (s.digital_range[1] - s.digital_range[0]),
                s.digital_range[0] << shift, s.digital_range[1] << shift, "", s.rate, "") for s in signals]
    room = 60
    if kind:
        low, high = (-8388608, 8388607) if wide else (-32768, 32767)
        columns.append((f"{name} Annotations", "", "", -1, 1, low, high, "", room // width, ""))
    out = bytearray()
    out += (b"\xffBIOSEMI" if wide else b"0       ")
    out += field("X F X X" if kind else "test subject", 80)
    out += field("Startdate 24-MAR-2025 X X X" if kind else "made by convert.py", 80)
    out += field(STARTED[0], 8) + field(STARTED[1], 8) + field(256 * (len(columns) + 1), 8)
    out += field(f"{name}+{kind}" if kind else ("24BIT" if wide else ""), 44)
    out += field(seconds, 8) + field(1, 8) + field(len(columns), 4)
    for index, size in enumerate((16, 80, 8, 8, 8, 8, 8, 80, 8, 32)):
        for column in columns:
            out += field(column[index], size)
    for record in range(seconds):
        for signal in signals:
            for value in signal.digital[record * signal.rate : (record + 1) * signal.rate]:
                out += (value << shift).to_bytes(width, "little", signed=True)
        if kind:
            onset = record + (gap[1] if gap and record > gap[0] else 0)
            text = f"+{onset:g}\x14\x14\x00"
            for at, length, words in notes:
                if record <= at < record + 1:
                    text += f"+{at + onset - record:g}\x15{length:g}\x14{words}\x14\x00"
            out += text.encode("utf-8").ljust(room, b"\x00")
    path.write_bytes(out)


# --- WFDB ----------------------------------------------------------------------------------------


def write_wfdb(folder, name, signals, code):
    """A header and one signal file in format 16, 24, 212, or 16 with several samples a frame ('16x')."""
    frame_rate = min(s.rate for s in signals)
    frames = len(signals[0].digital) // signals[0].rate * frame_rate
    bits, step = {"212": (12, 16), "24": (24, 1), "16": (16, 1), "16x": (16, 1)}[code]
    values, lines = [], [f"{name} {len(signals)} {frame_rate} {frames} 14:05:09 24/03/2025"]
    for signal in signals:
        digital = [max(-2048, min(2047, round(v / step))) if step > 1 else v for v in signal.digital]
        values.append(digital)
        per = signal.rate // frame_rate
        gain = 1 / (signal.gain * step)
        total = 0
        for v in digital:
            total = (total + v) & 0xFFFF
        checksum = total - 65536 if total > 32767 else total
        kind = code.rstrip("x") + (f"x{per}" if per > 1 else "")
        lines.append(f"{name}.dat {kind} {gain:.10g}(0)/{signal.unit} {bits} 0 {digital[0]} {checksum} 0 {signal.label}")
    order = []
    for frame in range(frames):
        for signal, digital in zip(signals, values):
            per = signal.rate // frame_rate
            order += digital[frame * per : (frame + 1) * per]
    if code == "212":
        if len(order) % 2:
            order.append(0)
        out = bytearray()
        for a, b in zip(order[::2], order[1::2]):
            a, b = a & 0xFFF, b & 0xFFF
            out += bytes((a & 0xFF, (a >> 8) | ((b >> 8) << 4), b & 0xFF))
    else:
        size = 3 if code == "24" else 2
        out = b"".join(v.to_bytes(size, "little", signed=True) for v in order)
    (folder / f"{name}.dat").write_bytes(bytes(out))
    (folder / f"{name}.hea").write_text("\n".join(lines) + "\n# made by convert.py\n")


# --- text ----------------------------------------------------------------------------------------


def rows(signals, rate, seconds):
    """Frames at 'rate': muscles thinned out to it, motion held from sample to sample."""
    return [
        [s.physical[index * s.rate // rate] for s in signals]
        for index in range(int(rate * seconds))
    ]


def write_opensignals(path, signals, seconds):
    """16-bit counts of a biosignalsplux; ten rows are lost from row 2000 on."""
    names = [f"CH{n + 1}" for n in range(len(signals))]
    sensors = ["EMG" if s.is_muscle else "ACC" for s in signals]
    rate = signals[0].rate
    quoted = lambda items: "[" + ", ".join(f'"{i}"' for i in items) + "]"
    header = (
        '{"00:07:80:00:00:01": {"sensor": ' + quoted(sensors) + ', "device name": "00:07:80:00:00:01", "column": '
        + quoted(["nSeq", "DI"] + names) + ', "sync interval": 2, "time": "14:05:9.250", "comments": "ch1_gastrocnemius'
        ' ch2_vastus_lateralis", "digital IO": [0, 1], "firmware version": 773, "device": "biosignalsplux", "position": 0, '
        f'"sampling rate": {rate}, "label": ' + quoted(names) + f', "resolution": {[16] * len(names)}, "date": "2025-3-24"' + "}}"
    )
    lines = ["# OpenSignals Text File Format", "# " + header, "# EndOfHeader"]
    for index, row in enumerate(rows(signals, rate, seconds)):
        if 2000 <= index < 2010:
            continue
        counts = [
            round((v * 1e-6 * 1000 / 3 + 0.5) * 65536) if s.is_muscle else round(28000 + (v + 1) / 2 * 10000)
            for s, v in zip(signals, row)
        ]
        lines.append("\t".join(str(c) for c in [index & 0xFFFF, 0] + counts) + "\t")
    path.write_text("\n".join(lines) + "\n")


def write_openbci(path, signals, seconds, version):
    """A Cyton at 250 Hz with its first channels used; seven rows are lost from row 600 on."""
    muscles = [s for s in signals if s.is_muscle][:8]
    motion = [s for s in signals if not s.is_muscle][:3]
    tab = version == 6
    extra = 7
    if version == 4:
        lines = ["%OpenBCI Raw EEG Data", "%Number of channels = 8", "%Sample Rate = 250.0 Hz", "%First Column = SampleIndex",
                 "%Last Column = Timestamp ",
                 "%Other Columns = EEG data in microvolts followed by Accel Data (in G) interleaved with Aux Data"]
    else:
        lines = ["%OpenBCI Raw EXG Data", "%Number of channels = 8", "%Sample Rate = 250 Hz",
                 "%Board = OpenBCI_GUI$BoardCytonSerial"]
        names = ["Sample Index"] + [f"EXG Channel {n}" for n in range(8)] + [f"Accel Channel {n}" for n in range(3)]
        names += ["Other"] * extra + ["Timestamp", "Timestamp (Formatted)"]
        lines.append(("\t" if tab else ", ").join(names))
    for index, row in enumerate(rows(muscles + motion, 250, seconds)):
        if 600 <= index < 607:
            continue
        emg = [f"{v:.1f}" for v in row[: len(muscles)]] + ["0.0"] * (8 - len(muscles))
        # The board sends new accelerations with every tenth packet.
        acc = [f"{v:.6f}" for v in row[len(muscles) :]] if index % 10 == 0 or version != 4 else ["0.0"] * 3
        cells = [str(index % 256)] + emg + acc
        if version == 4:
            cells.append(f"14:05:{9 + index // 250:02d}.{index % 250 * 4:03d}")
        else:
            stamp = 1742825109.25 + index / 250
            cells += ["0.0"] * extra + [f"{stamp:.6f}", f"2025-03-24 14:05:{9 + index // 250:02d}.{index % 250 * 4:03d}"]
        lines.append(("\t" if tab else ", ").join(cells))
    path.write_text("\n".join(lines) + "\n")


def write_trigno(path, signals):
    """Every channel with its own times; the slower ones end earlier in the rows."""
    lines = []
    for s in signals:
        label = f"Avanti sensor 1: {s.label.replace('ACC ', 'ACC.')}"
        unit = "V" if s.is_muscle else s.unit
        rate = f"{s.rate:.6e}".replace("e+0", "e+00")
        lines.append(f"Label: {label} Sampling frequency: {rate} Number of points: {len(s.digital)} "
                     f"start: 0.000000e+000 Unit: {unit} Domain Unit: s")
    lines += ["Start Trigger Method: None", "Stop Trigger Method: None", ""]
    lines.append(",".join(f'X[s],"Avanti sensor 1: {s.label.replace("ACC ", "ACC.")}"' for s in signals))
    values = [s.physical for s in signals]
    for index in range(max(len(v) for v in values)):
        cells = []
        for s, v in zip(signals, values):
            if index < len(v):
                cells += [f"{index / s.rate:.7g}", f"{v[index] * 1e-6:.7g}" if s.is_muscle else f"{v[index]:.7g}"]
            else:
                cells += ["", ""]
        lines.append(",".join(cells))
    path.write_text("\r\n".join(lines) + "\r\n")


def write_delimited(folder, signals, seconds):
    """Variants of delimited text as people's tools write them."""
    rate = signals[0].rate
    muscles = [s for s in signals if s.is_muscle]
    table = rows(signals, rate, seconds)
    heading = "Time (s)," + ",".join(f"{s.label} ({s.unit})" for s in signals)
    lines = [heading] + [
        f"{i / rate:.3f}," + ",".join(f"{v:.1f}" if s.is_muscle else f"{v:.6f}" for s, v in zip(signals, row))
        for i, row in enumerate(table) if not 1500 <= i < 1525
    ]
    (folder / "time.csv").write_text("\n".join(lines) + "\n")

    lines = [";".join(s.label for s in muscles)]
    lines += [";".join(f"{v:.1f}".replace(".", ",") for v in row[: len(muscles)]) for row in table]
    (folder / "decimal-comma.csv").write_bytes(b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode())

    counts = [[max(-128, min(127, round(v / 4))) for v in row[: len(muscles)]] for row in table]
    lines = [", ".join(str(c) for c in row) + f", {1 if 3 <= i / rate < 6 else 0}" for i, row in enumerate(counts)]
    (folder / "label-column.txt").write_text("\r\n".join(lines))

    lines = ["# Simple Text Format", f"# Sampling Rate (Hz):= {rate:.2f}", "# Resolution:= 12", "# Labels:= EMG"]
    lines += [str(max(0, min(4095, 2048 + round(row[0] / 2)))) for row in table]
    (folder / "comment-header.txt").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--demo", action="store_true", help="make the recording here")
    parser.add_argument("input", nargs="?", help="an EDF file")
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.demo == bool(options.input):
        parser.error("give an EDF file or --demo")
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    signals = demo() if options.demo else read_edf(options.input)
    muscles = [s for s in signals if s.is_muscle]
    seconds = len(signals[0].digital) // signals[0].rate
    notes = [(1.5, 0.2, "twitch"), (3, 3, "spasm \u2013 calf")]
    write_edf(folder / "encoded.edf", signals)
    write_edf(folder / "annotated.edf", signals, "C", notes=notes)
    write_edf(folder / "gap.edf", signals, "D", gap=(4, 2.5), notes=notes)
    write_edf(folder / "encoded.bdf", signals, wide=True)
    write_edf(folder / "annotated.bdf", signals, "C", wide=True, notes=notes)
    write_edf(folder / "gap.bdf", signals, "D", wide=True, gap=(4, 2.5), notes=notes)
    write_wfdb(folder, "wfdb16", muscles, "16")
    write_wfdb(folder, "wfdb24", muscles, "24")
    write_wfdb(folder, "wfdb212", muscles, "212")
    write_wfdb(folder, "wfdb16x", signals, "16x")
    write_opensignals(folder / "opensignals.txt", signals, seconds)
    for version in (4, 5, 6):
        write_openbci(folder / f"openbci-v{version}.txt", signals, min(5, seconds), version)
    write_trigno(folder / "trigno.csv", signals)
    write_delimited(folder, signals, seconds)


if __name__ == "__main__":
    main()
