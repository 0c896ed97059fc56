// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionLog.h"

#include "Pop3Redaction.h"

#include <algorithm>

namespace
{
constexpr qsizetype maxLine = 300; // octets shown of one
constexpr qsizetype maxBuffer = 16 * 1024;
constexpr qint64 listedInFull = 5;    // lines of a listing
constexpr qsizetype tellingPiece = 5; // so much of a secret gives it away

// The lines that are complete, without their ends. A line without end is taken for one when it is too long.
QByteArrayList takeLines(QByteArray &buffer)
{
    QByteArrayList lines;
    qsizetype start = 0;
    for (qsizetype end; (end = buffer.indexOf('\n', start)) >= 0; start = end + 1) {
        QByteArray line = buffer.mid(start, end - start);
        if (line.endsWith('\r'))
            line.chop(1);
        lines.append(line);
    }
    buffer.remove(0, start);
    if (buffer.size() > maxBuffer) {
        lines.append(buffer);
        buffer.clear();
    }
    return lines;
}

bool isReply(const QByteArray &line)
{
    return line.startsWith("+OK") || line.startsWith("-ERR");
}
} // namespace

void SessionLog::hide(const QByteArray &secret)
{
    const QByteArray lower = secret.toLower();
    if (!lower.isEmpty() && !m_secrets.contains(lower))
        m_secrets.append(lower);
}

void SessionLog::note(const QString &text)
{
    write("--", shown(text.toUtf8()));
}

void SessionLog::sent(QByteArrayView bytes)
{
    m_outgoing += bytes;
    for (const QByteArray &line : takeLines(m_outgoing))
        sentLine(line);
}

void SessionLog::received(QByteArrayView bytes)
{
    m_incoming += bytes;
    for (const QByteArray &line : takeLines(m_incoming))
        receivedLine(line);
}

void SessionLog::sentLine(const QByteArray &line)
{
    const QByteArray redacted = m_isChallenged ? QByteArray("***") : redactedCommand(line);
    if (redacted != line.trimmed()) {
        // What a server may repeat: the words that were left out, and what they say in base64.
        const QByteArrayList words = line.split(' ');
        for (const QByteArray &word : m_isChallenged ? words : words.mid(words.size() > 2 ? 2 : 1)) {
            hide(word);
            for (const QByteArray &part : QByteArray::fromBase64(word).replace('\1', '\0').split('\0'))
                if (part.size() >= tellingPiece)
                    hide(part);
        }
    }
    m_isChallenged = false;
    m_lastCommand = line.left(4).toUpper();
    if (m_lastCommand == "CAPA")
        m_capabilities.clear();
    write("C:", redacted);
}

void SessionLog::receivedLine(const QByteArray &line)
{
    if (!m_isGreeted) {
        m_isGreeted = true;
        m_greeting = shown(line);
        write("S:", m_greeting);
        return;
    }
    if (line == "+" || line.startsWith("+ ")) {
        // A challenge can be as secret as its response.
        m_isChallenged = true;
        write("S:", "+ ***");
        return;
    }
    if (isReply(line) || line == ".") {
        endListing();
        write("S:", shown(line));
        return;
    }
    const bool isCapability = m_lastCommand == "CAPA";
    ++m_listed;
    if (isCapability)
        m_capabilities.append(shown(line));
    if (isCapability || m_listed <= listedInFull)
        write("S:", shown(line));
}

void SessionLog::endListing()
{
    if (m_lastCommand != "CAPA" && m_listed > listedInFull)
        write("S:", "... " + QByteArray::number(m_listed - listedInFull) + " more lines");
    m_listed = 0;
}

// Without secrets and without what does not print.
QByteArray SessionLog::shown(QByteArray line) const
{
    if (line.size() > maxLine)
        line = line.left(maxLine) + "...";
    for (char &byte : line)
        if (quint8(byte) < 0x20 || byte == 0x7F)
            byte = '?';
    const QByteArray lower = line.toLower();
    QByteArray result;
    for (qsizetype at = 0; at < line.size();) {
        qsizetype longest = 0;
        for (const QByteArray &secret : m_secrets) {
            qsizetype size = std::min(tellingPiece, secret.size());
            if (at + size > lower.size() || !secret.contains(lower.mid(at, size)))
                continue;
            while (at + size < lower.size() && secret.contains(lower.mid(at, size + 1)))
                ++size;
            longest = std::max(longest, size);
        }
        result += longest > 0 ? QByteArray("***") : line.mid(at, 1);
        at += std::max<qsizetype>(longest, 1);
    }
    return result;
}

void SessionLog::write(const char *who, const QByteArray &line)
{
    if (m_isFull)
        return;
    const QByteArray entry =
        QByteArray::number(double(m_timer.elapsed()) / 1000.0, 'f', 3) + ' ' + who + ' ' + line + '\n';
    constexpr char end[] = "-- the log ends here, it is full\n";
    if (m_text.size() + entry.size() + qsizetype(sizeof end) > maxSize) {
        m_isFull = true;
        m_text += end;
        return;
    }
    m_text += entry;
}
