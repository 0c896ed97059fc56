// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProfileMaker.h"
#include "MailWriter.h"
#include "SearchQuery.h"
#include "SearchRun.h"
#include "StoreReader.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

namespace
{
constexpr std::int64_t messageCount = 600;
const CorpusOptions options{11, messageCount, CorpusOptions::Sizes::Light};
} // namespace

class ProfileMakerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aMadeProfileVerifiesClean();
    void itHoldsTheBytesOfThePlan();
    void itsConversationsAreThoseOfThePlan();
    void itsMarksAndTagsAreThoseOfThePlan();
    void searchFindsEachTokenOnce();

private:
    const QTemporaryDir m_directory;
    const MailWriter m_writer{options};
    std::unique_ptr<StoreReader> m_reader;
};

void ProfileMakerTest::initTestCase()
{
    {
        auto maker = ProfileMaker::open(m_directory.path(), options);
        QVERIFY(maker);
        std::string bytes;
        for (std::int64_t number = 1; number <= messageCount; ++number) {
            const PlannedMessage message = m_writer.plan().message(number);
            m_writer.write(message, bytes);
            QVERIFY((*maker)->add(message, bytes));
        }
        QVERIFY((*maker)->finish());
    }
    auto reader = StoreReader::open(m_directory.path());
    QVERIFY(reader);
    m_reader = std::move(*reader);
}

void ProfileMakerTest::aMadeProfileVerifiesClean()
{
    Cancellation cancellation;
    const auto report = m_reader->verify([](qint64, qint64) {}, cancellation);
    QVERIFY(report);
    QCOMPARE(report->messages, qint64(messageCount));
    QVERIFY(report->damaged.empty());
    QCOMPARE(report->problems, QStringList());
}

void ProfileMakerTest::itHoldsTheBytesOfThePlan()
{
    std::string bytes;
    for (std::int64_t number = 1; number <= messageCount; number += 37) {
        m_writer.write(m_writer.plan().message(number), bytes);
        const auto stored = m_reader->raw(MessageId(number));
        QVERIFY(stored);
        QCOMPARE(*stored, QByteArray::fromStdString(bytes));
    }
}

void ProfileMakerTest::itsConversationsAreThoseOfThePlan()
{
    std::vector<MessageRow> rows;
    const auto folders = m_reader->folders();
    QVERIFY(folders);
    for (const Folder &folder : *folders) {
        ListQuery query;
        query.scope = ListQuery::Scope::Folder;
        query.folder = folder.id;
        const auto ofFolder = m_reader->rows(query);
        QVERIFY(ofFolder);
        rows.insert(rows.end(), ofFolder->begin(), ofFolder->end());
    }
    QCOMPARE(rows.size(), size_t(messageCount));
    std::set<std::pair<ThreadId, std::int64_t>> pairs;
    std::set<ThreadId> threads;
    std::set<std::int64_t> roots;
    for (const MessageRow &row : rows) {
        const std::int64_t root = m_writer.plan().message(row.id).root;
        pairs.insert({row.thread, root});
        threads.insert(row.thread);
        roots.insert(root);
    }
    QCOMPARE(threads.size(), roots.size());
    QCOMPARE(pairs.size(), roots.size());
}

void ProfileMakerTest::itsMarksAndTagsAreThoseOfThePlan()
{
    std::vector<MessageId> ids;
    for (std::int64_t number = 1; number <= messageCount; ++number)
        ids.push_back(MessageId(number));
    const auto summaries = m_reader->summaries(ids);
    QVERIFY(summaries);
    QCOMPARE(summaries->size(), ids.size());
    for (const MessageSummary &summary : *summaries) {
        const PlannedMessage message = m_writer.plan().message(summary.id);
        QCOMPARE(summary.flags.testFlag(Flag::Read), message.isRead);
        QCOMPARE(summary.flags.testFlag(Flag::Starred), message.isStarred);
        const QStringList tags =
            message.tag == 0 ? QStringList() : QStringList(QStringLiteral("Tag %1").arg(message.tag));
        QCOMPARE(summary.tags, tags);
        QCOMPARE(summary.flags.testFlag(Flag::HasAttachment), message.hasAttachment);
    }
}

void ProfileMakerTest::searchFindsEachTokenOnce()
{
    const auto run = SearchRun::open(m_directory.path());
    QVERIFY(run);
    for (std::int64_t number = 3; number <= messageCount; number += 10) {
        std::vector<MessageRow> found;
        Cancellation cancellation;
        const auto query = SearchQuery::parse(QString::fromStdString(MailWriter::token(number)));
        QVERIFY(query);
        const auto outcome = (*run)->run(
            *query, {},
            [&found](const std::vector<MessageRow> &rows) {
                found.insert(found.end(), rows.begin(), rows.end());
            },
            [](const SearchProgress &) {}, cancellation);
        QVERIFY(outcome);
        QCOMPARE(outcome->read, qint64(0)); // all of it is in the index
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found.front().id, MessageId(number));
    }
}

QTEST_GUILESS_MAIN(ProfileMakerTest)
#include "ProfileMakerTest.moc"
