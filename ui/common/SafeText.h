// SPDX-License-Identifier: GPL-3.0-or-later
//
// SafeText makes other people's words fit for a label. Pure.
#pragma once

#include <QString>
#include <QTextDocument>

#include <algorithm>

namespace SafeText
{
// On one line, without control characters and without those that turn the direction of the text that follows;
// what is longer than `most` ends in an ellipsis.
inline QString oneLine(const QString &text, qsizetype most = 4000)
{
    QString safe = text.left(most + 1);
    const auto unfit = [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069) || u == 0x200E || u == 0x200F ||
               u == 0x061C;
    };
    safe.removeIf(unfit);
    std::replace_if(
        safe.begin(), safe.end(),
        [](QChar c) {
            return c.category() == QChar::Other_Control || c == QChar(0x2028) || c == QChar(0x2029);
        },
        QChar(u' '));
    if (text.size() > most)
        safe = safe.left(most) + QChar(0x2026);
    return safe;
}

// As a tool tip, which would take some texts for HTML.
inline QString toolTip(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal) : text;
}
} // namespace SafeText
