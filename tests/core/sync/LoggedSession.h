// SPDX-License-Identifier: GPL-3.0-or-later
//
// LoggedSession plays sessions to a SessionLog, cut into pieces, and gives back the lines that it wrote.
#pragma once

#include "SessionLog.h"

#include <QRegularExpression>

#include <vector>

struct Turn {
    char who; // 'C' or 'S'
    QByteArray bytes;
};
using Session = std::vector<Turn>;

inline Turn client(const QByteArray &line)
{
    return {'C', line + "\r\n"};
}
inline Turn server(const QByteArray &lines)
{
    return {'S', lines};
}

inline void play(SessionLog &log, const Session &session, qsizetype segment)
{
    for (const Turn &turn : session) {
        for (qsizetype at = 0; at < turn.bytes.size(); at += segment) {
            const QByteArray piece = turn.bytes.mid(at, segment);
            turn.who == 'C' ? log.sent(piece) : log.received(piece);
        }
    }
}

// Without the times, which differ.
inline QByteArray linesOf(const SessionLog &log)
{
    QString text = log.text();
    return text.remove(QRegularExpression(QStringLiteral("^[0-9.]+ "), QRegularExpression::MultilineOption))
        .toUtf8();
}
