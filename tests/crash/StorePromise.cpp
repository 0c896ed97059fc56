// SPDX-License-Identifier: GPL-3.0-or-later
#include "StorePromise.h"

#include <algorithm>

namespace
{
template <class T> QString failureOf(const char *what, const Result<T> &result)
{
    return QString::fromLatin1(what) + QStringLiteral(": ") + errorCodeName(result.error().code) +
           QLatin1Char(' ') + result.error().detail;
}

template <class Map> const typename Map::mapped_type *find(const Map &map, const typename Map::key_type &key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}
} // namespace

namespace
{
QString wordsOf(const LedgerEntry *row)
{
    return row ? QStringLiteral(
                     "{state %1, choice %2, wanted %3, attempts %4, message %5, seen %6, trouble %7}")
                     .arg(int(row->state))
                     .arg(int(row->choice))
                     .arg(row->wanted)
                     .arg(row->attempts)
                     .arg(row->message)
                     .arg(row->lastSeen)
                     .arg(row->trouble)
               : QStringLiteral("nothing");
}
} // namespace

Result<StorePromise::Profile> StorePromise::open(const StoreFixture &profile)
{
    Profile found;
    TRY(found.store, MessageStore::open(profile.path(), profile.options));
    TRY(found.reader, StoreReader::open(profile.path()));
    TRY(const auto places, found.store->places(account));
    TRY(const auto ledger, found.store->ledger(account));
    for (const LocalPlace &place : places)
        found.here[place.message] = place.starred;
    for (const LedgerEntry &entry : ledger)
        found.rows[entry.uidl] = entry;
    return found;
}

QStringList StorePromise::brokenIn(const StoreFixture &fixture, const StorePromise &next, Opened opened) const
{
    const bool rebuilt = opened != Opened::AsItIs;
    const auto profile = open(fixture);
    if (!profile)
        return {failureOf("open", profile)};
    QStringList lacks;
    checkMessages(*profile, next, rebuilt, lacks);
    // A rebuild knows nothing of what was never fetched, of the user's choices and of the deletion log; and
    // what is damaged it keeps until a repair, for it cannot know whether it was promised.
    if (rebuilt) {
        checkRepair(*profile, lacks);
        checkMessages(*profile, next, rebuilt, lacks);
    } else {
        checkLedger(*profile, next, lacks);
        checkWhole(*profile, lacks);
    }
    const auto added = profile->store->add(batchOf(fixture.message("after the cut", "later", account)));
    if (!added || added->size() != 1 || !profile->store->verifyStored({added->front().id}))
        lacks += QStringLiteral("nothing can be added");
    return lacks;
}

void StorePromise::checkMessages(const Profile &profile, const StorePromise &next, bool rebuilt,
                                 QStringList &lacks) const
{
    for (const auto &[uidl, message] : present) {
        const QString name = QStringLiteral("message %1 ").arg(message.id);
        const Message *later = find(next.present, uidl);
        const LedgerEntry *row = find(profile.rows, uidl);
        if (!row || row->message != message.id)
            lacks += name + QStringLiteral("has no ledger row");
        const bool *star = find(profile.here, message.id);
        if (!star && !later)
            continue;
        const auto raw = profile.reader->raw(message.id);
        if (!raw)
            lacks += failureOf("message", raw);
        else if (*raw != message.raw && !(later && *raw == later->raw))
            lacks += name + QStringLiteral("has other bytes");
        const bool isSettled = later && later->starred == message.starred && (message.isWritten || !rebuilt);
        if (star && isSettled && *star != message.starred)
            lacks += name + QStringLiteral("has lost its star, or not");
    }
    for (const MessageId id : removed)
        if (profile.here.count(id) > 0 || profile.reader->raw(id))
            lacks += QStringLiteral("message %1 came back").arg(id);
}

void StorePromise::checkLedger(const Profile &profile, const StorePromise &next, QStringList &lacks) const
{
    for (const auto &[uidl, row] : rows) {
        const LedgerEntry *found = find(profile.rows, uidl), *later = find(next.rows, uidl);
        if (!found || (*found != row && !(later && *found == *later)))
            lacks += QStringLiteral("the ledger's row of %1 is not what it was: %2, not %3 or %4")
                         .arg(QString::fromLatin1(uidl), wordsOf(found), wordsOf(&row), wordsOf(later));
    }
    std::map<qint64, DeletionLogEntry> log;
    const auto all = profile.reader->deletions({});
    for (const DeletionLogEntry &entry : all.value_or(std::vector<DeletionLogEntry>()))
        log[entry.number] = entry;
    for (const auto &[number, entry] : deletions) {
        const DeletionLogEntry *found = find(log, number), *later = find(next.deletions, number);
        if (!found || (*found != entry && !(later && *found == *later)))
            lacks += QStringLiteral("entry %1 of the deletion log is not what it was").arg(number);
    }
}

// Loud about anything at all: what a cut leaves of batches that nobody was promised is no reason to worry.
void StorePromise::checkWhole(const Profile &profile, QStringList &lacks)
{
    Cancellation never;
    const auto report = profile.reader->verify({}, never);
    if (!report)
        lacks += failureOf("verify", report);
    else if (!report->isWhole())
        lacks += QStringLiteral("verify: %1 damaged; ").arg(report->damaged.size()) +
                 report->problems.join(QStringLiteral("; "));
}

// A repair settles the bytes that are no record, but for those in which a message can be read.
void StorePromise::checkRepair(const Profile &profile, QStringList &lacks)
{
    Cancellation never;
    const auto found = profile.reader->verify({}, never);
    if (!found)
        return lacks.append(failureOf("verify", found));
    const auto repaired = profile.store->repair(*found);
    if (!repaired)
        return lacks.append(failureOf("repair", repaired));
    const auto after = profile.reader->verify({}, never);
    if (!after)
        return lacks.append(failureOf("verify", after));
    const auto isLeft = [&](const StoreFinding &finding) {
        return std::any_of(repaired->remaining.begin(), repaired->remaining.end(),
                           [&](const StoreFinding &left) {
                               return left.kind == StoreFinding::Kind::BytesHoldMail &&
                                      left.file == finding.file && left.offset == finding.offset;
                           });
    };
    for (const StoreFinding &finding : after->findings)
        if (finding.kind == StoreFinding::Kind::NoRecord && !isLeft(finding))
            lacks += QStringLiteral("after the repair: ") + finding.english;
}
