// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorFixture.h"
#include "TestProxy.h"

#include <QTest>

// The doctor on the ways that accounts can have: proxies and tokens.
class DoctorWaysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(DoctorFixture::certificates().isValid()); }
    void proxyLooksTheNameUp_data();
    void proxyLooksTheNameUp();
    void refusingProxyIsTold();
    void absentProxyIsTold();
    void tokenIsAskedForAndRefreshedOnce();
    void tokenDoesNotGoOutInTheClear();
    void tokenThatCannotBeHadIsTold();

private:
    static Result<QString> noToken(bool)
    {
        return failure(ErrorCode::AuthRejected, QStringLiteral("invalid_grant"));
    }
};

void DoctorWaysTest::proxyLooksTheNameUp_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("SOCKS5") << int(ProxySettings::Kind::Socks5);
    QTest::newRow("HTTP") << int(ProxySettings::Kind::Http);
}

void DoctorWaysTest::proxyLooksTheNameUp()
{
    QFETCH(const int, kind);
    const bool isSocks = kind == int(ProxySettings::Kind::Socks5);
    const QString secret = QStringLiteral("un1t-Secret-9");
    DoctorFixture doctor;
    doctor.knowNames();
    // The server's name is known to the proxy alone.
    ScriptedPopServer behind(doctor.mailbox.script(), ScriptedPopServer::Security::Tls,
                             DoctorFixture::certificates().wrongHost()); // mail.example.org
    const TestProxy proxy({.kind = isSocks ? TestProxy::Kind::Socks5 : TestProxy::Kind::Http,
                           .target = behind.port(),
                           .user = "me",
                           .password = secret.toUtf8()});
    doctor.server.host = QStringLiteral("mail.example.org");
    doctor.port = 995;
    doctor.server.proxy = {ProxySettings::Kind(kind), QStringLiteral("proxy.example.net"), proxy.port(),
                           QStringLiteral("me")};
    doctor.secrets.proxyPassword = secret;
    doctor.examine();
    QVERIFY2(doctor.diagnosis.succeeded(), qPrintable(doctor.outcome() + doctor.diagnosis.wireLog));
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.askedNames, QStringList{QStringLiteral("proxy.example.net")});
    QCOMPARE(proxy.requests(), QByteArrayList{"mail.example.org:995"});
    QCOMPARE(doctor.play->connections(), 0); // nothing beside the proxy
    QVERIFY(doctor.step(Kind::NameLookup).detail.startsWith(QStringLiteral("proxy.example.net is at")));
    QVERIFY(doctor.step(Kind::Connect)
                .detail.contains(isSocks ? QStringLiteral("through the SOCKS5 proxy proxy.example.net:")
                                         : QStringLiteral("through the HTTP proxy proxy.example.net:")));
    QVERIFY(!doctor.diagnosis.wireLog.contains(secret));
}

void DoctorWaysTest::refusingProxyIsTold()
{
    DoctorFixture doctor;
    const TestProxy proxy(
        {.kind = TestProxy::Kind::Http, .refusal = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"});
    doctor.server.proxy = {ProxySettings::Kind::Http, QStringLiteral("127.0.0.1"), proxy.port(), {}};
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns+ tcp! tls- hello- capa- auth- stat- uidl-"));
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::ProxyFailed);
    QVERIFY(doctor.error()->serverText.contains(QStringLiteral("407")));
}

void DoctorWaysTest::absentProxyIsTold()
{
    DoctorFixture doctor;
    doctor.server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("no..such..proxy"), 1080, {}};
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns! tcp- tls- hello- capa- auth- stat- uidl-"));
    QCOMPARE(doctor.error()->code, ErrorCode::ProxyFailed);
    QCOMPARE(doctor.play->connections(), 0);
}

// R92, R100: in two steps; a refused one is replaced once.
void DoctorWaysTest::tokenIsAskedForAndRefreshedOnce()
{
    const QByteArray oldToken = "ya29.old-T0ken", newToken = "ya29.new-T0ken";
    DoctorFixture doctor;
    doctor.server.signIn = SignIn::OAuth;
    doctor.secrets.password = QStringLiteral("refresh-T0ken-1");
    QByteArrayList shown;
    doctor.script = [&](Peer &peer) {
        peer.send("+OK ready\r\n");
        while (true) {
            const QByteArray line = peer.receiveLine();
            if (line == "CAPA") {
                peer.send("+OK\r\nUIDL\r\nSASL XOAUTH2\r\n.\r\n");
            } else if (line == "STAT") {
                peer.send("+OK 0 0\r\n");
            } else if (line == "LIST" || line == "UIDL") {
                peer.send("+OK\r\n.\r\n");
            } else if (line != "AUTH XOAUTH2") {
                return peer.send("+OK bye\r\n");
            } else {
                peer.send("+ \r\n");
                shown.append(QByteArray::fromBase64(peer.receiveLine()));
                if (shown.last().contains(newToken)) {
                    peer.send("+OK " + newToken + " is fine\r\n");
                    continue;
                }
                peer.send("+ " + QByteArray("{\"status\":\"400\"}").toBase64() + "\r\n");
                peer.receiveLine();
                peer.send("-ERR [AUTH] " + oldToken + " is over\r\n");
            }
        }
    };
    QList<bool> refreshes;
    doctor.secrets.accessToken = [&](bool refresh) -> Result<QString> {
        refreshes.append(refresh);
        return QString::fromLatin1(refresh ? newToken : oldToken);
    };
    doctor.examine();
    QVERIFY2(doctor.diagnosis.succeeded(), qPrintable(doctor.outcome() + doctor.diagnosis.wireLog));
    QCOMPARE(doctor.step(Kind::SignIn).detail, QStringLiteral("signed in by XOAUTH2 as user"));
    QCOMPARE(refreshes, (QList<bool>{false, true}));
    QCOMPARE(shown.size(), 2);
    for (const QByteArray &token : {oldToken, newToken, QByteArray("refresh-T0ken-1")})
        QVERIFY2(!doctor.diagnosis.wireLog.contains(QString::fromLatin1(token)),
                 qPrintable(doctor.diagnosis.wireLog));
    QVERIFY(doctor.diagnosis.wireLog.contains(QStringLiteral("-ERR [AUTH] *** is over")));
}

void DoctorWaysTest::tokenDoesNotGoOutInTheClear()
{
    DoctorFixture doctor;
    doctor.server.security = ServerSecurity::None;
    doctor.server.signIn = SignIn::OAuth;
    doctor.mailbox.capabilitiesBefore = {"UIDL", "SASL XOAUTH2 OAUTHBEARER PLAIN", "USER"};
    doctor.secrets.accessToken = [](bool) -> Result<QString> { return QStringLiteral("ya29.T0ken"); };
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns+ tcp+ hello+ capa+ auth! stat- uidl-"));
    QCOMPARE(doctor.error()->code, ErrorCode::SignInNotOffered);
    QCOMPARE(doctor.play->received(), QByteArrayList{"CAPA"});
}

void DoctorWaysTest::tokenThatCannotBeHadIsTold()
{
    DoctorFixture doctor;
    doctor.server.signIn = SignIn::OAuth;
    doctor.secrets.accessToken = noToken;
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns+ tcp+ tls+ hello+ capa+ auth! stat- uidl-"));
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::AuthRejected);
    QCOMPARE(doctor.play->received(), QByteArrayList{"CAPA"});
}

QTEST_GUILESS_MAIN(DoctorWaysTest)
#include "DoctorWaysTest.moc"
