// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Reply.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace
{

bool startsWithWord(QByteArrayView line, QByteArrayView word)
{
    return line.size() >= word.size() && line.first(word.size()).compare(word, Qt::CaseInsensitive) == 0 &&
           (line.size() == word.size() || line[word.size()] == ' ' || line[word.size()] == '\t');
}

QString decoded(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder.decode(bytes);
    return decoder.hasError() ? QString::fromLatin1(bytes) : text;
}

// RFC 2449 §8: "[" levels apart by "/" "]", of printable characters.
qsizetype codeEnd(QByteArrayView text)
{
    if (!text.startsWith('['))
        return -1;
    const qsizetype end = text.indexOf(']');
    const auto code = end > 1 ? text.sliced(1, end - 1) : QByteArrayView();
    const bool printable = std::all_of(code.begin(), code.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    return !code.isEmpty() && printable ? end : -1;
}

bool isWithin(const QByteArray &code, QByteArrayView level)
{
    return code == level || code.startsWith(level.toByteArray() + '/');
}

// R115: servers that know no codes say in words that the mailbox is locked. Words count from their start, so
// that "blocked" is not "lock".
bool soundsBusy(const QString &text)
{
    static constexpr std::array words = {"lock", "in use", "busy", "wait", "unavailable"};
    const QString lower = text.toLower();
    return std::any_of(words.begin(), words.end(), [&lower](const char *word) {
        const QLatin1String wanted(word);
        for (qsizetype at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
            if (at == 0 || !lower[at - 1].isLetter())
                return true;
        }
        return false;
    });
}

} // namespace

Result<Pop3Reply> parsePop3Reply(QByteArrayView line)
{
    Pop3Reply reply;
    if (startsWithWord(line, "+OK"))
        reply.ok = true;
    else if (!startsWithWord(line, "-ERR"))
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("not a reply of POP3"),
                       decoded(line.first(std::min<qsizetype>(line.size(), 200))));
    QByteArrayView text = line.sliced(reply.ok ? 3 : 4).trimmed();
    if (const qsizetype end = codeEnd(text); end > 0) {
        reply.code = text.sliced(1, end - 1).toByteArray().toUpper();
        text = text.sliced(end + 1).trimmed();
    }
    reply.text = decoded(text);
    return reply;
}

Error errorFromReply(const Pop3Reply &reply)
{
    Error error{ErrorCode::ServerRefused, {}, reply.text, {}, {}};
    if (!reply.code.isEmpty())
        error.detail = QStringLiteral("[%1]").arg(QString::fromLatin1(reply.code));
    if (isWithin(reply.code, "IN-USE"))
        error.code = ErrorCode::MailboxBusy;
    else if (isWithin(reply.code, "LOGIN-DELAY"))
        error.code = ErrorCode::LoginTooSoon;
    else if (isWithin(reply.code, "SYS/TEMP"))
        error.code = ErrorCode::ServerTemporary;
    else if (isWithin(reply.code, "SYS/PERM"))
        error.code = ErrorCode::ServerPermanent;
    else if (isWithin(reply.code, "AUTH"))
        error.code = ErrorCode::AuthRejected;
    else if (soundsBusy(reply.text))
        error.code = ErrorCode::MailboxBusy;
    return error;
}
