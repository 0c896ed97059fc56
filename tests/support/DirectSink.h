// SPDX-License-Identifier: GPL-3.0-or-later
//
// DirectSink is a MessageSink straight into a MessageStore, without threads. It writes down what it was asked
// to do and can fail at the n-th operation. Header-only: needs core/sync and core/store.
#pragma once

#include "MessageSink.h"
#include "MessageStore.h"

#include <QStringList>

class DirectSink final : public MessageSink
{
public:
    explicit DirectSink(MessageStore &store) : m_store(store) {}

    int failAt = -1; // the operation with this number fails with DiskFull, counted from 0 over all functions
    bool copiesAreDamaged = false;
    std::function<void()> afterStore;   // when a batch is durable
    std::function<void()> beforeVerify; // when copies are about to be read back
    QStringList operations;

    Result<std::vector<LedgerEntry>> ledger(AccountId account) override
    {
        CHECK(next(QStringLiteral("ledger")));
        return m_store.ledger(account);
    }

    Result<void> store(std::vector<NewMessage> batch) override
    {
        CHECK(next(QStringLiteral("store")));
        TRY(const auto added, m_store.add(std::move(batch)));
        Q_UNUSED(added)
        if (afterStore)
            afterStore();
        return {};
    }

    Result<void> flush() override { return next(QStringLiteral("flush")); }

    Result<void> verifyStored(const std::vector<MessageId> &messages) override
    {
        CHECK(next(QStringLiteral("verify")));
        if (beforeVerify)
            beforeVerify();
        if (copiesAreDamaged)
            return failure(ErrorCode::Damaged);
        return m_store.verifyStored(messages);
    }

    Result<void> updateLedger(AccountId account, const std::vector<LedgerEntry> &entries) override
    {
        CHECK(next(QStringLiteral("update")));
        return m_store.updateLedger(account, entries);
    }

    Result<std::vector<LocalPlace>> places(AccountId account) override
    {
        CHECK(next(QStringLiteral("places")));
        return m_store.places(account);
    }

    Result<void> deletionsSent(AccountId account, const std::vector<LedgerDeletion> &deletions) override
    {
        CHECK(next(QStringLiteral("deletions")));
        return m_store.deletionsSent(account, deletions);
    }

    Result<void> listed(AccountId account, qint64 now) override
    {
        CHECK(next(QStringLiteral("listed")));
        return m_store.listed(account, now);
    }

private:
    Result<void> next(const QString &name)
    {
        operations.append(name);
        if (operations.size() - 1 == failAt)
            return failure(ErrorCode::DiskFull, name);
        return {};
    }

    MessageStore &m_store;
};
