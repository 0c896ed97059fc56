// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreRepair mends what StoreVerify found, as far as it can be mended: tables that contradict each other,
// messages without a row (unless what says that they were removed
// may be lost), rows that point to the wrong copy, bytes that are no record. A damaged message
// keeps its row; where the server still has it, it is marked to be fetched again whole. Store thread.
#pragma once

#include "Cancellation.h"
#include "Catalogue.h"
#include "SegmentFiles.h"
#include "StoreOptions.h"
#include "VerifyReport.h"

#include <set>

class StoreRepair
{
public:
    StoreRepair(Catalogue &catalogue, QString vaultDirectory, QByteArray storeId,
                const Cancellation &cancellation)
        : m_catalogue(catalogue), m_directory(std::move(vaultDirectory)), m_storeId(std::move(storeId)),
          m_cancellation(cancellation)
    {
    }

    // Cancelled between two repairs, each of which is whole.
    Result<RepairReport> run(const VerifyReport &found);

private:
    Result<void> listAgain(const std::vector<VerifyReport::Unlisted> &records);
    Result<std::set<MessageId>> findCopies(const std::vector<MessageId> &damaged);
    Result<void> wantAgain(const MessageSummary &message);
    Result<void> settleBytes(const std::vector<StoreFinding> &found);
    void leaveTheRest(const VerifyReport &found);
    Result<void> goOn() const;
    Result<void> mendConversations(const std::vector<StoreFinding> &found);

    Catalogue &m_catalogue;
    const QString m_directory;
    const QByteArray m_storeId;
    const Cancellation &m_cancellation;
    RepairReport m_report;
};
