// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages whose content is in something else: S/MIME, OpenPGP, another message, or elsewhere.
#include "WrappedMail.h"
#include "CmsWriter.h"

#include <QTest>

namespace
{

using namespace wrappedMail;

const QByteArray p7mHeader =
    "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
    "Content-Disposition: attachment; filename=smime.p7m";
const QByteArray p7zHeader =
    "Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z\r\n"
    "Content-Disposition: attachment; filename=smime.p7z";

} // namespace

class WrappedMailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signedContentIsTheMessage();
    void signedContentByNameAlone();
    void compressedContentIsTheMessage();
    void compressedContentIsReadAsFarAsItGoes();
    void compressedContentMayBeSigned();
    void compressedContentIsBounded();
    void certificatesAreAnAttachment();
    void encryptedContentIsALockedBox_data();
    void encryptedContentIsALockedBox();
    void encryptedTextIsALockedBoxBesideTheRest();
    void clearSignedTextIsShownWithoutArmour();
    void nestedMessagesKeepTheirOwn();
    void digestIsMessages();
    void mailFileOfAnyTypeIsAMessage();
    void returnedHeaderIsACardOfItsHead();
    void pieceOfAMessageSaysWhichOne();
    void externalBodyTellsWhereItIs();
    void automaticRepliesAreTold_data();
    void automaticRepliesAreTold();
    void wrappersInWrappersEnd();
};

void WrappedMailTest::signedContentIsTheMessage()
{
    const QByteArray entity = "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n\r\nSigned w\xC3\xB6rds.\r\n--c\r\n"
                              "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--c--\r\n";
    const QByteArray bytes = head + p7mHeader + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                             cmsWriter::signedData(entity, cmsWriter::Form::Indefinite).toBase64();
    const MessageBody body = read(bytes);
    QCOMPARE(body.text, QStringLiteral("Signed wörds."));
    QCOMPARE(body.header.subject, QStringLiteral("Outer"));
    QCOMPARE(names(body), QStringList(QStringLiteral("1.2 a.pdf")));
    QCOMPARE(body.structure.type, QByteArray("application/pkcs7-mime"));
    QCOMPARE(body.structure.children.front().type, QByteArray("multipart/mixed"));
    QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("1.2")), QByteArray("%PDF"));
    QCOMPARE(summarise(bytes, 0).preview, QStringLiteral("Signed wörds."));
    QVERIFY(body.defects.isEmpty());
}

void WrappedMailTest::signedContentByNameAlone()
{
    const QByteArray cms = cmsWriter::signedData("Content-Type: text/plain\r\n\r\nSigned.");
    const QByteArray header = "Content-Type: application/octet-stream; name=smime.p7m";
    QCOMPARE(read(mixed(part(header, cms, true))).text, QStringLiteral("Signed."));
    const MessageBody cut = read(mixed(part(header, cms.first(cms.indexOf("Signed") + 3), true)));
    QCOMPARE(cut.text, QStringLiteral("Sig"));
    QCOMPARE(cut.defects, QStringList(QStringLiteral("cut: S/MIME signed content")));
    QCOMPARE(names(cut), QStringList(QStringLiteral("1 smime.p7m")));
}

void WrappedMailTest::compressedContentIsTheMessage()
{
    const QByteArray entity = "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n\r\nPacked w\xC3\xB6rds.\r\n--c\r\n"
                              "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--c--\r\n";
    const QByteArray packed = cmsWriter::compressedData(entity, cmsWriter::Form::Indefinite);
    const QByteArray bytes =
        head + p7zHeader + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + packed.toBase64();
    const MessageBody body = read(bytes);
    QCOMPARE(body.text, QStringLiteral("Packed wörds."));
    QCOMPARE(names(body), QStringList(QStringLiteral("1.2 a.pdf")));
    QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("1.2")), QByteArray("%PDF"));
    QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("0")), packed);
    QVERIFY(body.defects.isEmpty());
    QVERIFY(body.cards.empty());
}

void WrappedMailTest::compressedContentIsReadAsFarAsItGoes()
{
    QByteArray entity = "Content-Type: text/plain\r\n\r\nPacked words.";
    for (int i = 0; i < 5000; ++i)
        entity += ' ' + QByteArray::number(i);
    const QByteArray packed = cmsWriter::compressedData(entity);
    const MessageBody cut = read(mixed(part(p7zHeader, packed.first(packed.size() / 2), true)));
    QVERIFY(cut.text.startsWith(QStringLiteral("Packed words. 0 1 2")));
    QVERIFY(!cut.text.contains(QStringLiteral(" 4999")));
    QVERIFY(cut.defects.contains(QStringLiteral("cut: S/MIME compressed content")));
    QVERIFY(names(cut).contains(QStringLiteral("1 smime.p7z")));
    const MessageBody broken = read(mixed(part(p7zHeader, "broken", true)));
    QCOMPARE(broken.defects, QStringList(QStringLiteral("unreadable: S/MIME")));
    QCOMPARE(names(broken), QStringList(QStringLiteral("1 smime.p7z")));
}

void WrappedMailTest::compressedContentMayBeSigned()
{
    const QByteArray within = p7mHeader + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                              cmsWriter::signedData("Content-Type: text/plain\r\n\r\nSigned.").toBase64();
    QCOMPARE(read(mixed(part(p7zHeader, cmsWriter::compressedData(within), true))).text,
             QStringLiteral("Signed."));
}

void WrappedMailTest::compressedContentIsBounded()
{
    const QByteArray entity =
        "Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\n";
    const QByteArray packed = cmsWriter::compressedData(entity + QByteArray(64 * 1024 * 1024, '0'));
    const MessageBody body = read(mixed(part(p7zHeader, packed, true)));
    QVERIFY(body.defects.contains(QStringLiteral("cut: S/MIME compressed content")));
    QCOMPARE(names(body), QStringList({QStringLiteral("1 smime.p7z"), QStringLiteral("1.1 a.txt")}));
    QVERIFY(body.attachments[1].size <= 16 * 1024 * 1024);
}

void WrappedMailTest::certificatesAreAnAttachment()
{
    const MessageBody body =
        read(mixed(part("Content-Type: application/pkcs7-mime; smime-type=certs-only; name=smime.p7c",
                        cmsWriter::certificatesOnly(), true)));
    QVERIFY(body.cards.empty());
    QCOMPARE(names(body), QStringList(QStringLiteral("1 smime.p7c")));
}

void WrappedMailTest::encryptedContentIsALockedBox_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("place");
    QTest::newRow("S/MIME") << head +
                                   "Content-Type: application/pkcs7-mime; name=smime.p7m\r\n"
                                   "Content-Transfer-Encoding: base64\r\n\r\n" +
                                   cmsWriter::envelopedData().toBase64()
                            << int(EncryptedCard::Kind::Smime) << QStringLiteral("0");
    QTest::newRow("S/MIME that is broken")
        << head + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nbroken"
        << int(EncryptedCard::Kind::Smime) << QStringLiteral("0");
    const QByteArray secret = part("Content-Type: application/pgp-encrypted", "Version: 1") +
                              part("Content-Type: application/octet-stream; name=encrypted.asc", "secret");
    QTest::newRow("PGP/MIME") << head +
                                     "Content-Type: multipart/encrypted; boundary=b; "
                                     "protocol=\"application/pgp-encrypted\"\r\n\r\n" +
                                     secret + "--b--\r\n"
                              << int(EncryptedCard::Kind::OpenPgpMime) << QStringLiteral("2");
    QTest::newRow("PGP/MIME that a gateway changed")
        << mixed(part("Content-Type: text/plain", "") + secret) << int(EncryptedCard::Kind::OpenPgpMime)
        << QStringLiteral("3");
}

void WrappedMailTest::encryptedContentIsALockedBox()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    QFETCH(QString, place);
    const MessageBody body = read(bytes);
    const auto locked = cards<EncryptedCard>(body);
    QCOMPARE(locked.size(), 1);
    QCOMPARE(int(locked[0].kind), kind);
    QCOMPARE(locked[0].part, place);
    QVERIFY(!MimeMessage(bytes).attachment(place).value_or(QByteArray()).isEmpty());
    QVERIFY(body.defects.isEmpty());
}

void WrappedMailTest::encryptedTextIsALockedBoxBesideTheRest()
{
    const QByteArray armour = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n";
    const QByteArray bytes = head + "Content-Type: text/plain\r\n\r\nAs we said:\r\n" + armour;
    const MessageBody body = read(bytes);
    QCOMPARE(body.text, QStringLiteral("As we said:\n"));
    const auto locked = cards<EncryptedCard>(body);
    QCOMPARE(locked.size(), 1);
    QVERIFY(locked[0].kind == EncryptedCard::Kind::OpenPgpInline);
    QVERIFY(MimeMessage(bytes).attachment(locked[0].part)->contains(armour));
    const MessageBody alone = read(head + "\r\n" + armour);
    QCOMPARE(alone.text, QString());
    QCOMPARE(alone.cards.size(), size_t(1));
    QVERIFY(alone.defects.isEmpty());
}

void WrappedMailTest::clearSignedTextIsShownWithoutArmour()
{
    const MessageBody body =
        read(head + "\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nSigned.\r\n- - a dash\r\n"
                    "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----\r\n");
    QCOMPARE(body.text, QStringLiteral("Signed.\n- a dash\n"));
    QCOMPARE(body.preview, QStringLiteral("Signed. - a dash"));
}

void WrappedMailTest::nestedMessagesKeepTheirOwn()
{
    const QByteArray inner =
        "From: Bert <bert@example.org>\r\nTo: Carl <carl@example.org>\r\nSubject: Inner\r\n"
        "Date: Mon, 16 Nov 2026 09:10:00 +0000\r\n"
        "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nInner words.\r\n--c\r\n"
        "Content-Type: text/plain; name=inner.txt\r\nContent-Disposition: attachment\r\n\r\n"
        "inside\r\n--c--\r\n";
    for (const bool encodes : {false, true}) {
        const QByteArray bytes = mixed(part("Content-Type: text/plain", "Outer words.") +
                                       part("Content-Type: message/rfc822", inner, encodes));
        const MessageBody body = read(bytes);
        QCOMPARE(body.header.subject, QStringLiteral("Outer"));
        QCOMPARE(body.text, QStringLiteral("Outer words."));
        QCOMPARE(names(body), QStringList(QStringLiteral("2 Inner.eml")));
        const auto nested = cards<NestedCard>(body);
        QCOMPARE(nested.size(), 1);
        QCOMPARE(nested[0].part, QStringLiteral("2"));
        QCOMPARE(nested[0].subject, QStringLiteral("Inner"));
        QCOMPARE(nested[0].from.front().name, QStringLiteral("Bert"));
        QCOMPARE(nested[0].to.front().name, QStringLiteral("Carl"));
        QCOMPARE(nested[0].date, qint64(1794820200));
        QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("2/2")), QByteArray("inside"));
        QVERIFY(!MimeMessage(bytes).attachment(QStringLiteral("2/7")));
        QVERIFY(!MimeMessage(bytes).attachment(QStringLiteral("2") + QStringLiteral("/0").repeated(50)));
    }
}

void WrappedMailTest::digestIsMessages()
{
    const MessageBody body = read(head + "Content-Type: multipart/digest; boundary=b\r\n\r\n"
                                         "--b\r\n\r\nSubject: One\r\n\r\nFirst.\r\n"
                                         "--b\r\n\r\nSubject: Two\r\n\r\nSecond.\r\n--b--\r\n");
    const auto nested = cards<NestedCard>(body);
    QCOMPARE(nested.size(), 2);
    QCOMPARE(nested[1].subject, QStringLiteral("Two"));
    QVERIFY(body.defects.isEmpty());
}

void WrappedMailTest::mailFileOfAnyTypeIsAMessage()
{
    const QByteArray file = "Subject: In a file\r\nFrom: bert@example.org\r\n\r\nWords.\r\n";
    const QByteArray header = "Content-Type: application/octet-stream; name=old.eml";
    const QByteArray bytes = mixed(part(header, file, true));
    QCOMPARE(cards<NestedCard>(read(bytes)).value(0).subject, QStringLiteral("In a file"));
    QVERIFY(cards<NestedCard>(read(mixed(part(header, "\x01\x02\x03 no message", true)))).isEmpty());
}

void WrappedMailTest::returnedHeaderIsACardOfItsHead()
{
    const MessageBody body = read(mixed(part("Content-Type: text/plain", "It came back.") +
                                        part("Content-Type: text/rfc822-headers", "Subject: Lost\r\n")));
    QCOMPARE(cards<NestedCard>(body).value(0).subject, QStringLiteral("Lost"));
    QVERIFY(cards<NestedCard>(body).value(0).isHeaderOnly);
    QCOMPARE(body.text, QStringLiteral("It came back."));
}

void WrappedMailTest::pieceOfAMessageSaysWhichOne()
{
    const MessageBody body =
        read(head + "Content-Type: message/partial; number=2; total=3; id=\"x@example.org\""
                    "\r\n\r\nthe middle\r\n");
    const auto piece = cards<PartialCard>(body).value(0);
    QCOMPARE(piece.number, 2);
    QCOMPARE(piece.total, 3);
    QCOMPARE(piece.id, QStringLiteral("x@example.org"));
    QCOMPARE(body.attachments.size(), size_t(1));
}

void WrappedMailTest::externalBodyTellsWhereItIs()
{
    const MessageBody body =
        read(head + "Content-Type: message/external-body; access-type=ANON-FTP; site=ftp.example.org;\r\n"
                    " name=\"big.ps\"\r\n\r\nContent-Type: application/postscript\r\nContent-ID: "
                    "<b@example.org>\r\n\r\n");
    const auto external = cards<ExternalCard>(body).value(0);
    QCOMPARE(external.access, QStringLiteral("anon-ftp"));
    const std::vector<std::pair<QString, QString>> parameters{
        {QStringLiteral("site"), QStringLiteral("ftp.example.org")},
        {QStringLiteral("name"), QStringLiteral("big.ps")},
        {QStringLiteral("content-type"), QStringLiteral("application/postscript")},
        {QStringLiteral("content-id"), QStringLiteral("<b@example.org>")}};
    QVERIFY(external.parameters == parameters);
}

void WrappedMailTest::automaticRepliesAreTold_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<bool>("isReply");
    QTest::newRow("RFC 3834") << QByteArray("Auto-Submitted: auto-replied (vacation)") << true;
    QTest::newRow("generated, not an answer") << QByteArray("Auto-Submitted: auto-generated") << false;
    QTest::newRow("said not to be") << QByteArray("Auto-Submitted: no\r\nX-Autoreply: yes") << false;
    QTest::newRow("X-Autoreply") << QByteArray("X-Autoreply: yes") << true;
    QTest::newRow("Precedence") << QByteArray("Precedence: auto_reply") << true;
    QTest::newRow("a mailing list") << QByteArray("Precedence: bulk") << false;
    QTest::newRow("none") << QByteArray("X-Other: 1") << false;
}

void WrappedMailTest::automaticRepliesAreTold()
{
    QFETCH(QByteArray, field);
    QFETCH(bool, isReply);
    QCOMPARE(read(field + "\r\n\r\nAway.\r\n").isAutomaticReply, isReply);
}

void WrappedMailTest::wrappersInWrappersEnd()
{
    QByteArray cms = "Content-Type: text/plain\r\n\r\nInnermost.";
    for (int i = 0; i < 33; ++i)
        cms = "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
              cmsWriter::signedData(cms).toBase64();
    const MessageBody deep = read(head + cms);
    QVERIFY(deep.defects.contains(QStringLiteral("cut: application/pkcs7-mime not opened")));
}

QTEST_GUILESS_MAIN(WrappedMailTest)
#include "WrappedMailTest.moc"
