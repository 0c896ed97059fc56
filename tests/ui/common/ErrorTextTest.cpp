// SPDX-License-Identifier: GPL-3.0-or-later
#include "ErrorText.h"

#include <QTest>

class ErrorTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasASentenceOfItsOwn();
    void serverWordsAreQuotedAndCut();
    void theServerIsNamed();
    void theLineHasSentenceAndNextStep();
};

void ErrorTextTest::everyCodeHasASentenceOfItsOwn()
{
    QSet<QString> sentences;
    int codes = 0;
    // A code without a name is past the end of the enumeration.
    for (int i = 0; !errorCodeName(ErrorCode(i)).isEmpty(); ++i, ++codes) {
        const ErrorWords words = errorWords(Error{ErrorCode(i), {}, {}, {}, {}});
        QVERIFY2(words.sentence.endsWith(QLatin1Char('.')), qPrintable(errorCodeName(ErrorCode(i))));
        QVERIFY2(words.nextStep.isEmpty() || words.nextStep.endsWith(QLatin1Char('.')),
                 qPrintable(words.nextStep));
        sentences.insert(words.sentence);
    }
    QCOMPARE(codes, int(ErrorCode::Unsupported) + 1);
    QCOMPARE(sentences.size(), codes);
}

void ErrorTextTest::serverWordsAreQuotedAndCut()
{
    const Error error{ErrorCode::ServerRefused, {}, QStringLiteral(" no\r\n such  mailbox "), {}, {}};
    QVERIFY(errorWords(error).serverWords.contains(QStringLiteral("“no such mailbox”")));
    const Error loud{ErrorCode::ServerRefused, {}, QString(5000, QLatin1Char('x')), {}, {}};
    QVERIFY(errorWords(loud).serverWords.size() < 400);
    QVERIFY(errorWords(Error{ErrorCode::Timeout, {}, {}, {}, {}}).serverWords.isEmpty());
}

void ErrorTextTest::theServerIsNamed()
{
    const Error error{ErrorCode::HostNotFound, {}, {}, {}, {}};
    QVERIFY(errorWords(error, QStringLiteral("pop.example.org"))
                .sentence.contains(QStringLiteral("pop.example.org")));
    QVERIFY(!errorWords(error).sentence.contains(QStringLiteral("%1")));
}

void ErrorTextTest::theLineHasSentenceAndNextStep()
{
    const Error error{ErrorCode::DiskFull, {}, {}, {}, {}};
    const ErrorWords words = errorWords(error);
    QCOMPARE(errorLine(error), words.sentence + QLatin1Char(' ') + words.nextStep);
}

QTEST_MAIN(ErrorTextTest)
#include "ErrorTextTest.moc"
