// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContentField.h"

#include "HeaderText.h"

#include <QTest>

namespace
{

ContentField type(QByteArrayView raw)
{
    const HeaderBlock header;
    return readContentType(raw, HeaderText(header, {}));
}

ContentField disposition(QByteArrayView raw)
{
    const HeaderBlock header;
    return readContentDisposition(raw, HeaderText(header, {}));
}

} // namespace

class ContentFieldTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typesAndParameters_data();
    void typesAndParameters();
    void fileNames_data();
    void fileNames();
    void dispositionWithoutAWordIsNone();
    void parametersAreLimited();
};

void ContentFieldTest::typesAndParameters_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("boundary");
    const auto row = [](const char *name, const char *raw, const char *value, const char *boundary) {
        QTest::newRow(name) << QByteArray(raw) << QByteArray(value) << QByteArray(boundary);
    };
    row("usual", "multipart/mixed; boundary=\"b 1\"", "multipart/mixed", "b 1");
    row("upper case", "Multipart/MIXED; BOUNDARY=b1", "multipart/mixed", "b1");
    row("folded", "multipart/mixed;\r\n\tboundary=b1;\r\n charset=x", "multipart/mixed", "b1");
    row("blanks", "multipart / mixed ; boundary = \"b1\"", "multipart/mixed", "b1");
    row("no semicolon", "multipart/mixed boundary=b1", "multipart/mixed", "b1");
    row("two semicolons", "multipart/mixed;; boundary=b1;", "multipart/mixed", "b1");
    row("comment", "multipart/mixed (a comment); boundary=b1", "multipart/mixed", "b1");
    row("equals within", "multipart/mixed; boundary=\"=_b=1\"", "multipart/mixed", "=_b=1");
    row("open quote", "multipart/mixed; boundary=\"b1", "multipart/mixed", "b1");
    row("first of two", "multipart/mixed; boundary=b1; boundary=b2", "multipart/mixed", "b1");
    row("no parameter", "text/plain", "text/plain", "");
    row("nothing", "", "", "");
    row("parameter alone", "; boundary=b1", "", "b1");
}

void ContentFieldTest::typesAndParameters()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, boundary);
    QCOMPARE(type(raw).value, value);
    QCOMPARE(type(raw).parameter("boundary"), boundary);
}

void ContentFieldTest::fileNames_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *name, const char *raw, const char *file) {
        QTest::newRow(name) << QByteArray(raw) << QString::fromUtf8(file);
    };
    row("plain", "attachment; filename=a.pdf", "a.pdf");
    row("unquoted blanks", "attachment; filename=my file.pdf", "my file.pdf");
    row("quoted semicolon", "attachment; filename=\"a;b.pdf\"", "a;b.pdf");
    row("escaped quote", "attachment; filename=\"a\\\"b.pdf\"", "a\"b.pdf");
    row("Windows path", "attachment; filename=\"C:\\Temp\\a.pdf\"", "C:\\Temp\\a.pdf");
    row("brackets", "attachment; filename=\"a (1).pdf\"", "a (1).pdf");
    row("RFC 2231", "attachment; filename*=utf-8''%C3%A4.pdf", "ä.pdf");
    row("RFC 2231 in pieces", "attachment; filename*0*=utf-8''%C3; filename*1*=%A4; filename*2=\".pdf\"",
        "ä.pdf");
    row("pieces out of order", "attachment; filename*1=b.pdf; filename*0=a", "ab.pdf");
    row("raw UTF-8", "attachment; filename=\"\xC3\xA4.pdf\"", "ä.pdf");
    row("raw windows-1252", "attachment; filename=\"\xE4.pdf\"", "ä.pdf");
}

void ContentFieldTest::fileNames()
{
    QFETCH(QByteArray, raw);
    QFETCH(QString, name);
    QCOMPARE(disposition(raw).value, QByteArray("attachment"));
    QCOMPARE(QString::fromUtf8(disposition(raw).parameter("filename")), name);
}

void ContentFieldTest::dispositionWithoutAWordIsNone()
{
    QCOMPARE(disposition("filename=a.pdf").value, QByteArray());
    QCOMPARE(disposition("filename=a.pdf").parameter("filename"), QByteArray("a.pdf"));
    QCOMPARE(disposition("; filename=a.pdf").value, QByteArray());
}

void ContentFieldTest::parametersAreLimited()
{
    const ContentField plain = type("a/b" + QByteArray("; c=d").repeated(501));
    QVERIFY(plain.wasCut);
    QCOMPARE(plain.parameters.size(), size_t(500));
    QVERIFY(!type("a/b" + QByteArray("; c=d").repeated(500)).wasCut);
    QVERIFY(type("a/b" + QByteArray("; c*=d").repeated(501)).wasCut);
}

QTEST_GUILESS_MAIN(ContentFieldTest)
#include "ContentFieldTest.moc"
