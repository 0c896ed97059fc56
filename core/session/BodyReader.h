// SPDX-License-Identifier: GPL-3.0-or-later
//
// BodyReader makes of a stored message what the reader shows: in the encoding that the user chose, with room
// for pictures that he has allowed, judged for the account that received it and by what he knows of who wrote
// it. It remembers his correspondents, which it reads from the store once and then brings up to date. Used in
// the reader's thread alone.
#pragma once

#include "Correspondents.h"
#include "Identifiers.h"
#include "MessageBody.h"
#include "ReadingConsent.h"
#include "Result.h"
#include "TrustContext.h"

#include <QHash>

#include <utility>
#include <vector>

class StoreReader;

class BodyReader
{
public:
    Result<MessageBody> read(StoreReader &store, MessageId message, RenderOptions options,
                             const std::vector<ReadingConsent> &consents,
                             const QHash<AccountId, TrustContext> &contexts);
    // Reads the next of the correspondents, some milliseconds' worth, so that the first message need not wait
    // for them. False when all are known.
    Result<bool> prepare(StoreReader &store);
    // Whether nobody has begun to prepare yet: true once.
    bool claimPreparation() { return !std::exchange(m_isClaimed, true); }

private:
    Result<TrustContext> contextOf(StoreReader &store, const MessageHeader &header, AccountId account,
                                   const QHash<AccountId, TrustContext> &contexts);

    Correspondents m_correspondents;
    bool m_isClaimed = false;
};
