// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProxyTunnel.h"

#include <QHostAddress>
#include <QUrl>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace
{
constexpr char socksVersion = 5;
constexpr char withoutSignIn = 0;
constexpr char withPassword = 2;
constexpr qsizetype maxField = 255; // RFC 1928, 1929: a length is one octet
constexpr qsizetype maxHttpHead = 16 * 1024;
constexpr int maxInterimAnswers = 5;

tl::unexpected<Error> proxyFailure(const QString &detail, const QString &words = {})
{
    return failure(ErrorCode::ProxyFailed, detail, words);
}

tl::unexpected<Error> unfit(const char *what)
{
    return failure(ErrorCode::InvalidArgument, QLatin1String("proxy: ") + QLatin1String(what));
}

// The name as it goes over the wire; empty when it is none.
QByteArray wireName(const QString &host)
{
    const bool isPrintable = std::all_of(host.begin(), host.end(),
                                         [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7F; });
    return isPrintable ? host.toLatin1() : QUrl::toAce(host);
}

QByteArray bigEndian(quint16 port)
{
    QByteArray bytes(2, Qt::Uninitialized);
    qToBigEndian(port, bytes.data());
    return bytes;
}

// RFC 1928 §6.
QString socksWords(quint8 reply)
{
    static constexpr std::array words = {"succeeded",
                                         "general SOCKS server failure",
                                         "connection not allowed by ruleset",
                                         "network unreachable",
                                         "host unreachable",
                                         "connection refused",
                                         "TTL expired",
                                         "command not supported",
                                         "address type not supported"};
    return reply < words.size() ? QString::fromLatin1(words[reply]) : QStringLiteral("reply %1").arg(reply);
}

// RFC 1929.
Result<void> signInToSocks(const ProxyServer &proxy, const ProxyStream &stream)
{
    const QByteArray user = proxy.user.toUtf8();
    const QByteArray password = proxy.password.toUtf8();
    if (user.size() > maxField || password.size() > maxField)
        return unfit("user or password too long");
    CHECK(stream.write(QByteArray(1, 1) + char(user.size()) + user + char(password.size()) + password));
    TRY(const QByteArray answer, stream.read(2));
    if (answer[1] != 0)
        return proxyFailure(QStringLiteral("SOCKS5: wrong user or password"),
                            QStringLiteral("user or password rejected"));
    return {};
}

Result<QByteArray> socksAddress(const QString &host)
{
    const QHostAddress literal(host);
    if (literal.protocol() == QAbstractSocket::IPv4Protocol) {
        QByteArray bytes(5, 1);
        qToBigEndian(literal.toIPv4Address(), bytes.data() + 1);
        return bytes;
    }
    if (literal.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR address = literal.toIPv6Address();
        return QByteArray(1, 4) + QByteArray(reinterpret_cast<const char *>(&address), sizeof address);
    }
    const QByteArray name = wireName(host);
    if (name.isEmpty() || name.size() > maxField)
        return unfit("no host name");
    return QByteArray(1, 3) + char(name.size()) + name;
}

Result<void> openSocks(const ProxyServer &proxy, const QString &host, quint16 port, const ProxyStream &stream)
{
    TRY(const QByteArray address, socksAddress(host));
    QByteArray offer(1, socksVersion);
    if (proxy.user.isEmpty())
        offer += QByteArray(1, 1) + withoutSignIn;
    else
        offer += QByteArray(1, 2) + withoutSignIn + withPassword;
    CHECK(stream.write(offer));
    TRY(const QByteArray chosen, stream.read(2));
    if (chosen[0] != socksVersion)
        return proxyFailure(QStringLiteral("this is no SOCKS5 proxy"));
    if (chosen[1] == withPassword && !proxy.user.isEmpty())
        CHECK(signInToSocks(proxy, stream));
    else if (chosen[1] != withoutSignIn)
        return proxyFailure(proxy.user.isEmpty()
                                ? QStringLiteral("SOCKS5: the proxy wants user and password")
                                : QStringLiteral("SOCKS5: the proxy does not accept user and password"),
                            QStringLiteral("no acceptable methods"));

    CHECK(stream.write(QByteArray(1, socksVersion) + char(1) + char(0) + address + bigEndian(port)));
    TRY(const QByteArray answer, stream.read(4));
    if (answer[0] != socksVersion)
        return proxyFailure(QStringLiteral("this is no SOCKS5 proxy"));
    if (answer[1] != 0)
        return proxyFailure(QStringLiteral("SOCKS5"), socksWords(quint8(answer[1])));
    // The address that the proxy connects from is of no interest, but has to be read past.
    qsizetype length = answer[3] == 1 ? 4 : 16;
    if (answer[3] == 3) {
        TRY(const QByteArray size, stream.read(1));
        length = quint8(size[0]);
    } else if (answer[3] != 1 && answer[3] != 4) {
        return proxyFailure(QStringLiteral("SOCKS5: an answer that makes no sense"));
    }
    CHECK(stream.read(length + 2));
    return {};
}

// The head of an HTTP answer, with its blank line. Byte by byte: what follows belongs to the mail server.
Result<QByteArray> readHead(const ProxyStream &stream)
{
    QByteArray head;
    while (!head.endsWith("\r\n\r\n") && !head.endsWith("\n\n")) {
        if (head.size() == maxHttpHead)
            return proxyFailure(QStringLiteral("HTTP: an answer without end"));
        TRY(const QByteArray byte, stream.read(1));
        head += byte;
        if (head.size() == 5 && head != "HTTP/")
            return proxyFailure(QStringLiteral("this is no HTTP proxy"));
    }
    return head;
}

// "407 Proxy Authentication Required", without anything that does not print.
QString statusWords(const QByteArray &head)
{
    QString words =
        QString::fromUtf8(head.left(head.indexOf('\n')).trimmed()).section(QLatin1Char(' '), 1).left(200);
    for (QChar &c : words)
        if (!c.isPrint())
            c = QLatin1Char('?');
    return words;
}

Result<void> openHttp(const ProxyServer &proxy, const QString &host, quint16 port, const ProxyStream &stream)
{
    QByteArray name = wireName(host);
    if (name.isEmpty())
        return unfit("no host name");
    if (name.contains(':'))
        name = '[' + name + ']';
    const QByteArray target = name + ':' + QByteArray::number(port);
    QByteArray request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!proxy.user.isEmpty()) {
        if (proxy.user.contains(QLatin1Char(':')))
            return unfit("a colon in the user name"); // RFC 7617 §2
        request += "Proxy-Authorization: Basic " +
                   (proxy.user + QLatin1Char(':') + proxy.password).toUtf8().toBase64() + "\r\n";
    }
    CHECK(stream.write(request + "\r\n"));
    for (int answers = 0; answers <= maxInterimAnswers; ++answers) {
        TRY(const QByteArray head, readHead(stream));
        const QString words = statusWords(head);
        if (words.startsWith(QLatin1Char('2')))
            return {};
        if (!words.startsWith(QLatin1Char('1')))
            return proxyFailure(QStringLiteral("HTTP"), words);
    }
    return proxyFailure(QStringLiteral("HTTP: an answer without end"));
}
} // namespace

Result<void> openTunnel(const ProxyServer &proxy, const QString &host, quint16 port,
                        const ProxyStream &stream)
{
    switch (proxy.kind) {
    case ProxyServer::Kind::Socks5:
        return openSocks(proxy, host, port, stream);
    case ProxyServer::Kind::Http:
        return openHttp(proxy, host, port, stream);
    case ProxyServer::Kind::None:
        break;
    }
    return {};
}
