// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailWriter.h"
#include "CorpusQueries.h"
#include "SearchQuery.h"
#include "Sha256.h"

#include <QTest>

#include <algorithm>
#include <set>

namespace
{
QByteArray hashOf(const CorpusOptions &options)
{
    const MailWriter writer(options);
    Sha256 hash;
    std::string bytes;
    for (std::int64_t number = 1; number <= options.count; ++number) {
        writer.write(writer.plan().message(number), bytes);
        hash.add(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    }
    return hash.finish();
}

std::vector<PlannedMessage> planned(const CorpusOptions &options)
{
    const MailPlan plan(options);
    std::vector<PlannedMessage> messages;
    for (std::int64_t number = 1; number <= options.count; ++number)
        messages.push_back(plan.message(number));
    return messages;
}

template <class Condition> double part(const std::vector<PlannedMessage> &messages, Condition condition)
{
    return double(std::count_if(messages.begin(), messages.end(), condition)) / double(messages.size());
}
} // namespace

class MailWriterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSameSeedGivesTheSameBytes();
    void aMessageIsTheSameWhenItIsMadeAlone();
    void sizesAreThoseOfRealMail();
    void partsOfTheMailAreAsAnnounced();
    void conversationsHaveOneBeginning();
    void linesEndInCrLfAndHeadersAreAscii();
    void eachQueryCanBeRead();
};

void MailWriterTest::theSameSeedGivesTheSameBytes()
{
    const CorpusOptions options{7, 300, CorpusOptions::Sizes::Real};
    const QByteArray hash = hashOf(options);
    QCOMPARE(hashOf(options), hash);
    QVERIFY(hashOf({8, 300, CorpusOptions::Sizes::Real}) != hash);
}

void MailWriterTest::aMessageIsTheSameWhenItIsMadeAlone()
{
    const CorpusOptions options{7, 200, CorpusOptions::Sizes::Light};
    const MailWriter all(options), alone(options);
    std::string bytes, again;
    for (std::int64_t number = 1; number <= 200; ++number)
        all.write(all.plan().message(number), bytes);
    alone.write(alone.plan().message(200), again);
    QCOMPARE(again, bytes);
}

void MailWriterTest::sizesAreThoseOfRealMail()
{
    const CorpusOptions options{42, 5'000, CorpusOptions::Sizes::Real};
    const MailWriter writer(options);
    std::vector<std::size_t> sizes;
    double sum = 0;
    std::string bytes;
    for (std::int64_t number = 1; number <= options.count; ++number) {
        writer.write(writer.plan().message(number), bytes);
        sizes.push_back(bytes.size());
        sum += double(bytes.size());
    }
    std::sort(sizes.begin(), sizes.end());
    const std::size_t median = sizes[sizes.size() / 2];
    QVERIFY2(median > 5'500 && median < 8'500, qPrintable(QString::number(median)));
    const double mean = sum / double(sizes.size());
    QVERIFY2(mean > 20'000 && mean < 45'000, qPrintable(QString::number(mean)));
}

void MailWriterTest::partsOfTheMailAreAsAnnounced()
{
    const auto messages = planned({42, 5'000, CorpusOptions::Sizes::Real});
    const auto near = [](double value, double wanted) { return qAbs(value - wanted) < 0.03; };
    QVERIFY(near(part(messages, [](const auto &m) { return m.parent != 0; }), 0.45));
    QVERIFY(near(part(messages, [](const auto &m) { return m.hasAttachment; }), 0.18));
    QVERIFY(near(part(messages, [](const auto &m) { return m.folder == CorpusFolder::Inbox; }), 0.60));
    QVERIFY(part(messages, [](const auto &m) { return m.parent > m.number; }) > 0.005);
    QVERIFY(part(messages, [](const auto &m) { return m.parent != 0 && m.references.empty(); }) > 0.02);
    QVERIFY(part(messages, [](const auto &m) { return m.tag != 0; }) > 0.02);
    for (std::size_t language = 0; language < Language::all().size(); ++language)
        QVERIFY(part(messages, [language](const auto &m) { return m.language == language; }) > 0.005);
    QVERIFY(std::is_sorted(messages.begin(), messages.end(),
                           [](const auto &a, const auto &b) { return a.received < b.received; }));
}

void MailWriterTest::conversationsHaveOneBeginning()
{
    const auto messages = planned({3, 3'000, CorpusOptions::Sizes::Brief});
    for (const PlannedMessage &message : messages) {
        QVERIFY(message.parent <= std::int64_t(messages.size()));
        const std::int64_t root =
            message.parent == 0 ? message.number : messages[std::size_t(message.parent - 1)].root;
        QCOMPARE(message.root, root);
        QCOMPARE(message.folder, messages[std::size_t(root - 1)].folder);
    }
}

void MailWriterTest::linesEndInCrLfAndHeadersAreAscii()
{
    const CorpusOptions options{5, 400, CorpusOptions::Sizes::Light};
    const MailWriter writer(options);
    std::string bytes;
    for (std::int64_t number = 1; number <= options.count; ++number) {
        writer.write(writer.plan().message(number), bytes);
        const std::size_t end = bytes.find("\r\n\r\n");
        QVERIFY(end != std::string::npos);
        QVERIFY(std::all_of(bytes.begin(), bytes.begin() + long(end),
                            [](char c) { return static_cast<signed char>(c) > 0; }));
        QVERIFY(QByteArray::fromStdString(bytes).replace("\r\n", "").indexOf('\n') < 0);
    }
}

void MailWriterTest::eachQueryCanBeRead()
{
    const MailWriter writer({42, 1'000, CorpusOptions::Sizes::Light});
    const auto queries = corpusQueries(writer, 40);
    std::set<std::string> classes;
    for (const CorpusQuery &query : queries) {
        classes.insert(query.kind);
        QVERIFY2(SearchQuery::parse(QString::fromStdString(query.query)), query.query.c_str());
        QVERIFY(!query.pattern.empty());
    }
    QCOMPARE(classes.size(), size_t(11));
}

QTEST_GUILESS_MAIN(MailWriterTest)
#include "MailWriterTest.moc"
