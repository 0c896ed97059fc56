// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages whose content is in something else: winmail.dat, S/MIME, OpenPGP, another message, or elsewhere.
#include "MimeMessage.h"
#include "SearchText.h"

#include "CmsWriter.h"
#include "TnefWriter.h"

#include <QTest>

namespace
{

const QByteArray head = "From: Anna <anna@example.org>\r\nSubject: Outer\r\nMIME-Version: 1.0\r\n";

MessageBody read(const QByteArray &bytes)
{
    return MimeMessage(bytes).body({}, 1800000000);
}

QByteArray part(const QByteArray &header, const QByteArray &content, bool encodes = false)
{
    return "--b\r\n" + header + (encodes ? "\r\nContent-Transfer-Encoding: base64" : "") + "\r\n\r\n" +
           (encodes ? content.toBase64() : content) + "\r\n";
}

QByteArray mixed(const QByteArray &parts)
{
    return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + "--b--\r\n";
}

QStringList names(const MessageBody &body)
{
    QStringList list;
    for (const Attachment &attachment : body.attachments)
        list += attachment.part + u' ' + attachment.name;
    return list;
}

template <class Card> QList<Card> cards(const MessageBody &body)
{
    QList<Card> list;
    for (const MessageCard &card : body.cards) {
        if (const auto *one = std::get_if<Card>(&card))
            list += *one;
    }
    return list;
}

QByteArray winmail()
{
    TnefWriter writer;
    writer.messageProperties(MapiWriter().text(0x1000, QStringLiteral("Outlook's words.")));
    writer.beginAttachment().title("PICTUR~1.PNG").content("png bytes");
    writer.attachmentProperties(MapiWriter().text(0x3707, QStringLiteral("Picture of us.png")));
    writer.attachment("notes.txt", "Some notes");
    return writer.bytes();
}

const QByteArray tnefHeader = "Content-Type: application/ms-tnef; name=winmail.dat\r\n"
                              "Content-Disposition: attachment; filename=winmail.dat";
const QByteArray p7mHeader =
    "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
    "Content-Disposition: attachment; filename=smime.p7m";

} // namespace

class WrappedMailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void winmailIsReplacedByWhatIsInIt();
    void winmailWithoutOtherTextShowsItsOwn();
    void winmailIsKnownByItsName();
    void damagedWinmailCanBeSaved();
    void messageInWinmailIsAMessage();
    void authorWithoutAddressKeepsTheName();
    void signedContentIsTheMessage();
    void signedContentByNameAlone();
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

void WrappedMailTest::winmailIsReplacedByWhatIsInIt()
{
    const QByteArray bytes =
        mixed(part("Content-Type: text/plain", "Hello.") + part(tnefHeader, winmail(), true));
    const MessageBody body = read(bytes);
    QCOMPARE(body.text, QStringLiteral("Hello."));
    QCOMPARE(names(body),
             QStringList({QStringLiteral("2.2 Picture of us.png"), QStringLiteral("2.3 notes.txt")}));
    QCOMPARE(body.attachments[0].type, QByteArray("image/png"));
    QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("2.2")), QByteArray("png bytes"));
    QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("2")), winmail());
    const auto card = cards<TnefCard>(body);
    QCOMPARE(card.size(), 1);
    QCOMPARE(card[0].part, QStringLiteral("2"));
    QCOMPARE(card[0].names, QStringList({QStringLiteral("Picture of us.png"), QStringLiteral("notes.txt")}));
    QCOMPARE(card[0].problem, QString());
    QVERIFY(readSearchText(bytes, 10000).attached.contains(QStringLiteral("Some notes")));
    QVERIFY(summarise(bytes, 0).flags.testFlag(Flag::HasAttachment));
}

void WrappedMailTest::winmailWithoutOtherTextShowsItsOwn()
{
    const MessageBody alone =
        read(head + tnefHeader + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + winmail().toBase64());
    QCOMPARE(alone.text, QStringLiteral("Outlook's words."));
    QCOMPARE(alone.attachments.size(), size_t(2));
    TnefWriter page;
    page.messageProperties(
        MapiWriter().binary(0x1009, compressedRtf("{\\rtf1\\fromhtml1 {\\*\\htmltag64 <p>}Page"
                                                  "{\\*\\htmltag84 <img src=\"cid:us@example.org\">}}")));
    const QByteArray picture = QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/xgUfmkgAAAABJ"
        "RU5ErkJggg==");
    page.beginAttachment().title("us.png").content(picture);
    page.attachmentProperties(MapiWriter().text(0x3712, QStringLiteral("us@example.org")));
    const MessageBody html = read(mixed(part(tnefHeader, page.bytes(), true)));
    QVERIFY2(html.safeHtml.contains(QStringLiteral("<img")), qPrintable(html.html + html.safeHtml));
    QCOMPARE(html.images.value(QStringLiteral("cid:us@example.org")), picture);
}

void WrappedMailTest::winmailIsKnownByItsName()
{
    const MessageBody body =
        read(mixed(part("Content-Type: application/octet-stream; name=WINMAIL.DAT", winmail(), true)));
    QCOMPARE(body.attachments.size(), size_t(2));
}

void WrappedMailTest::damagedWinmailCanBeSaved()
{
    const QByteArray cut = winmail().chopped(8);
    const QByteArray bytes = mixed(part(tnefHeader, cut, true));
    const MessageBody body = read(bytes);
    QCOMPARE(cards<TnefCard>(body).value(0).problem, QStringLiteral("cut short"));
    QVERIFY(names(body).contains(QStringLiteral("1 winmail.dat")));
    QVERIFY(names(body).contains(QStringLiteral("1.2 Picture of us.png")));
    QCOMPARE(MimeMessage(bytes).attachment(QStringLiteral("1")), cut);
    const MessageBody other = read(mixed(part(tnefHeader, "not at all", true)));
    QCOMPARE(cards<TnefCard>(other).value(0).problem, QStringLiteral("not TNEF"));
    QCOMPARE(names(other), QStringList(QStringLiteral("1 winmail.dat")));
}

void WrappedMailTest::messageInWinmailIsAMessage()
{
    TnefWriter outer;
    TnefWriter inner;
    inner.messageProperties(MapiWriter()
                                .text(0x0037, QStringLiteral("Überraschung"))
                                .text(0x0042, QStringLiteral("Bert"))
                                .text(0x5D02, QStringLiteral("bert@example.org"))
                                .time(0x0039, 1700000000)
                                .text(0x1000, QStringLiteral("Inner words.")));
    inner.attachment("inner.txt", "inside");
    outer.beginAttachment().attachmentProperties(MapiWriter().message(0x3701, inner.bytes()));
    const QByteArray bytes = mixed(part(tnefHeader, outer.bytes(), true));
    const MessageBody body = read(bytes);
    const auto nested = cards<NestedCard>(body);
    QCOMPARE(nested.size(), 1);
    QCOMPARE(nested[0].subject, QStringLiteral("Überraschung"));
    QCOMPARE(nested[0].from.front().address, QStringLiteral("bert@example.org"));
    QCOMPARE(nested[0].date, qint64(1700000000));
    QCOMPARE(names(body), QStringList(nested[0].part + QStringLiteral(" Überraschung.eml")));
    const auto content = MimeMessage(bytes).attachment(nested[0].part);
    QVERIFY(content.has_value());
    const MessageBody within = read(*content);
    QCOMPARE(within.text, QStringLiteral("Inner words."));
    QCOMPARE(within.attachments.size(), size_t(1));
    QCOMPARE(MimeMessage(bytes).attachment(nested[0].part + u'/' + within.attachments[0].part),
             QByteArray("inside"));
}

void WrappedMailTest::authorWithoutAddressKeepsTheName()
{
    TnefWriter outer;
    TnefWriter inner;
    inner.messageProperties(MapiWriter()
                                .text(0x0042, QStringLiteral("Bärbel <Büro>"))
                                .text(0x0065, QStringLiteral("/O=HARBOUR/CN=BAERBEL"))
                                .text(0x1000, QStringLiteral("Inner words.")));
    outer.beginAttachment().attachmentProperties(MapiWriter().message(0x3701, inner.bytes()));
    const auto nested = cards<NestedCard>(read(mixed(part(tnefHeader, outer.bytes(), true))));
    QCOMPARE(nested.size(), 1);
    QCOMPARE(nested[0].from.size(), size_t(1));
    QCOMPARE(nested[0].from.front().name, QStringLiteral("Bärbel Büro"));
    QCOMPARE(nested[0].from.front().address, QString());
}

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
    QByteArray tnef = winmail();
    for (int i = 0; i < 40; ++i) {
        TnefWriter outer;
        outer.beginAttachment().attachmentProperties(MapiWriter().message(0x3701, tnef));
        tnef = outer.bytes();
    }
    const MessageBody body = read(mixed(part(tnefHeader, tnef, true)));
    QCOMPARE(cards<NestedCard>(body).size(), 1);
}

QTEST_GUILESS_MAIN(WrappedMailTest)
#include "WrappedMailTest.moc"
