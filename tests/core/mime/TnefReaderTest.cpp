// SPDX-License-Identifier: GPL-3.0-or-later
#include "TnefReader.h"

#include "CompressedRtf.h"
#include "RtfText.h"
#include "TnefWriter.h"

#include <QTest>

namespace
{
constexpr quint16 longName = 0x3707, octets = 0x3701, mimeType = 0x370E, contentId = 0x3712;
constexpr quint16 bodyText = 0x1000, bodyRtf = 0x1009, bodyHtml = 0x1013;

QString rtfWords(const QByteArray &rtf)
{
    return readRtf(rtf).text;
}
} // namespace

class TnefReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attachmentsHaveTheirLongNames();
    void titleIsTheNameWhereThereIsNoOther();
    void contentBeforeTheNameBelongsToIt();
    void contentInAnObjectIsRead();
    void embeddedMessageIsAStream();
    void namesAreReadByTheCodePage();
    void namedPropertiesArePassedOver();
    void textComesBeforeFormattedText();
    void htmlIsReadByItsCodePage();
    void formattedTextBecomesWords();
    void compressionWithReferencesIsUndone();
    void textThatUnpacksToFarMoreIsCut();
    void everyCutGivesWhatIsThereAndSaysSo();
    void otherBytesAreNoTnef();
    void hostileCountsEnd();
    void rtfCharactersAreDecodedByTheirFont();
    void rtfDestinationsAreNotText();
    void htmlInRtfIsTakenOut();
    void deepGroupsEnd();
};

void TnefReaderTest::attachmentsHaveTheirLongNames()
{
    TnefWriter writer;
    writer.beginAttachment().title("QUARTE~1.PDF").content("%PDF");
    writer.attachmentProperties(MapiWriter()
                                    .text(longName, QStringLiteral("Quarterly figures – draft.pdf"))
                                    .text(mimeType, QStringLiteral("Application/PDF"))
                                    .text(contentId, QStringLiteral("figures@example.org")));
    const TnefMessage message = readTnef(writer.bytes());
    QCOMPARE(message.problem, QString());
    QCOMPARE(message.attachments.size(), size_t(1));
    const TnefAttachment &attachment = message.attachments.front();
    QCOMPARE(attachment.name, QStringLiteral("Quarterly figures – draft.pdf"));
    QCOMPARE(attachment.type, QByteArray("application/pdf"));
    QCOMPARE(attachment.contentId, QByteArray("figures@example.org"));
    QCOMPARE(attachment.content.toByteArray(), QByteArray("%PDF"));
}

void TnefReaderTest::titleIsTheNameWhereThereIsNoOther()
{
    TnefWriter writer;
    writer.attachment("notes.txt", "one").attachment("plan.txt", "two");
    const TnefMessage message = readTnef(writer.bytes());
    QCOMPARE(message.attachments.size(), size_t(2));
    QCOMPARE(message.attachments[0].name, QStringLiteral("notes.txt"));
    QCOMPARE(message.attachments[1].name, QStringLiteral("plan.txt"));
    QCOMPARE(message.attachments[1].content.toByteArray(), QByteArray("two"));
}

void TnefReaderTest::contentBeforeTheNameBelongsToIt()
{
    TnefWriter writer;
    writer.beginAttachment().content("one").title("first.txt");
    writer.beginAttachment().content("two").title("second.txt");
    const TnefMessage message = readTnef(writer.bytes());
    QCOMPARE(message.attachments.size(), size_t(2));
    QCOMPARE(message.attachments[0].name, QStringLiteral("first.txt"));
    QCOMPARE(message.attachments[0].content.toByteArray(), QByteArray("one"));
    QCOMPARE(message.attachments[1].content.toByteArray(), QByteArray("two"));
}

void TnefReaderTest::contentInAnObjectIsRead()
{
    TnefWriter writer;
    writer.beginAttachment().title("drawing.ole").content("a picture of it");
    writer.attachmentProperties(MapiWriter().storage(octets, "the thing itself"));
    const TnefMessage message = readTnef(writer.bytes());
    QCOMPARE(message.attachments.front().content.toByteArray(), QByteArray("the thing itself"));
    QVERIFY(!message.attachments.front().isTnef);
}

void TnefReaderTest::embeddedMessageIsAStream()
{
    TnefWriter inner, outer;
    inner.subject("Within").body("Words.");
    outer.beginAttachment().title("Within").attachmentProperties(MapiWriter().message(octets, inner.bytes()));
    const TnefMessage message = readTnef(outer.bytes());
    QCOMPARE(message.attachments.size(), size_t(1));
    QVERIFY(message.attachments.front().isTnef);
    const TnefMessage within = readTnef(message.attachments.front().content);
    QCOMPARE(within.subject, QStringLiteral("Within"));
    QCOMPARE(within.text, QStringLiteral("Words."));
    const TnefMessage headAlone = readTnefHead(message.attachments.front().content);
    QCOMPARE(headAlone.subject, QStringLiteral("Within"));
    QVERIFY(headAlone.text.isNull());
}

void TnefReaderTest::namesAreReadByTheCodePage()
{
    TnefWriter writer;
    writer.codePage(1251).attachment("\xCE\xF2\xF7\xB8\xF2.txt", "text"); // "Отчёт.txt"
    QCOMPARE(readTnef(writer.bytes()).attachments.front().name, QStringLiteral("Отчёт.txt"));
}

void TnefReaderTest::namedPropertiesArePassedOver()
{
    TnefWriter writer;
    writer.messageProperties(MapiWriter()
                                 .named(QStringLiteral("Odd name"), 7)
                                 .time(0x0039, 1700000000)
                                 .text(bodyText, QStringLiteral("Words")));
    const TnefMessage message = readTnef(writer.bytes());
    QCOMPARE(message.problem, QString());
    QCOMPARE(message.text, QStringLiteral("Words"));
    QCOMPARE(message.date, qint64(1700000000));
}

void TnefReaderTest::textComesBeforeFormattedText()
{
    TnefWriter writer;
    writer.messageProperties(MapiWriter()
                                 .binary(bodyRtf, uncompressedRtf("{\\rtf1 Formatted}"))
                                 .text(bodyText, QStringLiteral("Plain\r\nwords")));
    QCOMPARE(readTnef(writer.bytes()).text, QStringLiteral("Plain\nwords"));
}

void TnefReaderTest::htmlIsReadByItsCodePage()
{
    TnefWriter writer;
    writer.messageProperties(
        MapiWriter().number(0x3FDE, 932).binary(bodyHtml, "<p>\x83\x81\x81\x5B\x83\x8B</p>"));
    QCOMPARE(readTnef(writer.bytes()).html, QStringLiteral("<p>メール</p>"));
}

void TnefReaderTest::formattedTextBecomesWords()
{
    TnefWriter writer;
    writer.messageProperties(
        MapiWriter().binary(bodyRtf, compressedRtf("{\\rtf1\\ansi Dear \\b Anna\\b0 ,\\par until then.}")));
    QCOMPARE(readTnef(writer.bytes()).text, QStringLiteral("Dear Anna,\nuntil then."));
}

void TnefReaderTest::compressionWithReferencesIsUndone()
{
    QByteArray rtf = "{\\rtf1 ";
    for (int i = 0; i < 2000; ++i)
        rtf += "line " + QByteArray::number(i % 37) + " of the text\\par\r\n";
    rtf += "}";
    const QByteArray packed = compressedRtf(rtf);
    QVERIFY(packed.size() < rtf.size() * 3 / 4);
    const CompressedRtf read = readCompressedRtf(packed);
    QVERIFY(!read.wasCut);
    QCOMPARE(read.rtf, rtf);
    const CompressedRtf half = readCompressedRtf(packed.first(packed.size() / 2));
    QVERIFY(half.wasCut);
    QVERIFY(!half.rtf.isEmpty() && rtf.startsWith(half.rtf));
}

void TnefReaderTest::textThatUnpacksToFarMoreIsCut()
{
    // Each two octets refer to seventeen characters that begin behind the place of writing.
    constexpr int dictionary = 4096, longest = 17, headSize = 16;
    QByteArray packed = compressedRtf("x").first(headSize);
    int place = 207;
    for (int group = 0; group < 40'000; ++group) {
        packed += '\xFF';
        for (int i = 0; i < 8; ++i) {
            const int reference = (place + 1) % dictionary << 4 | 0x0F;
            packed += char(reference >> 8);
            packed += char(reference & 0xFF);
            place = (place + longest) % dictionary;
        }
    }
    const CompressedRtf read = readCompressedRtf(packed);
    QVERIFY(read.wasCut);
    QVERIFY(read.rtf.size() >= CompressedRtf::maxSize);
    QVERIFY(read.rtf.size() <= CompressedRtf::maxSize + longest);
}

void TnefReaderTest::everyCutGivesWhatIsThereAndSaysSo()
{
    TnefWriter writer;
    writer.codePage(1252).messageProperties(MapiWriter().text(bodyText, QStringLiteral("Words")));
    const qsizetype first = writer.bytes().size();
    writer.attachment("a.txt", "one");
    const qsizetype second = writer.bytes().size();
    writer.attachment("b.txt", "two");
    const QByteArray whole = writer.bytes();
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const QByteArray cut = whole.first(size);
        const TnefMessage message = readTnef(cut);
        const bool endsBetween = size == first || size == second;
        if (size > 6 && !endsBetween && message.problem.isEmpty())
            QVERIFY2(message.attachments.size() < 2 || size > second, qPrintable(QString::number(size)));
        if (size >= second)
            QCOMPARE(message.attachments.front().content.toByteArray(), QByteArray("one"));
    }
    QCOMPARE(readTnef(whole.first(second + 5)).problem, QStringLiteral("cut short"));
    QCOMPARE(readTnef(whole.first(whole.size() - 4)).problem, QStringLiteral("cut short"));
}

void TnefReaderTest::otherBytesAreNoTnef()
{
    for (const QByteArray &bytes : {QByteArray(), QByteArray("x"), QByteArray("%PDF-1.4 and more")}) {
        const TnefMessage message = readTnef(bytes);
        QCOMPARE(message.problem, QStringLiteral("not TNEF"));
        QVERIFY(message.attachments.empty());
    }
}

void TnefReaderTest::hostileCountsEnd()
{
    TnefWriter many;
    for (int i = 0; i < 3000; ++i)
        many.attachment("a", "b");
    const TnefMessage cut = readTnef(many.bytes());
    QCOMPARE(cut.attachments.size(), TnefMessage::maxAttachments);
    QCOMPARE(cut.problem, QStringLiteral("too many attachments"));
    // Four thousand million properties are promised, and values of any number.
    TnefWriter promised;
    QByteArray list = MapiWriter().text(bodyText, QStringLiteral("Words")).bytes();
    list.replace(0, 4, "\xFF\xFF\xFF\xFF");
    list += QByteArray::fromHex("0210FF0FFFFFFFFF");
    TnefWriter broken;
    broken.attachmentProperties(MapiWriter());
    QByteArray bytes = broken.bytes();
    bytes += QByteArray::fromHex("010390060000000000"); // an attribute without a size that could be
    bytes.replace(bytes.size() - 4, 4, "\xFF\xFF\xFF\x7F");
    bytes += list;
    const TnefMessage message = readTnef(bytes);
    QCOMPARE(message.problem, QStringLiteral("cut short"));
    QCOMPARE(message.text, QStringLiteral("Words"));
}

void TnefReaderTest::rtfCharactersAreDecodedByTheirFont()
{
    QCOMPARE(rtfWords("{\\rtf1\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial Cyr;}}"
                      "Gr\\'fc\\'dfe {\\f1 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2} \\u8364?1}"),
             QStringLiteral("Grüße Привет €1"));
    QCOMPARE(rtfWords("{\\rtf1\\uc2 \\u-10179 ??\\u-8704 ??\\{x\\}}"), QStringLiteral("😀{x}"));
}

void TnefReaderTest::rtfDestinationsAreNotText()
{
    QCOMPARE(
        rtfWords("{\\rtf1{\\colortbl;\\red0;}{\\*\\generator Msftedit;}{\\info{\\author Eve}}"
                 "{\\stylesheet{\\s0 Normal;}}A{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}\\line B}"),
        QStringLiteral("Alink\nB"));
}

void TnefReaderTest::htmlInRtfIsTakenOut()
{
    const RtfText page = readRtf("{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0 Arial;}}"
                                 "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hello "
                                 "{\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 you{\\*\\htmltag92 </b>}"
                                 "\\htmlrtf }\\htmlrtf0 {\\*\\htmltag84 &amp;}\\htmlrtf &\\htmlrtf0  me"
                                 "{\\*\\htmltag72 </p>}\\htmlrtf\\par}\\htmlrtf0}");
    QVERIFY(page.isHtml);
    QCOMPARE(page.text, QStringLiteral("<p>Hello <b>you</b>&amp; me</p>"));
}

void TnefReaderTest::deepGroupsEnd()
{
    const RtfText text =
        readRtf("{\\rtf1 " + QByteArray(100000, '{') + "x" + QByteArray(100000, '}') + " end}");
    QCOMPARE(text.text, QStringLiteral("x end"));
    readRtf(QByteArray(100000, '}') + "\\u99999999999999999999 \\uc-5\\f-1\\'zz\\");
}

QTEST_GUILESS_MAIN(TnefReaderTest)
#include "TnefReaderTest.moc"
