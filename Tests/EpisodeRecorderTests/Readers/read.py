"""read.py FILE: what pyedflib and MNE-Python make of an EDF or BDF file, as JSON."""

import json
import sys

import mne
import pyedflib

path = sys.argv[1]
with pyedflib.EdfReader(path) as file:
    onsets, durations, texts = file.readAnnotations()
    with_pyedflib = {
        "labels": [label.strip() for label in file.getSignalLabels()],
        "rates": [float(rate) for rate in file.getSampleFrequencies()],
        "units": [file.getPhysicalDimension(signal).strip() for signal in range(file.signals_in_file)],
        "prefilters": [file.getPrefilter(signal).strip() for signal in range(file.signals_in_file)],
        "start": file.getStartdatetime().isoformat(),
        "duration": float(file.file_duration),
        "records": int(file.datarecords_in_file),
        "values": [file.readSignal(signal).tolist() for signal in range(file.signals_in_file)],
        "annotations": [[float(onset), float(duration), text]
                        for onset, duration, text in zip(onsets, durations, texts)],
    }

read = mne.io.read_raw_edf if path.endswith(".edf") else mne.io.read_raw_bdf
raw = read(path, preload=True, verbose="error")
muscle = read(path, include=with_pyedflib["labels"][:2], preload=True, verbose="error")
print(json.dumps({
    "pyedflib": with_pyedflib,
    "mne": {
        "labels": raw.ch_names,
        "rate": raw.info["sfreq"],
        "start": raw.info["meas_date"].isoformat(),
        # MNE has volts.
        "muscle": muscle.get_data().tolist(),
        "annotations": [[float(annotation["onset"]), float(annotation["duration"]), annotation["description"]]
                        for annotation in raw.annotations],
    },
}))
