// SPDX-License-Identifier: GPL-3.0-or-later
#include "Charset.h"

#include <QTest>

class CharsetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labelsMeanTheirSupersets_data();
    void labelsMeanTheirSupersets();
    void decodesInTheOrderOfTrust_data();
    void decodesInTheOrderOfTrust();
    void anyBytesUnderAnyLabelAreValidText();
    void namesThatAreNoCharsetsAreRefused();
    void fewBadBytesKeepTheLabel();
    void longTextIsDecodedWhole();
};

void CharsetTest::labelsMeanTheirSupersets_data()
{
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QByteArray>("charset");
    const auto row = [](const char *label, const char *charset) {
        QTest::newRow(label) << QByteArray(label) << QByteArray(charset);
    };
    row("ISO-8859-1", "windows-1252");
    row("us-ascii", "windows-1252");
    row("gb2312", "gb18030");
    row("KS_C_5601-1987", "cp949");
    row("Shift_JIS", "cp932");
    row("iso-8859-9", "windows-1254");
    row("tis-620", "windows-874");
    row("unicode-1-1-utf-7", "utf-7");
    row("koi8_r", "koi8-r");
    row("cp1251", "windows-1251");
    row("utf8", "utf-8");
    row("utf-8*de", "utf-8");
    row("\"utf-8\"", "utf-8");
    row("'\" utf-8'", "utf-8");
    row(" iso-8859-2 ", "iso-8859-2");
}

void CharsetTest::labelsMeanTheirSupersets()
{
    QFETCH(QByteArray, label);
    QFETCH(QByteArray, charset);
    QCOMPARE(charsetOf(label), charset);
}

void CharsetTest::decodesInTheOrderOfTrust_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &bytes, const char *label, const char *text) {
        QTest::newRow(name) << bytes << QByteArray(label) << QString::fromUtf8(text);
    };
    row("label", "\xB1", "iso-8859-2", "ą");
    row("valid UTF-8 under a single-byte label", "J\xC3\xBCrgen", "iso-8859-15", "Jürgen");
    row("valid UTF-8 without a label", "J\xC3\xBCrgen", "", "Jürgen");
    row("UTF-8 with its mark", "\xEF\xBB\xBFJ\xC3\xBCrgen", "utf-8", "Jürgen");
    row("ISO-2022-JP without a label", "\x1b$B%F%9%H\x1b(B", "", "テスト");
    row("ISO-2022-JP labelled as ASCII", "\x1b$B%F%9%H\x1b(B", "us-ascii", "テスト");
    row("UTF-7", "Fr+APY-sche", "utf-7", "Frösche");
    row("UTF-7 only by label", "1+1-1", "us-ascii", "1+1-1");
    row("windows-1252 as the last resort", "\x80 \x93x\x94", "", "€ “x”");
    row("unknown label", "Gr\xFC\xDF", "x-unknown", "Grüß");
    row("broken UTF-8 label, few letters",
        "Gr\xFC\xDF"
        "e",
        "utf-8", "Grüße");
    row("UTF-16 by its mark", QByteArray("\xFF\xFEh\0i\0", 6), "", "hi");
    row("NUL", QByteArray("a\0b", 3), "utf-8", "ab");
    row("empty", "", "nonsense", "");
}

void CharsetTest::decodesInTheOrderOfTrust()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, label);
    QFETCH(QString, text);
    QCOMPARE(decodeText(bytes, label).text, text);
}

void CharsetTest::anyBytesUnderAnyLabelAreValidText()
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i)
        bytes += QByteArray(1, char(i)) + char(255 - i) + char(i * 7) + "\x1b$B";
    for (const char *label : {"", "utf-8", "utf-7", "utf-16", "iso-2022-jp", "iso-2022-kr", "gb18030", "big5",
                              "cp932", "euc-jp", "windows-1258", "hz-gb-2312", "nonsense", "utf-32"}) {
        const DecodedText decoded = decodeText(bytes, label);
        QVERIFY2(decoded.text.isValidUtf16(), label);
        QVERIFY2(!decoded.text.contains(QChar(u'\0')), label);
        QVERIFY2(decoded.text.size() > 100, label);
    }
}

void CharsetTest::namesThatAreNoCharsetsAreRefused()
{
    for (const char *name : {"", "char", "utf-8//IGNORE", "utf-8//TRANSLIT", "a/b", "nonsense", "wchar_t"})
        QVERIFY2(!decodeAs("abc", name), name);
}

void CharsetTest::fewBadBytesKeepTheLabel()
{
    const QByteArray mostlyGood = QByteArray("\xC3\xA4").repeated(10) + '\xFF';
    const DecodedText decoded = decodeText(mostlyGood, "utf-8");
    QCOMPARE(decoded.charset, QByteArray("utf-8"));
    QCOMPARE(decoded.replaced, 1);
    QCOMPARE(decoded.text, QString(10, u'ä') + QChar(0xFFFD));
}

void CharsetTest::longTextIsDecodedWhole()
{
    const QByteArray bytes = QByteArray("\x83\x65\x83\x58\x83\x67").repeated(20000);
    const DecodedText decoded = decodeText(bytes, "shift_jis");
    QCOMPARE(decoded.text.size(), 60000);
    QVERIFY(decoded.text.endsWith(QStringLiteral("テスト")));
}

QTEST_GUILESS_MAIN(CharsetTest)
#include "CharsetTest.moc"
