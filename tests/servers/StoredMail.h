// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that a profile's store holds, read back from its files, and the comparison of it with what a
// server served: the one question that all tests against servers end with. Any thread.
#pragma once

#include "MessageSummary.h"
#include "RawPop3Client.h"
#include "Result.h"

#include <QByteArray>
#include <QString>

#include <vector>

struct StoredMessage {
    MessageSummary summary;
    QByteArray bytes;
};

// In the order of storing. The profile may be open elsewhere.
Result<std::vector<StoredMessage>> readStoredMail(const QString &profileDirectory);

// What is wrong when each served message should be stored exactly once, with the same unique-id, bytes and
// SHA-256, and nothing else: one line for each fault, empty when all is well.
QString faults(const std::vector<ServedMessage> &served, const std::vector<StoredMessage> &stored);
