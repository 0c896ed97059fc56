// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentName.h"

#include <QTest>

class AttachmentNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreSafeOnEverySystem_data();
    void namesAreSafeOnEverySystem();
    void longNamesKeepTheirExtension();
    void namesAreGivenOutOnce();
};

void AttachmentNameTest::namesAreSafeOnEverySystem_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("safe");
    const auto row = [](const char *label, const QString &name, const char *type, const QString &safe) {
        QTest::newRow(label) << name << QByteArray(type) << safe;
    };
    row("usual", QStringLiteral("Report 2026.pdf"), "application/pdf", QStringLiteral("Report 2026.pdf"));
    row("Unix path", QStringLiteral("../../etc/passwd"), "a/b", QStringLiteral("passwd"));
    row("Windows path", QStringLiteral("C:\\Temp\\a.pdf"), "a/b", QStringLiteral("a.pdf"));
    row("path alone", QStringLiteral("../.."), "text/plain", QStringLiteral("part.txt"));
    row("forbidden", QStringLiteral("a<b>:c\"|?*.txt"), "a/b", QStringLiteral("a_b__c____.txt"));
    row("control", QStringLiteral("a\r\nb\u0007.txt"), "a/b", QStringLiteral("a b.txt"));
    row("right-to-left override", QStringLiteral("evil\u202Egpj.exe"), "a/b", QStringLiteral("evilgpj.exe"));
    row("trailing dots", QStringLiteral("a.txt. . "), "a/b", QStringLiteral("a.txt"));
    row("leading dots", QStringLiteral("..bashrc"), "text/plain", QStringLiteral("bashrc.txt"));
    row("reserved", QStringLiteral("con.txt"), "a/b", QStringLiteral("_con.txt"));
    row("reserved alone", QStringLiteral("LPT1"), "a/b", QStringLiteral("_LPT1"));
    row("not reserved", QStringLiteral("contract.txt"), "a/b", QStringLiteral("contract.txt"));
    row("no extension", QStringLiteral("photo"), "image/jpeg", QStringLiteral("photo.jpg"));
    row("another extension stays", QStringLiteral("photo.exe"), "image/jpeg", QStringLiteral("photo.exe"));
    row("empty", QString(), "image/png", QStringLiteral("part.png"));
    row("a report", QString(), "message/disposition-notification", QStringLiteral("part.txt"));
    row("unknown type", QString(), "x/y", QStringLiteral("part"));
    row("letters of all scripts", QStringLiteral("письмо 日本.txt"), "a/b",
        QStringLiteral("письмо 日本.txt"));
    row("half a letter", QString(QChar(0xD83D)) + QStringLiteral("a.txt"), "a/b", QStringLiteral("a.txt"));
}

void AttachmentNameTest::namesAreSafeOnEverySystem()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, type);
    QFETCH(QString, safe);
    QCOMPARE(safeFileName(name, type, QStringLiteral("part")), safe);
    QCOMPARE(safeFileName(safe, type, QStringLiteral("part")), safe);
}

void AttachmentNameTest::longNamesKeepTheirExtension()
{
    const QString stem = QStringLiteral("part");
    const QString ascii = safeFileName(QString(500, u'a') + QStringLiteral(".pdf"), "a/b", stem);
    QCOMPARE(ascii.size(), 120);
    QVERIFY(ascii.endsWith(QStringLiteral("a.pdf")));
    const QString wide = safeFileName(QString(500, QChar(0x65E5)) + QStringLiteral(".pdf"), "a/b", stem);
    QVERIFY(wide.toUtf8().size() <= 240);
    QVERIFY(wide.endsWith(QStringLiteral(".pdf")));
    const QString pairs =
        safeFileName(QStringLiteral("😀").repeated(100) + QStringLiteral(".pdf"), "a/b", stem);
    QVERIFY(pairs.isValidUtf16());
}

void AttachmentNameTest::namesAreGivenOutOnce()
{
    UniqueNames names;
    QCOMPARE(names.take(QStringLiteral("a.txt")), QStringLiteral("a.txt"));
    QCOMPARE(names.take(QStringLiteral("A.TXT")), QStringLiteral("A (2).TXT"));
    QCOMPARE(names.take(QStringLiteral("a.txt")), QStringLiteral("a (3).txt"));
    QCOMPARE(names.take(QStringLiteral("a (2).txt")), QStringLiteral("a (2) (2).txt"));
    QCOMPARE(names.take(QStringLiteral("b")), QStringLiteral("b"));
    QCOMPARE(names.take(QStringLiteral("b")), QStringLiteral("b (2)"));
}

QTEST_GUILESS_MAIN(AttachmentNameTest)
#include "AttachmentNameTest.moc"
