// SPDX-License-Identifier: GPL-3.0-or-later
//
// UuFiles finds files that programs before MIME put into a text: "begin 644 name", lines of uuencode, "end"
// (POSIX uuencode). Linear, bounded; any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

struct UuFile {
    QByteArrayView block; // in the text, from "begin" to the line "end" where there is one
    QByteArray name;      // as it stands there, perhaps with a path
};

// In order. A block is one only where its first lines are uuencode by their length, so that "begin" in a
// sentence is none; a last one without "end" is taken as far as it goes.
std::vector<UuFile> findUuFiles(QByteArrayView text);

// What is left of the text without them.
QByteArray withoutUuFiles(QByteArrayView text, const std::vector<UuFile> &files);
