// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawPop3Client.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

namespace
{
class RawSession
{
public:
    Result<void> open(quint16 port, const QString &caFile)
    {
        if (caFile.isEmpty()) {
            m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
            return status();
        }
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificates(QSslCertificate::fromPath(caFile));
        m_socket.setSslConfiguration(configuration);
        m_socket.connectToHostEncrypted(QStringLiteral("localhost"), port);
        if (!m_socket.waitForEncrypted(30'000))
            return failure(ErrorCode::TlsFailed, m_socket.errorString());
        return status();
    }

    void send(const QByteArray &line) { m_socket.write(line + "\r\n"); }

    // A line without its CR LF.
    Result<QByteArray> line()
    {
        qsizetype end = 0;
        while ((end = m_buffer.indexOf("\r\n", m_read)) < 0)
            CHECK(receive());
        QByteArray text = m_buffer.mid(m_read, end - m_read);
        m_read = end + 2;
        return text;
    }

    Result<void> status()
    {
        TRY(const QByteArray answer, line());
        if (!answer.startsWith("+OK"))
            return failure(ErrorCode::ServerRefused, QString::fromLatin1(answer));
        return {};
    }

    // The lines of a multi-line answer, unstuffed and joined by CR LF (RFC 1939 §3).
    Result<QByteArray> body()
    {
        QByteArray text;
        for (;;) {
            TRY(const QByteArray next, line());
            if (next == ".")
                return text;
            text += next.startsWith('.') ? QByteArrayView(next).sliced(1) : QByteArrayView(next);
            text += "\r\n";
        }
    }

private:
    Result<void> receive()
    {
        m_buffer.remove(0, m_read);
        m_read = 0;
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(30'000))
            return failure(ErrorCode::ConnectionLost, m_socket.errorString());
        m_buffer += m_socket.readAll();
        return {};
    }

    QSslSocket m_socket;
    QByteArray m_buffer;
    qsizetype m_read = 0;
};
} // namespace

Result<std::vector<ServedMessage>> readServedMailbox(quint16 port, const QString &caFile, const QString &user,
                                                     const QString &password)
{
    RawSession session;
    CHECK(session.open(port, caFile));
    session.send("USER " + user.toUtf8());
    CHECK(session.status());
    session.send("PASS " + password.toUtf8());
    CHECK(session.status());
    session.send("UIDL");
    CHECK(session.status());
    TRY(const QByteArray listing, session.body());
    std::vector<ServedMessage> messages;
    for (const QByteArray &entry : listing.split('\n')) {
        const QList<QByteArray> fields = entry.trimmed().split(' ');
        if (fields.size() != 2)
            continue;
        session.send("RETR " + fields[0]);
        CHECK(session.status());
        TRY(QByteArray bytes, session.body());
        messages.push_back({fields[1], std::move(bytes)});
    }
    session.send("QUIT");
    CHECK(session.status());
    return messages;
}
