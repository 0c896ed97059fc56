// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderFingerprint.h"

#include "Sha256.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace
{
constexpr std::array fields = {QByteArrayView("message-id"), QByteArrayView("date"),
                               QByteArrayView("from"),       QByteArrayView("to"),
                               QByteArrayView("subject"),    QByteArrayView("received")};

// The end of the line that begins at `at`, behind its LF.
qsizetype lineEnd(QByteArrayView text, qsizetype at)
{
    const void *const found = std::memchr(text.data() + at, '\n', static_cast<size_t>(text.size() - at));
    return found ? static_cast<const char *>(found) - text.data() + 1 : text.size();
}

bool isCovered(QByteArrayView line)
{
    const auto colon = line.indexOf(':');
    if (colon < 0)
        return false;
    const QByteArrayView name = line.first(colon).trimmed();
    return std::any_of(fields.begin(), fields.end(), [name](QByteArrayView field) {
        return name.compare(field, Qt::CaseInsensitive) == 0;
    });
}
} // namespace

QByteArray headerFingerprint(QByteArrayView message)
{
    QByteArray covered;
    QByteArrayView header = message;
    bool inCoveredField = false;
    for (qsizetype at = 0; at < message.size();) {
        const auto end = lineEnd(message, at);
        const QByteArrayView line = message.sliced(at, end - at).trimmed();
        if (line.isEmpty()) {
            header = message.first(at);
            break;
        }
        const bool continued = message[at] == ' ' || message[at] == '\t';
        if (!continued)
            inCoveredField = isCovered(line);
        if (inCoveredField) {
            covered.append(line).append('\n');
        }
        at = end;
    }
    if (covered.isEmpty() && header.trimmed().isEmpty())
        return {};
    return Sha256::of(covered.isEmpty() ? header : QByteArrayView(covered)).first(16);
}
