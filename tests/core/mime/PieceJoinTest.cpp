// SPDX-License-Identifier: GPL-3.0-or-later
#include "PieceJoin.h"

#include "MimeMessage.h"

#include <QTest>

namespace
{

// A letter whose picture fell into the second piece, as a program of the nineties would have cut it.
const QByteArray firstPiece = "X-Weird: outer\r\n"
                              "From: Anna <anna@example.org>\r\n"
                              "To: Ben <ben@example.org>\r\n"
                              "Date: Mon, 16 Nov 2026 09:10:00 +0000\r\n"
                              "Subject: The garden (part 1 of 2)\r\n"
                              "Message-ID: <piece1@example.org>\r\n"
                              "MIME-Version: 1.0\r\n"
                              "Content-Type: message/partial; id=\"garden@example.org\";\r\n"
                              "  number=1; total=2\r\n"
                              "\r\n"
                              "X-Weird: inner\r\n"
                              "Comment: of the message within, and left out\r\n"
                              "Message-ID: <garden@example.org>\r\n"
                              "Subject: The garden\r\n"
                              "MIME-Version: 1.0\r\n"
                              "Content-Type: multipart/mixed;\r\n"
                              " boundary=g\r\n"
                              "\r\n"
                              "--g\r\n"
                              "Content-Type: text/plain\r\n"
                              "\r\n"
                              "The roses are in flower.\r\n"
                              "--g\r\n"
                              "Content-Type: application/octet-stream; name=roses.bin\r\n"
                              "Content-Transfer-Encoding: base64\r\n"
                              "\r\n"
                              "AAEC\r\n";
const QByteArray secondPiece =
    "From: Anna <anna@example.org>\r\n"
    "Subject: The garden (part 2 of 2)\r\n"
    "X-Second: is ignored\r\n"
    "Message-ID: <piece2@example.org>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: message/partial; id=\"garden@example.org\"; number=2; total=2\r\n"
    "\r\n"
    "AwQF\r\n"
    "--g--\r\n";

QByteArray joined(const std::vector<PieceSource> &pieces)
{
    return joinPieces(pieces).value_or("failed");
}

} // namespace

class PieceJoinTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPieceSaysWhichItIs();
    void headerIsMergedAsTheStandardSays();
    void attachmentThatWasCutIsWholeAgain();
    void messageWithinWithoutHeaderIsText();
    void pieceInAMultipartKeepsItsLineEnd();
    void encodedPieceIsDecoded();
    void lineFeedsAloneAreLineEndsToo();
    void whatIsNoPieceIsRefused();
    void wholeIsNoLargerThanWhatIsRead();
};

void PieceJoinTest::aPieceSaysWhichItIs()
{
    const auto pieces = readPieces(firstPiece.left(400)); // the head is enough
    QCOMPARE(pieces.size(), size_t(1));
    QCOMPARE(pieces[0].part, QStringLiteral("0"));
    QCOMPARE(pieces[0].id, QStringLiteral("garden@example.org"));
    QCOMPARE(pieces[0].number, 1);
    QCOMPARE(pieces[0].total, 2);
    QVERIFY(readPieces("Subject: hello\r\n\r\nContent-Type: message/partial; id=a; number=1\r\n").empty());
}

void PieceJoinTest::headerIsMergedAsTheStandardSays()
{
    const QByteArray whole = joined({{firstPiece, QStringLiteral("0")}, {secondPiece, QStringLiteral("0")}});
    const QByteArray header = whole.left(whole.indexOf("\r\n\r\n"));
    QCOMPARE(header, QByteArray("X-Weird: outer\r\n"
                                "From: Anna <anna@example.org>\r\n"
                                "To: Ben <ben@example.org>\r\n"
                                "Date: Mon, 16 Nov 2026 09:10:00 +0000\r\n"
                                "Message-ID: <garden@example.org>\r\n"
                                "Subject: The garden\r\n"
                                "MIME-Version: 1.0\r\n"
                                "Content-Type: multipart/mixed;\r\n boundary=g"));
}

void PieceJoinTest::attachmentThatWasCutIsWholeAgain()
{
    const MimeMessage whole(joined({{firstPiece, QStringLiteral("0")}, {secondPiece, QStringLiteral("0")}}));
    const MessageBody body = whole.body({}, 0);
    QCOMPARE(body.text.trimmed(), QStringLiteral("The roses are in flower."));
    QCOMPARE(body.attachments.size(), size_t(1));
    QCOMPARE(whole.attachment(body.attachments[0].part).value_or(QByteArray()),
             QByteArray("\x00\x01\x02\x03\x04\x05", 6));
    QVERIFY2(body.defects.isEmpty(), qPrintable(body.defects.join(u'\n')));
}

void PieceJoinTest::messageWithinWithoutHeaderIsText()
{
    const QByteArray head =
        "From: a@example.org\r\nContent-Type: message/partial; id=a; number=1; total=1\r\n\r\n";
    QCOMPARE(joined({{head + "\r\nNote: this is text.\r\n", QStringLiteral("0")}}),
             QByteArray("From: a@example.org\r\n\r\nNote: this is text.\r\n"));
    QCOMPARE(joined({{head + "only words\r\n", QStringLiteral("0")}}),
             QByteArray("From: a@example.org\r\n\r\nonly words\r\n"));
    QCOMPARE(joined({{head, QStringLiteral("0")}}), QByteArray("From: a@example.org\r\n\r\n"));
}

void PieceJoinTest::pieceInAMultipartKeepsItsLineEnd()
{
    const auto wrapped = [](const QByteArray &number, const QByteArray &content) {
        return "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n"
               "Content-Type: message/partial; id=a; total=2; number=" +
               number + "\r\n\r\n" + content +
               "\r\n--w\r\nContent-Type: text/plain\r\n\r\nfooter\r\n--w--\r\n";
    };
    const QByteArray first = wrapped("1", "Subject: one\r\n\r\nfirst line"),
                     second = wrapped("2", "second line");
    QCOMPARE(readPieces(second)[0].part, QStringLiteral("1"));
    QCOMPARE(joined({{first, QStringLiteral("1")}, {second, QStringLiteral("1")}}),
             QByteArray("From: a@example.org\r\nSubject: one\r\n\r\nfirst line\r\nsecond line"));
}

void PieceJoinTest::encodedPieceIsDecoded()
{
    const QByteArray head =
        "From: a@example.org\r\nContent-Type: message/partial; id=a; number=1; total=1\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n";
    QCOMPARE(joined({{head + QByteArray("Subject: one\r\n\r\nwords\r\n").toBase64(), QStringLiteral("0")}}),
             QByteArray("From: a@example.org\r\nSubject: one\r\n\r\nwords\r\n"));
}

void PieceJoinTest::lineFeedsAloneAreLineEndsToo()
{
    QByteArray first = firstPiece, second = secondPiece;
    first.replace("\r\n", "\n");
    second.replace("\r\n", "\n");
    const MessageBody body =
        MimeMessage(joined({{first, QStringLiteral("0")}, {second, QStringLiteral("0")}})).body({}, 0);
    QCOMPARE(body.header.subject, QStringLiteral("The garden"));
    QCOMPARE(body.text.trimmed(), QStringLiteral("The roses are in flower."));
    QCOMPARE(body.attachments.at(0).size, 6);
}

void PieceJoinTest::whatIsNoPieceIsRefused()
{
    QCOMPARE(joinPieces({}).error().code, ErrorCode::NotFound);
    QCOMPARE(joinPieces({{"Subject: hello\r\n\r\nwords\r\n", QStringLiteral("0")}}).error().code,
             ErrorCode::NotFound);
    QCOMPARE(joinPieces({{firstPiece, QStringLiteral("0")}, {secondPiece, QStringLiteral("1")}}).error().code,
             ErrorCode::NotFound);
    QCOMPARE(joinPieces({{QByteArray(), QStringLiteral("0")}}).error().code, ErrorCode::NotFound);
}

void PieceJoinTest::wholeIsNoLargerThanWhatIsRead()
{
    const QByteArray large = secondPiece + QByteArray(24 * 1024 * 1024, 'x');
    const PieceSource second{large, QStringLiteral("0")};
    QVERIFY(joinPieces({{firstPiece, QStringLiteral("0")}, second, second}).has_value());
    QCOMPARE(joinPieces({{firstPiece, QStringLiteral("0")}, second, second, second}).error().code,
             ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(PieceJoinTest)
#include "PieceJoinTest.moc"
