// SPDX-License-Identifier: GPL-3.0-or-later
//
// plainTip() makes other people's words fit for a tool tip, which Qt takes for HTML where they look like it.
// Pure.
#pragma once

#include <QString>
#include <QTextDocument>

inline QString plainTip(const QString &text)
{
    return text.isEmpty() ? QString() : Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}
