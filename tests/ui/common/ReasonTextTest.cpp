// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReasonText.h"
#include "EnglishPlurals.h"
#include "Retention.h"
#include "Trouble.h"

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
    void whatWasLeftOutHasWords();
    void everyRuleOfTheEngineHasWords();
    void aMessageThatWasNotFetchedTellsItsStory();
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
    row("deletion was not confirmed", "the server has not confirmed its deletion yet");
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
    QTest::addColumn<QString>("words");
    const auto row = [](const QString &identifier, const char *words) {
        QTest::newRow(qPrintable(identifier)) << identifier << QString::fromUtf8(words);
    };
    const auto error = [](ErrorCode code, const char *serverText = "") {
        return Error{code, {}, QString::fromLatin1(serverText), {}, {}};
    };
    const QString refused = Trouble::refused(QStringLiteral("no such message"));
    row(refused, "the server refused to send it (“no such message”)");
    row(QStringLiteral("not tried again: ") + refused, "the server refused to send it (“no such message”)");
    row(Trouble::brokenOff(error(ErrorCode::ConnectionLost), 1234),
        "the connection broke in the middle of it, twice (after 1.2 KB)");
    row(Trouble::brokenOff(error(ErrorCode::Timeout), 0),
        "the server stopped answering in the middle of it (after 0 B)");
    row(Trouble::brokenOff(error(ErrorCode::ProtocolViolation), 70),
        "what the server sent was damaged (after 70 B)");
    row(Trouble::brokenOff(error(ErrorCode::ProtocolViolation, "odd"), 70),
        "what the server sent was damaged (“odd”)");
    row(Trouble::tooLarge(12'000'000, QStringLiteral("and the server sends no beginnings")),
        "it is larger than this account fetches (12 MB; this server cannot send only the beginning)");
    row(Trouble::tooLarge(12'000'000, QStringLiteral("and there was no end to it")),
        "it is larger than this account fetches (12 MB had come, and no end of it)");
    row(Trouble::crashed(), "Poplar was ended while it was being fetched, twice");
    row(Trouble::gone(), "it is no longer on the server");
    row(Trouble::byRule(QStringLiteral("1f2e3d4c from:news@example.org")),
        "a rule of yours leaves it on the server (“from:news@example.org”)");
    row(QStringLiteral("unheard of: x"), "unheard of: x");
}

// The engine's own identifiers, so that a new one is missed here.
void ReasonTextTest::troublesHaveWords()
{
    QFETCH(QString, identifier);
    QTEST(ReasonText::trouble(identifier), "words");
}

void ReasonTextTest::whatWasLeftOutHasWords()
{
    for (const char *identifier :
         {"much shorter than the server had said; kept there", "the copy here is damaged; not deleted",
          "removed here meanwhile; not deleted", "gone from the server"}) {
        const QString reason = QString::fromLatin1(identifier);
        QVERIFY2(ReasonText::trouble(reason) != reason, identifier);
    }
}

void ReasonTextTest::everyRuleOfTheEngineHasWords()
{
    RetentionItem item;
    item.firstSeen = 1;
    item.size = 1'000'000;
    const auto reasonOf = [](const RetentionItem &one, const RetentionPolicy &policy) {
        RetentionItem other = one;
        other.position += 1;
        other.firstSeen += 1;
        return retentionReasons({one, other}, policy, 1'000'000'000).front();
    };
    QStringList reasons;
    RetentionPolicy policy;
    policy.afterDownload = true;
    reasons += reasonOf(item, policy);
    policy = {};
    policy.hours = 48;
    reasons += reasonOf(item, policy);
    policy.hours = 1;
    reasons += reasonOf(item, policy);
    policy = {};
    policy.newest = 1;
    reasons += reasonOf(item, policy);
    policy = {};
    policy.newestMegabytes = 1;
    reasons += reasonOf(item, policy);
    policy = {};
    policy.whenInTrash = policy.whenArchived = policy.whenRemoved = true;
    for (const auto place :
         {RetentionItem::Place::Trash, RetentionItem::Place::Archive, RetentionItem::Place::Removed}) {
        item.place = place;
        reasons += reasonOf(item, policy);
    }
    item.choice = ServerChoice::Delete;
    reasons += reasonOf(item, {});
    QSet<QString> words;
    for (const QString &reason : reasons) {
        QVERIFY(!reason.isEmpty());
        QVERIFY2(ReasonText::deletion(reason) != reason || reason.startsWith(QLatin1String("older than")),
                 qPrintable(reason));
        words.insert(ReasonText::deletion(reason));
    }
    QCOMPARE(words.size(), reasons.size());
}

void ReasonTextTest::aMessageThatWasNotFetchedTellsItsStory()
{
    ServerMessage message;
    message.trouble = Trouble::refused(QStringLiteral("ask the operator"));
    message.attempts = 1;
    message.lastAttempt = 1'790'000'000;
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'790'000'060);
    const QString first = ReasonText::account(message, now);
    QVERIFY2(first.contains(QStringLiteral("ask the operator")) &&
                 first.contains(QStringLiteral("Tried 1 time,")) &&
                 first.contains(QStringLiteral("The next check tries again.")),
             qPrintable(first));
    message.attempts = 3;
    QVERIFY(ReasonText::account(message, now).contains(QStringLiteral("does not try again by itself")));
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
             QStringLiteral("Deleted at the next check: older than 14 days"));
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
