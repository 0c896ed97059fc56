// SPDX-License-Identifier: GPL-3.0-or-later
#include "Compaction.h"

#include "Log.h"
#include "VaultCommit.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>

namespace
{
using Durability = Database::Durability;
constexpr qint64 worthwhilePercent = 40;
// A step copies as much as took a quarter of a second before: a sixteenth of the first one's bytes to
// fourfold.
constexpr qint64 stepMilliseconds = 250, leastPart = 16, mostTimes = 4;
// And it looks at no more records than this.
constexpr int mostRecords = 50000;

Result<bool> sameBytes(const DurableFile &one, qint64 oneAt, const DurableFile &other, qint64 otherAt,
                       qint64 length)
{
    constexpr qint64 chunkSize = 256 * 1024;
    QByteArray left(chunkSize, Qt::Uninitialized), right(chunkSize, Qt::Uninitialized);
    for (qint64 done = 0; done < length;) {
        const qint64 wanted = qMin(chunkSize, length - done);
        TRY(const qint64 first, one.readAt(oneAt + done, left.data(), wanted));
        TRY(const qint64 second, other.readAt(otherAt + done, right.data(), wanted));
        if (first != wanted || second != wanted ||
            !std::equal(left.cbegin(), left.cbegin() + wanted, right.cbegin()))
            return false;
        done += wanted;
    }
    return true;
}
} // namespace

Compaction::Compaction(Catalogue &catalogue, Vault &vault, WriteState writeState,
                       const QString &vaultDirectory, const QByteArray &storeId, StoreOptions options)
    : m_catalogue(catalogue), m_vault(vault), m_writeState(std::move(writeState)),
      m_directory(vaultDirectory), m_options(std::move(options)), m_reader(storeId), m_files(vaultDirectory),
      m_stepBytes(m_options.compactionStep)
{
}

bool Compaction::isWorthwhile(const SegmentEntry &segment, qint64 dead) const
{
    return segment.state == SegmentState::Sealed && dead * 100 >= segment.committed * worthwhilePercent;
}

std::vector<SegmentEntry> Compaction::candidates(CompactionWish wish,
                                                 const std::optional<std::set<int>> &among)
{
    const std::map<int, qint64> dead = m_catalogue.segments.deadBytes();
    std::vector<SegmentEntry> found;
    for (const SegmentEntry &segment : m_catalogue.segments.all()) {
        const auto bytes = dead.find(segment.number);
        if (bytes == dead.end() || segment.state == SegmentState::Retired ||
            m_leftAlone.contains(segment.number) || (among && !among->contains(segment.number)) ||
            (m_source && m_source->segment.number == segment.number))
            continue;
        if (wish == CompactionWish::Everything || isWorthwhile(segment, bytes->second))
            found.push_back(segment);
    }
    // What costs least first: on a full disk that makes the room which the others need.
    std::stable_sort(found.begin(), found.end(), [&](const SegmentEntry &a, const SegmentEntry &b) {
        return a.committed - dead.at(a.number) < b.committed - dead.at(b.number);
    });
    return found;
}

Result<Reclaimable> Compaction::reclaimable()
{
    return guard([&] {
        Reclaimable bytes;
        const std::map<int, qint64> dead = m_catalogue.segments.deadBytes();
        for (const SegmentEntry &segment : candidates(CompactionWish::Everything)) {
            bytes.all += dead.at(segment.number);
            if (isWorthwhile(segment, dead.at(segment.number)))
                bytes.worthwhile += dead.at(segment.number);
        }
        return bytes;
    });
}

Result<std::set<int>> Compaction::compactable()
{
    return guard([&] {
        std::set<int> numbers;
        for (const SegmentEntry &segment : candidates(CompactionWish::Everything))
            numbers.insert(segment.number);
        if (m_source)
            numbers.insert(m_source->segment.number);
        return numbers;
    });
}

qint64 Compaction::left(const std::vector<SegmentEntry> &waiting) const
{
    // A source that waits for its state to be written is not done with.
    qint64 bytes = m_source ? std::max<qint64>(1, m_source->segment.committed - m_source->position) : 0;
    for (const SegmentEntry &segment : waiting)
        bytes += segment.committed;
    return bytes;
}

Result<void> Compaction::choose(const std::vector<SegmentEntry> &found, CompactionStep &step)
{
    for (const SegmentEntry &segment : found) {
        auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, segment.number));
        if (file) {
            m_source.emplace(Source{segment, std::move(*file)});
            return {};
        }
        leaveAlone(segment.number, file.error(), step);
    }
    return {};
}

// Sealing is taken back with a batch that fails, and then more may have been appended: tombstones, of which
// no row tells.
Result<void> Compaction::forgetChangedSource()
{
    if (!m_source)
        return {};
    TRY(const auto all, guard([&] { return m_catalogue.segments.all(); }));
    const SegmentEntry &source = m_source->segment;
    const bool isSame = std::any_of(all.begin(), all.end(), [&](const SegmentEntry &segment) {
        return segment.number == source.number && segment.committed == source.committed &&
               segment.state != SegmentState::Retired;
    });
    if (!isSame)
        m_source.reset();
    return {};
}

Result<CompactionStep> Compaction::step(CompactionWish wish, const std::optional<std::set<int>> &among)
{
    QElapsedTimer timer;
    timer.start();
    CompactionStep step;
    CHECK(forgetChangedSource());
    if (!m_source) {
        TRY(step.removed, removeRetired()); // of an earlier attempt
        TRY(const auto found, guard([&] { return candidates(wish, among); }));
        CHECK(choose(found, step));
    }
    if (m_source) {
        m_vault.seal(m_source->segment.number);
        auto portion = gather();
        if (portion && !(portion->records.empty() && portion->state.empty())) {
            auto carried = carry(*portion);
            if (!carried && isSourceReadable(*portion))
                return tl::unexpected<Error>(std::move(carried.error()));
            if (!carried)
                portion = std::move(carried.error());
        }
        if (portion) {
            step.written = portion->bytes;
            m_source->position = portion->end;
            m_source->carried += portion->carried;
            m_source->dropped += portion->dropped;
            m_source->isStateWritten = m_source->isStateWritten && portion->state.empty();
            adapt(timer.elapsed());
        } else {
            leaveAlone(m_source->segment.number, portion.error(), step);
        }
    }
    if (m_source && m_source->position >= m_source->segment.committed)
        CHECK(finish(step));
    TRY(step.left, guard([&] { return left(candidates(wish, among)); }));
    return step;
}

// All that is needed of the source is elsewhere.
Result<void> Compaction::finish(CompactionStep &step)
{
    if (!m_source->isStateWritten) {
        TRY(const bool more, m_writeState());
        m_source->isStateWritten = !more;
        if (more)
            return {};
    }
    if (const auto emptied = checkEmptied(); !emptied) {
        leaveAlone(m_source->segment.number, emptied.error(), step);
        return {};
    }
    CHECK(retire());
    TRY(const qint64 removed, removeRetired());
    step.removed += removed;
    return {};
}

Result<Compaction::Portion> Compaction::gather()
{
    Portion portion;
    portion.end = m_source->position;
    const SegmentEntry &segment = m_source->segment;
    for (int looked = 0; looked < mostRecords && portion.end < segment.committed; ++looked) {
        if (portion.bytes >= m_stepBytes)
            break;
        TRY(auto header, m_reader.header(m_source->file, portion.end, segment.committed));
        const RecordPlace place{segment.number, portion.end, header.recordSize()};
        TRY(const bool needed, isNeeded(header, place, portion));
        if (!needed && (header.type == RecordType::Message || header.type == RecordType::Void))
            portion.dropped += place.length;
        portion.end += place.length;
        if (!needed)
            continue;
        portion.bytes += place.length;
        portion.records.push_back({std::move(header), nullptr, &m_source->file, place.offset});
    }
    return portion;
}

// What this version does not know goes along.
Result<bool> Compaction::isNeeded(const RecordHeader &header, const RecordPlace &place, Portion &portion)
{
    switch (header.type) {
    case RecordType::Message: {
        TRY(const auto stored, guard([&] { return m_catalogue.messages.stored(header.id); }));
        const bool needed = stored && stored->place == place;
        portion.carried += needed ? place.length : 0;
        return needed;
    }
    case RecordType::State: {
        auto state = StateRecord::decode(header.extra);
        if (state)
            portion.state.push_back(std::move(*state));
        return !state;
    }
    default:
        return header.type != RecordType::SegmentHead && header.type != RecordType::Void;
    }
}

Result<void> Compaction::carry(const Portion &portion)
{
    TRY(const auto places, m_vault.append(portion.records));
    if (auto checked = checkCopies(portion, places); !checked) {
        if (const auto undone = m_vault.rollBack(); !undone)
            checked.error().detail += QStringLiteral("; then ") + undone.error().detail;
        return checked;
    }
    return commitAppended(m_catalogue, m_vault, Durability::Full, [&] {
        for (const StateRecord &state : portion.state)
            m_catalogue.journal.markDirty(state);
        for (size_t i = 0; i < places.size(); ++i) {
            if (portion.records[i].header.type != RecordType::Message)
                continue;
            m_catalogue.messages.setPlace(portion.records[i].header.id, places[i]);
            m_catalogue.segments.addDead(m_source->segment.number, places[i].length);
        }
    });
}

// Each copy is read back before the catalogue relies on it. One of a damaged record is as damaged, byte for
// byte: verify goes on naming the message.
Result<void> Compaction::checkCopies(const Portion &portion, const std::vector<RecordPlace> &places)
{
    for (size_t i = 0; i < places.size(); ++i) {
        const RecordPlace &place = places[i];
        const VaultRecord &record = portion.records[i];
        TRY(const DurableFile *file, m_files.open(place.segment));
        TRY(const RecordHeader header, m_reader.header(*file, place.offset, place.offset + place.length));
        bool same = header == record.header;
        if (same && header.type == RecordType::Message && !m_reader.check(*file, place.offset, header)) {
            TRY(same, sameBytes(*file, place.offset, *record.source, record.sourceOffset, place.length));
            same = same && !m_reader.check(*record.source, record.sourceOffset, header);
        }
        if (!same)
            return failure(
                ErrorCode::DiskFailed,
                QStringLiteral("%1 at byte %2: not what was written").arg(file->path()).arg(place.offset));
    }
    return {};
}

// Tells a disk that cannot be written from one that cannot be read.
bool Compaction::isSourceReadable(const Portion &portion)
{
    QByteArray chunk(256 * 1024, Qt::Uninitialized);
    for (qint64 at = m_source->position; at < portion.end;) {
        const auto count =
            m_source->file.readAt(at, chunk.data(), qMin<qint64>(chunk.size(), portion.end - at));
        if (!count || *count <= 0)
            return false;
        at += *count;
    }
    return true;
}

// Whether the catalogue has heard of everything that is about to go.
Result<void> Compaction::checkEmptied()
{
    const int number = m_source->segment.number;
    TRY(const qint64 rows, guard([&] { return m_catalogue.messages.countIn(number); }));
    if (rows > 0)
        return failure(ErrorCode::Damaged,
                       QStringLiteral("%1 messages are not where the catalogue has them").arg(rows));
    TRY(const qint64 dead, guard([&] { return m_catalogue.segments.dead(number); }));
    if (m_source->dropped > dead - m_source->carried)
        return failure(ErrorCode::Damaged, QStringLiteral("it holds messages that nobody has removed"));
    return {};
}

Result<void> Compaction::retire()
{
    SegmentEntry segment = m_source->segment;
    segment.state = SegmentState::Retired;
    CHECK(commitAppended(m_catalogue, m_vault, Durability::Full, [&] { m_catalogue.segments.put(segment); }));
    m_source.reset();
    return {};
}

void Compaction::leaveAlone(int segment, const Error &reason, CompactionStep &step)
{
    const QString name = QFileInfo(Vault::segmentPath(m_directory, segment)).fileName();
    qCWarning(logStore) << "segment" << segment << "is not compacted:" << reason.detail;
    step.leftAlone += name + QStringLiteral(": ") + reason.detail;
    step.findings.push_back({StoreFinding::Kind::SegmentLeftAlone, step.leftAlone.back(), 0, 0, {}, name});
    m_leftAlone.insert(segment);
    m_source.reset();
}

Result<qint64> Compaction::removeRetired()
{
    TRY(const auto all, guard([&] { return m_catalogue.segments.all(); }));
    std::vector<int> retired;
    qint64 bytes = 0;
    for (const SegmentEntry &segment : all) {
        const QString path = Vault::segmentPath(m_directory, segment.number);
        const bool exists = QFileInfo::exists(path);
        // The newest number's row stays, so that the number is not used again.
        const bool isNewest = segment.number == all.back().number;
        if (segment.state != SegmentState::Retired || (isNewest && !exists))
            continue;
        m_files.closeAll();
        if (exists) {
            CHECK(DurableFile::remove(path, m_options.faults));
            bytes += segment.committed;
        }
        if (!isNewest)
            retired.push_back(segment.number);
    }
    if (bytes > 0 || !retired.empty())
        CHECK(DurableFile::syncDirectory(m_directory, m_options.faults));
    // Not before: a file that comes back would be taken for one that nobody knows.
    if (!retired.empty())
        CHECK(m_catalogue.transaction(Durability::Normal, [&] {
            for (const int number : retired)
                m_catalogue.segments.remove(number);
        }));
    return bytes;
}

void Compaction::adapt(qint64 milliseconds)
{
    if (milliseconds > stepMilliseconds)
        m_stepBytes = std::max(m_options.compactionStep / leastPart, m_stepBytes / 2);
    else if (milliseconds < stepMilliseconds / 2)
        m_stepBytes = std::min(m_options.compactionStep * mostTimes, m_stepBytes * 2);
}
