// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchText.h"
#include "AlternativeWords.h"

#include <QTest>

#include <limits>

class SearchTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachFieldHasItsOwnText();
    void htmlIsItsText();
    void whatBothAlternativesSayIsThereOnce();
    void whatOneAlternativeSaysIsThere();
    void textAttachmentsAreRead_data();
    void textAttachmentsAreRead();
    void attachedMessagesAreReadWithTheirPeople();
    void attachedMessagesAreReadTenDeep();
    void encryptedAndBinaryContentIsLeftOut_data();
    void encryptedAndBinaryContentIsLeftOut();
    void nothingOfAnHtmlPageIsLeftOutForItsSize();
    void textBeyondTheMostIsCutAndSaidToBe();
    void aLongAttachmentIsNotDecodedWhenNothingIsLeft();
    void anyBytesWillDo();
};

namespace
{
constexpr qsizetype all = std::numeric_limits<qsizetype>::max();

QByteArray mixed(const QByteArrayList &parts)
{
    QByteArray message = "From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
                         "Content-Type: multipart/mixed; boundary=mix\r\n\r\n";
    for (const QByteArray &part : parts)
        message += "--mix\r\n" + part + "\r\n";
    return message + "--mix--\r\n";
}

QByteArray alternatives(const QByteArray &plain, const QByteArray &html)
{
    return "Subject: s\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n--alt\r\n"
           "Content-Type: text/plain\r\n\r\n" +
           plain + "\r\n--alt\r\nContent-Type: text/html\r\n\r\n" + html + "\r\n--alt--\r\n";
}
} // namespace

void SearchTextTest::eachFieldHasItsOwnText()
{
    const auto text = readSearchText(QByteArrayLiteral("From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>\r\n"
                                                       "Sender: desk@example.org\r\n"
                                                       "Reply-To: Answers <answers@example.org>\r\n"
                                                       "To: one@example.net, Two <two@example.net>\r\n"
                                                       "Delivered-To: three@example.net\r\n"
                                                       "Delivered-To: one@example.net\r\n"
                                                       "Cc: four@example.net\r\n"
                                                       "Bcc: five@example.net\r\n"
                                                       "List-Id: The list <talk.example.com>\r\n"
                                                       "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n"
                                                       "\r\n"
                                                       "Words\0of the text.\r\n"),
                                     all);
    QCOMPARE(text.subject, QStringLiteral("Grüße"));
    QCOMPARE(text.from,
             QStringLiteral("Jürgen j@example.org\ndesk@example.org\nAnswers answers@example.org"));
    QCOMPARE(text.to, QStringLiteral("one@example.net\nTwo two@example.net\nthree@example.net"));
    QCOMPARE(text.cc, QStringLiteral("four@example.net\nfive@example.net"));
    QCOMPARE(text.list, QStringLiteral("The list <talk.example.com>"));
    QCOMPARE(text.body, QStringLiteral("Wordsof the text.\n")); // without NUL
    QVERIFY(!text.wasCut);
}

void SearchTextTest::htmlIsItsText()
{
    const auto text = readSearchText("Content-Type: text/html; charset=utf-8\r\n\r\n"
                                     "<style>p{color:red}</style><p>Ex<b>treme</b> &Eacute;lan <a "
                                     "href='https://tracking.example.org/x'>here</a></p>",
                                     all);
    QCOMPARE(text.body, QStringLiteral("Extreme Élan here"));
}

void SearchTextTest::whatBothAlternativesSayIsThereOnce()
{
    const auto text = readSearchText(
        alternatives("The ship sails\r\nat noon.", "<p>The <i>ship</i> sails at noon.</p>"), all);
    QCOMPARE(text.body.count(QStringLiteral("ship")), 1);
}

void SearchTextTest::whatOneAlternativeSaysIsThere()
{
    const auto text = readSearchText(
        alternatives("Only for programs of old.", "<p>Our offer: pears.</p><p>only of old</p>"), all);
    QVERIFY(text.body.contains(QStringLiteral("programs")));
    QVERIFY(text.body.contains(QStringLiteral("offer: pears")));
    QCOMPARE(text.body.count(QStringLiteral("old")), 1);
    QCOMPARE(AlternativeWords(u"Ärger über 3 Öfen").newLines(u"ärger ÖFEN\nüber 4\n3"),
             QStringLiteral("über 4\n"));
}

void SearchTextTest::textAttachmentsAreRead_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("csv") << QByteArray("Content-Type: text/csv; name=a.csv") << QByteArray("1;needle;3");
    QTest::newRow("csv as a spreadsheet")
        << QByteArray("Content-Type: application/vnd.ms-excel; name=\"a.CSV\"") << QByteArray("1;needle;3");
    QTest::newRow("octets with a name of text")
        << QByteArray("Content-Type: application/octet-stream; name=\"notes.md\"") << QByteArray("# needle");
    QTest::newRow("html") << QByteArray("Content-Type: text/html\r\nContent-Disposition: attachment")
                          << QByteArray("<p>ne<b>edle</b></p>");
    QTest::newRow("base64") << QByteArray("Content-Type: text/plain\r\nContent-Disposition: attachment\r\n"
                                          "Content-Transfer-Encoding: base64")
                            << QByteArray("needle").toBase64();
    QTest::newRow("calendar") << QByteArray("Content-Type: text/calendar")
                              << QByteArray("BEGIN:VCALENDAR\r\nSUMMARY:needle\r\nEND:VCALENDAR");
    QTest::newRow("UTF-16") << QByteArray(
                                   "Content-Type: text/plain; charset=utf-16le\r\nContent-Disposition: "
                                   "attachment\r\nContent-Transfer-Encoding: base64")
                            << QByteArray("n\0e\0e\0d\0l\0e\0", 12).toBase64();
    QTest::newRow("an .eml") << QByteArray("Content-Type: application/octet-stream; name=old.eml")
                             << QByteArray("Subject: x\r\n\r\nneedle\r\n");
    QTest::newRow("a report") << QByteArray("Content-Type: message/delivery-status; name=r")
                              << QByteArray("Final-Recipient: rfc822; needle");
}

void SearchTextTest::textAttachmentsAreRead()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, content);
    const auto text = readSearchText(
        mixed({"Content-Type: text/plain\r\n\r\nthe body", fields + "\r\n\r\n" + content}), all);
    QCOMPARE(text.body, QStringLiteral("the body"));
    QVERIFY2(text.attached.contains(QStringLiteral("needle")), qPrintable(text.attached));
    QVERIFY(!text.fileNames.isEmpty());
}

void SearchTextTest::attachedMessagesAreReadWithTheirPeople()
{
    const QByteArray inner = "Content-Type: message/rfc822\r\n\r\nSubject: Inner subject\r\n"
                             "From: Inner Author <inner@example.org>\r\nContent-Type: multipart/mixed; "
                             "boundary=in\r\n\r\n--in\r\n\r\ninner words\r\n--in\r\nContent-Type: "
                             "application/pdf; name=inner.pdf\r\n\r\n%PDF words of no one\r\n--in--\r\n";
    const auto text = readSearchText(mixed({"Content-Type: text/plain\r\n\r\nouter", inner}), all);
    for (const auto &word : {"Inner subject", "Inner Author", "inner@example.org", "inner words"})
        QVERIFY2(text.attached.contains(QString::fromLatin1(word)), word);
    QVERIFY(!text.attached.contains(QStringLiteral("no one")));
    QCOMPARE(text.fileNames, QStringLiteral("Inner subject.eml\ninner.pdf"));
    QCOMPARE(text.subject, QStringLiteral("s"));
    QCOMPARE(text.body, QStringLiteral("outer"));
}

void SearchTextTest::attachedMessagesAreReadTenDeep()
{
    QByteArray message = "Subject: innermost\r\n\r\nneedle\r\n";
    for (int depth = 0; depth < 40; ++depth)
        message = "Subject: level\r\nContent-Type: message/rfc822\r\n\r\n" + message;
    const auto text = readSearchText(message, all);
    QVERIFY(text.attached.contains(QStringLiteral("needle")));
}

void SearchTextTest::encryptedAndBinaryContentIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("PDF") << QByteArray("Content-Type: application/pdf; name=needle.pdf\r\n\r\n%PDF noise");
    QTest::newRow("binary as text") << QByteArray("Content-Type: text/plain; name=needle.txt\r\n\r\nnoise") +
                                           QByteArray(200, '\x01');
    QTest::newRow("S/MIME") << QByteArray(
        "Content-Type: application/pkcs7-mime; name=needle.p7m\r\n\r\nnoise");
    QTest::newRow("PGP in text") << QByteArray(
        "Content-Type: text/plain; name=needle.txt\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nnoise\r\n"
        "-----END PGP MESSAGE-----\r\n");
}

void SearchTextTest::encryptedAndBinaryContentIsLeftOut()
{
    QFETCH(QByteArray, part);
    const auto text = readSearchText(mixed({"Content-Type: text/plain\r\n\r\nthe body", part}), all);
    QVERIFY(text.fileNames.startsWith(QStringLiteral("needle")));
    QVERIFY2(!text.attached.contains(QStringLiteral("noise")), qPrintable(text.attached));
    QVERIFY(!text.body.contains(QStringLiteral("noise")));
}

// The reader cuts a page at 2 MiB and at 60,000 elements.
void SearchTextTest::nothingOfAnHtmlPageIsLeftOutForItsSize()
{
    QByteArray page = "Content-Type: text/html\r\n\r\n<table>";
    for (int row = 0; row < 60000; ++row)
        page += "<tr><td>row " + QByteArray::number(row) + "</td><td>of a long table</td></tr>\n";
    QVERIFY(page.size() > 2 * 1024 * 1024);
    const auto text = readSearchText(page + "</table><p>needle</p>", all);
    QVERIFY(text.body.contains(QStringLiteral("needle")));
    QVERIFY(text.body.contains(QStringLiteral("row 59999")));
    QVERIFY(!text.wasCut);
}

void SearchTextTest::textBeyondTheMostIsCutAndSaidToBe()
{
    const QByteArray message = "Subject: s\r\n\r\n" + QByteArray("word ").repeated(1000) + "needle";
    const auto cut = readSearchText(message, 1000);
    QVERIFY(cut.wasCut);
    QVERIFY(cut.body.size() < 1000);
    QVERIFY(cut.body.startsWith(QStringLiteral("word word")));
    const auto whole = readSearchText(message, all);
    QVERIFY(!whole.wasCut);
    QVERIFY(whole.body.endsWith(QStringLiteral("needle")));
}

void SearchTextTest::aLongAttachmentIsNotDecodedWhenNothingIsLeft()
{
    const QByteArray lines = ("some words of a log\n" + QByteArray("x", 1)).toBase64() + "\r\n";
    const QByteArray part = "Content-Type: text/plain; name=a.log\r\nContent-Disposition: attachment\r\n"
                            "Content-Transfer-Encoding: base64\r\n\r\n";
    const QByteArray message = mixed({part + lines.repeated(1000000)}); // 30 MB
    const auto text = readSearchText(message, 1 << 20);
    QVERIFY(text.wasCut);
    QVERIFY(text.attached.size() <= 1 << 20);
    QCOMPARE(text.fileNames, QStringLiteral("a.log"));
}

void SearchTextTest::anyBytesWillDo()
{
    for (const QByteArray &bytes :
         {QByteArray(), QByteArray("\0\0\0", 3), QByteArray("Content-Type: message/rfc822\r\n\r\n"),
          QByteArray("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x--"),
          QByteArray(5000, '\xff')})
        QVERIFY(!readSearchText(bytes, all).wasCut);
}

QTEST_GUILESS_MAIN(SearchTextTest)
#include "SearchTextTest.moc"
