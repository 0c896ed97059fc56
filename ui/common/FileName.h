// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileName makes names for files out of other people's words. Pure.
#pragma once

#include <QString>

namespace FileName
{
// A name ending in ".eml" that every system takes, made from a subject.
inline QString forSubject(const QString &subject)
{
    QString name;
    for (const QChar c : subject.simplified()) {
        const bool bad = c.category() == QChar::Other_Control || QStringLiteral("/\\:*?\"<>|").contains(c);
        name += bad ? QChar(u'_') : c;
    }
    name = name.left(80).trimmed();
    while (name.startsWith(QLatin1Char('.')))
        name.remove(0, 1);
    return (name.isEmpty() ? QStringLiteral("message") : name) + QStringLiteral(".eml");
}
} // namespace FileName
