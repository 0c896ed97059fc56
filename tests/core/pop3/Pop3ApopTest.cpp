// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Apop.h"

#include "Pop3Script.h"

#include <QTest>

class Pop3ApopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorOfTheRfc();
    void takesMessageIdsOnly_data();
    void takesMessageIdsOnly();
    void signsIn();
    void timestampOfTheClearPartDoesNotCount();
};

void Pop3ApopTest::vectorOfTheRfc()
{
    // RFC 1939, section 7
    QCOMPARE(apopDigest("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf"),
             QByteArray("c4c9334bac560ecc979e58001b3e22fb"));
}

void Pop3ApopTest::takesMessageIdsOnly_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<QByteArray>("timestamp");
    const auto row = [](const char *name, const QByteArray &greeting, const QByteArray &timestamp = {}) {
        QTest::newRow(name) << greeting << timestamp;
    };
    row("RFC 1939", "POP3 server ready <1896.697170952@dbc.mtview.ca.us>",
        "<1896.697170952@dbc.mtview.ca.us>");
    row("Dovecot", "Dovecot (Debian) ready. <2b17.2.655cb0f4.bNzPV0Hfx3Zr@host+pop>",
        "<2b17.2.655cb0f4.bNzPV0Hfx3Zr@host+pop>");
    row("text after it", "<a@b> welcome", "<a@b>");
    row("address for a host", "<1.2@[127.0.0.1]>", "<1.2@[127.0.0.1]>");
    row("none", "POP3 server ready");
    row("not closed", "ready <1.2@host");
    row("not opened", "ready 1.2@host>");
    row("closed before", "> ready <a@b");
    row("empty", "<>");
    row("no host", "<1896.697170952>");
    row("empty host", "<a@>");
    row("empty left", "<@b>");
    row("two at", "<a@b@c>");
    row("space", "<a b@c>");
    row("opened twice", "<<a@b>");
    row("dots at the edge", "<a.@b>");
    row("beyond ASCII", "<a\xC3\xA4@b>");
    row("control character", QByteArray("<a\x01@b>"));
    row("NUL", QByteArray("<a\0b@c>", 7));
    row("colliding blocks of CVE-2007-1558", "<\xFF\xFE\x80@host>");
}

void Pop3ApopTest::takesMessageIdsOnly()
{
    QFETCH(QByteArray, greeting);
    QTEST(apopTimestamp(greeting), "timestamp");
}

void Pop3ApopTest::signsIn()
{
    Transcript script;
    script.encrypted = true;
    script.server("+OK POP3 ready <1896.697170952@dbc.mtview.ca.us>\r\n")
        .client("CAPA\r\n")
        .server("-ERR\r\n");
    script.client("APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n").server("+OK\r\n");
    auto connection = Pop3Connection::open(std::make_unique<ScriptedChannel>(script), Security::Tls);
    QVERIFY(connection);
    const auto mailbox =
        std::move(*connection)
            .signIn({QStringLiteral("mrose"), QStringLiteral("tanstaaf"), Pop3Credentials::Method::Apop});
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(mailbox);
    QCOMPARE(mailbox->signInMethod(), QStringLiteral("APOP"));
}

// R77: it was said before TLS, by whoever could write into the line.
void Pop3ApopTest::timestampOfTheClearPartDoesNotCount()
{
    Transcript script;
    script.server("+OK <1896.697170952@dbc.mtview.ca.us>\r\n").client("CAPA\r\n");
    script.server("+OK\r\nSTLS\r\n.\r\n").client("STLS\r\n").server("+OK\r\n").tls();
    script.client("CAPA\r\n").server("+OK\r\nUSER\r\n.\r\n");
    auto connection = Pop3Connection::open(std::make_unique<ScriptedChannel>(script), Security::StartTls);
    QVERIFY(connection);
    QCOMPARE(codeOf(std::move(*connection).signIn(userAndPassword(Pop3Credentials::Method::Apop))),
             ErrorCode::SignInNotOffered);
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

QTEST_GUILESS_MAIN(Pop3ApopTest)
#include "Pop3ApopTest.moc"
