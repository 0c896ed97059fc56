// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Redaction.h"

#include <QByteArrayList>

#include <algorithm>
#include <array>

namespace
{

constexpr std::array harmless = {"CAPA", "STLS", "USER", "STAT", "LIST", "UIDL", "TOP",
                                 "RETR", "DELE", "RSET", "NOOP", "QUIT", "UTF8", "LANG"};

} // namespace

QByteArray redactedCommand(QByteArrayView command)
{
    const QByteArray line = command.trimmed().toByteArray();
    const QByteArrayList words = line.split(' ');
    const QByteArray keyword = words.first().toUpper();
    if (std::find(harmless.begin(), harmless.end(), keyword) != harmless.end())
        return line;
    if (keyword == "PASS")
        return "PASS ***";
    if (keyword == "AUTH" || keyword == "APOP")
        return words.size() > 2 ? keyword + ' ' + words[1] + " ***" : line;
    return "***";
}
