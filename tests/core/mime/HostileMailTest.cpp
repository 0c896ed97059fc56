// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages that are made to stop a reader: all are read on a thread with the promised stack, to the end, with
// the cut named. A quadratic or recursive reader would not come back from these sizes within the test's time
// limit.
#include "MimeMessage.h"

#include <QTest>
#include <QThread>

#include <memory>

namespace
{

constexpr qint64 received = 1800000000;

const QByteArray head =
    "Subject: Hostile\r\nFrom: Eve <eve@example.org>\r\nDate: Tue, 3 Nov 2026 10:11:09 +0100\r\n";

// The body and the summary, read where a fetch thread would.
struct Outcome {
    MessageBody body;
    MessageSummary summary;
};

Outcome read(const QByteArray &bytes)
{
    Outcome outcome;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        outcome.body = MimeMessage(bytes).body({}, received);
        outcome.summary = summarise(bytes, received);
    }));
    thread->setStackSize(parseStackBytes);
    thread->start();
    thread->wait();
    return outcome;
}

bool names(const Outcome &outcome, const char *defect)
{
    const QString wanted = QString::fromLatin1(defect);
    for (const QString &found : outcome.body.defects) {
        if (found.startsWith(wanted))
            return outcome.summary.flags.testFlag(Flag::Damaged);
    }
    return false;
}

} // namespace

class HostileMailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nestedAddressGroups();
    void nestedAddressGroupsInNestedMessage();
    void parameters();
    void headerFields();
    void nestedMultiparts();
    void nestedMultipartsWithOneBoundary();
    void nestedMessages();
    void nestedEncodedMessages();
    void parts();
    void oneLongField();
    void encodedWordsWithoutEnd();
    void recipients();
    void references();
    void openBoundariesAndManyDashes();
    void base64OfPadding();
    void unbalancedAddressSigns();
};

void HostileMailTest::nestedAddressGroups()
{
    const auto outcome = read(head + "To: " + QByteArray("g:").repeated(30000) + "\r\n\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: To with more than 100 groups"));
    QCOMPARE(outcome.body.text, QStringLiteral("Text.\n"));
    const auto longer = read(head + "To: " + QByteArray("g:").repeated(100000) + "\r\n\r\nText.\r\n");
    QVERIFY(names(longer, "cut: header field To"));
    QCOMPARE(longer.body.header.subject, QStringLiteral("Hostile"));
}

void HostileMailTest::nestedAddressGroupsInNestedMessage()
{
    const auto outcome = read(head + "Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\nTo: " +
                              QByteArray("g:").repeated(30000) + "\r\n\r\nText.\r\n");
    QCOMPARE(outcome.body.attachments.size(), size_t(1));
    QCOMPARE(outcome.body.attachments.front().name, QStringLiteral("Inner.eml"));
}

void HostileMailTest::parameters()
{
    for (const char *parameter : {"; a=b", "; a*1=b", "; a=\"(\""}) {
        const auto outcome = read(head + "Content-Type: text/plain" + QByteArray(parameter).repeated(10000) +
                                  "\r\n\r\nText.\r\n");
        QVERIFY(names(outcome, "cut: "));
        QCOMPARE(outcome.body.text, QStringLiteral("Text.\n"));
    }
    const auto longer =
        read(head + "Content-Type: text/plain" + QByteArray("; a=b").repeated(100000) + "\r\n\r\nText.\r\n");
    QVERIFY(names(longer, "cut: header field Content-Type"));
}

void HostileMailTest::headerFields()
{
    const auto outcome = read(head + QByteArray("X-A: b\r\n").repeated(1000000) + "\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: 1000003 header fields"));
    QCOMPARE(outcome.body.header.fields.size(), size_t(2000));
    QCOMPARE(outcome.body.text, QStringLiteral("Text.\n"));
}

void HostileMailTest::nestedMultiparts()
{
    QByteArray bytes = head;
    for (int i = 0; i < 20000; ++i) {
        const QByteArray boundary = "b" + QByteArray::number(i);
        bytes += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
    }
    const auto outcome = read(bytes + "\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: parts nested deeper than 100"));
    QVERIFY(outcome.body.text.contains(QStringLiteral("Text.")));
}

void HostileMailTest::nestedMultipartsWithOneBoundary()
{
    const auto outcome =
        read(head + QByteArray("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n").repeated(20000) +
             "\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: "));
    QVERIFY(!outcome.body.text.isEmpty());
}

void HostileMailTest::nestedMessages()
{
    const auto outcome =
        read(head + QByteArray("Content-Type: message/rfc822\r\n\r\n").repeated(20000) + "\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: parts nested deeper than 100"));
    QCOMPARE(outcome.body.attachments.size(), size_t(1));
}

void HostileMailTest::nestedEncodedMessages()
{
    QByteArray bytes = "Subject: Innermost\r\n\r\nText.\r\n";
    for (int i = 0; i < 35; ++i)
        bytes = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                bytes.toBase64() + "\r\n";
    const auto outcome = read(head + bytes);
    QVERIFY(names(outcome, "cut: messages nested deeper than 30"));
    QCOMPARE(outcome.body.attachments.size(), size_t(1));
}

void HostileMailTest::parts()
{
    const auto outcome = read(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
                              QByteArray("--b\r\n\r\nx\r\n").repeated(200000) + "--b--\r\n");
    QVERIFY(names(outcome, "cut: more than 5000 parts"));
    QCOMPARE(outcome.body.structure.children.size(), size_t(4999));
    const auto files =
        read(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
             QByteArray("--b\r\nContent-Type: a/b; name=x\r\n\r\nx\r\n").repeated(200000) + "--b--\r\n");
    QCOMPARE(files.body.attachments.size(), size_t(4999));
    QCOMPARE(files.body.attachments.back().name, QStringLiteral("x (4999)"));
}

void HostileMailTest::oneLongField()
{
    const auto outcome = read(head + "X-Long: " + QByteArray(50 * 1024 * 1024, 'x') + "\r\n\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: header field X-Long of 52428"));
    QCOMPARE(outcome.body.text, QStringLiteral("Text.\n"));
    QByteArray folded = head + "X-Long: " + QByteArray("\r\n x").repeated(1000000);
    QVERIFY(names(read(folded + "\r\n\r\nText.\r\n"), "cut: header field X-Long"));
}

void HostileMailTest::encodedWordsWithoutEnd()
{
    for (const char *piece : {"=?", "=?a?q?", "=?a?b?", "=?a?q?x", "?=", "=?utf-8?B?YQ==?="}) {
        QByteArray field = QByteArray(piece).repeated(60000 / int(qstrlen(piece)));
        QByteArray bytes = head;
        for (int i = 0; i < 20; ++i)
            bytes += "X-Words: " + field + " ?=\r\n";
        QCOMPARE(read(bytes + "\r\nText.\r\n").body.header.fields.size(), size_t(23));
    }
}

void HostileMailTest::recipients()
{
    const auto outcome =
        read(head + "To: " + QByteArray("a <a@b.example>, ").repeated(1000000) + "\r\n\r\nText.\r\n");
    QVERIFY(names(outcome, "cut: header field To"));
    QVERIFY(outcome.body.header.to.size() > 3000);
}

void HostileMailTest::references()
{
    const auto outcome =
        read(head + "References: " + QByteArray("<a@b.example> ").repeated(1000000) + "\r\n\r\nText.\r\n");
    QCOMPARE(outcome.body.header.references.size(), 500);
}

void HostileMailTest::openBoundariesAndManyDashes()
{
    QByteArray bytes = head;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray boundary = "b" + QByteArray::number(i);
        bytes += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
    }
    const auto outcome = read(bytes + "\r\n" + QByteArray("--b\r\n").repeated(200000));
    QVERIFY(names(outcome, "cut: parts nested deeper than 100"));
}

void HostileMailTest::base64OfPadding()
{
    const QByteArray top = head + "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    for (const char *piece : {"=", "QQ==", "= ", "A=", "=\r\n", "QQ==\r\n"})
        QVERIFY(!read(top + QByteArray(piece).repeated(1000000)).body.header.subject.isEmpty());
}

void HostileMailTest::unbalancedAddressSigns()
{
    for (const char *sign : {"(", "<", "\"", "@", ",", "[", "\\", ";", "a ", ")"}) {
        const auto outcome =
            read(head + "To: " + QByteArray(sign).repeated(60000 / int(qstrlen(sign))) + "\r\n\r\nText.\r\n");
        QCOMPARE(outcome.body.text, QStringLiteral("Text.\n"));
    }
}

QTEST_GUILESS_MAIN(HostileMailTest)
#include "HostileMailTest.moc"
