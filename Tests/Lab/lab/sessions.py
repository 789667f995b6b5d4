"""What a recorded session must hold: each sample the one of its index, and every gap told."""

import itertools
import pathlib

from . import recording
from .scenario import check


def start_of(samples):
    """The number that the first of these samples has in the recording that was played."""
    played = [recording.counts(0, number) for number in range(40000)]
    found = (number for number in range(len(played) - 20) if played[number:number + 20] == samples[:20])
    start = next(found, None)
    check(start is not None, "it does not begin with what was played:", samples[:20])
    return start


def check_session(run, summary, folder, channels=2):
    """Compares the session of a run that ended with `recording.write`'s signal; hands back received and lost."""
    gaps = [gap for gap in run.of("gap") if gap["stream"] == 0]
    muscle = summary["ledger"][0]
    check(muscle["expected"] == muscle["received"] + muscle["lost"], "the ledger:", muscle)
    check(muscle["lost"] == sum(gap["count"] for gap in gaps), "the gaps add up to what was lost:", muscle, gaps)
    missing = set(itertools.chain(*(range(gap["first_index"], gap["first_index"] + gap["count"]) for gap in gaps)))
    parts = [recording.read(path) for path in sorted(pathlib.Path(folder).glob("*/signal-*.bdf"))]
    start = None
    for channel in range(channels):
        samples = list(itertools.chain(*(part[f"EMG{channel + 1}"] for part in parts)))[:muscle["expected"]]
        check(len(samples) == muscle["expected"], f"the session has {len(samples)} samples of", muscle)
        if start is None:
            start = start_of(samples)
        wrong = [index for index, value in enumerate(samples)
                 if index not in missing and value != recording.counts(channel, start + index)]
        check(not wrong, f"channel {channel}: {len(wrong)} samples are not where they belong:", wrong[:3], gaps)
    return muscle["received"], muscle["lost"]
