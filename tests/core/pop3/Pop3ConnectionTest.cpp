// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Connection.h"

#include "Pop3Script.h"

#include <QTest>

namespace
{

Result<Pop3Connection> open(Transcript &script, Security security = Security::None)
{
    return Pop3Connection::open(std::make_unique<ScriptedChannel>(script), security);
}

} // namespace

class Pop3ConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsAnyOkGreeting_data();
    void acceptsAnyOkGreeting();
    void sendsNothingAfterABadGreeting_data();
    void sendsNothingAfterABadGreeting();
    void worksWithoutCapa();
    void endlessCapaIsAnError();
    void longStatusLineIsAnError();
    void implicitTlsNeedsAnEncryptedChannel();
    void stlsForgetsWhatWasAnnouncedBefore();
    void stlsSendsNoCredentialUnlessItSucceeds_data();
    void stlsSendsNoCredentialUnlessItSucceeds();
    void stlsRefusesInjectedPlaintext_data();
    void stlsRefusesInjectedPlaintext();
    void greetingTellsTheLineEnds();
    void lineEndsAreLearntAnewAfterStls();
};

void Pop3ConnectionTest::acceptsAnyOkGreeting_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::newRow("text") << QByteArray("+OK POP3 ready <1896.697170952@dbc.mtview.ca.us>\r\n");
    QTest::newRow("alone") << QByteArray("+OK\r\n");
    QTest::newRow("space") << QByteArray("+OK \r\n");
    QTest::newRow("8 KiB") << "+OK " + QByteArray(8 * 1024 - 5, 'x') + "\r\n";
}

void Pop3ConnectionTest::acceptsAnyOkGreeting()
{
    QFETCH(QByteArray, greeting);
    Transcript script;
    script.server(greeting).client("CAPA\r\n").server("+OK\r\nSASL PLAIN\r\n.\r\n");
    const auto connection = open(script);
    QVERIFY(connection);
    QCOMPARE(connection->capabilities().sasl, QByteArrayList{"PLAIN"});
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3ConnectionTest::sendsNothingAfterABadGreeting_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("error") << QByteArray("-ERR no service for you\r\n") << ErrorCode::ServerRefused
                           << "no service for you";
    QTest::newRow("temporary") << QByteArray("-ERR [SYS/TEMP] come back\r\n") << ErrorCode::ServerTemporary
                               << "come back";
    QTest::newRow("IMAP") << QByteArray("* OK IMAP4rev1\r\n") << ErrorCode::ProtocolViolation
                          << "* OK IMAP4rev1";
    QTest::newRow("nothing") << QByteArray() << ErrorCode::ConnectionLost << "";
    QTest::newRow("half a line") << QByteArray("+OK rea") << ErrorCode::ConnectionLost << "";
}

void Pop3ConnectionTest::sendsNothingAfterABadGreeting()
{
    QFETCH(QByteArray, greeting);
    Transcript script;
    script.server(greeting);
    const auto connection = open(script);
    QVERIFY(!connection);
    QTEST(connection.error().code, "code");
    QTEST(connection.error().serverText, "text");
    QCOMPARE(script.written, QByteArray());
    QVERIFY(script.closed);
}

void Pop3ConnectionTest::worksWithoutCapa()
{
    Transcript script;
    script.server("+OK\r\n").client("CAPA\r\n").server("-ERR unknown command\r\n");
    const auto connection = open(script);
    QVERIFY(connection);
    QVERIFY(!connection->capabilities().known);
}

void Pop3ConnectionTest::endlessCapaIsAnError()
{
    Transcript script;
    script.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\n").server("X-SOMETHING\r\n", 100'000);
    QCOMPARE(codeOf(open(script)), ErrorCode::ProtocolViolation);
    QVERIFY(script.closed);
}

void Pop3ConnectionTest::longStatusLineIsAnError()
{
    Transcript script;
    script.server("+OK ").server("x", 10'000'000);
    QCOMPARE(codeOf(open(script)), ErrorCode::ProtocolViolation);
    QVERIFY(script.closed);
}

void Pop3ConnectionTest::implicitTlsNeedsAnEncryptedChannel()
{
    Transcript clear;
    clear.server("+OK\r\n");
    QCOMPARE(codeOf(open(clear, Security::Tls)), ErrorCode::TlsFailed);
    QCOMPARE(clear.written, QByteArray());

    Transcript encrypted;
    encrypted.encrypted = true;
    encrypted.server("+OK\r\n").client("CAPA\r\n").server("-ERR\r\n");
    QVERIFY(open(encrypted, Security::Tls));
}

void Pop3ConnectionTest::stlsForgetsWhatWasAnnouncedBefore()
{
    Transcript script;
    script.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\nSTLS\r\nSASL CRAM-MD5\r\nUSER\r\n.\r\n");
    script.client("STLS\r\n").server("+OK begin\r\n").tls();
    script.client("CAPA\r\n").server("+OK\r\nSASL PLAIN\r\n.\r\n");
    const auto connection = open(script, Security::StartTls);
    QVERIFY(connection);
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QCOMPARE(connection->capabilities().sasl, QByteArrayList{"PLAIN"});
    QVERIFY(!connection->capabilities().user);

    Transcript silent;
    silent.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\nSTLS\r\nSASL PLAIN\r\n.\r\n");
    silent.client("STLS\r\n").server("+OK\r\n").tls().client("CAPA\r\n").server("-ERR\r\n");
    const auto unknown = open(silent, Security::StartTls);
    QVERIFY(unknown);
    QVERIFY(unknown->capabilities() == Pop3Capabilities());
}

void Pop3ConnectionTest::stlsSendsNoCredentialUnlessItSucceeds_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("written");
    const QByteArray offered("+OK\r\nUSER\r\nSTLS\r\n.\r\n");
    const QByteArray capa("CAPA\r\n");
    const QByteArray both("CAPA\r\nSTLS\r\n");
    QTest::newRow("not announced") << QByteArray("+OK\r\nUSER\r\n.\r\n") << QByteArray()
                                   << ErrorCode::TlsNotOffered << capa;
    QTest::newRow("CAPA unknown") << QByteArray("-ERR\r\n") << QByteArray() << ErrorCode::TlsNotOffered
                                  << capa;
    QTest::newRow("refused") << offered << QByteArray("-ERR no TLS today\r\n") << ErrorCode::TlsNotOffered
                             << both;
    QTest::newRow("nonsense") << offered << QByteArray("220 go ahead\r\n") << ErrorCode::ProtocolViolation
                              << both;
    QTest::newRow("lost") << offered << QByteArray() << ErrorCode::ConnectionLost << both;
    QTest::newRow("handshake fails") << offered << QByteArray("+OK\r\n") << ErrorCode::CertificateUntrusted
                                     << both;
}

void Pop3ConnectionTest::stlsSendsNoCredentialUnlessItSucceeds()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, written);
    Transcript script;
    script.tlsFailure = ErrorCode::CertificateUntrusted;
    script.server("+OK\r\n").client("CAPA\r\n").server(capabilities);
    if (capabilities.contains("STLS"))
        script.client("STLS\r\n").server(answer);
    const auto connection = open(script, Security::StartTls);
    QVERIFY(!connection);
    QTEST(connection.error().code, "code");
    QCOMPARE(script.written, written);
    QVERIFY(script.closed);
}

void Pop3ConnectionTest::stlsRefusesInjectedPlaintext_data()
{
    QTest::addColumn<int>("chunk");
    QTest::newRow("in our buffer") << 1000;
    QTest::newRow("in the channel's") << 1;
}

void Pop3ConnectionTest::stlsRefusesInjectedPlaintext()
{
    QFETCH(int, chunk);
    Transcript script;
    script.chunk = chunk;
    script.server("+OK\r\n").client("CAPA\r\n").server("+OK\r\nSTLS\r\n.\r\n").client("STLS\r\n");
    script.server("+OK begin TLS\r\n+OK injected\r\nSASL PLAIN-EVIL\r\n.\r\n").tls();
    QCOMPARE(codeOf(open(script, Security::StartTls)), ErrorCode::PlaintextInjected);
    QCOMPARE(script.written, QByteArray("CAPA\r\nSTLS\r\n"));
    QVERIFY(script.closed);
}

void Pop3ConnectionTest::greetingTellsTheLineEnds()
{
    Transcript script;
    script.server("+OK\n").client("CAPA\r\n").server("+OK\nUIDL\n.\n");
    const auto connection = open(script);
    QVERIFY(connection);
    QVERIFY(connection->capabilities().uidl);

    // A greeting that ends in CRLF: the bare LF of later lines is part of them.
    Transcript strict;
    strict.server("+OK\r\n").client("CAPA\r\n").server("+OK\nUIDL\n.\n").silence();
    QCOMPARE(codeOf(open(strict)), ErrorCode::Timeout);
}

// Who can write into the clear part of the session must not decide how bodies are cut after it.
void Pop3ConnectionTest::lineEndsAreLearntAnewAfterStls()
{
    Transcript script;
    script.server("+OK\n")
        .client("CAPA\r\n")
        .server("+OK\nSTLS\n.\n")
        .client("STLS\r\n")
        .server("+OK\n")
        .tls();
    script.client("CAPA\r\n").server("+OK\r\nIMPLEMENTATION a\n.\nb\r\nUIDL\r\n.\r\n");
    const auto connection = open(script, Security::StartTls);
    QVERIFY(connection);
    QCOMPARE(connection->capabilities().implementation, QByteArray("a\n.\nb"));
    QVERIFY(connection->capabilities().uidl);
}

QTEST_GUILESS_MAIN(Pop3ConnectionTest)
#include "Pop3ConnectionTest.moc"
