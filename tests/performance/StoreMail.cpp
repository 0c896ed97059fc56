// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ingest as a check does it: store-mail FILE PROFILE [--delete PERCENT] stores the messages of a mail file in
// a new profile (summary, hash, compression, append, sync, catalogue and ledger; batches of 64), removes so
// many in a hundred again, and prints what it took as JSON. Written bytes and syncs are those of storing
// alone.
#include "MailFile.h"
#include "MailIngest.h"
#include "SyncCount.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace
{
constexpr AccountId account = 2;

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
    qint64 messages = 0, bytes = 0, batches = 0, written = 0;
    long syncs = 0;
    double seconds = 0, deleteSeconds = 0;
};

// What this process has made the system write to its disks.
qint64 writtenBytes()
{
    std::ifstream file("/proc/self/io");
    for (std::string name; file >> name;) {
        qint64 value = 0;
        file >> value;
        if (name == "write_bytes:")
            return value;
    }
    return 0;
}

Result<void> store(MailFile &mail, MailIngest &ingest, Facts &facts)
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
    facts.seconds = watch.seconds();
    facts.batches = ingest.batches();
    CHECK(ingest.store().checkpoint()); // what is in the write-ahead log is written twice, and counted so
    facts.syncs = syncCount() - syncsBefore;
    facts.written = writtenBytes() - writtenBefore;
    return {};
}

Result<void> removeSome(MessageStore &store, int percent, Facts &facts)
{
    std::vector<MessageId> messages;
    for (MessageId message = 1; message <= facts.messages; ++message)
        if (message * 61 % 100 < percent)
            messages.push_back(message);
    const Stopwatch watch;
    CHECK(store.remove(messages));
    facts.deleteSeconds = watch.seconds();
    return {};
}

Result<void> run(MailFile &mail, const QString &profile, int percent, Facts &facts)
{
    TRY(const auto ingest, MailIngest::open(profile));
    CHECK(store(mail, *ingest, facts));
    if (percent > 0)
        CHECK(removeSome(ingest->store(), percent, facts));
    return {};
}
} // namespace

int main(int argumentCount, char **arguments)
{
    const bool deletes = argumentCount == 5 && std::string(arguments[3]) == "--delete";
    if (argumentCount != 3 && !deletes) {
        std::fprintf(stderr, "usage: store-mail FILE PROFILE [--delete PERCENT]\n");
        return 2;
    }
    MailFile mail = MailFile::forReading(arguments[1]);
    if (!mail.isOpen()) {
        std::perror(arguments[1]);
        return 1;
    }
    Facts facts;
    if (const auto done =
            run(mail, QString::fromLocal8Bit(arguments[2]), deletes ? std::atoi(arguments[4]) : 0, facts);
        !done) {
        std::fprintf(stderr, "store-mail: %s\n", qPrintable(done.error().detail));
        return 1;
    }
    std::printf("{\"seconds\": %.4f, \"messages\": %lld, \"bytes\": %lld, \"batches\": %lld, \"syncs\": %ld, "
                "\"written\": %lld, \"delete\": %.4f}\n",
                facts.seconds, facts.messages, facts.bytes, facts.batches, facts.syncs, facts.written,
                facts.deleteSeconds);
    return 0;
}
