// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoSession.h"

#include <algorithm>
#include <utility>

namespace
{

const QByteArray lineEnd = QByteArrayLiteral("\r\n");
const QByteArray multiLineEnd = QByteArrayLiteral(".\r\n");
const QByteArray demoUser = QByteArrayLiteral("demo");
const QByteArray demoPassword = QByteArrayLiteral("demo");

QByteArray ok(const QByteArray &text)
{
    return "+OK " + text + lineEnd;
}

QByteArray refusal(const QByteArray &text)
{
    return "-ERR " + text + lineEnd;
}

const QByteArray noSuchMessage = QByteArrayLiteral("no such message");

// Digits only: QByteArray::toLongLong() would also take signs and spaces.
int decimal(const QByteArray &text)
{
    const bool digits =
        !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    bool fits = false;
    const int number = digits ? text.toInt(&fits) : -1;
    return fits ? number : -1;
}

// The length of header and empty line; all of the message where there is no empty line.
qsizetype headerLength(const QByteArray &message)
{
    if (message.startsWith("\r\n"))
        return 2;
    const qsizetype end = message.indexOf("\r\n\r\n");
    return end < 0 ? message.size() : end + 4;
}

// A multi-line reply: dots doubled at line starts, a line end supplied where the last one is missing.
QByteArray multiLine(const QByteArray &status, const QByteArray &bytes)
{
    QByteArray reply = ok(status);
    reply.reserve(reply.size() + bytes.size() + 16);
    qsizetype from = 0;
    while (from < bytes.size()) {
        if (bytes.at(from) == '.')
            reply += '.';
        const qsizetype end = bytes.indexOf("\r\n", from);
        const qsizetype next = end < 0 ? bytes.size() : end + 2;
        reply += bytes.mid(from, next - from);
        from = next;
    }
    if (!bytes.isEmpty() && !bytes.endsWith(lineEnd))
        reply += lineEnd;
    return reply + multiLineEnd;
}

const QByteArray capabilities =
    QByteArrayLiteral("TOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n"
                      "USER\r\nSASL PLAIN\r\nIMPLEMENTATION Poplar-demo\r\n");

QByteArray sizeOf(const DemoMessage &message)
{
    return QByteArray::number(message.bytes.size());
}

QByteArray uidOf(const DemoMessage &message)
{
    return message.uid;
}

} // namespace

DemoSession::DemoSession(DemoMailbox &mailbox) : m_mailbox(mailbox) {}

DemoSession::~DemoSession()
{
    if (m_state == State::Transaction)
        m_mailbox.locked = false;
}

QByteArray DemoSession::greeting() const
{
    return ok("Poplar's demo mailbox is ready");
}

QByteArray DemoSession::answer(const QByteArray &line)
{
    if (m_awaitsPlain)
        return authPlain(line);
    const qsizetype space = line.indexOf(' ');
    const QByteArray keyword = (space < 0 ? line : line.left(space)).toUpper();
    const QByteArray argument = space < 0 ? QByteArray() : line.mid(space + 1);
    if (keyword == "CAPA")
        return multiLine("capabilities follow", capabilities);
    if (keyword == "QUIT")
        return quit();
    return m_state == State::Authorization ? answerAuthorization(keyword, argument)
                                           : answerTransaction(keyword, argument);
}

QByteArray DemoSession::answerAuthorization(const QByteArray &keyword, const QByteArray &argument)
{
    if (keyword == "USER") {
        m_user = argument;
        return argument.isEmpty() ? refusal("USER needs a name") : ok("now the password");
    }
    if (keyword == "PASS")
        return m_user.isEmpty() ? refusal("USER first") : signIn(std::exchange(m_user, {}), argument);
    if (keyword == "AUTH")
        return auth(argument);
    return refusal("sign in first");
}

QByteArray DemoSession::answerTransaction(const QByteArray &keyword, const QByteArray &argument)
{
    if (keyword == "STAT")
        return stat();
    if (keyword == "LIST")
        return listing(argument, sizeOf);
    if (keyword == "UIDL")
        return listing(argument, uidOf);
    if (keyword == "TOP")
        return top(argument);
    if (keyword == "RETR")
        return retr(argument);
    if (keyword == "DELE")
        return dele(argument);
    if (keyword == "RSET")
        return rset();
    if (keyword == "NOOP")
        return ok("nothing done");
    return refusal("this command is not known here");
}

QByteArray DemoSession::auth(const QByteArray &argument)
{
    const qsizetype space = argument.indexOf(' ');
    const QByteArray mechanism = (space < 0 ? argument : argument.left(space)).toUpper();
    if (mechanism != "PLAIN")
        return refusal("only AUTH PLAIN is offered");
    if (space >= 0)
        return authPlain(argument.mid(space + 1));
    m_awaitsPlain = true;
    return "+ " + lineEnd;
}

// RFC 4616: authorization identity, NUL, user, NUL, password.
QByteArray DemoSession::authPlain(const QByteArray &response)
{
    m_awaitsPlain = false;
    if (response == "*")
        return refusal("sign-in cancelled");
    const auto decoded = QByteArray::fromBase64Encoding(response, QByteArray::AbortOnBase64DecodingErrors);
    const QByteArrayList fields = decoded ? (*decoded).split('\0') : QByteArrayList();
    if (fields.size() != 3 || (!fields.at(0).isEmpty() && fields.at(0) != fields.at(1)))
        return refusal("not a response of SASL PLAIN");
    return signIn(fields.at(1), fields.at(2));
}

QByteArray DemoSession::signIn(const QByteArray &user, const QByteArray &password)
{
    if (user != demoUser || password != demoPassword)
        return refusal("[AUTH] user and password are both \"demo\"");
    if (m_mailbox.locked)
        return refusal("[IN-USE] another session has the mailbox open");
    m_mailbox.locked = true;
    m_state = State::Transaction;
    return ok(QByteArray::number(m_mailbox.messages.size()) + " messages");
}

QByteArray DemoSession::stat() const
{
    qint64 octets = 0;
    for (std::size_t i = 0; i < m_mailbox.messages.size(); ++i)
        octets += m_deleted.count(static_cast<int>(i)) ? 0 : m_mailbox.messages[i].bytes.size();
    return ok(QByteArray::number(m_mailbox.messages.size() - m_deleted.size()) + ' ' +
              QByteArray::number(octets));
}

QByteArray DemoSession::listing(const QByteArray &argument, QByteArray (*row)(const DemoMessage &)) const
{
    const auto line = [this, row](int index) {
        return QByteArray::number(index + 1) + ' ' + row(m_mailbox.messages[static_cast<std::size_t>(index)]);
    };
    if (!argument.isEmpty()) {
        const int index = indexOf(argument);
        return index < 0 ? refusal(noSuchMessage) : ok(line(index));
    }
    QByteArray rows;
    for (int i = 0; i < static_cast<int>(m_mailbox.messages.size()); ++i) {
        if (!m_deleted.count(i))
            rows += line(i) + lineEnd;
    }
    return multiLine("the list follows", rows);
}

QByteArray DemoSession::top(const QByteArray &argument) const
{
    const QByteArrayList words = argument.split(' ');
    const int index = indexOf(words.first());
    const int lines = words.size() == 2 ? decimal(words.last()) : -1;
    if (lines < 0)
        return refusal("TOP needs a message and a number of lines");
    if (index < 0)
        return refusal(noSuchMessage);
    const QByteArray &bytes = m_mailbox.messages[static_cast<std::size_t>(index)].bytes;
    qsizetype length = headerLength(bytes);
    for (int i = 0; i < lines && length < bytes.size(); ++i) {
        const qsizetype end = bytes.indexOf("\r\n", length);
        length = end < 0 ? bytes.size() : end + 2;
    }
    return multiLine("the top follows", bytes.left(length));
}

QByteArray DemoSession::retr(const QByteArray &argument) const
{
    const int index = indexOf(argument);
    if (index < 0)
        return refusal(noSuchMessage);
    const QByteArray &bytes = m_mailbox.messages[static_cast<std::size_t>(index)].bytes;
    return multiLine(QByteArray::number(bytes.size()) + " octets", bytes);
}

QByteArray DemoSession::dele(const QByteArray &argument)
{
    const int index = indexOf(argument);
    if (index < 0)
        return refusal(noSuchMessage);
    m_deleted.insert(index);
    return ok("marked for deletion at QUIT");
}

QByteArray DemoSession::rset()
{
    m_deleted.clear();
    return ok("no message is marked");
}

// The UPDATE state of RFC 1939 section 6. The lock keeps the indexes valid until here.
QByteArray DemoSession::quit()
{
    for (auto index = m_deleted.rbegin(); index != m_deleted.rend(); ++index)
        m_mailbox.messages.erase(m_mailbox.messages.begin() + *index);
    m_deleted.clear();
    if (m_state == State::Transaction)
        m_mailbox.locked = false;
    m_state = State::Ended;
    return ok("goodbye");
}

int DemoSession::indexOf(const QByteArray &number) const
{
    const int index = decimal(number) - 1;
    const bool exists = index >= 0 && index < static_cast<int>(m_mailbox.messages.size());
    return exists && !m_deleted.count(index) ? index : -1;
}
