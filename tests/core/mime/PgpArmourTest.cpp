// SPDX-License-Identifier: GPL-3.0-or-later
#include "PgpArmour.h"

#include "TextRule.h"

#include <QTest>

namespace
{
const QString signedText =
    QStringLiteral("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
                   "Signed.\n- -- \n- From me\n"
                   "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n");
const QString secret =
    QStringLiteral("-----BEGIN PGP MESSAGE-----\n\nhQEM\n=abcd\n-----END PGP MESSAGE-----\n");
} // namespace

class PgpArmourTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherTextStaysAsItIs();
    void signedTextIsTakenOutOfItsArmour();
    void unsignedTextStandsBeyondARule();
    void encryptedTextIsLeftOut();
    void textBehindArmourWithoutEndStays_data();
    void textBehindArmourWithoutEndStays();
    void quotedArmourIsText();
    void signatureInsideASignatureIsNotAnEnd();
    void beginningOfASignedTextIsReadable();
};

void PgpArmourTest::otherTextStaysAsItIs()
{
    const QString text = QStringLiteral("- dashes\n-----\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
    const PgpText read = withoutPgpArmour(text);
    QCOMPARE(read.text, text);
    QVERIFY(!read.hasSigned && !read.hasEncrypted && !read.isAllSigned);
}

void PgpArmourTest::signedTextIsTakenOutOfItsArmour()
{
    const PgpText read = withoutPgpArmour(signedText);
    QCOMPARE(read.text, QStringLiteral("Signed.\n-- \nFrom me\n"));
    QVERIFY(read.hasSigned && read.isAllSigned);
}

void PgpArmourTest::unsignedTextStandsBeyondARule()
{
    const PgpText read =
        withoutPgpArmour(QStringLiteral("Before.\n") + signedText + QStringLiteral("After.\n"));
    QCOMPARE(read.text, QStringLiteral("Before.") + textRule() + QStringLiteral("Signed.\n-- \nFrom me") +
                            textRule() + QStringLiteral("After.\n"));
    QVERIFY(read.hasSigned);
    QVERIFY(!read.isAllSigned);
}

void PgpArmourTest::encryptedTextIsLeftOut()
{
    const PgpText read = withoutPgpArmour(QStringLiteral("See below.\n") + secret + QStringLiteral("Bye\n"));
    QCOMPARE(read.text, QStringLiteral("See below.\nBye\n"));
    QVERIFY(read.hasEncrypted);
    const PgpText cut = withoutPgpArmour(QStringLiteral("-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n"));
    QVERIFY(cut.hasEncrypted);
    QCOMPARE(cut.text, QString());
}

void PgpArmourTest::textBehindArmourWithoutEndStays_data()
{
    QTest::addColumn<QString>("armour");
    const QString lines =
        QStringLiteral("Version: 1\n\n") + QString(64, u'a') + u'\n' + QString(64, u'b') + u'\n';
    const QString encrypted = QStringLiteral("-----BEGIN PGP MESSAGE-----\n");
    QTest::newRow("cut behind a line") << encrypted + lines;
    QTest::newRow("with a checksum") << encrypted + lines + QStringLiteral("abcd\n=abcd\n");
    QTest::newRow("no line") << encrypted + QStringLiteral("\n");
    QTest::newRow("signature") << QStringLiteral("-----BEGIN PGP SIGNED MESSAGE-----\n\nSigned.\n"
                                                 "-----BEGIN PGP SIGNATURE-----\n") +
                                      lines + QStringLiteral("abcd\n");
}

void PgpArmourTest::textBehindArmourWithoutEndStays()
{
    QFETCH(QString, armour);
    const QString rest = QStringLiteral("Please pay 5 euros.\nAnna\n\nBye\n");
    const PgpText read = withoutPgpArmour(armour + rest);
    QVERIFY2(read.text.endsWith(rest), qPrintable(read.text));
    QVERIFY(!read.text.contains(QStringLiteral("aaaa")) && !read.text.contains(QStringLiteral("=abcd")));
    QVERIFY(!read.isAllSigned);
    // An end that comes after all takes it back.
    QVERIFY(!withoutPgpArmour(armour + rest +
                              QStringLiteral("-----END PGP MESSAGE-----\n-----END PGP SIGNATURE-----\n"))
                 .text.contains(QStringLiteral("Please")));
}

void PgpArmourTest::quotedArmourIsText()
{
    const QString text = QStringLiteral("> -----BEGIN PGP MESSAGE-----\n> hQEM\n");
    QCOMPARE(withoutPgpArmour(text).text, text);
    QVERIFY(!withoutPgpArmour(text).hasEncrypted);
}

void PgpArmourTest::signatureInsideASignatureIsNotAnEnd()
{
    // A message that somebody else had signed already: its armour is escaped by a dash.
    const PgpText read = withoutPgpArmour(
        QStringLiteral("-----BEGIN PGP SIGNED MESSAGE-----\n\n- -----BEGIN PGP SIGNED MESSAGE-----\nIn.\n"
                       "- -----BEGIN PGP SIGNATURE-----\nx\n- -----END PGP SIGNATURE-----\nOut.\n"
                       "-----BEGIN PGP SIGNATURE-----\ny\n-----END PGP SIGNATURE-----\n"));
    QVERIFY(read.text.endsWith(QStringLiteral("Out.\n")));
    QVERIFY(read.isAllSigned);
}

void PgpArmourTest::beginningOfASignedTextIsReadable()
{
    QCOMPARE(withoutPgpArmour(signedText.first(signedText.indexOf(QStringLiteral("- --")))).text,
             QStringLiteral("Signed.\n"));
}

QTEST_GUILESS_MAIN(PgpArmourTest)
#include "PgpArmourTest.moc"
