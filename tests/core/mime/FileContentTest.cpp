// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileContent.h"

#include <QTest>

Q_DECLARE_METATYPE(FileKind)

namespace
{
const QByteArray message = "From: Anna <anna@example.org>\r\nSubject: Hello\r\n\r\nwords\r\n";

AttachedFile fileOf(const QByteArray &bytes, const QByteArray &type = "application/octet-stream",
                    const QByteArray &charset = {})
{
    return {bytes, type, charset};
}
} // namespace

class FileContentTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contentSaysWhatAFileIs_data();
    void contentSaysWhatAFileIs();
    void textIsReadInItsCharset();
    void utf16IsText();
    void longTextIsCutBetweenLines();
    void letterAtTheEndOfWhatIsLookedAtIsWhole();
    void unknownFilesBringNoBytes();
    void partOfAMessageKnowsItsTypeAndCharset();
};

void FileContentTest::contentSaysWhatAFileIs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("name");
    QTest::addColumn<FileKind>("kind");
    const auto row = [](const char *title, const QByteArray &bytes, const char *type, const char *name,
                        FileKind kind) {
        QTest::newRow(title) << bytes << QByteArray(type) << QString::fromLatin1(name) << kind;
    };
    const QByteArray png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16), gif("GIF89a\1\0\1\0"),
        jpeg("\xFF\xD8\xFF\xE0"), webp("RIFF\x20\0\0\0WEBPVP8 ", 16),
        bmp = QByteArray("BM\x3a\0\0\0\0\0\0\0", 10) + QByteArray(20, '\0'), program("MZ\x90\0\3\0\0\0", 8);
    row("PNG", png, "image/png", "a.png", FileKind::Png);
    row("PNG that calls itself a document", png, "application/pdf", "a.pdf", FileKind::Png);
    row("GIF", gif, "application/octet-stream", "a", FileKind::Gif);
    row("JPEG", jpeg, "image/png", "a.png", FileKind::Jpeg);
    row("WebP", webp, "image/webp", "a.webp", FileKind::WebP);
    row("BMP", bmp, "image/bmp", "a.bmp", FileKind::Bmp);
    row("text that begins like a BMP", "BMW, Audi, and all the others, see below", "text/plain", "a.txt",
        FileKind::Text);
    row("program that calls itself a picture", program, "image/png", "a.png", FileKind::Unknown);
    row("PDF", "%PDF-1.7\n%\xE2\xE3", "application/octet-stream", "a", FileKind::Pdf);
    row("PDF behind other bytes", QByteArray(30, '\0') + "%PDF-1.4\n", "application/pdf", "a", FileKind::Pdf);
    row("text about PDF", "It begins with %PDF-1.7", "text/plain", "a.txt", FileKind::Text);
    row("text that calls itself a PDF", "Dear Sir", "application/pdf", "a.pdf", FileKind::Text);
    row("message", message, "message/rfc822", "a", FileKind::Message);
    row("message in a file", message, "application/octet-stream", "a.eml", FileKind::Message);
    row("text that is named like a message", "Nothing: here", "application/octet-stream", "a.eml",
        FileKind::Text);
    row("message that is named like a text", message, "text/plain", "a.txt", FileKind::Text);
    row("UTF-8", "gr\xC3\xBC\xC3\x9F", "application/octet-stream", "a", FileKind::Text);
    row("Latin-1 that is called text", "gr\xFC\xDF", "text/plain", "a", FileKind::Text);
    row("Latin-1 that is not", "gr\xFC\xDF", "application/octet-stream", "a", FileKind::Unknown);
    row("program that calls itself text", program, "text/plain", "a.txt", FileKind::Unknown);
    row("nothing", "", "text/plain", "a.txt", FileKind::Unknown);
}

void FileContentTest::contentSaysWhatAFileIs()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, type);
    QFETCH(QString, name);
    QTEST(fileKindOf(fileOf(bytes, type), name), "kind");
}

void FileContentTest::textIsReadInItsCharset()
{
    const FilePreview preview = previewOf(fileOf("za\xBF\xF3\xB3\xE6", "text/plain", "iso-8859-2"), {});
    QCOMPARE(preview.kind, FileKind::Text);
    QCOMPARE(QString::fromUtf8(preview.bytes), QStringLiteral("za\u017C\u00F3\u0142\u0107"));
    QCOMPARE(preview.size, qint64(6));
    QVERIFY(preview.isWhole);
}

void FileContentTest::utf16IsText()
{
    const FilePreview preview = previewOf(fileOf(QByteArray("\xFF\xFEH\0i\0", 6)), QStringLiteral("a.txt"));
    QCOMPARE(preview.kind, FileKind::Text);
    QCOMPARE(preview.bytes, QByteArray("Hi"));
}

void FileContentTest::longTextIsCutBetweenLines()
{
    const QByteArray line = QByteArray(99, 'x') + '\n';
    const QByteArray text = line.repeated(longestTextPreview / line.size() + 10) + "the end";
    const FilePreview preview = previewOf(fileOf(text, "text/plain"), {});
    QVERIFY(!preview.isWhole);
    QCOMPARE(preview.size, qint64(text.size()));
    QVERIFY(preview.bytes.size() <= longestTextPreview);
    QVERIFY(preview.bytes.endsWith('\n'));
}

void FileContentTest::letterAtTheEndOfWhatIsLookedAtIsWhole()
{
    for (int before = 65'530; before < 65'540; ++before)
        QCOMPARE(fileKindOf(fileOf(QByteArray(before, 'a') + "\xE2\x82\xAC\xE2\x82\xAC"), {}),
                 FileKind::Text);
}

void FileContentTest::unknownFilesBringNoBytes()
{
    const FilePreview preview = previewOf(fileOf(QByteArray(1000, '\1')), QStringLiteral("a.dat"));
    QCOMPARE(preview.kind, FileKind::Unknown);
    QVERIFY(preview.bytes.isEmpty());
    QCOMPARE(preview.size, qint64(1000));
}

void FileContentTest::partOfAMessageKnowsItsTypeAndCharset()
{
    const MimeMessage whole(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\n\r\nwords\r\n--b\r\nContent-Type: text/csv; charset=ISO-8859-2; name=a.csv\r\n"
        "Content-Disposition: attachment\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "\r\n=B3\r\n--b--\r\n");
    const auto file = whole.file(QStringLiteral("2"));
    QVERIFY(file);
    QCOMPARE(file->type, QByteArray("text/csv"));
    QCOMPARE(file->charset.toLower(), QByteArray("iso-8859-2"));
    QCOMPARE(file->bytes, QByteArray("\xB3"));
    QVERIFY(!whole.file(QStringLiteral("7")));
}

QTEST_GUILESS_MAIN(FileContentTest)
#include "FileContentTest.moc"
