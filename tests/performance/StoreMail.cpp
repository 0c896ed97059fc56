// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ingest as a check does it: store-mail FILE PROFILE [--delete PERCENT] stores the messages of a mail file in
// a new profile (summary, hash, compression, append, sync, catalogue and ledger; batches of 64), removes so
// many in a hundred again, and prints what it took as JSON. Written bytes and syncs are those of storing
// alone.
#include "IndexBeside.h"
#include "IndexedText.h"
#include "MailFile.h"
#include "MailIngest.h"
#include "SyncCount.h"

#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>

namespace
{
constexpr AccountId account = 2;
constexpr int removedPercent = 30;

class Stopwatch
{
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    const std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

struct Facts {
    qint64 messages = 0, bytes = 0, batches = 0;
    double seconds = 0;
    long syncs = 0;             // with the index: its own as well
    qint64 written = 0;         // to the disk; in the index's case with its own
    qint64 text = 0, index = 0; // octets of the indexed text in UTF-8, and of search.db
    double deleteSeconds = 0, compactSeconds = 0, longestStep = 0;
    qint64 reclaimed = 0;
};

// What this process has made the system write to its disks. Temporary files that were removed before they got
// there do not count.
qint64 writtenBytes()
{
    std::ifstream file("/proc/self/io");
    qint64 written = 0, value = 0;
    for (std::string name; file >> name >> value;) {
        if (name == "write_bytes:")
            written += value;
        else if (name == "cancelled_write_bytes:")
            written -= value;
    }
    return written;
}

Result<void> store(MailFile &mail, MailIngest &ingest, IndexBeside *index, Facts &facts)
{
    const long syncsBefore = syncCount();
    const qint64 writtenBefore = writtenBytes();
    const Stopwatch watch;
    for (std::string message; mail.next(message);) {
        ++facts.messages;
        facts.bytes += qint64(message.size());
        NewMessage added;
        added.ledger.listedSize = qint64(message.size());
        CHECK(ingest.add(QByteArrayView(message.data(), qsizetype(message.size())), account,
                         "u" + QByteArray::number(facts.messages), 1'700'000'000 + facts.messages,
                         std::move(added)));
    }
    CHECK(ingest.finish());
    if (index)
        CHECK(index->finish());
    facts.seconds = watch.seconds();
    facts.batches = ingest.batches();
    CHECK(ingest.store().checkpoint()); // what is in the write-ahead log is written twice, and counted so
    facts.syncs = syncCount() - syncsBefore;
    facts.written = writtenBytes() - writtenBefore;
    return {};
}

Result<void> removeSome(MessageStore &store, Facts &facts)
{
    std::vector<MessageId> messages;
    for (MessageId message = 1; message <= facts.messages; ++message)
        if (message * 61 % 100 < removedPercent)
            messages.push_back(message);
    const Stopwatch watch;
    CHECK(store.remove(messages));
    facts.deleteSeconds = watch.seconds();
    const Stopwatch whole;
    for (qint64 left = 1; left > 0;) {
        const Stopwatch one;
        TRY(const CompactionStep step, store.compact(CompactionWish::Everything));
        facts.longestStep = std::max(facts.longestStep, one.seconds());
        facts.reclaimed += step.removed;
        left = step.left;
    }
    facts.compactSeconds = whole.seconds();
    return {};
}

// How much there was to index, read from the same messages once more.
qint64 textOf(const std::string &path)
{
    MailFile mail = MailFile::forReading(path);
    qint64 octets = 0;
    for (std::string message; mail.next(message);) {
        const IndexedText text =
            indexedText(1, QByteArray::fromRawData(message.data(), qsizetype(message.size())));
        for (const QString *field : {&text.subject, &text.from, &text.to, &text.cc, &text.body,
                                     &text.fileNames, &text.attached, &text.list})
            octets += field->toUtf8().size();
    }
    return octets;
}

Result<void> run(const std::string &path, const QString &profile, const std::string &what, Facts &facts)
{
    MailFile mail = MailFile::forReading(path);
    if (!mail.isOpen())
        return failure(ErrorCode::NotFound, QString::fromStdString(path));
    std::unique_ptr<IndexBeside> index;
    {
        TRY(const auto ingest, MailIngest::open(profile, [&index](MessageId) {
                if (index)
                    index->wake();
            }));
        if (what == "index")
            index = std::make_unique<IndexBeside>(profile);
        CHECK(store(mail, *ingest, index.get(), facts));
        if (what == "delete")
            CHECK(removeSome(ingest->store(), facts));
    }
    if (index) {
        facts.index = QFileInfo(profile + QStringLiteral("/search.db")).size();
        facts.text = textOf(path);
    }
    return {};
}
} // namespace

int main(int argumentCount, char **arguments)
{
    const std::string what = argumentCount == 4 ? arguments[3] : "";
    if (argumentCount < 3 || argumentCount > 4 ||
        (argumentCount == 4 && what != "index" && what != "delete")) {
        std::fprintf(stderr, "usage: store-mail FILE PROFILE [index|delete]\n");
        return 2;
    }
    Facts facts;
    if (const auto done = run(arguments[1], QString::fromLocal8Bit(arguments[2]), what, facts); !done) {
        std::fprintf(stderr, "store-mail: %s\n", qPrintable(done.error().detail));
        return 1;
    }
    std::printf("{\"seconds\": %.4f, \"messages\": %lld, \"bytes\": %lld, \"batches\": %lld, \"syncs\": %ld, "
                "\"written\": %lld, \"index\": %lld, \"text\": %lld, \"delete\": %.4f, \"compact\": %.4f, "
                "\"step\": %.4f, \"reclaimed\": %lld}\n",
                facts.seconds, facts.messages, facts.bytes, facts.batches, facts.syncs, facts.written,
                facts.index, facts.text, facts.deleteSeconds, facts.compactSeconds, facts.longestStep,
                facts.reclaimed);
    return 0;
}
