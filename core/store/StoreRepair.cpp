// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreRepair.h"

#include "CatalogueCheck.h"
#include "GapRepair.h"
#include "SegmentScan.h"
#include "StoreRecovery.h"

#include <QFileInfo>

#include <algorithm>

namespace
{
using Durability = Database::Durability;

using FindingKind = StoreFinding::Kind;

// `english` goes on after the message's name.
StoreFinding messageFinding(FindingKind kind, const MessageSummary &message, const QString &english)
{
    const QString name = QStringLiteral("Message %1 (\"%2\")").arg(message.id).arg(message.subject);
    return {kind, name + english, 0, message.id, message.subject};
}

StoreFinding countFinding(FindingKind kind, int count, const QString &english)
{
    return {kind, english.arg(count), count};
}

StoreFinding bytesFinding(FindingKind kind, int segment, const SegmentScan::Gap &gap, const char *english)
{
    const QString file = QFileInfo(Vault::segmentPath({}, segment)).fileName();
    const QString place = QStringLiteral("%1 at byte %2: ").arg(file).arg(gap.begin);
    const qint64 count = gap.end - gap.begin;
    return {kind, place + QString::fromLatin1(english).arg(count), count, 0, {}, file, gap.begin};
}
// Bytes that cannot be read may have been what says that a message was removed.
bool mayLackTombstones(const std::vector<StoreFinding> &found)
{
    return std::any_of(found.begin(), found.end(), [](const StoreFinding &finding) {
        return finding.kind == FindingKind::NoRecord || finding.kind == FindingKind::FileEndsEarly ||
               finding.kind == FindingKind::FileUnreadable;
    });
}
} // namespace

Result<RepairReport> StoreRepair::run(const VerifyReport &found)
{
    m_report = {};
    if (found.isCatalogueBroken) {
        m_report.addLeft({FindingKind::CatalogueDamaged,
                          QStringLiteral("The catalogue is damaged and has to be made anew from the mail.")});
        return std::move(m_report);
    }
    // What was removed stays away, also after the next repair: the bytes that cause the doubt stay as well.
    const bool isDoubtful = !found.unlisted.empty() && mayLackTombstones(found.findings);
    const int unlisted = int(found.unlisted.size());
    if (isDoubtful)
        m_report.addLeft(countFinding(
            FindingKind::MayBeRemoved, unlisted,
            QStringLiteral("%1 records may be messages that you removed, and are not listed again; "
                           "\"poplar-cli rebuild catalogue\" lists them.")));
    else
        CHECK(listAgain(found.unlisted));
    CHECK(goOn());
    TRY(const std::set<MessageId> mended, findCopies(found.damaged));
    for (const MessageSummary &message : found.damagedSummaries) {
        if (mended.contains(message.id))
            m_report.addRepaired(messageFinding(FindingKind::CopyUsed, message,
                                                QStringLiteral(" has an intact copy, which is used now.")));
        else if (message.id != 0)
            CHECK(wantAgain(message));
        CHECK(goOn());
    }
    CHECK(m_catalogue.transaction(Durability::Full, [&] {
        for (const StoreFinding &mended : CatalogueCheck(m_catalogue.connection()).mend())
            m_report.addRepaired(mended);
    }));
    CHECK(mendConversations(found.findings));
    if (!isDoubtful)
        CHECK(settleBytes(found.findings));
    leaveTheRest(found);
    return std::move(m_report);
}

Result<void> StoreRepair::goOn() const
{
    return m_cancellation.isCancelled() ? failure(ErrorCode::Cancelled) : Result<void>();
}

// What nothing above has mended or named.
void StoreRepair::leaveTheRest(const VerifyReport &found)
{
    const auto isUnlisted = [&found](MessageId message) {
        return std::any_of(found.unlisted.begin(), found.unlisted.end(),
                           [message](const VerifyReport::Unlisted &record) { return record.id == message; });
    };
    const bool staysUnread = !found.unlisted.empty() && mayLackTombstones(found.findings);
    for (const StoreFinding &finding : found.findings) {
        switch (finding.kind) {
        case FindingKind::FileEndsEarly:
        case FindingKind::FileUnreadable:
        case FindingKind::FileUnknown:
        case FindingKind::RemovedListed:
            m_report.addLeft(finding);
            break;
        case FindingKind::NotListed: // a whole record is listed again, or told of above
            if (!isUnlisted(finding.message))
                m_report.addLeft(finding);
            break;
        case FindingKind::NoRecord:
            if (staysUnread)
                m_report.addLeft(finding);
            break;
        default:
            break;
        }
    }
}

Result<void> StoreRepair::mendConversations(const std::vector<StoreFinding> &found)
{
    const bool isWrong = std::any_of(found.begin(), found.end(), [](const StoreFinding &finding) {
        return finding.kind == FindingKind::WrongConversations || finding.kind == FindingKind::Conversations;
    });
    qint64 mended = 0;
    if (isWrong)
        CHECK(m_catalogue.transaction(Durability::Full, [&] { mended = m_catalogue.threads.mend(); }));
    if (mended > 0)
        m_report.addRepaired(CatalogueCheck::conversationsMended(mended));
    return {};
}

Result<void> StoreRepair::settleBytes(const std::vector<StoreFinding> &found)
{
    std::set<int> segments;
    for (const StoreFinding &finding : found)
        if (finding.kind == FindingKind::NoRecord)
            segments.insert(finding.file.section(QLatin1Char('.'), 0, 0).toInt());
    for (const int segment : segments) {
        CHECK(goOn());
        TRY(const GapRepair::Outcome outcome, GapRepair(m_catalogue, m_directory, m_storeId).settle(segment));
        for (const SegmentScan::Gap &gap : outcome.settled)
            m_report.addRepaired(bytesFinding(FindingKind::BytesSetAside, segment, gap,
                                              "%1 bytes that are no record were set aside."));
        for (const SegmentScan::Gap &gap : outcome.holdingMail)
            m_report.addLeft(bytesFinding(FindingKind::BytesHoldMail, segment, gap,
                                          "%1 bytes are no record, but hold a message; they stay."));
        for (const SegmentScan::Gap &gap : outcome.tooShort)
            m_report.addLeft(
                bytesFinding(FindingKind::BytesLeft, segment, gap, "%1 bytes that are no record stay."));
    }
    return {};
}

Result<void> StoreRepair::listAgain(const std::vector<VerifyReport::Unlisted> &records)
{
    if (records.empty())
        return {};
    StoreRecovery recovery(m_catalogue, m_directory);
    TRY(m_report.messagesFound, recovery.enterAgain(m_storeId, records));
    if (m_report.messagesFound > 0)
        m_report.addRepaired(countFinding(FindingKind::ListedAgain, m_report.messagesFound,
                                          QStringLiteral("%1 messages are in the list again.")));
    if (const int left = int(records.size()) - m_report.messagesFound; left > 0)
        m_report.addLeft(countFinding(
            FindingKind::CopiesLeft, left,
            QStringLiteral("%1 records are copies of messages that are here; they do no harm.")));
    return {};
}

// A message may stand in the vault twice: after a failed write, or a compaction that was cut short.
Result<std::set<MessageId>> StoreRepair::findCopies(const std::vector<MessageId> &damaged)
{
    std::set<MessageId> mended;
    if (damaged.empty())
        return mended;
    const std::set<MessageId> wanted(damaged.begin(), damaged.end());
    RecordReader reader(m_storeId);
    for (const int number : Vault::segmentsIn(m_directory)) {
        const auto file = DurableFile::openForReading(Vault::segmentPath(m_directory, number));
        if (!file)
            continue;
        SegmentScan scan(*file, m_storeId, 0, file->size().value_or(0), SegmentScan::Depth::Headers);
        while (const auto record = scan.next()) {
            CHECK(goOn());
            const RecordHeader &header = record->header;
            if (header.type != RecordType::Message || !wanted.contains(header.id) ||
                mended.contains(header.id))
                continue;
            TRY(const auto stored, guard([&] { return m_catalogue.messages.stored(header.id); }));
            const RecordPlace place{number, record->offset, header.recordSize()};
            if (!stored || stored->sha256 != header.sha256 || stored->place == place ||
                !reader.check(*file, record->offset, header))
                continue;
            CHECK(m_catalogue.transaction(Durability::Full,
                                          [&] { m_catalogue.messages.setPlace(header.id, place); }));
            mended.insert(header.id);
        }
    }
    return mended;
}

// As if only its beginning were here: the next check fetches it whole, and it keeps folder, marks and tags.
Result<void> StoreRepair::wantAgain(const MessageSummary &message)
{
    return m_catalogue.transaction(Durability::Full, [&] {
        bool isOnServer = false;
        for (auto &[account, entry] : m_catalogue.ledger.ofMessage(message.id)) {
            if (entry.state == LedgerState::Gone)
                continue;
            isOnServer = true;
            entry.state = LedgerState::Partial;
            entry.wanted = true;
            entry.attempts = 0;
            m_catalogue.ledger.put(account, entry);
        }
        const auto marks = m_catalogue.messages.marks(message.id);
        if (!isOnServer || !marks) {
            m_report.addLeft(
                messageFinding(FindingKind::NotOnServer, message,
                               QStringLiteral(" is damaged, and is not on its server any more. If you have a "
                                              "backup, open the message from there.")));
            return;
        }
        m_catalogue.messages.setMarks(message.id, {marks->folder, marks->flags | Flag::Partial});
        m_report.wanted.push_back(message.id);
        m_report.addRepaired(
            messageFinding(FindingKind::FetchAgain, message,
                           QStringLiteral(" is damaged; the next check fetches it again from the server.")));
    });
}
