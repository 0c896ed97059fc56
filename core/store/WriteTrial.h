// SPDX-License-Identifier: GPL-3.0-or-later
//
// Some who fail to write do not say why (SQLite with its shared memory, QLockFile). Trying it once more with
// a small file does. Any thread.
#pragma once

#include "Result.h"

#include <QString>

// Writes a small file into the directory and removes it. DiskFull, ReadOnly, DiskFailed; no error where it
// can be written.
Result<void> tryWriting(const QString &directory);

// The error, or what it really is: DiskFailed because the disk is full or cannot be written to.
Error explained(const Error &error, const QString &directory);
