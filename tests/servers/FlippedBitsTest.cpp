// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "GeneratedMail.h"
#include "MessageStore.h"
#include "Reason.h"
#include "StoreOptions.h"
#include "StoreReader.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <map>
#include <set>

namespace
{

// A record as FORMAT.md describes it, read without the store's own code.
struct FormatRecord {
    enum class Type { Message = 1, Tombstone = 2, SegmentHead = 3, State = 4 };

    Type type = Type::Message;
    MessageId id = 0;
    qint64 begin = 0;
    qint64 headerEnd = 0;
    qint64 end = 0;
};

std::vector<FormatRecord> recordsOf(const QByteArray &segment)
{
    std::vector<FormatRecord> records;
    const char *const bytes = segment.constData();
    for (qint64 at = 0; at + 116 <= segment.size();) {
        if (qFromLittleEndian<quint32>(bytes + at) != 0x184D2A50 || segment.mid(at + 8, 4) != "PPR1")
            qFatal("byte %lld begins no record", at);
        FormatRecord record;
        record.type = static_cast<FormatRecord::Type>(bytes[at + 12]);
        record.id = qFromLittleEndian<qint64>(bytes + at + 24);
        record.begin = at;
        record.headerEnd = at + 8 + qFromLittleEndian<quint32>(bytes + at + 4);
        record.end = record.headerEnd + qFromLittleEndian<qint64>(bytes + at + 48);
        records.push_back(record);
        at = record.end;
    }
    return records;
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void copyFiles(const QString &from, const QString &to)
{
    if (!QDir().mkpath(to))
        qFatal("no directory");
    for (const QFileInfo &file : QDir(from).entryInfoList(QDir::Files))
        if (!QFile::copy(file.filePath(), to + u'/' + file.fileName()))
            qFatal("no copy");
}

} // namespace

// A hundred bits of the vault turn over: verify names the messages that they hit and no other, and everything
// else reads as it was received; also when the catalogue is made anew from what is left.
class FlippedBitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void verifyNamesWhatIsHitAndTheRestReads_data();
    void verifyNamesWhatIsHitAndTheRestReads();

private:
    static constexpr int messages = 2'000;

    QString path(const QString &name) const { return m_directory.filePath(name); }
    Result<void> fill(const QString &profile);
    // Turns `count` bits over in the profile's vault; returns the messages that were hit.
    std::set<MessageId> flip(const QString &profile, quint32 seed, int count) const;
    // The messages that read as they were received. Reports those that read otherwise.
    std::set<MessageId> readable(const QString &profile, QStringList &wrong) const;

    QTemporaryDir m_directory;
    std::map<MessageId, QByteArray> m_messages; // that were not removed
};

Result<void> FlippedBitsTest::fill(const QString &profile)
{
    StoreOptions options;
    options.segmentSize = 2 * 1024 * 1024; // so that there are a dozen heads to be hit
    TRY(const auto store, MessageStore::open(profile, options));
    TRY(const auto folders, store->ensureFolders(2));
    QDir().mkpath(MessageStore::spoolDirectory(profile));
    RecordEncoder encoder(MessageStore::spoolDirectory(profile));
    std::vector<NewMessage> batch;
    std::vector<QByteArray> texts;
    const auto store64 = [&]() -> Result<void> {
        TRY(const auto stored, store->add(std::exchange(batch, {})));
        for (size_t i = 0; i < stored.size(); ++i)
            m_messages[stored[i].id] = texts[i];
        texts.clear();
        return {};
    };
    for (int number = 1; number <= messages; ++number) {
        const QByteArray text = generatedMessage(number);
        encoder.begin(2, "uidl" + QByteArray::number(number), 1'700'000'000 + number, text.size());
        CHECK(encoder.append(text));
        NewMessage message;
        TRY(message.record, encoder.finish());
        message.summary.subject = QStringLiteral("number %1").arg(number);
        message.folder = folders.front().id;
        batch.push_back(std::move(message));
        texts.push_back(text);
        if (batch.size() == 64)
            CHECK(store64());
    }
    CHECK(store64());
    // State records and tombstones stand between the messages too.
    std::vector<MessageId> marked, removed;
    for (const auto &[id, text] : m_messages) {
        if (id % 3 == 0)
            marked.push_back(id);
        if (id % 50 == 0)
            removed.push_back(id);
    }
    CHECK(store->setFlags(marked, Flag::Read, {}));
    CHECK(store->remove(removed));
    for (const MessageId id : removed)
        m_messages.erase(id);
    return {};
}

void FlippedBitsTest::initTestCase()
{
    const auto filled = fill(path(QStringLiteral("whole")));
    QVERIFY2(filled, reason(filled));
    QStringList wrong;
    QCOMPARE(readable(path(QStringLiteral("whole")), wrong).size(), m_messages.size());
    QCOMPARE(wrong, QStringList());
}

std::set<MessageId> FlippedBitsTest::flip(const QString &profile, quint32 seed, int count) const
{
    struct Hit {
        QString file;
        FormatRecord record;
    };
    std::vector<Hit> mail, others;
    for (const QFileInfo &file :
         QDir(profile + QStringLiteral("/vault")).entryInfoList({QStringLiteral("*.seg")}))
        for (const FormatRecord &record : recordsOf(readAll(file.filePath()))) {
            // A removed message matters no more, and its tombstone is the one word of its removal.
            if (record.type == FormatRecord::Type::Message && m_messages.contains(record.id))
                mail.push_back({file.filePath(), record});
            if (record.type == FormatRecord::Type::SegmentHead || record.type == FormatRecord::Type::State)
                others.push_back({file.filePath(), record});
        }
    QRandomGenerator random(seed);
    std::set<MessageId> hit;
    for (int i = 0; i < count; ++i) {
        // Mostly anywhere in a message, as bytes are spread; some in headers, some in what is no message.
        const bool isOther = i % 10 == 9;
        const auto &from = isOther ? others : mail;
        const Hit &target = from[random.bounded(quint32(from.size()))];
        const qint64 end = i % 10 < 3 ? target.record.headerEnd : target.record.end;
        const qint64 at = target.record.begin + qint64(random.bounded(double(end - target.record.begin)));
        QFile file(target.file);
        char byte = 0;
        if (!file.open(QIODevice::ReadWrite) || !file.seek(at) || !file.getChar(&byte) || !file.seek(at) ||
            !file.putChar(char(byte ^ (1 << random.bounded(8)))))
            qFatal("no bit was turned over");
        if (!isOther)
            hit.insert(target.record.id);
    }
    return hit;
}

std::set<MessageId> FlippedBitsTest::readable(const QString &profile, QStringList &wrong) const
{
    std::set<MessageId> ids;
    const auto reader = StoreReader::open(profile);
    if (!reader) {
        wrong << QString::fromUtf8(reason(reader));
        return ids;
    }
    for (MessageId id = 1; id <= m_messages.rbegin()->first + 100; ++id) {
        const auto bytes = (*reader)->raw(id);
        if (!bytes)
            continue;
        const auto known = m_messages.find(id);
        if (known == m_messages.end())
            wrong << QStringLiteral("message %1 was removed, and is back").arg(id);
        else if (known->second != *bytes)
            wrong << QStringLiteral("message %1 reads, but not as it was received").arg(id);
        else
            ids.insert(id);
    }
    return ids;
}

void FlippedBitsTest::verifyNamesWhatIsHitAndTheRestReads_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<bool>("isCatalogueLost");
    for (const quint32 seed : {1, 2, 3}) {
        QTest::addRow("seed %u", seed) << seed << false;
        QTest::addRow("seed %u, without the catalogue", seed) << seed << true;
    }
}

void FlippedBitsTest::verifyNamesWhatIsHitAndTheRestReads()
{
    QFETCH(const quint32, seed);
    QFETCH(const bool, isCatalogueLost);
    const QString profile = path(QStringLiteral("seed%1-%2").arg(seed).arg(isCatalogueLost));
    copyFiles(path(QStringLiteral("whole/vault")), profile + QStringLiteral("/vault"));
    if (!isCatalogueLost)
        copyFiles(path(QStringLiteral("whole")), profile);
    const std::set<MessageId> hit = flip(profile, seed, 100);
    QVERIFY(hit.size() > 70);
    std::set<MessageId> whole;
    for (const auto &[id, text] : m_messages)
        if (!hit.contains(id))
            whole.insert(id);

    const CommandLine poplar(profile);
    const auto verified = poplar.run({QStringLiteral("verify"), QStringLiteral("--json")});
    QVERIFY2(verified.exitCode == 1, verified.output + verified.errors);
    const QJsonObject report = QJsonDocument::fromJson(verified.output).object();
    std::set<MessageId> named;
    for (const QJsonValue &id : report[QLatin1String("damaged")].toArray())
        named.insert(id.toInteger());
    // A message whose header is lost is unknown to a catalogue that was made anew.
    if (isCatalogueLost)
        QVERIFY(std::includes(hit.begin(), hit.end(), named.begin(), named.end()));
    else
        QCOMPARE(named, hit);
    QVERIFY2(!report[QLatin1String("problems")].toArray().isEmpty(), "heads and states were hit too");

    QStringList wrong;
    const std::set<MessageId> readableNow = readable(profile, wrong);
    QCOMPARE(wrong, QStringList());
    QCOMPARE(readableNow, whole);
    // The program itself, for some of each.
    for (const std::set<MessageId> *set : {&hit, static_cast<const std::set<MessageId> *>(&whole)}) {
        auto id = set->begin();
        for (int i = 0; i < 10; ++i, std::advance(id, 5)) {
            const auto shown =
                poplar.run({QStringLiteral("show"), QStringLiteral("--raw"), QString::number(*id)});
            QCOMPARE(shown.exitCode, set == &hit ? 1 : 0);
            QCOMPARE(shown.output, set == &hit ? QByteArray() : m_messages[*id]);
        }
    }
}

QTEST_GUILESS_MAIN(FlippedBitsTest)
#include "FlippedBitsTest.moc"
