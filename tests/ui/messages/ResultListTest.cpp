// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeStore.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

// A list that shows what a search finds, and what is remembered of the store when that changes.
class ResultListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void manyPortionsAreFewChanges();
    void discardedMailIsSortedWithTheRest();
    void whatIsFoundLaterIsSortedAsWell();
    void aRenewedListHasTheNewSummaries();
    void whatWasAskedForBeforeItWasRenewedIsAskedForAgain();
    void aFailureToReadIsToldAndPasses();

private:
    using Ids = std::vector<MessageId>;
    Ids shown() const;
    QString subject(int row) const;

    FakeStore m_store;
    std::unique_ptr<MessageListModel> m_model;
};

void ResultListTest::init()
{
    m_store = {};
    m_model = std::make_unique<MessageListModel>(m_store.source());
    new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                 m_model.get());
}

ResultListTest::Ids ResultListTest::shown() const
{
    Ids ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids.push_back(m_model->idAt(row));
    return ids;
}

QString ResultListTest::subject(int row) const
{
    const MessageSummary *summary = m_model->summaryAt(row);
    return summary ? summary->subject : QString();
}

void ResultListTest::manyPortionsAreFewChanges()
{
    m_model->beginResults();
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy rearranged(m_model.get(), &QAbstractItemModel::layoutChanged);
    constexpr MessageId portions = 200, ofOne = 20;
    for (MessageId portion = portions; portion > 0; --portion) {
        std::vector<MessageRow> rows;
        for (MessageId i = 0; i < ofOne; ++i)
            rows.push_back({portion * ofOne - i, portion * ofOne - i, {}, portion * ofOne - i});
        m_model->addResults(rows);
        if (portion == portions)
            QCOMPARE(m_model->rowCount(), int(ofOne)); // at once
    }
    m_model->endResults();
    QCOMPARE(m_model->rowCount(), int(portions * ofOne));
    QVERIFY2(inserted.size() + rearranged.size() <= 2, qPrintable(QString::number(inserted.size())));
    for (int row = 0; row < m_model->rowCount(); ++row)
        QCOMPARE(m_model->idAt(row), portions * ofOne - row);
}

void ResultListTest::discardedMailIsSortedWithTheRest()
{
    m_store.trash = 9;
    std::vector<MessageRow> rows;
    for (const MessageId id : {13, 21, 34, 12}) {
        m_store.add(id, id, {}, id == 21 ? 9 : 1);
        rows.push_back({id, id, {}, id});
    }
    m_model->setSort(ListQuery::Sort::Subject, false); // by the last digit
    m_model->beginResults();
    m_model->addResults(rows);
    m_model->endResults();
    QTRY_COMPARE(shown(), (Ids{21, 12, 13, 34}));
}

void ResultListTest::whatIsFoundLaterIsSortedAsWell()
{
    for (const MessageId id : {13, 21, 40})
        m_store.add(id, id);
    m_model->setSort(ListQuery::Sort::Subject, false);
    m_model->beginResults();
    m_model->addResults({{13, 13, {}, 13}, {21, 21, {}, 21}});
    m_model->endResults();
    QTRY_COMPARE(shown(), (Ids{21, 13}));
    m_model->addResults({{40, 40, {}, 40}});
    m_model->endResults();
    QTRY_COMPARE(shown(), (Ids{40, 21, 13}));
    const int asked = m_store.rowRequests;
    m_model->endResults(); // nothing new
    QCOMPARE(m_store.rowRequests, asked);
}

void ResultListTest::aRenewedListHasTheNewSummaries()
{
    const ListQuery everything{ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true};
    m_store.add(1, 1);
    m_store.add(2, 2);
    m_model->setQuery(everything);
    QTRY_COMPARE(m_model->rowCount(), 2);
    const MessageSummary kept = m_store.messages.extract(1).mapped(); // known to be missing
    subject(0);
    QTRY_COMPARE(subject(0), QStringLiteral("Subject 2"));
    m_store.messages[1] = kept;
    m_store.messages[2].subject = QStringLiteral("read again");
    m_model->renew();
    QTRY_COMPARE(subject(0), QStringLiteral("read again"));
    QTRY_COMPARE(subject(1), kept.subject);
}

void ResultListTest::whatWasAskedForBeforeItWasRenewedIsAskedForAgain()
{
    std::vector<MailSession::Done<std::vector<MessageSummary>>> asked;
    SummaryCache cache(
        [&asked](const std::vector<MessageId> &, QObject *, auto done) { asked.push_back(done); });
    MessageSummary summary = m_store.add(1, 1);
    cache.want({1});
    QTRY_COMPARE(asked.size(), 1u);
    cache.clear();
    asked[0](std::vector<MessageSummary>{summary});
    QVERIFY(!cache.find(1) && !cache.isKnownMissing(1));
    summary.subject = QStringLiteral("read again");
    cache.want({1});
    QTRY_COMPARE(asked.size(), 2u);
    asked[1](std::vector<MessageSummary>{summary});
    QVERIFY(cache.find(1));
    QCOMPARE(cache.find(1)->subject, summary.subject);
}

void ResultListTest::aFailureToReadIsToldAndPasses()
{
    m_store.add(1, 1);
    m_store.failure = Error{ErrorCode::DiskFailed, QStringLiteral("once"), {}, {}, {}};
    m_model->setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    QSignalSpy failed(m_model.get(), &MessageListModel::loadFailed);
    QTRY_COMPARE(m_model->rowCount(), 1);
    QVERIFY(subject(0).isEmpty());
    QTRY_VERIFY(!failed.isEmpty());
    m_store.failure.reset();
    QTRY_COMPARE(subject(0), QStringLiteral("Subject 1")); // asked for again
}

QTEST_MAIN(ResultListTest)
#include "ResultListTest.moc"
