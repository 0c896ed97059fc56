// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailboxListing.h"

#include "FetchPlan.h"
#include "HeaderIntake.h"
#include "HeaderReading.h"
#include "MessageSink.h"

#include <QSet>

#include <algorithm>

using Marks = Pop3Mailbox::Marks;

namespace
{
// Of a beginning; a server that sends more than the lines asked for is broken off.
constexpr qsizetype longestBeginning = 256 * 1024;

class BeginningIntake final : public Pop3BodySink
{
public:
    Result<void> begin(int) override { return {}; }
    Result<void> append(QByteArrayView more) override
    {
        if (bytes.size() + more.size() > longestBeginning) {
            isTooLarge = true;
            return failure(ErrorCode::Unsupported);
        }
        bytes.append(more);
        return {};
    }
    Result<void> end(int) override { return {}; }
    Result<void> refused(int, const Error &error) override
    {
        refusal = error;
        return {};
    }

    QByteArray bytes;
    bool isTooLarge = false;
    std::optional<Error> refusal;
};
} // namespace

Result<void> MailboxListing::list()
{
    TRY(const Ledger ledger, m_sink.ledger(m_account));
    TRY(const Pop3Listing listing, m_mailbox.listing());
    m_hasUidl = listing.hasUidl;
    FetchPlan plan = FetchPlan::make(listing, ledger, {}, m_clock.now());
    CHECK(identify(plan, listing, ledger));

    QSet<Identity> known;
    for (const LedgerEntry &entry : ledger)
        known.insert({entry.uidl, entry.occurrence});
    std::vector<LedgerEntry> changes = std::move(plan.ledgerChanges);
    for (const FetchPlan::Row &row : plan.rows) {
        m_entries.insert(row.entry.number, row.entry);
        if (row.ledger.uidl.isEmpty())
            continue; // without a name there is nothing to remember it by
        const Identity name(row.ledger.uidl, row.ledger.occurrence);
        m_numbers.insert(name, row.entry.number);
        if (row.ledger.state == LedgerState::New && !known.contains(name))
            changes.push_back(row.ledger);
    }
    if (!changes.empty())
        CHECK(m_sink.updateLedger(m_account, changes));
    return m_sink.listed(m_account, m_clock.now());
}

// Messages that UIDL alone does not tell are told by their headers, as a check tells them.
Result<void> MailboxListing::identify(FetchPlan &plan, const Pop3Listing &listing, const Ledger &ledger)
{
    const auto doubtful = plan.entries(FetchPlan::Action::Identify);
    if (doubtful.empty())
        return {};
    HeaderIntake headers([](int) {});
    const auto read = m_mailbox.top(doubtful, 0, headers, Marks::Behind);
    if (!read && read.error().code != ErrorCode::Unsupported)
        return tl::unexpected<Error>(read.error());
    plan = FetchPlan::make(listing, ledger, {}, m_clock.now(), {true, headers.fingerprints()});
    return {};
}

Result<void> MailboxListing::readHeaders(const std::vector<Identity> &messages, const Told &told)
{
    std::vector<Pop3Listing::Entry> entries;
    QHash<int, Identity> names;
    for (const Identity &message : messages) {
        const int number = m_numbers.value(message);
        if (number == 0)
            continue;
        entries.push_back(m_entries.value(number));
        names.insert(number, message);
    }
    if (entries.empty())
        return {};
    HeaderReading reading(m_clock.now(), [&](int number, ServerHeader header) {
        const Identity name = names.value(number);
        header.uidl = name.first;
        header.occurrence = name.second;
        told(header);
    });
    const auto read = m_mailbox.top(entries, 0, reading, Marks::Behind);
    m_isBrokenOff = m_isBrokenOff || reading.isTooLarge();
    return read;
}

Result<QByteArray> MailboxListing::beginning(const Identity &message, int lines)
{
    const int number = m_numbers.value(message);
    if (number == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("not on the server any more"));
    BeginningIntake intake;
    const auto read = m_mailbox.top({m_entries.value(number)}, lines, intake, Marks::Behind);
    if (intake.isTooLarge) {
        m_isBrokenOff = true;
        return intake.bytes;
    }
    CHECK(read);
    if (intake.refusal)
        return *intake.refusal;
    return intake.bytes;
}
