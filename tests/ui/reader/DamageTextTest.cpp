// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a reader is told of a message that is not in order, by what core calls it.
#include "DamageText.h"

#include <QTest>

class DamageTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWeightiestIsTold_data();
    void theWeightiestIsTold();
    void noWordOfCoreIsShown();
    void anEmptyMessageIsNotCalledDamaged();
    void aMessageOfPicturesIsInOrder();
};

void DamageTextTest::theWeightiestIsTold_data()
{
    QTest::addColumn<QStringList>("defects");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QStringList &defects, const char *words) {
        QTest::newRow(name) << defects << QString::fromLatin1(words);
    };
    const QString cut = QStringLiteral("cut: 100000 header fields");
    const QString repaired = QStringLiteral("repaired: boundary of a multipart");
    row("nothing wrong", {}, "");
    row("harmless skips",
        {QStringLiteral("skipped: mbox From line"), QStringLiteral("skipped: byte order mark")}, "");
    row("style that was not read", {QStringLiteral("css: cut at 256 KiB")}, "");
    row("repaired", {QStringLiteral("skipped: mbox From line"), repaired}, "came broken");
    row("no header", {QStringLiteral("no header")}, "came broken");
    row("cut", {repaired, cut}, "Not all");
    row("cut HTML", {QStringLiteral("html: cut at 2 MiB")}, "Not all");
    row("pictures", {QStringLiteral("html: 2 pictures too large")}, "Not all");
    row("letters", {QStringLiteral("text: 3 places that could not be decoded")}, "text encoding");
    row("yEnc", {QStringLiteral("left as text: a file in yEnc")}, "old form");
    row("empty", {QStringLiteral("empty message")}, "nothing in this message");
}

void DamageTextTest::theWeightiestIsTold()
{
    QFETCH(QStringList, defects);
    QFETCH(QString, words);
    MessageBody body;
    body.defects = defects;
    const auto notice = damageNotice(body);
    QCOMPARE(notice.has_value(), !words.isEmpty());
    if (notice)
        QVERIFY2(notice->sentence.contains(words), qPrintable(notice->sentence));
}

void DamageTextTest::noWordOfCoreIsShown()
{
    MessageBody body;
    body.defects = {QStringLiteral("cut: <b>x</b>"), QStringLiteral("repaired: %1")};
    const QString sentence = damageNotice(body)->sentence;
    QVERIFY(!sentence.contains(u'<') && !sentence.contains(QStringLiteral("cut:")) &&
            !sentence.contains(u'%'));
}

void DamageTextTest::anEmptyMessageIsNotCalledDamaged()
{
    MessageBody body;
    body.defects = {QStringLiteral("empty message")};
    const auto notice = damageNotice(body);
    QVERIFY(notice);
    QCOMPARE(notice->kind, MessageBar::Kind::Notice);
    QVERIFY(!notice->sentence.contains(QStringLiteral("broken")));
}

void DamageTextTest::aMessageOfPicturesIsInOrder()
{
    MessageBody body;
    body.defects = {QStringLiteral("no words")};
    QVERIFY(damageNotice(body));
    body.remoteImages = 1;
    QVERIFY(!damageNotice(body));
}

QTEST_MAIN(DamageTextTest)
#include "DamageTextTest.moc"
