// SPDX-License-Identifier: GPL-3.0-or-later
#include "EnglishPlurals.h"

#include <QCoreApplication>

void EnglishPlurals::installFor(QCoreApplication &application)
{
    if (!application.findChild<EnglishPlurals *>(QString(), Qt::FindDirectChildrenOnly))
        QCoreApplication::installTranslator(new EnglishPlurals(&application));
}

QString EnglishPlurals::translate(const char *, const char *sourceText, const char *, int n) const
{
    if (n < 0)
        return {}; // the source text as it stands
    return QString::fromUtf8(sourceText)
        .replace(QLatin1String("(s)"), n == 1 ? QLatin1String("") : QLatin1String("s"));
}
