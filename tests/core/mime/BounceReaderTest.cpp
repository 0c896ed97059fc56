// SPDX-License-Identifier: GPL-3.0-or-later
#include "MimeMessage.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace
{
using Action = BounceRecipient::Action;

QByteArray fileOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

MessageBody bodyOf(const QString &name)
{
    return MimeMessage(fileOf(QStringLiteral(POPLAR_TEST_DATA "/cards/%1.eml").arg(name))).body({}, 0);
}

template <class Card> std::optional<Card> firstCard(const MessageBody &body)
{
    for (const MessageCard &card : body.cards) {
        if (const auto *found = std::get_if<Card>(&card))
            return *found;
    }
    return std::nullopt;
}

std::optional<BounceCard> bounceOf(const QByteArray &fields)
{
    return firstCard<BounceCard>(
        MimeMessage("From: a@b.example\r\nContent-Type: message/delivery-status\r\n\r\n" + fields)
            .body({}, 0));
}
} // namespace

class BounceReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachRecipientHasWhatBecameOfIt();
    void whatIsDelayedHasNotFailed();
    void recipientsNeedNoEmptyLines();
    void aReportThatComesTwiceIsOneCard();
    void aReportThatIsAllIsNotShownTwice();
    void statusIsTakenFromTheAnswerWhereTheReportHasNone();
    void addressesOfServersAreNoStatus();
    void reportsMayBeEncodedAndInUtf8();
    void aReportWithoutRecipientsIsText();
    void countlessRecipientsAreBounded();
    void receiptSaysWhatBecameOfTheMessage();
    void complaintSaysWhoSentWhat();
    void recipientsAgreeWithTheFactsOfOthers();
};

void BounceReaderTest::eachRecipientHasWhatBecameOfIt()
{
    const MessageBody body = bodyOf(QStringLiteral("bounce-failed"));
    const auto bounce = firstCard<BounceCard>(body);
    QVERIFY(bounce);
    QCOMPARE(bounce->part, QStringLiteral("2"));
    QCOMPARE(bounce->reportingServer, QStringLiteral("mx.poplar.example"));
    QCOMPARE(bounce->recipients.size(), size_t(2));
    const BounceRecipient &gone = bounce->recipients[0];
    QCOMPARE(gone.address, QStringLiteral("old@harbour.example")); // as the user wrote it
    QCOMPARE(gone.action, Action::Failed);
    QCOMPARE(gone.status, QStringLiteral("5.1.1"));
    QCOMPARE(gone.remoteServer, QStringLiteral("mail.harbour.example"));
    QCOMPARE(
        gone.diagnostic,
        QStringLiteral("550 5.1.1 <gone@mail.harbour.example>: Recipient address rejected: User unknown"));
    QCOMPARE(bounce->recipients[1].address, QStringLiteral("full@pier.example"));
    QVERIFY(body.text.contains(QStringLiteral("I could not deliver")));
}

void BounceReaderTest::whatIsDelayedHasNotFailed()
{
    const auto bounce = firstCard<BounceCard>(bodyOf(QStringLiteral("bounce-delayed")));
    QVERIFY(bounce);
    QCOMPARE(bounce->recipients.size(), size_t(1));
    QCOMPARE(bounce->recipients[0].action, Action::Delayed);
    QCOMPARE(bounce->recipients[0].status, QStringLiteral("4.4.1"));
    QCOMPARE(bounce->recipients[0].retryUntil,
             QDateTime(QDate(2026, 11, 21), QTime(9, 10), Qt::UTC).toSecsSinceEpoch());
}

void BounceReaderTest::aReportThatComesTwiceIsOneCard()
{
    const auto report = [](const QByteArray &status) {
        return "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
               "Final-Recipient: rfc822; anna@example.org\r\nAction: failed\r\nStatus: " +
               status + "\r\n";
    };
    const MessageBody body =
        MimeMessage(
            "From: a@b.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n" +
            report("5.1.1") + report("5.1.1") + report("5.2.2") + "--b--\r\n")
            .body({}, 0);
    QCOMPARE(body.cards.size(), std::size_t(2)); // another reason is another report
    QCOMPARE(body.attachments.size(), std::size_t(3));
}

void BounceReaderTest::recipientsNeedNoEmptyLines()
{
    const auto bounce = firstCard<BounceCard>(bodyOf(QStringLiteral("bounce-alone")));
    QVERIFY(bounce);
    QCOMPARE(bounce->recipients.size(), size_t(2));
    QCOMPARE(bounce->recipients[0].address, QStringLiteral("one@relay.example"));
    QCOMPARE(bounce->recipients[0].action, Action::Delayed); // by the class of its status
    QCOMPARE(bounce->recipients[1].address, QStringLiteral("two@relay.example"));
    QCOMPARE(bounce->recipients[1].action, Action::Delivered); // behind an empty line, of nobody else
}

void BounceReaderTest::aReportThatIsAllIsNotShownTwice()
{
    const MessageBody body = bodyOf(QStringLiteral("bounce-alone"));
    QCOMPARE(body.text, QString());
    QCOMPARE(body.attachments.size(), size_t(1));
    QVERIFY(!body.attachments[0].isShown);
    QVERIFY(body.defects.isEmpty());
}

void BounceReaderTest::statusIsTakenFromTheAnswerWhereTheReportHasNone()
{
    const auto generic = firstCard<BounceCard>(bodyOf(QStringLiteral("bounce-failed")));
    QCOMPARE(generic->recipients[1].status, QStringLiteral("5.2.2")); // not 5.0.0
    const auto missing = bounceOf("Final-Recipient: rfc822; a@b.example\r\n"
                                  "Diagnostic-Code: smtp; 550-5.7.26 Unauthenticated\r\n");
    QVERIFY(missing);
    QCOMPARE(missing->recipients[0].status, QStringLiteral("5.7.26"));
    QCOMPARE(missing->recipients[0].action, Action::Failed);
}

void BounceReaderTest::addressesOfServersAreNoStatus()
{
    const auto bounce = bounceOf("Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"
                                 "Diagnostic-Code: smtp; 550 host 5.9.8.7 said no to 192.5.1.1\r\n");
    QVERIFY(bounce);
    QCOMPARE(bounce->recipients[0].status, QString());
}

void BounceReaderTest::reportsMayBeEncodedAndInUtf8()
{
    const QByteArray fields =
        "Final-Recipient: utf-8; j\xc3\xb6rg@b.example\r\nAction: failed\r\nStatus: 5.6.7\r\n";
    const QByteArray mail = "From: a@b.example\r\nContent-Type: message/global-delivery-status\r\n"
                            "Content-Transfer-Encoding: base64\r\n\r\n" +
                            fields.toBase64() + "\r\n"; // RFC 6533
    const auto bounce = firstCard<BounceCard>(MimeMessage(mail).body({}, 0));
    QVERIFY(bounce);
    QCOMPARE(bounce->recipients[0].address, QStringLiteral("j\u00f6rg@b.example"));
    QCOMPARE(bounce->recipients[0].status, QStringLiteral("5.6.7"));
}

void BounceReaderTest::aReportWithoutRecipientsIsText()
{
    const QByteArray mail = "From: a@b.example\r\nContent-Type: message/delivery-status\r\n\r\n"
                            "Nothing that a program could read.\r\n";
    const MessageBody body = MimeMessage(mail).body({}, 0);
    QVERIFY(body.cards.empty());
    QVERIFY(body.text.contains(QStringLiteral("Nothing that")));
}

void BounceReaderTest::countlessRecipientsAreBounded()
{
    QByteArray fields = "Reporting-MTA: dns; a.example\r\n\r\n";
    for (int i = 0; i < 100000; ++i)
        fields +=
            "Final-Recipient: rfc822; " + QByteArray::number(i) + "@b.example\r\nAction: failed\r\n\r\n";
    const auto bounce = bounceOf(fields);
    QVERIFY(bounce);
    QCOMPARE(bounce->recipients.size(), size_t(500));
    QCOMPARE(bounce->recipients.back().address, QStringLiteral("499@b.example"));
}

void BounceReaderTest::receiptSaysWhatBecameOfTheMessage()
{
    const auto receipt = firstCard<ReceiptCard>(bodyOf(QStringLiteral("receipt")));
    QVERIFY(receipt);
    QCOMPARE(receipt->recipient, QStringLiteral("jonas@pier.example"));
    QCOMPARE(receipt->disposition, ReceiptCard::Disposition::Displayed);
    QVERIFY(!receipt->isAutomatic);
    QCOMPARE(receipt->program, QStringLiteral("Example Mail 9"));
    QCOMPARE(receipt->messageId, QStringLiteral("sent-1@poplar.example"));
}

void BounceReaderTest::complaintSaysWhoSentWhat()
{
    const auto abuse = firstCard<AbuseCard>(bodyOf(QStringLiteral("complaint")));
    QVERIFY(abuse);
    QCOMPARE(abuse->feedback, QStringLiteral("abuse"));
    QCOMPARE(abuse->sender, QStringLiteral("offers@sender.example"));
    QCOMPARE(abuse->sourceAddress, QStringLiteral("192.0.2.17"));
    QCOMPARE(abuse->reportedDomain, QStringLiteral("sender.example"));
    QCOMPARE(abuse->arrived, QDateTime(QDate(2026, 11, 12), QTime(9, 0), Qt::UTC).toSecsSinceEpoch());
    QCOMPARE(abuse->incidents, 3);
}

// Sisimai's suite tells the recipients of real bounces; those without delivery-status are none of ours. It
// opens bounces that were forwarded as well, which have their card where that message is shown, and reads
// more than the report says: 96 % is what the fields themselves give.
void BounceReaderTest::recipientsAgreeWithTheFactsOfOthers()
{
    const QString shared = QStringLiteral(POPLAR_SOURCE "/../shared/mail/");
    QFile facts(shared + QStringLiteral("FACTS.shared.jsonl"));
    if (!facts.open(QIODevice::ReadOnly))
        QSKIP("There is no ../shared/mail.");
    int all = 0, right = 0;
    QStringList different;
    for (QByteArray line = facts.readLine(); !line.isEmpty(); line = facts.readLine()) {
        const QJsonObject fact = QJsonDocument::fromJson(line).object();
        const QJsonObject oracles = fact[QStringLiteral("oracles")].toObject();
        const QJsonArray rows =
            oracles[QStringLiteral("sisimai")].toObject()[QStringLiteral("bounces")].toArray();
        const QString name = fact[QStringLiteral("file")].toString();
        const QByteArray bytes = rows.isEmpty() ? QByteArray() : fileOf(shared + name);
        if (!bytes.toLower().contains("message/delivery-status"))
            continue;
        ++all;
        const auto bounce = firstCard<BounceCard>(MimeMessage(bytes).body({}, 0));
        const qsizetype found = bounce ? qsizetype(bounce->recipients.size()) : 0;
        if (found == rows.size())
            ++right;
        else
            different += QStringLiteral("%1: %2, not %3").arg(name).arg(found).arg(rows.size());
    }
    qInfo("recipients of %d bounces: %d as Sisimai counts them\n%s", all, right,
          qPrintable(different.join(QLatin1Char('\n'))));
    QVERIFY(all > 0);
    QVERIFY(right >= all * 96 / 100);
}

QTEST_GUILESS_MAIN(BounceReaderTest)
#include "BounceReaderTest.moc"
