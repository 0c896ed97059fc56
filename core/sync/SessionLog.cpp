// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionLog.h"

#include "Pop3Redaction.h"

#include <algorithm>

namespace
{
constexpr qsizetype maxShown = 300; // octets of a line
constexpr qsizetype maxCovered =
    4 * 1024; // octets in which secrets are looked for, of which the first are shown
constexpr qsizetype maxLine = 64 * 1024; // octets that are kept of a line that is not over
constexpr qint64 listedInFull = 5;       // lines of a listing
constexpr qint64 maxCapabilities = 100;  // lines of CAPA
constexpr qsizetype shortestPart = 5;    // of a decoded response: user, password, proof, token
constexpr size_t maxUnderWay = 4096;     // commands; the engine has 512 at most

// The value of "name=value", with or without quotes; else the text itself.
QByteArray valueOf(const QByteArray &text)
{
    const qsizetype equals = text.indexOf('=');
    const bool hasName = equals > 0 && std::all_of(text.begin(), text.begin() + equals,
                                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    QByteArray value = hasName ? text.mid(equals + 1) : text;
    if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.mid(1, value.size() - 2);
    return value;
}
} // namespace

bool SessionLog::Command::isListing() const
{
    return keyword == "CAPA" || (!hasArgument && (keyword == "LIST" || keyword == "UIDL" ||
                                                  keyword == "LANG" || keyword == "AUTH"));
}

void SessionLog::hide(const QString &secret)
{
    m_mask.hide(secret.toUtf8());
}

void SessionLog::note(const QString &text)
{
    write("--", shown(text.toUtf8()));
}

void SessionLog::connected(const QString &where)
{
    beginAnew();
    m_isGreeted = false;
    note(QStringLiteral("connected to ") + where);
}

void SessionLog::tlsStarted(const QString &version)
{
    beginAnew();
    note(QStringLiteral("from here on ") + version);
}

void SessionLog::beginAnew()
{
    m_outgoing.clear();
    m_incoming.clear();
    m_underWay.clear();
    m_within = Within::Nothing;
    m_mail.reset();
    m_isChallenged = false;
    m_knowsLineEnds = false;
}

qsizetype SessionLog::takeLine(QByteArrayView bytes, QByteArray &line, bool &isWhole)
{
    const qsizetype end = bytes.indexOf('\n');
    isWhole = end >= 0;
    const qsizetype size = isWhole ? end + 1 : bytes.size();
    line += bytes.first(std::min(size, maxLine - std::min(line.size(), maxLine)));
    return size;
}

void SessionLog::sent(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        bool isWhole = false;
        bytes = bytes.sliced(takeLine(bytes, m_outgoing, isWhole));
        if (!isWhole)
            return;
        while (m_outgoing.endsWith('\n') || m_outgoing.endsWith('\r'))
            m_outgoing.chop(1);
        sentLine(m_outgoing);
        m_outgoing.clear();
    }
}

void SessionLog::sentLine(const QByteArray &line)
{
    if (m_isChallenged) {
        m_isChallenged = false; // AUTH is still under way
        if (line != "*")
            hideResponse(line);
        write("C:", line == "*" ? line : QByteArray("***"));
        return;
    }
    const QByteArray redacted = redactedCommand(line);
    const QByteArrayList words = line.split(' ');
    const QByteArray keyword = words.first().toUpper();
    if (keyword == "PASS")
        m_mask.hide(line.mid(5));
    else if (keyword == "AUTH" || keyword == "APOP")
        for (const QByteArray &word : words.mid(2))
            hideResponse(word);
    else if (redacted == "***")
        hideResponse(line);
    if (m_underWay.size() < maxUnderWay)
        m_underWay.push_back({redacted == "***" ? redacted : keyword, words.size() > 1});
    // The keyword says what was asked, also where a secret looks like it.
    write("C:", redacted == "***" ? redacted : keyword + shown(redacted.mid(keyword.size())));
}

// What a server may repeat of it: the line itself, what it says in base64, and the parts of that.
void SessionLog::hideResponse(const QByteArray &response)
{
    m_mask.hideAsItIs(response);
    const QByteArray decoded = QByteArray::fromBase64(response);
    const bool isPlain = decoded.contains('\0');
    QByteArray parts = decoded;
    if (!isPlain && (decoded.contains('=') || decoded.startsWith(m_user + ' ')))
        for (const char separator : {'\1', ' ', ','})
            parts.replace(separator, '\0');
    const QByteArrayList all = parts.split('\0');
    for (const QByteArray &part : all) {
        const QByteArray value = isPlain ? part : valueOf(part);
        const bool isTelling = isPlain || all.size() == 1 || value.size() >= shortestPart;
        if (isTelling && value != m_user && value != "Bearer")
            m_mask.hide(value);
    }
}

void SessionLog::received(QByteArrayView bytes)
{
    QByteArray block = bytes.toByteArray(); // the body reader works in place
    for (qsizetype at = 0; at < block.size();) {
        if (m_within == Within::Mail) {
            at += takeMail(block.data() + at, block.size() - at);
            continue;
        }
        bool isWhole = false;
        at += takeLine(QByteArrayView(block).sliced(at), m_incoming, isWhole);
        if (!isWhole)
            return;
        receivedLine(std::exchange(m_incoming, {}));
    }
}

qsizetype SessionLog::takeMail(char *block, qsizetype size)
{
    const auto step = m_mail->consume(block, size);
    m_count += step.produced;
    if (step.finished) {
        write("S:", "... " + QByteArray::number(m_count) + " octets of mail");
        m_within = Within::Nothing;
        m_mail.reset();
    }
    return step.consumed;
}

void SessionLog::receivedLine(QByteArray line)
{
    if (!m_knowsLineEnds)
        m_endsInLineFeeds = !line.endsWith("\r\n");
    m_knowsLineEnds = true;
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (m_within == Within::Listing)
        return listingLine(line);
    if (!m_isGreeted) {
        m_isGreeted = true;
        m_greeting = shown(line);
        return write("S:", m_greeting);
    }
    statusLine(line);
}

void SessionLog::statusLine(const QByteArray &line)
{
    const bool isOk = line.startsWith("+OK");
    if (line.startsWith('+') && !isOk) {
        // A challenge can be as secret as its response.
        m_isChallenged = true;
        return write("S:", "+ ***");
    }
    const bool isError = line.startsWith("-ERR");
    const qsizetype status = isOk ? 3 : isError ? 4 : 0;
    write("S:", line.left(status) + shown(line.mid(status)));
    if (status == 0 || m_underWay.empty())
        return;
    m_answered = m_underWay.front();
    m_underWay.pop_front();
    m_count = 0;
    if (m_answered.keyword == "CAPA")
        m_capabilities.clear();
    if (isOk && m_answered.isMail()) {
        m_within = Within::Mail;
        m_mail.emplace(m_endsInLineFeeds ? Pop3BodyReader::LineEnds::LineFeeds
                                         : Pop3BodyReader::LineEnds::Crlf);
    } else if (isOk && m_answered.isListing()) {
        m_within = Within::Listing;
    }
}

void SessionLog::listingLine(const QByteArray &line)
{
    const bool isCapability = m_answered.keyword == "CAPA";
    const qint64 limit = isCapability ? maxCapabilities : listedInFull;
    if (line == ".") {
        m_within = Within::Nothing;
        if (m_count > limit)
            write("S:", "... " + QByteArray::number(m_count - limit) + " more lines");
        return write("S:", line);
    }
    if (++m_count > limit)
        return;
    const QByteArray text = shown(line);
    if (isCapability)
        m_capabilities.append(QString::fromUtf8(text));
    write("S:", text);
}

QByteArray SessionLog::shown(const QByteArray &line) const
{
    QByteArray result = m_mask.covered(line.left(maxCovered));
    if (result.size() > maxShown)
        result = result.left(maxShown) + "...";
    for (char &byte : result)
        if (quint8(byte) < 0x20 || byte == 0x7F)
            byte = '?';
    return QString::fromUtf8(result).toUtf8(); // so that the log is UTF-8 whatever the server speaks
}

QString SessionLog::harmless(const QString &text) const
{
    QByteArray result = m_mask.covered(text.toUtf8());
    for (char &byte : result)
        if ((quint8(byte) < 0x20 && byte != '\n') || byte == 0x7F)
            byte = '?';
    return QString::fromUtf8(result);
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
