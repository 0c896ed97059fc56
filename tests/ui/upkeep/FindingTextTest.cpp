// SPDX-License-Identifier: GPL-3.0-or-later
#include "FindingText.h"

#include "EnglishPlurals.h"

#include <QTest>
#include <QTranslator>

using Kind = StoreFinding::Kind;

namespace
{
// Every kind up to the last.
std::vector<StoreFinding> oneOfEach()
{
    std::vector<StoreFinding> findings;
    for (int kind = 0; kind <= int(Kind::NotOnServer); ++kind)
        findings.push_back({Kind(kind), QStringLiteral("core's English"), 3, 12, QStringLiteral("detail"),
                            QStringLiteral("000001.seg"), 4711});
    return findings;
}

// A language in which each sentence says that it was translated.
class Marking : public QTranslator
{
public:
    QString translate(const char *, const char *text, const char *, int) const override
    {
        return u'«' + QString::fromUtf8(text) + u'»';
    }
    bool isEmpty() const override { return false; }
};
} // namespace

class FindingTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKindHasSentencesOfItsOwn();
    void valuesStandInTheSentences();
    void countsAreWordsOfALanguage();
    void everythingIsTranslated();
    void whatWouldBeSaidTwiceIsSaidOnce();
    void theSummarySaysWhatIsNotInOrder();
};

void FindingTextTest::everyKindHasSentencesOfItsOwn()
{
    QStringList all;
    for (const StoreFinding &finding : oneOfEach()) {
        const QString sentence = FindingText::found(finding);
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(QString::number(int(finding.kind)) + sentence));
        QVERIFY2(!sentence.contains(finding.english) && !sentence.contains(u"%1"), qPrintable(sentence));
        all += sentence;
    }
    QCOMPARE(all.removeDuplicates(), 0);
    // What a repair can say.
    for (const Kind kind :
         {Kind::CatalogueDamaged, Kind::FolderParents,  Kind::MessageFolders, Kind::ServerMarks,
          Kind::Senders,          Kind::Conversations,  Kind::Tags,           Kind::Notes,
          Kind::FolderCounters,   Kind::CopyUsed,       Kind::FetchAgain,     Kind::ListedAgain,
          Kind::ListRemade,       Kind::CopiesLeft,     Kind::NotOnServer,    Kind::WrongConversations,
          Kind::BytesSetAside,    Kind::BytesHoldMail,  Kind::BytesLeft,      Kind::MayBeRemoved,
          Kind::FileEndsEarly,    Kind::FileUnreadable, Kind::FileUnknown,    Kind::RemovedListed,
          Kind::NotListed,        Kind::NoRecord})
        QVERIFY2(FindingText::repaired({kind, {}, 3}).endsWith(u'.'), qPrintable(QString::number(int(kind))));
}

void FindingTextTest::valuesStandInTheSentences()
{
    const QString wrong =
        FindingText::found({Kind::HashWrong, {}, 0, 12, {}, QStringLiteral("000003.seg"), 64});
    QCOMPARE(wrong, QStringLiteral("File 000003.seg, byte 64: message number 12 is not as it was received."));
    QVERIFY(FindingText::found({Kind::CatalogueDamaged, {}, 0, 0, QStringLiteral("page 3")})
                .contains(QStringLiteral("page 3")));
    QVERIFY(FindingText::repaired({Kind::FetchAgain, {}, 0, 1, QStringLiteral("Dinner")})
                .startsWith(QStringLiteral("“Dinner”")));
    QVERIFY(FindingText::repaired({Kind::FetchAgain, {}, 0, 1}).startsWith(QStringLiteral("“(no subject)”")));
    // What is damaged in the same way is told otherwise when it was repaired.
    const StoreFinding counters{Kind::FolderCounters, {}, 2};
    QVERIFY(FindingText::found(counters) != FindingText::repaired(counters));
}

void FindingTextTest::countsAreWordsOfALanguage()
{
    EnglishPlurals english;
    QCoreApplication::installTranslator(&english);
    QCOMPARE(FindingText::repaired({Kind::ListRemade, {}, 1}),
             QStringLiteral("The list of messages was made anew: 1 message."));
    QCOMPARE(FindingText::repaired({Kind::ListRemade, {}, 2}),
             QStringLiteral("The list of messages was made anew: 2 messages."));
    QCoreApplication::removeTranslator(&english);
}

void FindingTextTest::everythingIsTranslated()
{
    Marking marking;
    QCoreApplication::installTranslator(&marking);
    const std::vector<StoreFinding> findings = oneOfEach();
    const QStringList lines = FindingText::found(findings) + FindingText::repaired(findings);
    QCoreApplication::removeTranslator(&marking);
    for (const QString &line : lines) {
        if (!line.isEmpty()) // a repair says nothing of the index
            QVERIFY2(line.startsWith(u'«') && line.endsWith(u'»'), qPrintable(line));
    }
}

void FindingTextTest::whatWouldBeSaidTwiceIsSaidOnce()
{
    const StoreFinding lacking{Kind::IndexIncomplete, {}, 4};
    QCOMPARE(FindingText::found(std::vector{lacking, lacking}).size(), 1);
}

void FindingTextTest::theSummarySaysWhatIsNotInOrder()
{
    const auto of = [](Kind kind) {
        VerifyReport report;
        report.add({kind, {}, 1, 1, {}, QStringLiteral("000001.seg")});
        return FindingText::summary(report);
    };
    for (const Kind kind : {Kind::FileUnknown, Kind::NoRecord, Kind::NotListed})
        QVERIFY2(of(kind).contains(QStringLiteral("the files")), qPrintable(of(kind)));
    for (const Kind kind : {Kind::FolderCounters, Kind::Senders, Kind::RemovedListed, Kind::CatalogueDamaged})
        QVERIFY2(of(kind).contains(QStringLiteral("the list of messages is not")), qPrintable(of(kind)));
    for (const Kind kind : {Kind::IndexDamaged, Kind::IndexIncomplete, Kind::IndexUnchecked})
        QVERIFY2(of(kind).contains(QStringLiteral("the search index is not")), qPrintable(of(kind)));
    VerifyReport damaged;
    damaged.damaged = {7};
    damaged.add({Kind::IndexDamaged});
    QVERIFY(FindingText::summary(damaged).contains(QStringLiteral("damaged")));
}

QTEST_GUILESS_MAIN(FindingTextTest)
#include "FindingTextTest.moc"
