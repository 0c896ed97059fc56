// SPDX-License-Identifier: GPL-3.0-or-later
#include "SessionFixture.h"

#include <algorithm>
#include <atomic>

using Peer = ScriptedPopServer::Peer;

// What the user does with mail on a server: fetch the rest, try again, delete, keep, save.
class ServerMailTest : public QObject
{
    Q_OBJECT
private:
    static constexpr int large = 60'000;

    // Of longer messages only the beginning is fetched.
    static void startWithLimit(SessionFixture &fixture, quint16 port)
    {
        fixture.start();
        Account account = SessionFixture::accountFor(port);
        account.download.sizeLimit = 10'000;
        account.download.lines = 3;
        fixture.save(account, QStringLiteral("secret"));
    }

    static FetchReport fetchWhole(SessionFixture &fixture, const std::vector<MessageId> &messages)
    {
        return fixture.checkAfter([&] {
            fixture.session->fetchWhole(messages, &fixture.context,
                                        [](const Result<void> &asked) { QVERIFY(asked); });
        });
    }

    static Result<qint64> saveFromServer(SessionFixture &fixture, const QByteArray &uidl)
    {
        return answerOf<qint64>([&](auto done) {
            fixture.session->saveFromServer(fixture.key(uidl), fixture.path(QStringLiteral("saved.eml")),
                                            &fixture.context, done);
        });
    }

private Q_SLOTS:
    void theRestOfAMessageTakesItsPlace()
    {
        const auto mail = SessionFixture::mail(2, large);
        PopMailbox mailbox({SessionFixture::mail(1), mail});
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        startWithLimit(fixture, server.port());
        QCOMPARE(fixture.check().partial, 1);
        const ServerMessage beginning = fixture.serverMessage("uidl-2");
        QCOMPARE(beginning.state, ServerMessage::State::Partial);
        QVERIFY(fixture.summary(beginning.message).flags.testFlag(Flag::Partial));
        QVERIFY(mail.bytes.startsWith(fixture.raw(beginning.message)));

        QSignalSpy added(fixture.session.get(), &MailSession::messagesAdded);
        const FetchReport report = fetchWhole(fixture, {beginning.message});
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 1);
        QCOMPARE(added.count(), 1); // so the window shows the rest
        const auto summaries = added.front().front().value<std::vector<MessageSummary>>();
        QCOMPARE(summaries.front().id, beginning.message);
        QVERIFY(!fixture.summary(beginning.message).flags.testFlag(Flag::Partial));
        QCOMPARE(fixture.raw(beginning.message), mail.bytes);
        const ServerMessage whole = fixture.serverMessage("uidl-2");
        QCOMPARE(whole.state, ServerMessage::State::Stored);
        QCOMPARE(whole.message, beginning.message);
        QVERIFY(!whole.wanted);
        QCOMPARE(fixture.serverMessages().size(), size_t(2));
    }

    void aWholeMessageHasNoRest()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        const MessageId message = fixture.serverMessage("uidl-1").message;
        QVERIFY(answerOf<void>(
            [&](auto done) { fixture.session->fetchWhole({message}, &fixture.context, done); }));
        QVERIFY(!fixture.session->isChecking(fixture.account.id));
        QCOMPARE(mailbox.sessions(), 1);
    }

    void whatIsGoneFromTheServerIsSaid()
    {
        PopMailbox mailbox({SessionFixture::mail(1, large), SessionFixture::mail(2, large)});
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        startWithLimit(fixture, server.port());
        QCOMPARE(fixture.check().partial, 2);
        const MessageId beginning = fixture.serverMessage("uidl-1").message;
        mailbox.remove("uidl-1");
        const FetchReport report = fetchWhole(fixture, {beginning});
        QCOMPARE(report.fetched, 0);
        QCOMPARE(report.skipped.size(), size_t(1));
        QCOMPARE(report.skipped.front().uidl, QByteArray("uidl-1"));
        QCOMPARE(report.skipped.front().reason, QStringLiteral("gone from the server"));
        QCOMPARE(fixture.serverMessage("uidl-1").state, ServerMessage::State::Gone);
        QVERIFY(fixture.summary(beginning).flags.testFlag(Flag::Partial)); // what was here stays

        // From then on nobody is asked in vain.
        const auto again = answerOf<void>(
            [&](auto done) { fixture.session->fetchWhole({beginning}, &fixture.context, done); });
        QCOMPARE(again.error().code, ErrorCode::NotFound);
    }

    void aBeginningWhoseWholeIsHereIsRemoved()
    {
        PopMailbox::Message mail = SessionFixture::mail(1, large);
        PopMailbox mailbox({mail, mail}); // one unique-id on two equal messages
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        startWithLimit(fixture, server.port());
        QCOMPARE(fixture.check().partial, 2);
        const MessageId first = fixture.serverMessage("uidl-1", 0).message;
        const MessageId second = fixture.serverMessage("uidl-1", 1).message;
        QVERIFY(first != 0 && second != 0 && first != second);

        QSignalSpy removed(fixture.session.get(), &MailSession::messagesRemoved);
        QVERIFY(!fetchWhole(fixture, {first, second}).error);
        QCOMPARE(fixture.raw(first), mail.bytes);
        QCOMPARE(fixture.summary(second).id, MessageId(0));
        QCOMPARE(removed.count(), 1); // so that no list shows it
        QCOMPARE(removed.front().front().value<std::vector<MessageId>>(), std::vector<MessageId>{second});
    }

    void whatCouldNotBeFetchedIsTriedAgain()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        std::atomic<bool> refuses = true;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (!refuses || command != "RETR 2")
                return false;
            peer.send("-ERR message is being repaired\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        const FetchReport first = fixture.check();
        QCOMPARE(first.fetched, 2);
        QCOMPARE(first.notFetched.size(), size_t(1));
        const ServerMessage refused = fixture.serverMessage("uidl-2");
        QCOMPARE(refused.state, ServerMessage::State::New);
        QVERIFY(refused.trouble.startsWith(QLatin1String("refused")));
        QCOMPARE(refused.message, MessageId(0));

        refuses = false;
        const FetchReport second = fixture.checkAfter([&] {
            fixture.session->retry({refused.key}, &fixture.context,
                                   [](const Result<void> &asked) { QVERIFY(asked); });
        });
        QCOMPARE(second.fetched, 1);
        const ServerMessage fetched = fixture.serverMessage("uidl-2");
        QCOMPARE(fetched.state, ServerMessage::State::Stored);
        QCOMPARE(fetched.attempts, 0);
        QVERIFY(fetched.trouble.isEmpty());
        QCOMPARE(fixture.raw(fetched.message), SessionFixture::mail(2).bytes);
    }

    void whatCouldNotBeFetchedIsDeletedAtTheUsersWord()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (command != "RETR 2")
                return false;
            peer.send("-ERR message is broken\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QCOMPARE(fixture.check().notFetched.size(), size_t(1));
        const FetchReport report = fixture.checkAfter([&] {
            fixture.session->removeUnfetched({fixture.key("uidl-2")}, &fixture.context,
                                             [](const Result<void> &asked) { QVERIFY(asked); });
        });
        QVERIFY(!report.error);
        QCOMPARE(report.deleted, 1);
        QVERIFY(report.notFetched.empty());
        const std::vector<PopMailbox::Message> left{SessionFixture::mail(1), SessionFixture::mail(3)};
        QCOMPARE(mailbox.messages(), left);
        const auto log = fixture.deletions();
        QCOMPARE(log.size(), size_t(1));
        QCOMPARE(log.front().reason, QStringLiteral("your choice"));
        QVERIFY(log.front().confirmed);
    }

    // A check writes the ledger as it read it; a word that was spoken meanwhile holds.
    void theUsersWordIsHeededAlsoDuringACheck()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        SessionFixture fixture;
        std::atomic<bool> spoken = false, waits = false;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            while (waits && command == "QUIT" && !spoken)
                peer.sleep(std::chrono::milliseconds(5));
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        fixture.startFor(server.port());
        fixture.check();
        QVERIFY(fixture.choose({fixture.key("uidl-1")}, ServerMessage::Choice::Delete));
        QCOMPARE(fixture.serverMessage("uidl-1").choice, ServerMessage::Choice::Delete);
        QVERIFY(!fixture.serverMessage("uidl-1").deletionReason.isEmpty());
        waits = true;
        const FetchReport report = fixture.checkAfter([&] {
            fixture.session->check(fixture.account.id);
            QVERIFY(fixture.choose({fixture.key("uidl-2")}, ServerMessage::Choice::Keep));
            spoken = true;
        });
        QCOMPARE(report.deleted, 1);
        QCOMPARE(fixture.serverMessage("uidl-2").choice, ServerMessage::Choice::Keep);

        Account all = fixture.account;
        all.retention.afterDownload = true;
        fixture.save(all);
        QVERIFY(answerOf<void>([&](auto done) {
            fixture.session->confirmRetention(fixture.account.id, &fixture.context, done);
        }));
        QCOMPARE(fixture.check().deleted, 1);
        QCOMPARE(mailbox.messages(), std::vector<PopMailbox::Message>{SessionFixture::mail(2)});
        const auto unknown = fixture.choose({fixture.key("nothing")}, ServerMessage::Choice::Keep);
        QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    }

    void aMessageIsSavedFromTheServerByteForByte()
    {
        PopMailbox::Message odd = SessionFixture::mail(2, large);
        odd.bytes += QByteArray("\r\n.\r\n..two\r\nbare\nline\x00\xff\r\n", 25);
        PopMailbox mailbox({SessionFixture::mail(1), odd});
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        const auto length = saveFromServer(fixture, "uidl-2");
        QVERIFY(length);
        QCOMPARE(*length, qint64(odd.bytes.size()));
        QCOMPARE(fixture.file(QStringLiteral("saved.eml")), odd.bytes);
        QVERIFY(!QFile::exists(fixture.path(QStringLiteral("saved.eml.partial"))));
        QCOMPARE(saveFromServer(fixture, "uidl-9").error().code, ErrorCode::NotFound);
        QCOMPARE(fixture.file(QStringLiteral("saved.eml")), odd.bytes); // what was there stays
        QVERIFY(!server.hasReceived("DELE"));
    }

    void whatABrokenSaveGotIsKept()
    {
        const auto mail = SessionFixture::mail(1, large);
        PopMailbox mailbox({mail});
        std::atomic<bool> breaksOff = false;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (!breaksOff || !command.startsWith("RETR"))
                return false;
            peer.send("+OK\r\n" + PopMailbox::dotStuffed(mail.bytes).first(30'000));
            peer.drop();
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        breaksOff = true;
        QCOMPARE(saveFromServer(fixture, "uidl-1").error().code, ErrorCode::ConnectionLost);
        QVERIFY(!QFile::exists(fixture.path(QStringLiteral("saved.eml"))));
        const QByteArray got = fixture.file(QStringLiteral("saved.eml.partial"));
        QVERIFY2(got.size() > 29'000, QByteArray::number(got.size()));
        QVERIFY(mail.bytes.startsWith(got));
        breaksOff = false;
        QVERIFY(saveFromServer(fixture, "uidl-1"));
        QCOMPARE(fixture.file(QStringLiteral("saved.eml")), mail.bytes);
        QVERIFY(!QFile::exists(fixture.path(QStringLiteral("saved.eml.partial"))));
    }

    void aSaveCanBeCancelled()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        std::atomic<bool> hangs = false;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (hangs && command.startsWith("RETR"))
                peer.stall();
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        hangs = true;
        std::optional<Result<qint64>> saved;
        fixture.session->saveFromServer(fixture.key("uidl-1"), fixture.path(QStringLiteral("saved.eml")),
                                        &fixture.context, [&](Result<qint64> result) { saved = result; });
        QTRY_COMPARE_WITH_TIMEOUT(server.received().count("RETR 1"), 2, SessionFixture::patience);
        fixture.session->cancelSaveFromServer();
        QTRY_VERIFY_WITH_TIMEOUT(saved.has_value(), SessionFixture::patience);
        QCOMPARE(saved->error().code, ErrorCode::Cancelled);
    }

    void whatIsRemovedForGoodIsNotFetchedAgain()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        fixture.check();
        const MessageId message = fixture.serverMessages().front().message;
        QSignalSpy removed(fixture.session.get(), &MailSession::messagesRemoved);
        QVERIFY(answerOf<void>(
            [&](auto done) { fixture.session->removeForGood({message}, &fixture.context, done); }));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(fixture.check().fetched, 0);
        RetentionPolicy policy;
        policy.whenRemoved = true;
        QCOMPARE(fixture.forecast(policy).deletions.front().deletionReason, QStringLiteral("removed here"));
    }
};

QTEST_GUILESS_MAIN(ServerMailTest)
#include "ServerMailTest.moc"
