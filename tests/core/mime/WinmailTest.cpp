// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages whose content is in Outlook's winmail.dat.
#include "SearchText.h"
#include "TnefWriter.h"
#include "WrappedMail.h"

#include <QTest>

namespace
{

using namespace wrappedMail;

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

} // namespace

class WinmailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void winmailIsReplacedByWhatIsInIt();
    void winmailWithoutOtherTextShowsItsOwn();
    void winmailIsKnownByItsName();
    void damagedWinmailCanBeSaved();
    void messageInWinmailIsAMessage();
    void authorWithoutAddressKeepsTheName();
    void winmailInWinmailEnds();
};

void WinmailTest::winmailIsReplacedByWhatIsInIt()
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

void WinmailTest::winmailWithoutOtherTextShowsItsOwn()
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

void WinmailTest::winmailIsKnownByItsName()
{
    const MessageBody body =
        read(mixed(part("Content-Type: application/octet-stream; name=WINMAIL.DAT", winmail(), true)));
    QCOMPARE(body.attachments.size(), size_t(2));
}

void WinmailTest::damagedWinmailCanBeSaved()
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

void WinmailTest::messageInWinmailIsAMessage()
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

void WinmailTest::authorWithoutAddressKeepsTheName()
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

void WinmailTest::winmailInWinmailEnds()
{
    QByteArray tnef = winmail();
    for (int i = 0; i < 40; ++i) {
        TnefWriter outer;
        outer.beginAttachment().attachmentProperties(MapiWriter().message(0x3701, tnef));
        tnef = outer.bytes();
    }
    const MessageBody body = read(mixed(part(tnefHeader, tnef, true)));
    QCOMPARE(cards<NestedCard>(body).size(), 1);
}

QTEST_GUILESS_MAIN(WinmailTest)
#include "WinmailTest.moc"
