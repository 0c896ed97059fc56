// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionFixture.h"

#include <algorithm>

// Deletions on the server that a changed setting would cause: seen before, asked about when they are many,
// and written down.
class RetentionGateTest : public QObject
{
    Q_OBJECT
private:
    static RetentionPolicy newest(int count)
    {
        RetentionPolicy policy;
        policy.newest = count;
        return policy;
    }

    static void change(SessionFixture &fixture, const RetentionPolicy &policy)
    {
        Account changed = fixture.account;
        changed.retention = policy;
        changed.confirmedRetention = policy; // not for the window to say
        fixture.save(changed);
    }

    static Result<void> confirm(SessionFixture &fixture)
    {
        return answerOf<void>([&](auto done) {
            fixture.session->confirmRetention(fixture.account.id, &fixture.context, done);
        });
    }

    static qsizetype announced(SessionFixture &fixture)
    {
        const auto messages = fixture.serverMessages();
        return std::count_if(messages.begin(), messages.end(),
                             [](const ServerMessage &message) { return !message.deletionReason.isEmpty(); });
    }

private Q_SLOTS:
    void muchIsHeldBackUntilTheUserAgrees()
    {
        PopMailbox mailbox(SessionFixture::mails(40));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QCOMPARE(fixture.check().fetched, 40);

        const RetentionForecast seen = fixture.forecast(newest(10));
        QCOMPARE(seen.onServer, 40);
        QCOMPARE(seen.deleted, 30);
        QVERIFY(seen.needsConfirmation);
        QCOMPARE(seen.deletions.size(), size_t(30));
        QCOMPARE(seen.deletions.front().deletionReason, QStringLiteral("beyond the newest 10"));
        change(fixture, newest(10));

        for (int round = 0; round < 2; ++round) { // also after a restart
            const FetchReport held = fixture.check();
            QVERIFY(!held.error);
            QCOMPARE(held.heldBack, 30);
            QCOMPARE(held.deleted, 0);
            QCOMPARE(mailbox.messages().size(), size_t(40));
            QCOMPARE(announced(fixture), 0);
            fixture.start();
        }
        QVERIFY(!server.hasReceived("DELE"));
        QVERIFY(fixture.deletions().empty());

        QVERIFY(confirm(fixture));
        QCOMPARE(announced(fixture), 30); // the same that will be done
        QVERIFY(!fixture.forecast(newest(10)).needsConfirmation);
        QCOMPARE(fixture.check().deleted, 30);
        QCOMPARE(mailbox.messages().size(), size_t(10));
    }

    void howMuchIsMuch_data()
    {
        QTest::addColumn<int>("messages");
        QTest::addColumn<int>("newestCount");
        QTest::addColumn<bool>("asksFirst");
        QTest::newRow("a fifth") << 20 << 16 << false;
        QTest::newRow("more than a fifth") << 20 << 15 << true;
        QTest::newRow("25 of many") << 130 << 105 << false;
        QTest::newRow("26 of many") << 135 << 109 << true;
        QTest::newRow("none") << 20 << 30 << false;
    }

    void howMuchIsMuch()
    {
        QFETCH(int, messages);
        QFETCH(int, newestCount);
        QFETCH(bool, asksFirst);
        PopMailbox mailbox(SessionFixture::mails(messages));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        const RetentionForecast seen = fixture.forecast(newest(newestCount));
        QCOMPARE(seen.needsConfirmation, asksFirst);
        const RetentionPolicy before = fixture.account.confirmedRetention;
        change(fixture, newest(newestCount));
        const FetchReport report = fixture.check();
        QCOMPARE(report.deleted, asksFirst ? 0 : seen.deleted);
        QCOMPARE(report.heldBack, asksFirst ? seen.deleted : 0);
        QCOMPARE(int(mailbox.messages().size()), messages - report.deleted);
        // Little goes at once, and the setting is the usual from then on.
        QTRY_COMPARE(fixture.session->accounts().front().confirmedRetention,
                     asksFirst ? before : newest(newestCount));
    }

    void aNewAccountMeansWhatItSays()
    {
        PopMailbox mailbox(SessionFixture::mails(40));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.start();
        Account account = SessionFixture::accountFor(server.port());
        account.retention.afterDownload = true;
        fixture.save(account, QStringLiteral("secret"));
        QCOMPARE(fixture.account.confirmedRetention, account.retention);
        const FetchReport report = fixture.check();
        QCOMPARE(report.fetched, 40);
        QCOMPARE(report.deleted, 40);
    }

    void everyDeletionIsWrittenDown()
    {
        const qint64 began = SystemClock().now(); // the log has the computer's time
        PopMailbox mailbox(SessionFixture::mails(12));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        fixture.clock.advance(60);
        QVERIFY(fixture.choose({fixture.key("uidl-7")}, ServerMessage::Choice::Delete));
        QCOMPARE(fixture.check().deleted, 1);
        change(fixture, newest(10));
        fixture.clock.advance(60);
        QCOMPARE(fixture.check().deleted, 1);

        const auto log = fixture.deletions();
        QCOMPARE(log.size(), size_t(2));
        const DeletionLogEntry &latest = log.front();
        QCOMPARE(latest.key, fixture.key("uidl-1"));
        QCOMPARE(latest.subject, QStringLiteral("number 1"));
        QVERIFY(latest.sender.contains(QLatin1String("Anna")));
        QCOMPARE(latest.size, qint64(SessionFixture::mail(1).bytes.size()));
        QCOMPARE(latest.reason, QStringLiteral("beyond the newest 10"));
        QVERIFY(latest.sent >= began && latest.settled >= latest.sent);
        QVERIFY(latest.confirmed);
        QCOMPARE(fixture.raw(latest.message), SessionFixture::mail(1).bytes);

        DeletionQuery query;
        for (const char *text : {"YOUR CHOICE", "number 7", "uidl-7"}) {
            query.text = QString::fromLatin1(text);
            const auto found = fixture.deletions(query);
            QCOMPARE(found.size(), size_t(1));
            QCOMPARE(found.front().key, fixture.key("uidl-7"));
        }
        query.text = QStringLiteral("nothing like it");
        QVERIFY(fixture.deletions(query).empty());
        query = {};
        query.account = fixture.account.id + 1;
        QVERIFY(fixture.deletions(query).empty());
        query = {};
        query.limit = 1;
        QCOMPARE(fixture.deletions(query).size(), size_t(1));
        query.before = latest.number;
        QCOMPARE(fixture.deletions(query).front().key, fixture.key("uidl-7"));
    }

    void anUnconfirmedDeletionIsSettledLater_data()
    {
        QTest::addColumn<PopMailbox::Farewell>("farewell");
        QTest::newRow("it took place") << PopMailbox::Farewell::ClosesAfterUpdate;
        QTest::newRow("it did not") << PopMailbox::Farewell::ClosesBeforeUpdate;
    }

    void anUnconfirmedDeletionIsSettledLater()
    {
        QFETCH(PopMailbox::Farewell, farewell);
        PopMailbox mailbox(SessionFixture::mails(6));
        mailbox.farewell = farewell;
        SessionFixture fixture;
        {
            ScriptedPopServer server(mailbox.script());
            fixture.startFor(server.port());
            fixture.check();
            QVERIFY(fixture.choose({fixture.key("uidl-2")}, ServerMessage::Choice::Delete));
            QCOMPARE(fixture.check().deleted, 0); // nobody said so
        }
        QCOMPARE(fixture.serverMessage("uidl-2").state, ServerMessage::State::DeleteSent);
        QCOMPARE(fixture.deletions().size(), size_t(1));
        QVERIFY(!fixture.deletions().front().confirmed);
        QCOMPARE(fixture.deletions().front().settled, qint64(0));

        mailbox.farewell = PopMailbox::Farewell::Polite;
        ScriptedPopServer server(mailbox.script());
        Account moved = fixture.account;
        moved.server.port = server.port();
        fixture.save(moved);
        fixture.clock.advance(3600);
        const FetchReport report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 0);
        QCOMPARE(mailbox.messages().size(), size_t(5));
        QCOMPARE(fixture.serverMessage("uidl-2").state, ServerMessage::State::Gone);
        QCOMPARE(fixture.deletions().size(), size_t(1));
        QVERIFY(fixture.deletions().front().confirmed);
        QVERIFY(fixture.deletions().front().settled >= fixture.deletions().front().sent);
    }
};

QTEST_GUILESS_MAIN(RetentionGateTest)
#include "RetentionGateTest.moc"
