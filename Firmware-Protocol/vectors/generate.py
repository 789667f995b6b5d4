#!/usr/bin/env python3
"""generate.py [--check]: writes the golden vectors beside this file, or says whether they are as it would write them.

Needs nothing but Python 3. The same bytes come out every time.
"""

import json
import pathlib
import sys

import cases_data
import cases_frames
import cases_links
import cases_malformed
import cases_sessions
import cases_usb

FILES = {
    "frames": cases_frames.frames,
    "descriptions": cases_frames.descriptions,
    "packed": cases_data.packed,
    "compact": cases_data.compact,
    "accounts": cases_data.accounts,
    "malformed": cases_malformed.malformed,
    "crc": cases_links.crc,
    "cobs": cases_links.cobs,
    "fragments": cases_links.fragments,
    "sessions": cases_sessions.sessions,
    "usb": cases_usb.usb,
}


def text(cases):
    """One case a line, so that a change shows where it is."""
    lines = [json.dumps(case, separators=(",", ":")) for case in cases]
    names = [case["name"] for case in cases]
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main():
    folder = pathlib.Path(__file__).parent
    stale = []
    for name, cases in FILES.items():
        path, wanted = folder / f"{name}.json", text(cases())
        if "--check" in sys.argv[1:]:
            stale += [path.name] if not path.exists() or path.read_text() != wanted else []
        else:
            path.write_text(wanted)
    if stale:
        sys.exit(f"not as generate.py writes them: {', '.join(stale)}")


main()
