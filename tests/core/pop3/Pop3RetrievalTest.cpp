// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Mailbox.h"

#include "Pop3Script.h"
#include "Pop3Window.h"

#include <QTest>

namespace
{

QByteArray allBytes()
{
    QByteArray bytes;
    for (int value = 0; value < 256; ++value)
        bytes += char(value);
    return bytes;
}

// A whole session with awkward bodies; the messages as they must arrive.
Transcript awkwardSession(Pipelining pipelining, std::vector<RecordingSink::Message> &expected)
{
    const std::vector<std::pair<QByteArray, QByteArray>> bodies{
        {"Subject: a\r\n\r\n..\r\n...x\r\n.y\r\n", "Subject: a\r\n\r\n.\r\n..x\r\ny\r\n"},
        {"", ""},
        {"bare\n.\nLF and \r lone CR\r\n", "bare\n.\nLF and \r lone CR\r\n"},
        {allBytes() + "\r\n", allBytes() + "\r\n"},
    };
    auto script = signedInTranscript(pipelining);
    QByteArray commands;
    QByteArray answers;
    expected.clear();
    for (size_t i = 0; i < bodies.size(); ++i) {
        const QByteArray command = "RETR " + QByteArray::number(qsizetype(i + 1)) + "\r\n";
        const QByteArray answer = "+OK octets\r\n" + bodies[i].first + ".\r\n";
        expected.push_back({int(i + 1), bodies[i].second, true});
        if (pipelining == Pipelining::No)
            script.client(command).server(answer);
        commands += command;
        answers += answer;
    }
    if (pipelining == Pipelining::Yes)
        script.client(commands).server(answers);
    script.client("QUIT\r\n").server("+OK\r\n");
    return script;
}

Result<void> wholeSession(Transcript &script, RecordingSink &sink)
{
    TRY(auto mailbox, openMailbox(script));
    CHECK(mailbox.retr(entries(4), sink));
    return std::move(mailbox).quit();
}

} // namespace

class Pop3RetrievalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameInAnySegments_data();
    void readsTheSameInAnySegments();
    void bodyWithBareLineFeedsInTheirMode();
    void keepsTheWindow();
    void lockStepWaitsForEachAnswer();
    void largeMessagesShareTheWindowBySize();
    void refusedMessageIsSkipped();
    void answerThatDoesNotFitEndsTheSession();
    void endWithinABodyIsNoMessage_data();
    void endWithinABodyIsNoMessage();
    void failingSinkEndsTheSessionWithoutQuit();
    void everyFailureLeavesACleanState();
    void longLineIsNotKeptInMemory();
    void largeMessageIsNotKeptInMemory();
};

void Pop3RetrievalTest::readsTheSameInAnySegments_data()
{
    QTest::addColumn<bool>("pipelined");
    QTest::newRow("pipelined") << true;
    QTest::newRow("lock-step") << false;
}

void Pop3RetrievalTest::readsTheSameInAnySegments()
{
    QFETCH(bool, pipelined);
    for (qsizetype chunk = 1; chunk < 120; ++chunk) {
        std::vector<RecordingSink::Message> expected;
        auto script = awkwardSession(pipelined ? Pipelining::Yes : Pipelining::No, expected);
        script.chunk = chunk;
        RecordingSink sink;
        QVERIFY(wholeSession(script, sink));
        QVERIFY2(script.isFulfilled(), script.mismatch());
        QVERIFY(sink.messages == expected);
    }
}

void Pop3RetrievalTest::bodyWithBareLineFeedsInTheirMode()
{
    Transcript script;
    script.server("+OK\n").client("CAPA\r\n").server("-ERR\n");
    script.client("USER mia\r\n").server("+OK\n").client("PASS s3cret word\r\n").server("+OK\n");
    script.client("RETR 1\r\n").server("+OK\nSubject: x\n\n..\n.\n").client("NOOP\r\n").server("+OK\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QVERIFY(mailbox->retr(entries(1), sink));
    QVERIFY(mailbox->noop());
    QCOMPARE(sink.messages.at(0).bytes, QByteArray("Subject: x\n\n.\n"));
}

// The client never has more than the window under way, asks again at half of it, and in one write.
void Pop3RetrievalTest::keepsTheWindow()
{
    constexpr int count = 2000;
    const auto commands = [](int from, int to) {
        QByteArray batch;
        for (int number = from; number <= to; ++number)
            batch += "RETR " + QByteArray::number(number) + "\r\n";
        return batch;
    };
    const QByteArray answer("+OK\r\nSubject: x\r\n\r\n.\r\n");
    auto script = signedInTranscript(Pipelining::Yes);
    script.client(commands(1, 512));
    for (int sent = 512; sent < count; sent += 256)
        script.server(answer, 256).client(commands(sent + 1, std::min(sent + 256, count)));
    script.server(answer, 256 + count - 512 - 256 * ((count - 512) / 256));
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    const int before = script.writes;
    RecordingSink sink;
    QVERIFY(mailbox->retr(entries(count), sink));
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QCOMPARE(sink.completeMessages(), count);
    QCOMPARE(script.writes - before, 1 + (count - 512 + 255) / 256);
}

void Pop3RetrievalTest::lockStepWaitsForEachAnswer()
{
    auto script = signedInTranscript(Pipelining::No);
    for (const auto *number : {"1", "2", "3"})
        script.client(QByteArray("RETR ") + number + "\r\n").server("+OK\r\nx\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QVERIFY(mailbox->retr(entries(3), sink));
    QVERIFY2(script.isFulfilled(), script.mismatch());
}

void Pop3RetrievalTest::largeMessagesShareTheWindowBySize()
{
    auto script = signedInTranscript(Pipelining::Yes);
    const QByteArray answer("+OK\r\nx\r\n.\r\n");
    script.client("RETR 1\r\nRETR 2\r\n").server(answer).client("RETR 3\r\n").server(answer).server(answer);
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QVERIFY(mailbox->retr(entries(3, 4 * 1024 * 1024), sink));
    QVERIFY2(script.isFulfilled(), script.mismatch());
    QCOMPARE(sink.completeMessages(), 3);
}

void Pop3RetrievalTest::refusedMessageIsSkipped()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("RETR 1\r\nRETR 2\r\nRETR 3\r\n");
    script.server("+OK\r\na\r\n.\r\n-ERR [SYS/TEMP] no such message\r\n+OK\r\nc\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QVERIFY(mailbox->retr(entries(3), sink));
    const std::vector<RecordingSink::Message> expected{{1, "a\r\n", true}, {3, "c\r\n", true}};
    QVERIFY(sink.messages == expected);
    QCOMPARE(sink.refusals.size(), size_t(1));
    QCOMPARE(sink.refusals[0].first, 2);
    QCOMPARE(sink.refusals[0].second.code, ErrorCode::ServerTemporary);
}

void Pop3RetrievalTest::answerThatDoesNotFitEndsTheSession()
{
    auto script = signedInTranscript(Pipelining::Yes);
    script.client("RETR 1\r\nRETR 2\r\nRETR 3\r\n");
    script.server("+OK\r\na\r\n.\r\nSubject: lost the thread\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QCOMPARE(codeOf(mailbox->retr(entries(3), sink)), ErrorCode::ProtocolViolation);
    QVERIFY(script.closed);
    QCOMPARE(codeOf(std::move(*mailbox).quit()), ErrorCode::ConnectionLost);
    QVERIFY(!script.written.contains("QUIT"));
    QCOMPARE(sink.completeMessages(), 1);
}

void Pop3RetrievalTest::endWithinABodyIsNoMessage_data()
{
    QTest::addColumn<int>("cut"); // bytes of the answer that arrive
    for (const int cut : {0, 3, 5, 6, 12, 14, 15, 16})
        QTest::addRow("%d", cut) << cut;
}

void Pop3RetrievalTest::endWithinABodyIsNoMessage()
{
    QFETCH(int, cut);
    const QByteArray answer("+OK\r\nSubject\r\n.\r\n");
    QCOMPARE(answer.size(), 17);
    auto script = signedInTranscript();
    script.client("RETR 1\r\n").server(answer.left(cut));
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    QCOMPARE(codeOf(mailbox->retr(entries(2), sink)), ErrorCode::ConnectionLost);
    QCOMPARE(sink.completeMessages(), 0);
    QVERIFY(sink.refusals.empty());
}

void Pop3RetrievalTest::failingSinkEndsTheSessionWithoutQuit()
{
    for (int call = 0; call < 6; ++call) {
        auto script = signedInTranscript(Pipelining::Yes);
        script.client("RETR 1\r\nRETR 2\r\n").server("+OK\r\na\r\n.\r\n+OK\r\nb\r\n.\r\n");
        auto mailbox = openMailbox(script);
        QVERIFY(mailbox);
        RecordingSink sink;
        sink.failAt = call;
        QCOMPARE(codeOf(mailbox->retr(entries(2), sink)), ErrorCode::DiskFull);
        QVERIFY(script.closed);
        QVERIFY(!std::move(*mailbox).quit());
        QVERIFY(!script.written.contains("QUIT"));
    }
}

// Fails the N-th operation of the channel for N = 0, 1, … until none fails.
void Pop3RetrievalTest::everyFailureLeavesACleanState()
{
    for (const auto code : {ErrorCode::ConnectionLost, ErrorCode::Timeout, ErrorCode::Cancelled}) {
        bool failed = true;
        for (int operation = 0; failed; ++operation) {
            QVERIFY(operation < 2000);
            std::vector<RecordingSink::Message> expected;
            auto script = awkwardSession(Pipelining::Yes, expected);
            script.chunk = 9;
            script.failAt = operation;
            script.failWith = code;
            RecordingSink sink;
            const auto result = wholeSession(script, sink);
            failed = script.operations > operation;
            QCOMPARE(result.has_value(), !failed);
            if (failed)
                QCOMPARE(result.error().code, code);
            QVERIFY(script.closed);
            for (size_t i = 0; i < sink.messages.size(); ++i)
                QVERIFY(!sink.messages[i].complete || sink.messages[i] == expected[i]);
        }
    }
}

void Pop3RetrievalTest::longLineIsNotKeptInMemory()
{
    const QByteArray block(4096, 'x');
    auto script = signedInTranscript();
    script.client("RETR 1\r\n").server("+OK\r\n").server(block, 20 * 256).server("\r\n.\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    sink.keepsBytes = false;
    QVERIFY(mailbox->retr(entries(1), sink));
    QCOMPARE(sink.total, qint64(20) * 1024 * 1024 + 2);
    QVERIFY(sink.largestAppend <= 256 * 1024);
    QCOMPARE(sink.completeMessages(), 1);
}

void Pop3RetrievalTest::largeMessageIsNotKeptInMemory()
{
    const QByteArray line = "..dots. and text" + QByteArray(60, 'x') + "\r\n";
    constexpr qint64 lines = 64 * 1024 * 1024 / 78;
    auto script = signedInTranscript();
    script.client("RETR 1\r\n").server("+OK\r\n").server(line, lines).server(".\r\n");
    auto mailbox = openMailbox(script);
    QVERIFY(mailbox);
    RecordingSink sink;
    sink.keepsBytes = false;
    QVERIFY(mailbox->retr(entries(1), sink));
    QCOMPARE(sink.total, lines * (line.size() - 1));
    QVERIFY(sink.largestAppend <= 256 * 1024);
    // Whole blocks, not lines, reach the sink.
    QVERIFY(sink.appends < 1000);
}

QTEST_GUILESS_MAIN(Pop3RetrievalTest)
#include "Pop3RetrievalTest.moc"
