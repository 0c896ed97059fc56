// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderText.h"

#include <QTest>

namespace
{

QString decoded(QByteArrayView raw)
{
    const HeaderBlock header;
    return HeaderText(header, {}).text(raw);
}

Addresses mailboxes(QByteArrayView raw)
{
    const HeaderBlock header;
    return HeaderText(header, {}).addresses(raw);
}

} // namespace

class HeaderTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesWords_data();
    void decodesWords();
    void readsAddresses_data();
    void readsAddresses();
    void plainMailboxIsReadAsTheParserReadsIt_data();
    void plainMailboxIsReadAsTheParserReadsIt();
    void bodyCharsetExplainsRawBytes();
    void wholeHeaderExplainsRawBytes();
    void canonicalFormIsTheSameForAnyPadding();
};

void HeaderTextTest::decodesWords_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *raw, const char *text) {
        QTest::newRow(name) << QByteArray(raw) << QString::fromUtf8(text);
    };
    row("plain", "Hello", "Hello");
    row("folded", "one\r\n two\r\n\tthree", "one two three");
    row("Q", "=?iso-8859-1?Q?a_=E4_b?=", "a ä b");
    row("B", "=?UTF-8?b?w6Q=?=", "ä");
    row("language", "=?utf-8*de?Q?=C3=A4?=", "ä");
    row("blanks between words go", "=?utf-8?Q?a?=  \r\n =?utf-8?Q?b?=", "ab");
    row("blanks between word and text stay", "a =?utf-8?Q?b?= c", "a b c");
    row("words that touch", "=?utf-8?Q?a?==?utf-8?Q?b?=", "ab");
    row("two charsets", "=?utf-8?Q?=C3=A4?= =?iso-8859-2?Q?=B1?=", "äą");
    row("blanks within a word", "=?utf-8?Q?a b?=", "a b");
    row("word without end", "=?utf-8?Q?abc", "=?utf-8?Q?abc");
    row("unknown encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?=");
    row("unknown charset", "=?nonsense?Q?abc?=", "abc");
    row("empty word",
        "a =?utf-8?Q?"
        "?= b",
        "a  b");
    row("question marks", "what?=?", "what?=?");
    row("a file name", "?==?", "?==?");
    row("padding in the middle", "=?utf-8?B?QQ==?= =?utf-8?B?Qg==?=", "AB");
    row("word of ISO-2022-JP", "=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=", "テスト");
    row("NUL", "=?utf-8?Q?a=00b?=", "ab");
    row("line break in a word", "=?utf-8?Q?a=0D=0Ab?=", "a  b");
    row("raw UTF-8",
        "Gr\xC3\xBC\xC3\x9F"
        "e",
        "Grüße");
}

void HeaderTextTest::decodesWords()
{
    QFETCH(QByteArray, raw);
    QFETCH(QString, text);
    QCOMPARE(decoded(raw), text);
}

void HeaderTextTest::readsAddresses_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("addresses");
    const auto row = [](const char *name, const char *raw, const QStringList &names,
                        const QStringList &addresses) {
        QTest::newRow(name) << QByteArray(raw) << names << addresses;
    };
    const QString a = QStringLiteral("a@b.example");
    row("bare", "a@b.example", {QString()}, {a});
    row("name", "Anna Berger <a@b.example>", {QStringLiteral("Anna Berger")}, {a});
    row("quoted", "\"Berger, Anna\" <a@b.example>", {QStringLiteral("Berger, Anna")}, {a});
    row("comment as name", "a@b.example (Anna)", {QStringLiteral("Anna")}, {a});
    row("encoded", "=?utf-8?Q?=C3=84nna?= <a@b.example>", {QStringLiteral("Änna")}, {a});
    row("encoded comma stays within", "=?utf-8?Q?Berger=2C_=C3=84nna?= <a@b.example>",
        {QStringLiteral("Berger, Änna")}, {a});
    row("encoded and quoted", "\"=?utf-8?Q?=C3=84nna?=\" <a@b.example>", {QStringLiteral("Änna")}, {a});
    row("encoded, touching", "=?utf-8?Q?=C3=84nna?=<a@b.example>", {QStringLiteral("Änna")}, {a});
    row("folded", "Anna\r\n\tBerger <a@b.example>", {QStringLiteral("Anna Berger")}, {a});
    row("group", "Friends: a@b.example, Ben <c@d.example>;", {QString(), QStringLiteral("Ben")},
        {a, QStringLiteral("c@d.example")});
    row("nobody", "undisclosed-recipients:;", {}, {});
    row("empty", "", {}, {});
    row("no address", "Anna Berger", {QStringLiteral("Anna Berger")}, {QString()});
}

void HeaderTextTest::readsAddresses()
{
    QFETCH(QByteArray, raw);
    QFETCH(QStringList, names);
    QFETCH(QStringList, addresses);
    QStringList foundNames, foundAddresses;
    for (const Address &mailbox : mailboxes(raw)) {
        foundNames.append(mailbox.name);
        foundAddresses.append(mailbox.address);
    }
    QCOMPARE(foundNames, names);
    QCOMPARE(foundAddresses, addresses);
}

void HeaderTextTest::plainMailboxIsReadAsTheParserReadsIt_data()
{
    QTest::addColumn<QByteArray>("raw");
    for (const char *raw : {"a@b",
                            "anna@example.org",
                            " anna@example.org ",
                            "<anna@example.org>",
                            "Anna <anna@example.org>",
                            "Anna Berger <a.b-c_d+e@x.example.org>",
                            "\"Anna Berger\" <anna@example.org>",
                            "Anna  Berger <anna@example.org>",
                            "\"a\" <a@b>",
                            "\"\" <a@b>",
                            "\"Berger, Anna\" <a@b>",
                            "John Q. Public <john@example.org>",
                            "Anna <anna@example.org",

                            "Anna <anna>",

                            "anna@example.org (Anna)",
                            "Anna <anna@example.org> x",
                            "Anna",

                            "a@b@c",
                            "Anna <a@b> <c@d>",
                            "list: a@b;",
                            "Anna\r\n Berger <anna@example.org>"})
        QTest::newRow(raw) << QByteArray(raw);
}

void HeaderTextTest::plainMailboxIsReadAsTheParserReadsIt()
{
    QFETCH(QByteArray, raw);
    // With a comma behind it the field is a list, which only the full parser reads.
    QCOMPARE(mailboxes(raw), mailboxes(raw + ','));
}

void HeaderTextTest::bodyCharsetExplainsRawBytes()
{
    const QByteArray raw = "\xB1\xA6"; // "ąŚ" in ISO-8859-2, "±¦" in Latin-1
    const QByteArray bytes = "Subject: " + raw + "\n\n";
    const HeaderBlock header(bytes);
    QCOMPARE(HeaderText(header, "iso-8859-2").text(raw), QStringLiteral("ąŚ"));
    QCOMPARE(HeaderText(header, "utf-8").text(raw), QStringLiteral("±¦"));
}

void HeaderTextTest::wholeHeaderExplainsRawBytes()
{
    const QByteArray word = "\xCF\xF0\xE8\xE2\xE5\xF2"; // "Привет" in windows-1251
    const QByteArray more =
        "\xEA\xE0\xEA \xE4\xE5\xEB\xE0 \xE2 \xCC\xEE\xF1\xEA\xE2\xE5 \xF1\xE5\xE3\xEE\xE4\xED\xFF";
    const QByteArray bytes = "Subject: " + word + "\nX-Note: " + more + "\n\n";
    const HeaderBlock header(bytes);
    QCOMPARE(HeaderText(header, {}).text(header.first("Subject")), QStringLiteral("Привет"));
}

void HeaderTextTest::canonicalFormIsTheSameForAnyPadding()
{
    const HeaderBlock header;
    const HeaderText text(header, {});
    const QByteArray one = text.canonical("=?utf-8?B?w6TDtg==?= <a@b>");
    QCOMPARE(text.canonical("=?utf-8?B?w6Q=?= =?utf-8?B?w7Y=?= <a@b>"), one);
    QCOMPARE(text.canonical("=?iso-8859-1?Q?=E4=F6?= <a@b>"), one);
    QCOMPARE(text.canonical("Anna <a@b>"), QByteArray("Anna <a@b>"));
}

QTEST_GUILESS_MAIN(HeaderTextTest)
#include "HeaderTextTest.moc"
