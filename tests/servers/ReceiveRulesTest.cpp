// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "CommandTap.h"
#include "DovecotServer.h"
#include "FakeClock.h"
#include "Reason.h"

#include <QTest>

// What receive rules cost and leave behind at a real Dovecot, seen from the wire.
class ReceiveRulesTest : public QObject
{
    Q_OBJECT

private:
    static QByteArray mail(int number)
    {
        const QByteArray name = QByteArray::number(number);
        return "From: " +
               QByteArray(number % 3 == 0 ? "News <news@example.net>" : "Anna <anna@example.org>") +
               "\r\nSubject: number " + name + "\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <" +
               name + "@example.org>\r\n\r\nText of " + name + "\r\n";
    }

private Q_SLOTS:
    void whatIsNotReceivedCostsItsHeaderOnceAndStays()
    {
        DovecotServer server;
        const auto started = server.start();
        QVERIFY2(started, reason(started));
        auto maildir = server.maildir(QStringLiteral("rules"));
        QVERIFY2(maildir, reason(maildir));
        std::vector<QByteArray> mails;
        for (int number = 1; number <= 30; ++number)
            mails.push_back(mail(number));
        QVERIFY(maildir->deliver(mails).has_value());
        CommandTap tap(server.port());
        const QTemporaryDir directory;
        FakeClock clock;
        CheckedSession session(directory.filePath(QStringLiteral("profile")), clock);
        QVERIFY(session.open().has_value());
        ServerSettings settings = server.settings(QStringLiteral("rules"), ServerSecurity::None);
        settings.host = QStringLiteral("127.0.0.1");
        settings.port = tap.port();
        RetentionPolicy retention;
        retention.afterDownload = true;
        auto account = session.add(settings, DovecotServer::password(), retention);
        QVERIFY2(account, reason(account));
        account->receiveRules = {
            {ReceiveRule::Field::From, {}, QStringLiteral("news@"), 0, ReceiveRule::Action::DoNotReceive}};
        QVERIFY(session.change(*account).has_value());

        FetchReport report = session.check(account->id);
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 20);
        QCOMPARE(report.deleted, 20);
        QCOMPARE(tap.linesWith("TOP").size(), 30);
        QCOMPARE(tap.linesWith("RETR").size(), 20);
        const auto left = server.served(QStringLiteral("rules"));
        QVERIFY2(left, reason(left));
        QCOMPARE(left->size(), size_t(10));

        report = session.check(account->id);
        QVERIFY(!report.error);
        QCOMPARE(tap.linesWith("TOP").size(), 30); // none more
        QCOMPARE(tap.linesWith("RETR").size(), 20);

        account->receiveRules.clear();
        QVERIFY(session.change(*account).has_value());
        QCOMPARE(session.check(account->id).fetched, 10);
    }
};

QTEST_GUILESS_MAIN(ReceiveRulesTest)
#include "ReceiveRulesTest.moc"
