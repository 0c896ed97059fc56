// SPDX-License-Identifier: GPL-3.0-or-later
//
// What of a message is shown, listed or hidden, and under which names: through MimeMessage, as the reader
// sees it.
#include "MimeMessage.h"
#include "Sha256.h"

#include <QTest>

namespace
{

constexpr qint64 received = 1800000000;

const QByteArray png = QByteArray::fromHex("89504e470d0a1a0a0000000d4948445200000140000000f00802000000");

// Lines of parts, without their boundaries: part() makes one, multipart() joins them.
QByteArray part(const QByteArray &header, const QByteArray &content)
{
    return header + "\r\n\r\n" + content;
}

QByteArray multipart(const QByteArray &subtype, const QByteArrayList &parts, const QByteArray &boundary)
{
    QByteArray result = "Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\r\n\r\n";
    for (const QByteArray &one : parts)
        result += "--" + boundary + "\r\n" + one + "\r\n";
    return result + "--" + boundary + "--\r\n";
}

QByteArray message(const QByteArray &content)
{
    return "Subject: s\r\nFrom: a@b.example\r\n" + content;
}

MessageBody read(const QByteArray &content)
{
    return MimeMessage(message(content)).body({}, received);
}

QStringList namesOf(const MessageBody &body, bool shownOnes = true)
{
    QStringList names;
    for (const Attachment &attachment : body.attachments) {
        if (shownOnes || !attachment.isShown)
            names.append(attachment.name);
    }
    return names;
}

bool isMarked(const QByteArray &content)
{
    return summarise(message(content), received).flags.testFlag(Flag::HasAttachment);
}

const QByteArray plain = part("Content-Type: text/plain", "The plain text.");
const QByteArray html = part("Content-Type: text/html", "<p>The <b>rich</b> text.</p>");

QByteArray picture(const QByteArray &header)
{
    return part("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n" + header, png.toBase64());
}

} // namespace

class AttachmentReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alternativeShowsEachTextOnceInAnyOrder();
    void pictureAsLastAlternativeIsListed();
    void aTextThatIsCutCanBeSaved();
    void filesOfLargeMessagesAreWhole();
    void emptyPlainAlternativeYieldsToHtml();
    void htmlAloneGivesTheText();
    void namedTextIsListed();
    void textMarkedAsAttachmentIsNotShown();
    void malformedDispositionIsNone();
    void referencedPictureIsShown();
    void pictureOfAnotherMessageIsNotShown();
    void unreferencedPictureOfRelatedIsListed();
    void rootOfRelatedIsWhatStartNames();
    void signatureIsHidden();
    void nestedMessageIsListedByItsSubject();
    void enrichedTextIsShownWhereThereIsNoOther();
    void calendarInAlternativeIsListed();
    void namesOfTheSenderGoBeforeOurs();
    void fileNamePrecedence();
    void attachmentsAreDecodedAndHashed();
    void wholeMessageCanBeTheAttachment();
    void duplicateNamesAreNumbered();
    void textAndHtmlInARowAreBothShown();
};

void AttachmentReaderTest::alternativeShowsEachTextOnceInAnyOrder()
{
    for (const auto &parts : {QByteArrayList{plain, html}, QByteArrayList{html, plain}}) {
        const MessageBody body = read(multipart("alternative", parts, "b"));
        QCOMPARE(body.text, QStringLiteral("The plain text."));
        QCOMPARE(body.html, QStringLiteral("<p>The <b>rich</b> text.</p>"));
        QVERIFY(body.safeHtml.contains(QStringLiteral("rich")));
        QVERIFY(body.attachments.empty());
    }
}

void AttachmentReaderTest::pictureAsLastAlternativeIsListed()
{
    const QByteArray content = multipart("alternative", {plain, html, picture("")}, "b");
    const MessageBody body = read(content);
    QCOMPARE(body.text, QStringLiteral("The plain text."));
    QCOMPARE(namesOf(body), QStringList{QStringLiteral("image.png")});
    QVERIFY(isMarked(content));
}

void AttachmentReaderTest::emptyPlainAlternativeYieldsToHtml()
{
    const QByteArray content =
        multipart("alternative", {part("Content-Type: text/plain", " \r\n"), html}, "b");
    QVERIFY(read(content).text.contains(QStringLiteral("The rich text.")));
    QCOMPARE(summarise(message(content), received).preview, QStringLiteral("The rich text."));
}

void AttachmentReaderTest::htmlAloneGivesTheText()
{
    const MessageBody body = read(html);
    QCOMPARE(body.text.trimmed(), QStringLiteral("The rich text."));
    QCOMPARE(summarise(message(html), received).preview, QStringLiteral("The rich text."));
    QVERIFY(read(plain).html.isNull());
    QVERIFY(read(plain).safeHtml.isNull());
}

void AttachmentReaderTest::namedTextIsListed()
{
    const QByteArray named =
        part("Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: inline", "Notes.");
    const MessageBody second = read(multipart("mixed", {plain, named}, "b"));
    QCOMPARE(second.text, QStringLiteral("The plain text."));
    QCOMPARE(namesOf(second, false), QStringList{QStringLiteral("notes.txt")});
    const MessageBody first = read(multipart("mixed", {named, plain}, "b"));
    QVERIFY(first.text.startsWith(QStringLiteral("Notes.")));
    QCOMPARE(namesOf(first), QStringList{QStringLiteral("notes.txt")});
    QVERIFY(first.attachments.front().isShown);
}

void AttachmentReaderTest::textMarkedAsAttachmentIsNotShown()
{
    const QByteArray content = multipart(
        "mixed", {plain, part("Content-Type: text/plain\r\nContent-Disposition: attachment", "Log.")}, "b");
    QCOMPARE(read(content).text, QStringLiteral("The plain text."));
    QCOMPARE(namesOf(read(content)), QStringList{QStringLiteral("attachment.txt")});
}

void AttachmentReaderTest::malformedDispositionIsNone()
{
    const QByteArray content = multipart(
        "mixed", {plain, part("Content-Type: text/plain\r\nContent-Disposition: =?", "More.")}, "b");
    QVERIFY(read(content).text.endsWith(QStringLiteral("More.")));
}

void AttachmentReaderTest::referencedPictureIsShown()
{
    const QByteArray page = part("Content-Type: text/html", "<p>Look <img src=\"cid:one@x\"></p>");
    const QByteArray content = multipart("related", {page, picture("Content-ID: <one@x>")}, "b");
    const MessageBody body = read(content);
    QCOMPARE(body.images.value(QStringLiteral("cid:one@x")), png);
    QCOMPARE(body.attachments.size(), size_t(1));
    QVERIFY(body.attachments.front().isShown);
    QVERIFY(body.attachments.front().isInline);
    QCOMPARE(body.attachments.front().contentId, QByteArray("one@x"));
    QVERIFY(!isMarked(content));
}

void AttachmentReaderTest::aTextThatIsCutCanBeSaved()
{
    const MessageBody body =
        read(part("Content-Type: text/html", QByteArray("<p>word").repeated(500'000) + "end"));
    QCOMPARE(namesOf(body, false), QStringList{QStringLiteral("attachment.html")});
}

// Beyond the 64 MiB that a text may have.
void AttachmentReaderTest::filesOfLargeMessagesAreWhole()
{
    const QByteArray file = QByteArray(70 * 1024 * 1024, 'x') + "end";
    const QByteArray large = part("Content-Type: application/octet-stream; name=large.bin", file);
    const QByteArray last = part("Content-Type: application/octet-stream; name=last.bin", "last");
    const MimeMessage parsed(message(multipart("mixed", {plain, large, last}, "b")));
    const MessageBody body = parsed.body({}, received);
    QCOMPARE(body.defects, QStringList());
    QCOMPARE(namesOf(body), QStringList({QStringLiteral("large.bin"), QStringLiteral("last.bin")}));
    QCOMPARE(body.attachments.front().size, file.size());
    QVERIFY(parsed.attachment(QStringLiteral("2")) == file);
    QCOMPARE(parsed.attachment(QStringLiteral("3")), QByteArray("last"));
    const MessageBody text = read(part("Content-Type: text/plain", file));
    QVERIFY(text.text.size() <= 64 * 1024 * 1024);
    QVERIFY(text.defects.value(0).startsWith(QStringLiteral("cut: a text of more than ")));
    QCOMPARE(namesOf(text, false), QStringList{QStringLiteral("attachment.txt")});
}

void AttachmentReaderTest::pictureOfAnotherMessageIsNotShown()
{
    const QByteArray page = part("Content-Type: text/html", "<p>Look <img src=\"cid:one@x\"></p>");
    const QByteArray other = "Content-Type: message/rfc822\r\n\r\nSubject: other\r\n" +
                             multipart("related", {html, picture("Content-ID: <one@x>")}, "c");
    const MessageBody body = read(multipart("mixed", {multipart("related", {page}, "d"), other}, "b"));
    QVERIFY(body.images.isEmpty());
    const MessageBody beside = read(multipart("mixed", {page, picture("Content-ID: <one@x>")}, "b"));
    QCOMPARE(beside.images.keys(), QStringList{QStringLiteral("part:2")}); // below the text, not in the HTML
    QVERIFY(!beside.safeHtml.contains(QStringLiteral("<img")));
    QCOMPARE(namesOf(beside, false), QStringList{QStringLiteral("image.png")});
}

void AttachmentReaderTest::unreferencedPictureOfRelatedIsListed()
{
    const QByteArray content = multipart("related", {html, picture("Content-ID: <two@x>")}, "b");
    QCOMPARE(namesOf(read(content), false), QStringList{QStringLiteral("image.png")});
    QVERIFY(isMarked(content));
}

void AttachmentReaderTest::rootOfRelatedIsWhatStartNames()
{
    const QByteArray root = part("Content-Type: text/html\r\nContent-ID: <root@x>", "<p>Root</p>");
    const QByteArray content = multipart("related; start=\"<root@x>\"", {html, root}, "b");
    QVERIFY(read(content).html.contains(QStringLiteral("Root")));
    QCOMPARE(namesOf(read(content)), QStringList{QStringLiteral("attachment.html")});
}

void AttachmentReaderTest::signatureIsHidden()
{
    const QByteArray content = multipart(
        "signed", {plain, part("Content-Type: application/pgp-signature; name=signature.asc", "-----BEGIN")},
        "b");
    QCOMPARE(read(content).text, QStringLiteral("The plain text."));
    QVERIFY(read(content).attachments.empty());
    QVERIFY(!isMarked(content));
}

void AttachmentReaderTest::nestedMessageIsListedByItsSubject()
{
    const QByteArray inner =
        "Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= 1/2\r\n\r\nInner.";
    const MimeMessage whole(message(multipart("mixed", {plain, inner}, "b")));
    const MessageBody body = whole.body({}, received);
    QCOMPARE(body.header.subject, QStringLiteral("s"));
    QCOMPARE(body.text, QStringLiteral("The plain text."));
    QCOMPARE(namesOf(body), QStringList{QStringLiteral("Grüße 1_2.eml")});
    QVERIFY(whole.attachment(QStringLiteral("2")).value().startsWith("Subject: =?utf-8"));
    QCOMPARE(whole.attachment(QStringLiteral("2.1")).value(), QByteArray("Inner."));
}

void AttachmentReaderTest::enrichedTextIsShownWhereThereIsNoOther()
{
    const QByteArray enriched = part("Content-Type: text/enriched", "Rich words.");
    QCOMPARE(read(enriched).text, QStringLiteral("Rich words."));
    const MessageBody both = read(multipart("alternative", {plain, enriched}, "b"));
    QCOMPARE(both.text, QStringLiteral("The plain text."));
    QVERIFY(both.attachments.empty());
}

void AttachmentReaderTest::calendarInAlternativeIsListed()
{
    const MessageBody body =
        read(multipart("alternative", {plain, part("Content-Type: text/calendar", "BEGIN:")}, "b"));
    QCOMPARE(namesOf(body), QStringList{QStringLiteral("event.ics")});
}

void AttachmentReaderTest::namesOfTheSenderGoBeforeOurs()
{
    const QByteArray nameless = part("Content-Type: text/calendar", "BEGIN:");
    const QByteArray named = part("Content-Type: text/calendar; name=event.ics", "BEGIN:");
    QCOMPARE(namesOf(read(multipart("mixed", {plain, nameless, named, named}, "b"))),
             QStringList({QStringLiteral("event (3).ics"), QStringLiteral("event.ics"),
                          QStringLiteral("event (2).ics")}));
}

void AttachmentReaderTest::fileNamePrecedence()
{
    const auto nameFor = [](const QByteArray &header) {
        return namesOf(read(multipart("mixed", {plain, part(header, "x")}, "b"))).value(0);
    };
    const QByteArray type = "Content-Type: a/b; name=type.txt";
    QCOMPARE(nameFor(type), QStringLiteral("type.txt"));
    QCOMPARE(nameFor(type + "\r\nContent-Disposition: attachment; filename=file.txt"),
             QStringLiteral("file.txt"));
    QCOMPARE(nameFor("Content-Disposition: attachment; filename=plain.txt; filename*=utf-8''b%C3%A4st.txt"),
             QStringLiteral("bäst.txt"));
    QCOMPARE(nameFor("Content-Disposition: attachment; filename*=utf-8''b%C3%A4st.txt; filename=plain.txt"),
             QStringLiteral("bäst.txt"));
    QCOMPARE(nameFor("Content-Disposition: attachment; filename=\"=?utf-8?B?w6QudA==?= =?utf-8?B?eHQ=?=\""),
             QStringLiteral("ä.txt"));
    QCOMPARE(nameFor("Content-Disposition: attachment; filename=\"..\\..\\evil\xE2\x80\xAEtxt.exe\""),
             QStringLiteral("eviltxt.exe"));
}

void AttachmentReaderTest::attachmentsAreDecodedAndHashed()
{
    QByteArray bytes;
    for (int i = 0; i < 1000; ++i)
        bytes += char(i * 31);
    const QByteArray file = part("Content-Type: application/octet-stream; name=a.bin\r\n"
                                 "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment",
                                 bytes.toBase64());
    const MimeMessage whole(
        message(multipart("mixed", {plain, multipart("mixed", {plain, file}, "c")}, "b")));
    const MessageBody body = whole.body({}, received);
    QCOMPARE(body.attachments.size(), size_t(1));
    const Attachment &attachment = body.attachments.front();
    QCOMPARE(attachment.part, QStringLiteral("2.2"));
    QCOMPARE(attachment.type, QByteArray("application/octet-stream"));
    QCOMPARE(attachment.size, qint64(bytes.size()));
    QCOMPARE(attachment.sha256, Sha256::of(bytes));
    QCOMPARE(whole.attachment(attachment.part).value(), bytes);
    QCOMPARE(body.structure.children[1].children[1].size, qint64(bytes.size()));
    for (const char *none : {"", "0", "3", "2.3", "2.2.1", "x", "-1", "2."})
        QVERIFY2(!whole.attachment(QString::fromLatin1(none)), none);
}

void AttachmentReaderTest::wholeMessageCanBeTheAttachment()
{
    const MimeMessage whole(message(picture("Content-Disposition: attachment; filename=a.png")));
    const MessageBody body = whole.body({}, received);
    QCOMPARE(body.attachments.front().part, QStringLiteral("0"));
    QCOMPARE(whole.attachment(QStringLiteral("0")).value(), png);
    QVERIFY(body.text.isEmpty());
}

void AttachmentReaderTest::duplicateNamesAreNumbered()
{
    const QByteArray file = part("Content-Type: a/b; name=a.txt", "x");
    QCOMPARE(
        namesOf(read(multipart("mixed", {plain, file, file, file}, "b"))),
        (QStringList{QStringLiteral("a.txt"), QStringLiteral("a (2).txt"), QStringLiteral("a (3).txt")}));
}

void AttachmentReaderTest::textAndHtmlInARowAreBothShown()
{
    const MessageBody body = read(multipart("mixed", {plain, html}, "b"));
    QVERIFY(body.text.startsWith(QStringLiteral("The plain text.")));
    QVERIFY(body.text.contains(QStringLiteral("The rich text.")));
    QVERIFY(body.html.contains(QStringLiteral("The plain text.")));
    QVERIFY(body.html.contains(QStringLiteral("<b>rich</b>")));
}

QTEST_GUILESS_MAIN(AttachmentReaderTest)
#include "AttachmentReaderTest.moc"
