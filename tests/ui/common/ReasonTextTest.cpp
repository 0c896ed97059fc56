// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReasonText.h"
#include "EnglishPlurals.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTest>

class ReasonTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void deletionsHaveWords_data();
    void deletionsHaveWords();
    void troublesHaveWords_data();
    void troublesHaveWords();
    void everyStateHasWordsOfItsOwn();
    void amountsAreTold();
};

void ReasonTextTest::deletionsHaveWords_data()
{
    QTest::addColumn<QString>("identifier");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *identifier, const char *words) {
        QTest::newRow(identifier) << QString::fromLatin1(identifier) << QString::fromLatin1(words);
    };
    row("older than 14 days", "older than 14 days");
    row("older than 1 day", "older than 1 day");
    row("older than 36 hours", "older than 36 hours");
    row("beyond the newest 500", "not one of the newest 500");
    row("beyond the newest 200 MB", "not in the newest 200 MB");
    row("your choice", "you chose so");
    row("after download", "it is safely stored here");
    row("moved to Trash here", "you deleted it here");
    row("archived here", "you archived it here");
    row("removed here", "you removed it here for good");
    row("something new", "something new");
}

void ReasonTextTest::deletionsHaveWords()
{
    QFETCH(QString, identifier);
    QTEST(ReasonText::deletion(identifier), "words");
}

void ReasonTextTest::troublesHaveWords_data()
{
    QTest::addColumn<QString>("identifier");
    for (const char *identifier :
         {"refused: no such message", "cut: after 70 %", "no answer: 100 s", "too large: 12000000 octets"})
        QTest::newRow(identifier) << QString::fromLatin1(identifier);
}

void ReasonTextTest::troublesHaveWords()
{
    QFETCH(QString, identifier);
    const QString words = ReasonText::trouble(identifier);
    const QString detail = identifier.mid(identifier.indexOf(QLatin1Char(':')) + 2);
    QVERIFY2(!words.startsWith(identifier.left(identifier.indexOf(QLatin1Char(':')) + 1)), qPrintable(words));
    QVERIFY2(words.contains(detail), qPrintable(words));
    QCOMPARE(ReasonText::trouble(QStringLiteral("unheard of: x")), QStringLiteral("unheard of: x"));
}

void ReasonTextTest::everyStateHasWordsOfItsOwn()
{
    QSet<QString> words;
    for (int state = 0; state <= int(ServerMessage::State::Gone); ++state) {
        ServerMessage message;
        message.state = ServerMessage::State(state);
        message.message = 1;
        words.insert(ReasonText::state(message));
    }
    QCOMPARE(words.size(), int(ServerMessage::State::Gone) + 1);
    ServerMessage doomed;
    doomed.state = ServerMessage::State::Stored;
    doomed.deletionReason = QStringLiteral("older than 14 days");
    QCOMPARE(ReasonText::fate(doomed, QDateTime::currentDateTime()),
             QStringLiteral("Will be deleted at the next check: older than 14 days"));
}

void ReasonTextTest::amountsAreTold()
{
    RetentionForecast forecast;
    forecast.onServer = 1204;
    forecast.deleted = 312;
    forecast.deletedBytes = 85'000'000;
    QCOMPARE(ReasonText::amount(forecast), QStringLiteral("312 of 1,204 messages (85 MB)"));
}

QTEST_MAIN(ReasonTextTest)
#include "ReasonTextTest.moc"
