"""A recording for the virtual wearable to play: BDF, 24 bits, muscle and motion, of signals that are known."""

from .signals import emg

RATE, MOTION_RATE = 2000, 200
# Of 24 bits: a quarter of a million microvolts, thousandths of a g, hundredths of a degree a second.
UV, G, DPS = 262144, 8.388608, 83886.08


def _signals(channels):
    for channel in range(channels):
        yield f"EMG{channel + 1}", "uV", UV, RATE
    for unit, kind, full in [("g", "ACC", G), ("deg/s", "GYR", DPS)]:
        for axis in "XYZ":
            yield f"{kind} {axis}", unit, full, MOTION_RATE


def _header(signals, seconds):
    """BDF's fixed-width text: the file's 256 bytes, then field after field for all signals."""
    count = len(signals)
    head = b"\xffBIOSEMI" + "".join(text.ljust(width) for text, width in [
        ("X X X X", 80), ("Startdate X X X X", 80), ("01.01.85", 8), ("00.00.00", 8), (str(256 * (count + 1)), 8),
        ("24BIT", 44), (str(seconds), 8), ("1", 8), (str(count), 4)]).encode()
    columns = [[(label, 16) for label, *_ in signals], [("", 80)] * count, [(unit, 8) for _, unit, *_ in signals],
               [(f"{-full:.8g}"[:8], 8) for _, _, full, _ in signals],
               [(f"{full:.8g}"[:8], 8) for _, _, full, _ in signals], [("-8388608", 8)] * count,
               [("8388607", 8)] * count, [("", 80)] * count, [(str(rate), 8) for *_, rate in signals],
               [("", 32)] * count]
    return head + "".join(text.ljust(width) for column in columns for text, width in column).encode()


def write(path, seconds, channels=8):
    signals = list(_signals(channels))
    with open(path, "wb") as file:
        file.write(_header(signals, seconds))
        for second in range(seconds):
            for place, (label, _, full, rate) in enumerate(signals):
                scale = (1 << 23) / full
                numbers = range(second * rate, (second + 1) * rate)
                if label.startswith("EMG"):
                    values = (round(emg(place, number, rate) * scale) for number in numbers)
                else:
                    values = (round(scale) if label == "ACC Z" else number % 64 for number in numbers)
                file.write(b"".join(value.to_bytes(3, "little", signed=True) for value in values))


def counts(channel, number):
    """What the converter gives for a sample of muscle, as it is in the recording."""
    return round(emg(channel, number, RATE) * (1 << 23) / UV)


def read(path):
    """The samples of every signal of a BDF or BDF+ file, by label, in digital values."""
    with open(path, "rb") as file:
        head = file.read(256)
        count = int(head[252:256])
        fields = file.read(256 * count)
        body = file.read()

    def column(start, width):
        return [fields[start * count + width * place:][:width].decode("latin-1").strip() for place in range(count)]

    labels, sizes = column(0, 16), [int(size) for size in column(216, 8)]
    whole = len(body) // (3 * sum(sizes))
    samples = {label: [] for label in labels}
    place = 0
    for _ in range(whole):
        for label, size in zip(labels, sizes):
            if "Annotations" not in label:
                samples[label] += [int.from_bytes(body[step:step + 3], "little", signed=True)
                                   for step in range(place, place + 3 * size, 3)]
            place += 3 * size
    return samples
