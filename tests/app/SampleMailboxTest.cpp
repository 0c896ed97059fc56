// SPDX-License-Identifier: GPL-3.0-or-later
#include "SampleMailbox.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QtTest>

#include <algorithm>
#include <limits>

namespace
{

constexpr qint64 now = 1795248000; // Sat, 21 Nov 2026 08:00:00 UTC
constexpr qint64 day = 86400;

// The value of a header field, folded lines joined; empty when the header lacks it.
QByteArray field(const QByteArray &message, const QByteArray &name)
{
    QByteArray header = "\r\n" + message.left(message.indexOf("\r\n\r\n")) + "\r\n";
    header.replace("\r\n ", " ");
    const qsizetype from = header.indexOf("\r\n" + name + ": ");
    if (from < 0)
        return {};
    const qsizetype value = from + name.size() + 4;
    return header.mid(value, header.indexOf("\r\n", value) - value);
}

qint64 sentAt(const QByteArray &message)
{
    const QString date = QString::fromLatin1(field(message, "Date"));
    const QDateTime moment = QDateTime::fromString(date, Qt::RFC2822Date);
    return moment.isValid() ? moment.toSecsSinceEpoch() : std::numeric_limits<qint64>::max();
}

} // namespace

class SampleMailboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_messages = sampleMessages(now); }
    void hasAboutSixtyMessages();
    void everyMessageHasItsFields();
    void messageIdsAreUnique();
    void linesEndInCrLfAndAreShort();
    void datesAreFilledInEverywhere();
    void datesSpreadFromTodayToYearsAgoInOrder();
    void hasEachKind_data();
    void hasEachKind();
    void answersBelongToConversations();
    void placeholdersBecomeDates_data();
    void placeholdersBecomeDates();
    void bytesOfAnyCharsetPassUnharmed();

private:
    QByteArrayList m_messages;
};

void SampleMailboxTest::hasAboutSixtyMessages()
{
    QVERIFY2(m_messages.size() >= 55 && m_messages.size() <= 80,
             qPrintable(QString::number(m_messages.size())));
    qsizetype bytes = 0;
    for (const QByteArray &message : m_messages)
        bytes += message.size();
    QVERIFY2(bytes < 600 * 1024, qPrintable(QString::number(bytes)));
}

void SampleMailboxTest::everyMessageHasItsFields()
{
    for (const QByteArray &message : m_messages) {
        for (const char *name :
             {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"})
            QVERIFY2(!field(message, name).isEmpty(), (name + ("\n" + message.left(400))).constData());
    }
}

void SampleMailboxTest::messageIdsAreUnique()
{
    const QRegularExpression shape(QStringLiteral("^<[^<>@\\s]+@[^<>@\\s]+>$"));
    QSet<QByteArray> ids;
    for (const QByteArray &message : m_messages) {
        const QByteArray id = field(message, "Message-ID");
        QVERIFY2(shape.match(QString::fromLatin1(id)).hasMatch(), id.constData());
        QVERIFY2(!ids.contains(id), id.constData());
        ids.insert(id);
    }
}

void SampleMailboxTest::linesEndInCrLfAndAreShort()
{
    for (const QByteArray &message : m_messages) {
        QVERIFY(message.endsWith("\r\n"));
        QCOMPARE(message.count('\n'), message.count("\r\n"));
        QCOMPARE(message.count('\r'), message.count("\r\n"));
        for (const QByteArray &line : message.split('\n'))
            QVERIFY2(line.size() <= 999, field(message, "Subject").constData()); // RFC 5322 section 2.1.1
    }
}

void SampleMailboxTest::datesAreFilledInEverywhere()
{
    const QRegularExpression left(QStringLiteral("@(DATE|ICAL|DAY)"));
    for (const QByteArray &message : m_messages)
        QVERIFY2(!left.match(QString::fromLatin1(message)).hasMatch(), field(message, "Subject").constData());
}

void SampleMailboxTest::datesSpreadFromTodayToYearsAgoInOrder()
{
    std::vector<qint64> ages;
    for (const QByteArray &message : m_messages)
        ages.push_back(now - sentAt(message));
    QVERIFY(std::is_sorted(ages.rbegin(), ages.rend()));
    const auto between = [&ages](qint64 from, qint64 to) {
        return std::count_if(ages.begin(), ages.end(), [=](qint64 age) { return age >= from && age < to; });
    };
    QCOMPARE(between(std::numeric_limits<qint64>::min(), 0), 0);
    QVERIFY(between(0, 8 * 3600) >= 6);
    QVERIFY(between(day, 7 * day) >= 12);
    QVERIFY(between(7 * day, 31 * day) >= 10);
    QVERIFY(between(31 * day, 365 * day) >= 8);
    QVERIFY(between(365 * day, 20 * 365 * day) >= 3);
}

void SampleMailboxTest::hasEachKind_data()
{
    QTest::addColumn<QByteArray>("mark");
    QTest::addColumn<int>("atLeast");
    const auto row = [](const char *name, const char *mark, int atLeast) {
        QTest::newRow(name) << QByteArray(mark) << atLeast;
    };
    row("flowed text", "format=flowed", 10);
    row("plain and HTML", "multipart/alternative", 8);
    row("inline pictures", "src=3D\"cid:", 4);
    row("newsletters", "\nList-Unsubscribe:", 4);
    row("mailing list", "\nList-Post:", 3);
    row("PDF", "application/pdf", 3);
    row("table", "text/csv", 1);
    row("PNG", "image/png", 2);
    row("JPEG", "image/jpeg", 3);
    row("invitation", "text/calendar; charset=utf-8; method=REQUEST", 1);
    row("bounce", "message/delivery-status", 1);
    row("read receipt", "message/disposition-notification", 1);
    row("automatic answer", "Auto-Submitted: auto-replied", 1);
    row("nested message", "message/rfc822; name", 1);
    row("visiting card", "BEGIN:VCARD", 1);
    row("deep quotes", "\n>>>> ", 1);
    row("tracking pixel", "width=3D\"1\" height=3D\"1\"", 1);
    row("risky attachment", ".pdf.exe", 1);
    row("S/MIME", "application/pkcs7-signature", 1);
    row("PGP in the text", "-----BEGIN PGP SIGNED MESSAGE-----", 1);
    for (const char *charset :
         {"iso-2022-jp", "koi8-u", "iso-8859-7", "windows-1256", "gb18030", "euc-kr", "utf-8"})
        QTest::newRow(charset) << "charset=" + QByteArray(charset) << 1;
}

void SampleMailboxTest::hasEachKind()
{
    QFETCH(QByteArray, mark);
    QFETCH(int, atLeast);
    const auto found = std::count_if(m_messages.begin(), m_messages.end(),
                                     [&mark](const QByteArray &message) { return message.contains(mark); });
    QVERIFY2(found >= atLeast, qPrintable(QString::number(found)));
}

void SampleMailboxTest::answersBelongToConversations()
{
    QSet<QByteArray> ids;
    for (const QByteArray &message : m_messages)
        ids.insert(field(message, "Message-ID"));
    int answers = 0;
    QSet<QByteArray> conversations;
    for (const QByteArray &message : m_messages) {
        const QByteArray references = field(message, "References");
        const QByteArray root = references.left(references.indexOf('>') + 1);
        if (ids.contains(root)) {
            ++answers;
            conversations.insert(root);
            QVERIFY(!field(message, "In-Reply-To").isEmpty());
        }
    }
    QVERIFY(answers >= 7);
    QVERIFY(conversations.size() >= 3);
}

void SampleMailboxTest::placeholdersBecomeDates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("hours ago", "Date: @DATE-2h@\n", "Date: Sat, 21 Nov 2026 06:00:00 +0000\n");
    row("minutes ago", "@DATE-90m@", "Sat, 21 Nov 2026 06:30:00 +0000");
    row("over a year ago", "@DATE-400d@", "Fri, 17 Oct 2025 08:00:00 +0000");
    row("day of one digit", "@DATE-20d@", "Sun, 01 Nov 2026 08:00:00 +0000");
    row("to come", "@ICAL+2d@", "20261123T080000Z");
    row("for people", "on @DAY+1d@.", "on Sunday, 22 November 2026.");
    row("two in a line", "@DAY-1d@ @DAY+0d@", "Friday, 20 November 2026 Saturday, 21 November 2026");
    row("an address", "a@DATE.example.org", "a@DATE.example.org");
    row("unknown unit", "@DATE-3w@", "@DATE-3w@");
    row("no number", "@DATE-h@ @@DATE", "@DATE-h@ @@DATE");
    row("nothing", "", "");
}

void SampleMailboxTest::placeholdersBecomeDates()
{
    QFETCH(QByteArray, text);
    QTEST_ASSERT(now == QDateTime({2026, 11, 21}, {8, 0}, Qt::UTC).toSecsSinceEpoch());
    QTEST(withDatesFilledIn(text, now), "expected");
}

void SampleMailboxTest::bytesOfAnyCharsetPassUnharmed()
{
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    QCOMPARE(withDatesFilledIn(all + "@DAY+0d@" + all, now), all + "Saturday, 21 November 2026" + all);
}

QTEST_GUILESS_MAIN(SampleMailboxTest)
#include "SampleMailboxTest.moc"
