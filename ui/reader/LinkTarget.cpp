// SPDX-License-Identifier: GPL-3.0-or-later
#include "LinkTarget.h"

#include "HostName.h"

namespace
{
constexpr qsizetype longestTarget = 2000;

QString plainOf(const QString &text)
{
    QString plain;
    for (const QChar c : text.left(longestTarget)) {
        const bool isMark = c.category() == QChar::Other_Format || c.category() == QChar::Other_Control ||
                            c.category() == QChar::Separator_Line ||
                            c.category() == QChar::Separator_Paragraph;
        if (!isMark)
            plain += c;
    }
    return plain;
}
} // namespace

QString linkTarget(const QUrl &link)
{
    if (link.host().isEmpty())
        return plainOf(link.toDisplayString(QUrl::PrettyDecoded));
    QString target = link.scheme() + QLatin1String("://") + shownHost(link.host());
    if (link.port() >= 0)
        target += QLatin1Char(':') + QString::number(link.port());
    QUrl rest = link;
    rest.setScheme({});
    rest.setAuthority({});
    return plainOf(target + rest.toDisplayString(QUrl::PrettyDecoded));
}
