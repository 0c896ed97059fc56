// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailFile reads the messages of a file: .eml (one message) or mbox (RFC 4155, the "From " lines and the
// ">From " quoting taken off). Memory: one message. Worker threads.
#pragma once

#include "Result.h"

#include <QByteArray>
#include <QString>

#include <functional>

// Calls `message` for each message in order; an error it returns ends the reading and is returned. NotFound,
// DiskFailed, and InvalidArgument for a file that holds no message. Returns how many there were.
Result<int> readMailFile(const QString &path, const std::function<Result<void>(const QByteArray &)> &message);
