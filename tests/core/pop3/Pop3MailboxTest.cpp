// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Mailbox.h"

#include "Pop3Script.h"

#include <QTest>

class Pop3MailboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statIsBelievedOnlyWhenItMakesSense_data();
    void statIsBelievedOnlyWhenItMakesSense();
    void listingGoesOutInOneWriteWhenPipelined();
    void listingGoesStepByStepOtherwise();
    void listingWithoutTerminatorIsAnError_data();
    void listingWithoutTerminatorIsAnError();
    void announcedUidlThatFailsIsTemporary();
    void unannouncedUidlIsTriedAll_data();
    void unannouncedUidlIsTriedAll();
    void refusedListIsAnError();
    void listingOfTwoHundredThousand();
    void topOfTheFirstTellsWhetherItIsSupported();
    void topGoesOnAfterTheFirst();
    void deleReturnsWhatWasRefused_data();
    void deleReturnsWhatWasRefused();
    void deletedNumbersAreNotUsedAgain();
    void quitIsAloneAndLast();
    void quitTellsWhatWentWrong_data();
    void quitTellsWhatWentWrong();
    void droppedMailboxSendsNoQuit();
    void unaskedErrorIsALostConnection();
    void unaskedAnswerIsAViolation();
    void nothingIsSentAfterAViolation();
    void noopAndRset();
};

void Pop3MailboxTest::statIsBelievedOnlyWhenItMakesSense_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("messages"); // -1: nothing
    QTest::addColumn<qint64>("octets");
    const auto row = [](const char *answer, int messages = -1, qint64 octets = 0) {
        QTest::newRow(answer) << QByteArray(answer) << messages << octets;
    };
    row("+OK 2 320", 2, 320);
    row("+OK 0 0", 0, 0);
    row("+OK 2 320 and more", 2, 320);
    row("+OK 50 99999999999", 50, 99999999999);
    row("+OK");
    row("+OK 2");
    row("+OK x y");
    row("+OK 2 NaN");
    row("+OK 2 -1");
    row("+OK -2 320");
    row("+OK +2 320");
    row("+OK 99999999999 320");
    row("+OK 2 99999999999999999999");
}

void Pop3MailboxTest::statIsBelievedOnlyWhenItMakesSense()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, messages);
    QFETCH(qint64, octets);
    auto script = signedInTranscript();
    script.client("STAT\r\n").server(answer + "\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const auto status = mailbox->stat();
    QVERIFY(status);
    QCOMPARE(status->has_value(), messages >= 0);
    if (*status) {
        QCOMPARE((*status)->messages, messages);
        QCOMPARE((*status)->octets, octets);
    }
}

void Pop3MailboxTest::listingGoesOutInOneWriteWhenPipelined()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("LIST\r\nUIDL\r\n").server("+OK\r\n1 10\r\n2 20\r\n.\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const int before = script.writes;
    const auto listing = mailbox->listing();
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(listing);
    QCOMPARE(script.writes, before + 1);
    const std::vector<Pop3Listing::Entry> expected{{1, 10, "a"}, {2, 20, "b"}};
    QVERIFY(listing->hasUidl && listing->entries == expected);
}

void Pop3MailboxTest::listingGoesStepByStepOtherwise()
{
    auto script = signedInTranscript();
    script.client("LIST\r\n")
        .server("+OK 1 message\r\n1 10\r\n.\r\n")
        .client("UIDL\r\n")
        .server("+OK\r\n1 a\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox && mailbox->listing());
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3MailboxTest::listingWithoutTerminatorIsAnError_data()
{
    QTest::addColumn<QByteArray>("answers");
    QTest::newRow("LIST") << QByteArray("+OK\r\n1 10\r\n2 20\r\n");
    QTest::newRow("UIDL") << QByteArray("+OK\r\n1 10\r\n2 20\r\n.\r\n+OK\r\n1 a\r\n");
    QTest::newRow("in the terminator") << QByteArray("+OK\r\n1 10\r\n.\r\n+OK\r\n1 a\r\n.\r");
    QTest::newRow("bare LF around the dot") << QByteArray("+OK\r\n1 10\r\n.\r\n+OK\r\n1 a\n.\n");
}

void Pop3MailboxTest::listingWithoutTerminatorIsAnError()
{
    QFETCH(QByteArray, answers);
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("LIST\r\nUIDL\r\n").server(answers);
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    QCOMPARE(codeOf(mailbox->listing()), ErrorCode::ConnectionLost);
}

void Pop3MailboxTest::announcedUidlThatFailsIsTemporary()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("LIST\r\nUIDL\r\n").server("+OK\r\n1 10\r\n.\r\n-ERR index is being rebuilt\r\n");
    script.client("NOOP\r\n").server("+OK\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const auto listing = mailbox->listing();
    QCOMPARE(codeOf(listing), ErrorCode::ServerTemporary);
    QCOMPARE(listing.error().serverText, QStringLiteral("index is being rebuilt"));
    QVERIFY(mailbox->noop()); // the session stands
}

void Pop3MailboxTest::unannouncedUidlIsTriedAll_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("hasUidl");
    QTest::newRow("works") << QByteArray("+OK\r\n1 a\r\n.\r\n") << true;
    QTest::newRow("unknown") << QByteArray("-ERR unknown command\r\n") << false;
}

void Pop3MailboxTest::unannouncedUidlIsTriedAll()
{
    QFETCH(QByteArray, answer);
    Transcript script;
    script.server("+OK\r\n").client("CAPA\r\n").server("-ERR\r\n");
    script.client("USER mia\r\n").server("+OK\r\n").client("PASS s3cret word\r\n").server("+OK\r\n");
    script.client("LIST\r\n").server("+OK\r\n1 10\r\n.\r\n").client("UIDL\r\n").server(answer);
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const auto listing = mailbox->listing();
    QVERIFY(listing);
    QTEST(listing->hasUidl, "hasUidl");
    QCOMPARE(listing->entries.size(), size_t(1));
    QCOMPARE(listing->entries[0].uidl, listing->hasUidl ? QByteArray("a") : QByteArray());
}

void Pop3MailboxTest::refusedListIsAnError()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("LIST\r\nUIDL\r\n").server("-ERR [SYS/TEMP] no\r\n+OK\r\n1 a\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    QCOMPARE(codeOf(mailbox->listing()), ErrorCode::ServerTemporary);
    QVERIFY(!script.closed);
}

void Pop3MailboxTest::listingOfTwoHundredThousand()
{
    QByteArray sizes("+OK\r\n");
    QByteArray uidls("+OK\r\n");
    constexpr int count = 200'000;
    for (int number = 1; number <= count; ++number) {
        sizes += QByteArray::number(number) + " 2000\r\n";
        uidls += QByteArray::number(number) + " 0000000" + QByteArray::number(number) + "5f3e\r\n";
    }
    auto script = signedInTranscript(Pipelining::Yes);
    script.chunk = 16'000;
    script.client("LIST\r\nUIDL\r\n").server(sizes + ".\r\n").server(uidls + ".\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const auto listing = mailbox->listing();
    QVERIFY(listing);
    QCOMPARE(listing->entries.size(), size_t(count));
    QCOMPARE(listing->entries.back().uidl, QByteArray("00000002000005f3e"));
}

void Pop3MailboxTest::topOfTheFirstTellsWhetherItIsSupported()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("TOP 1 20\r\n").server("-ERR unknown command\r\n");
    // It was announced, so that the first refusal may be that message's own.
    script.client("TOP 2 20\r\n").server("-ERR unknown command\r\n").client("NOOP\r\n").server("+OK\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QCOMPARE(codeOf(mailbox->top(entries(3), 20, sink)), ErrorCode::Unsupported);
    QVERIFY(mailbox->noop());
    QVERIFY(sink.messages.empty() && sink.refusals.empty());
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QCOMPARE(codeOf(mailbox->top(entries(1), -1, sink)), ErrorCode::InvalidArgument);
}

void Pop3MailboxTest::topGoesOnAfterTheFirst()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("TOP 1 0\r\n").server("+OK\r\nSubject: 1\r\n\r\n.\r\n");
    script.client("TOP 2 0\r\nTOP 3 0\r\n").server("-ERR expunged\r\n+OK\r\nSubject: 3\r\n\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QVERIFY(mailbox->top(entries(3), 0, sink));
    QVERIFY2(script.isFulfilled(), script.mismatch());
    const std::vector<RecordingSink::Message> expected{{1, "Subject: 1\r\n\r\n", true},
                                                       {3, "Subject: 3\r\n\r\n", true}};
    QVERIFY(sink.messages == expected);
    QCOMPARE(sink.refusals.size(), size_t(1));
    QVERIFY(mailbox->top({}, 0, sink));
}

void Pop3MailboxTest::deleReturnsWhatWasRefused_data()
{
    QTest::addColumn<bool>("pipelined");
    QTest::newRow("pipelined") << true;
    QTest::newRow("lock-step") << false;
}

void Pop3MailboxTest::deleReturnsWhatWasRefused()
{
    QFETCH(bool, pipelined);
    auto script = signedInTranscript(pipelined ? Pipelining::Yes : Pipelining::No);
    if (pipelined)
        script.client("DELE 1\r\nDELE 2\r\nDELE 5\r\n").server("+OK\r\n-ERR locked\r\n+OK\r\n");
    else
        script.client("DELE 1\r\n")
            .server("+OK\r\n")
            .client("DELE 2\r\n")
            .server("-ERR\r\n")
            .client("DELE 5\r\n")
            .server("+OK\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const auto refused = mailbox->dele({1, 2, 5});
    QVERIFY(refused);
    QVERIFY(*refused == std::vector<int>{2});
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3MailboxTest::deletedNumbersAreNotUsedAgain()
{
    auto script = signedInTranscript();
    script.client("DELE 2\r\n").server("+OK\r\n");
    script.client("RSET\r\n").server("+OK\r\n").client("DELE 2\r\n").server("+OK\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox && mailbox->dele({2}));
    RecordingSink sink;
    QCOMPARE(codeOf(mailbox->retr(entries(2), sink)), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(mailbox->top(entries(2), 0, sink)), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(mailbox->dele({2})), ErrorCode::InvalidArgument);
    QCOMPARE(codeOf(mailbox->dele({0})), ErrorCode::InvalidArgument);
    QVERIFY(mailbox->rset());
    QVERIFY(mailbox->dele({2}));
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3MailboxTest::quitIsAloneAndLast()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("DELE 1\r\nDELE 2\r\n").server("+OK\r\n+OK\r\n").client("QUIT\r\n").server("+OK bye\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox && mailbox->dele({1, 2}));
    QVERIFY(std::move(*mailbox).quit());
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QVERIFY(script.closed);
}

void Pop3MailboxTest::quitTellsWhatWentWrong_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not all removed") << QByteArray("-ERR some deleted messages not removed\r\n")
                                     << ErrorCode::ServerRefused;
    QTest::newRow("lost") << QByteArray() << ErrorCode::ConnectionLost;
    QTest::newRow("half a line") << QByteArray("+OK b") << ErrorCode::ConnectionLost;
    QTest::newRow("nonsense") << QByteArray("221 bye\r\n") << ErrorCode::ProtocolViolation;
}

void Pop3MailboxTest::quitTellsWhatWentWrong()
{
    QFETCH(QByteArray, answer);
    auto script = signedInTranscript();
    script.client("QUIT\r\n").server(answer);
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const auto quit = std::move(*mailbox).quit();
    QVERIFY(!quit);
    QTEST(quit.error().code, "code");
}

void Pop3MailboxTest::droppedMailboxSendsNoQuit()
{
    auto script = signedInTranscript();
    script.client("DELE 1\r\n").server("+OK\r\n");
    {
        auto mailbox = openMailbox(script);
        QVERIFY(mailbox && mailbox->dele({1}));
        Pop3Mailbox moved = std::move(*mailbox);
    }
    QVERIFY(script.closed);
    QVERIFY(!script.written.contains("QUIT"));
}

void Pop3MailboxTest::unaskedErrorIsALostConnection()
{
    auto script = signedInTranscript();
    script.server("-ERR Disconnected for inactivity.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const qsizetype before = script.written.size();
    const auto refused = mailbox->dele({1});
    QCOMPARE(codeOf(refused), ErrorCode::ConnectionLost);
    QCOMPARE(refused.error().serverText, QStringLiteral("Disconnected for inactivity."));
    QCOMPARE(script.written.size(), before);
}

void Pop3MailboxTest::unaskedAnswerIsAViolation()
{
    // As FTGate V2 does: TOP answered twice.
    auto script = signedInTranscript();
    script.client("TOP 1 0\r\n").server("+OK\r\nSubject: x\r\n\r\n.\r\n+OK\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QCOMPARE(codeOf(mailbox->top(entries(2), 0, sink)), ErrorCode::ProtocolViolation);
    QVERIFY(script.closed);
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3MailboxTest::nothingIsSentAfterAViolation()
{
    auto script = signedInTranscript();
    script.client("NOOP\r\n").server("what?\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    QCOMPARE(codeOf(mailbox->noop()), ErrorCode::ProtocolViolation);
    const QByteArray before = script.written;
    QCOMPARE(codeOf(mailbox->dele({1})), ErrorCode::ConnectionLost);
    QCOMPARE(codeOf(std::move(*mailbox).quit()), ErrorCode::ConnectionLost);
    QCOMPARE(script.written, before);
}

void Pop3MailboxTest::noopAndRset()
{
    auto script = signedInTranscript();
    script.client("NOOP\r\n").server("+OK\r\n").client("RSET\r\n").server("-ERR not here\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox && mailbox->noop());
    QCOMPARE(codeOf(mailbox->rset()), ErrorCode::ServerRefused);
    QVERIFY(!script.closed);
}

QTEST_GUILESS_MAIN(Pop3MailboxTest)
#include "Pop3MailboxTest.moc"
