// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeletionLogModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

class DeletionLogModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void pagesFollowEachOther();
    void aNewSearchForgetsTheOldOne();
    void anErrorEndsTheList();
    void answersAreTold();

private:
    using Done = MailSession::Done<std::vector<DeletionLogEntry>>;

    DeletionLogModel::Source source();
    std::vector<DeletionLogEntry> page(const DeletionQuery &query) const;

    std::vector<std::pair<DeletionQuery, Done>> m_asked;
    int m_inAll = 0;
};

void DeletionLogModelTest::init()
{
    m_asked.clear();
    m_inAll = 1200;
}

DeletionLogModel::Source DeletionLogModelTest::source()
{
    return [this](const DeletionQuery &query, QObject *, Done done) { m_asked.emplace_back(query, done); };
}

std::vector<DeletionLogEntry> DeletionLogModelTest::page(const DeletionQuery &query) const
{
    std::vector<DeletionLogEntry> entries;
    for (qint64 number = query.before == 0 ? m_inAll : query.before - 1;
         number > 0 && int(entries.size()) < query.limit; --number) {
        DeletionLogEntry entry;
        entry.number = number;
        entry.subject = QStringLiteral("Subject %1").arg(number);
        entry.reason = QStringLiteral("older than 14 days");
        entries.push_back(entry);
    }
    return entries;
}

void DeletionLogModelTest::pagesFollowEachOther()
{
    DeletionLogModel model(source());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QVERIFY(!model.canFetchMore({}));
    model.search(0, {});
    QCOMPARE(m_asked.size(), size_t(1));
    QVERIFY(!model.canFetchMore({})); // one question at a time
    m_asked[0].second(page(m_asked[0].first));
    QCOMPARE(model.rowCount(), DeletionLogModel::pageSize);
    while (model.canFetchMore({})) {
        model.fetchMore({});
        m_asked.back().second(page(m_asked.back().first));
    }
    QCOMPARE(m_asked.size(), size_t(3));
    QCOMPARE(model.rowCount(), m_inAll);
    for (int row = 0; row < m_inAll; ++row)
        QCOMPARE(model.entryAt(row).number, qint64(m_inAll - row));
}

void DeletionLogModelTest::aNewSearchForgetsTheOldOne()
{
    DeletionLogModel model(source());
    model.search(0, {});
    model.search(3, QStringLiteral("invoice"));
    QCOMPARE(m_asked.size(), size_t(2));
    QCOMPARE(m_asked[1].first.account, AccountId(3));
    QCOMPARE(m_asked[1].first.text, QStringLiteral("invoice"));
    m_asked[0].second(page(m_asked[0].first)); // too late
    QCOMPARE(model.rowCount(), 0);
    m_inAll = 2;
    m_asked[1].second(page(m_asked[1].first));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.canFetchMore({}));
}

void DeletionLogModelTest::anErrorEndsTheList()
{
    DeletionLogModel model(source());
    QSignalSpy failed(&model, &DeletionLogModel::loadFailed);
    model.search(0, {});
    m_asked[0].second(Error{ErrorCode::DiskFailed, {}, {}, {}, {}});
    QCOMPARE(failed.count(), 1);
    QVERIFY(!model.canFetchMore({}));
}

void DeletionLogModelTest::answersAreTold()
{
    DeletionLogModel model(source());
    model.search(0, {});
    std::vector<DeletionLogEntry> entries(3);
    for (int i = 0; i < 3; ++i)
        entries[size_t(i)].number = 3 - i;
    entries[0].settled = 5;
    entries[0].confirmed = true;
    entries[1].settled = 5;
    m_asked[0].second(entries);
    QSet<QString> answers;
    for (int row = 0; row < 3; ++row)
        answers.insert(model.index(row, DeletionLogModel::ConfirmedColumn).data().toString());
    QCOMPARE(answers.size(), 3);
}

QTEST_MAIN(DeletionLogModelTest)
#include "DeletionLogModelTest.moc"
