// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Course.h"

#include "Pop3Script.h"

#include <QTest>

using Marks = Pop3Mailbox::Marks;

// Where marks stand, and what is made of the answers to them.
class Pop3CourseTest : public QObject
{
    Q_OBJECT

private:
    // The steps as text: "1" a message, "=1" a mark behind it.
    static QByteArray stepsOf(const std::vector<Pop3Listing::Entry> &entries, Marks marks, size_t first = 0)
    {
        const Pop3Course course(entries, first, marks,
                                [](const Pop3Listing::Entry &entry) { return entry.size; });
        QByteArrayList words;
        for (const auto &step : course.steps())
            words << (step.isMark ? "=" : "") + QByteArray::number(step.number);
        return words.join(' ');
    }

    // Message 1 is retrieved, and `answer` is what LIST 1 brings. The second time it brings `again`.
    static Result<void> marked(Transcript &script, RecordingSink &sink, const QByteArray &answer,
                               const QByteArray &again = {})
    {
        script = signedInTranscript();
        script.client("RETR 1\r\n").server("+OK\r\na\r\n.\r\n").client("LIST 1\r\n").server(answer);
        if (!again.isEmpty())
            script.client("LIST 1\r\n").server(again);
        TRY(auto mailbox, openMailbox(script));
        return mailbox.retr(entries(1), sink, Marks::Behind);
    }

private Q_SLOTS:
    void standsBehindEveryThirtyTwo()
    {
        QCOMPARE(stepsOf(entries(3, 100), Marks::None), QByteArray("1 2 3"));
        QCOMPARE(stepsOf(entries(3, 100), Marks::Behind), QByteArray("1 2 3 =3"));
        QCOMPARE(stepsOf(entries(3, 100), Marks::Each), QByteArray("1 =1 2 =2 3 =3"));
        QCOMPARE(stepsOf(entries(1, 100), Marks::Around), QByteArray("=1 1 =1"));
        QCOMPARE(stepsOf({}, Marks::Around), QByteArray());
        const QByteArray many = stepsOf(entries(70, 100), Marks::Behind);
        QVERIFY(many.contains(" 32 =32 33 ") && many.contains(" 64 =64 65 ") && many.endsWith(" 70 =70"));
        QCOMPARE(many.count('='), 3);
        QCOMPARE(stepsOf(entries(64, 100), Marks::Behind).count('='), 2);
    }

    void standsBehindLargeMessages()
    {
        QCOMPARE(stepsOf(entries(3, 5 * 1024 * 1024), Marks::Behind), QByteArray("1 =1 2 =2 3 =3"));
        // Of unknown size: what 32 of them would fill is not known either.
        QCOMPARE(stepsOf(entries(40, 0), Marks::Behind).count('='), 3);
    }

    void standsAtTheEndWhereNothingIsLeft()
    {
        QCOMPARE(stepsOf(entries(2, 100), Marks::Behind, 2), QByteArray("=2"));
    }

    void believesOnlyWhatNamesItsMessage_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("again");
        QTest::addColumn<bool>("ok");
        const QByteArray none, right("+OK 1 120\r\n");
        QTest::newRow("as RFC 1939 says") << right << none << true;
        QTest::newRow("with text") << QByteArray("+OK 1 120 octets, more or less\r\n") << none << true;
        QTest::newRow("another message") << QByteArray("+OK 2 120\r\n") << none << false;
        QTest::newRow("the answer to RETR") << QByteArray("+OK 120 octets\r\n") << right << false;
        QTest::newRow("bare +OK") << QByteArray("+OK\r\n") << right << false;
        QTest::newRow("bare +OK behind which the answer comes")
            << QByteArray("+OK\r\n+OK 1 120\r\n") << none << false;
        QTest::newRow("a server that always says so")
            << QByteArray("+OK message follows\r\n") << QByteArray("+OK message follows\r\n") << true;
        QTest::newRow("the message is gone")
            << QByteArray("-ERR expunged\r\n") << QByteArray("-ERR expunged\r\n") << true;
        QTest::newRow("-ERR for another command") << QByteArray("-ERR what?\r\n") << right << false;
        QTest::newRow("a line of a message") << QByteArray("Subject: x\r\n") << none << false;
    }

    void believesOnlyWhatNamesItsMessage()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const QByteArray, again);
        QFETCH(const bool, ok);
        Transcript script;
        RecordingSink sink;
        const auto result = marked(script, sink, answer, again);
        QCOMPARE(result.has_value(), ok);
        QCOMPARE(sink.marks, ok ? 1 : 0);
        if (!ok)
            QCOMPARE(result.error().code, ErrorCode::ProtocolViolation);
        QVERIFY(!script.written.contains("QUIT"));
    }

    void marksAreUnderWayWithTheRest()
    {
        auto script = signedInTranscript(Pipelining::Yes);
        script.client("LIST 1\r\nRETR 1\r\nLIST 1\r\n");
        script.server("+OK 1 3\r\n+OK\r\na\r\n.\r\n+OK 1 3\r\n");
        auto mailbox = openMailbox(script);
        QVERIFY(mailbox);
        RecordingSink sink;
        QVERIFY(mailbox->retr(entries(1), sink, Marks::Around));
        QCOMPARE(sink.marks, 2);
        QCOMPARE(sink.completeMessages(), 1);
    }

    void headersAreMarkedToo()
    {
        auto script = signedInTranscript(Pipelining::Yes);
        script.client("TOP 1 0\r\n").server("+OK\r\na\r\n.\r\n");
        script.client("TOP 2 0\r\nLIST 2\r\n").server("+OK\r\nb\r\n.\r\n+OK 2 3\r\n");
        auto mailbox = openMailbox(script);
        QVERIFY(mailbox);
        RecordingSink sink;
        QVERIFY(mailbox->top(entries(2), 0, sink, Marks::Behind));
        QCOMPARE(sink.marks, 1);
        QCOMPARE(sink.completeMessages(), 2);
    }
};

QTEST_GUILESS_MAIN(Pop3CourseTest)
#include "Pop3CourseTest.moc"
