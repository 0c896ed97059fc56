// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user says that a message is written in (the menu "Text encoding") goes before every label, for
// its texts and for what stands in its header without one.
#include "MimeMessage.h"

#include <QTest>

namespace
{

constexpr qint64 received = 1800000000;

MessageBody readAs(const QByteArray &bytes, const QByteArray &charset)
{
    RenderOptions options;
    options.charset = charset;
    return MimeMessage(bytes).body(options, received);
}

// "Привет" in KOI8-R.
const QByteArray hello = "\xF0\xD2\xC9\xD7\xC5\xD4";

QByteArray wronglyLabelled()
{
    return "Subject: " + hello + "\r\nFrom: \"" + hello +
           "\" <a@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
           "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n" +
           hello + "\r\n--b\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n<meta charset=utf-8><p>" +
           hello + "\r\n--b\r\nContent-Type: application/pdf; name=\"" + hello +
           ".pdf\"\r\n\r\n%PDF\r\n--b--\r\n";
}

} // namespace

class UserCharsetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void usersWordGoesBeforeAllLabels();
    void encodedWordsKeepTheirOwnCharset();
    void unknownCharsetIsNotFollowed();
    void charsetThatWasUsedIsTold_data();
    void charsetThatWasUsedIsTold();
};

void UserCharsetTest::usersWordGoesBeforeAllLabels()
{
    const QString wanted = QStringLiteral("Привет");
    const MessageBody body = readAs(wronglyLabelled(), "KOI8-R");
    QCOMPARE(body.header.subject, wanted);
    QCOMPARE(body.header.from.at(0).name, wanted);
    QCOMPARE(body.text.count(wanted), 2);
    QVERIFY(body.html.contains(wanted));
    QCOMPARE(body.attachments.at(0).name, wanted + QStringLiteral(".pdf"));
    QCOMPARE(body.charset, QByteArray("koi8-r"));
    QVERIFY(!readAs(wronglyLabelled(), {}).text.contains(wanted));
}

void UserCharsetTest::encodedWordsKeepTheirOwnCharset()
{
    const MessageBody body =
        readAs("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= " + hello + "\r\n\r\nText.\r\n", "koi8-r");
    QCOMPARE(body.header.subject, QStringLiteral("Grüße Привет"));
}

void UserCharsetTest::unknownCharsetIsNotFollowed()
{
    const QByteArray bytes = "Subject: x\r\nContent-Type: text/plain\r\n\r\nGr\xC3\xBC\xC3\x9F"
                             "e\r\n";
    for (const char *charset : {"no-such-charset", "//IGNORE", "char", "\xFF"})
        QCOMPARE(readAs(bytes, charset).text, QStringLiteral("Grüße\n"));
}

void UserCharsetTest::charsetThatWasUsedIsTold_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("charset");
    const QByteArray top = "Subject: x\r\nContent-Type: text/plain";
    QTest::newRow("by its label") << top + "; charset=koi8-r\r\n\r\n" + hello + "\r\n"
                                  << QByteArray("koi8-r");
    QTest::newRow("superset of its label") << top + "; charset=iso-8859-1\r\n\r\n\x93so\x94\r\n"
                                           << QByteArray("windows-1252");
    QTest::newRow("found out") << top + "\r\n\r\nGr\xC3\xBC\xC3\x9F"
                                        "e\r\n"
                               << QByteArray("utf-8");
    QTest::newRow("no text") << QByteArray("Subject: x\r\nContent-Type: image/png\r\n\r\nx\r\n")
                             << QByteArray();
}

void UserCharsetTest::charsetThatWasUsedIsTold()
{
    QFETCH(QByteArray, bytes);
    QTEST(readAs(bytes, {}).charset, "charset");
}

QTEST_GUILESS_MAIN(UserCharsetTest)
#include "UserCharsetTest.moc"
