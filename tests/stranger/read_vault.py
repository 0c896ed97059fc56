#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stranger's reader of a Poplar profile, written from core/store/FORMAT.md alone: prints the id and the SHA-256
of each message that is there and intact. Needs nothing but Python and zstd."""
import hashlib
import pathlib
import struct
import subprocess
import sys

FIXED = struct.Struct("<II4sBBBBB3xIqqqq32sqqIHHI")  # bytes 0 to 115
MESSAGE, TOMBSTONE, HEAD = 1, 2, 3
PARTIAL = 32


def header(data, at, store_id):
    """The record's fields at this place, or None where there is no record."""
    if at + FIXED.size > len(data):
        return None
    (magic, rest, letters, kind, _version, _framed, marks, _folder_kind, _account, number, _received, size, stored,
     sha256, _listed, _folder, _occurrence, uidl, fingerprint, extra) = FIXED.unpack_from(data, at)
    if magic != 0x184D2A50 or letters != b"PPR1" or rest != 116 - 8 + uidl + fingerprint + extra + 8:
        return None
    length = 8 + rest
    if at + length + stored > len(data):
        return None
    extra_bytes = data[at + length - 8 - extra:at + length - 8]
    salt = extra_bytes if kind == HEAD else store_id
    if hashlib.sha256(salt + data[at:at + length - 8]).digest()[:8] != data[at + length - 8:at + length]:
        return None
    return dict(kind=kind, marks=marks, id=number, size=size, sha256=sha256, extra=extra_bytes,
                frame=data[at + length:at + length + stored], length=length + stored)


def content(record):
    """The message, or None where it is damaged."""
    done = subprocess.run(["zstd", "-dc"], input=record["frame"], capture_output=True, check=False)
    whole = (done.returncode == 0 and len(done.stdout) == record["size"]
             and hashlib.sha256(done.stdout).digest() == record["sha256"])
    return done.stdout if whole else None


def records(path, default_id):
    data = path.read_bytes()
    first = header(data, 0, b"")
    store_id = first["extra"] if first and first["kind"] == HEAD else default_id
    at = 0
    while at < len(data):
        record = header(data, at, store_id)
        if record:
            yield record
            at += record["length"]
        else:  # damaged: look for the next place where there is one
            at = data.find(b"\x50\x2a\x4d\x18", at + 1)
            if at < 0:
                return


def main():
    segments = sorted(pathlib.Path(sys.argv[1]).glob("*.seg"), key=lambda path: int(path.stem))
    everything, removed, store_id = [], set(), b""
    for segment in segments:
        for record in records(segment, store_id):
            if record["kind"] == HEAD:
                store_id = record["extra"]
            elif record["kind"] == TOMBSTONE:
                removed.add(record["id"])
            elif record["kind"] == MESSAGE:
                everything.append(record)
    messages = {}
    for record in everything:
        known = messages.get(record["id"])
        # The whole supersedes the beginning, and of beginnings the last holds.
        if record["id"] in removed or (known and not known["marks"] & PARTIAL) or content(record) is None:
            continue
        messages[record["id"]] = record
    for number in sorted(messages):
        print(number, messages[number]["sha256"].hex())


main()
