// SPDX-License-Identifier: GPL-3.0-or-later
//
// BatchWriter stores a batch of new messages, or removes some for good: vault first, then one catalogue
// transaction with rows, ledger, counters and segment lengths. All or nothing. Store thread only.
#pragma once

#include "Catalogue.h"
#include "MessageStore.h"

#include <map>

class BatchWriter
{
public:
    BatchWriter(Catalogue &catalogue, Vault &vault) : m_catalogue(catalogue), m_vault(vault) {}

    Result<void> prepare(); // once, after recovery
    Result<std::vector<MessageSummary>> add(std::vector<NewMessage> &batch);
    Result<void> remove(const std::vector<MessageId> &messages);
    // Appends state records for a bounded part of what StateJournal has noted; whether more is waiting.
    Result<bool> writeState();
    // Folders may have been removed.
    void forgetFolders()
    {
        m_folders.clear();
        m_inboxes.clear();
    }

private:
    // What becomes of one message of the batch.
    struct Slot {
        NewMessage *message = nullptr;
        Folder folder;
        MessageId id = 0;
        bool collapsed = false; // `id` is the older copy
        // What is here of the partial message that it replaces.
        std::optional<MessageTable::Stored> replaced;
        RecordPlace place;
    };
    static Result<void> check(const NewMessage &message);
    Result<std::vector<Slot>> makeSlots(std::vector<NewMessage> &batch);
    Result<Folder> folderFor(const Slot &slot);
    Result<Folder> folder(FolderId id);
    std::optional<MessageTable::Stored> replacedBy(const NewMessage &message,
                                                   const std::vector<Slot> &earlier);
    std::optional<MessageId> equalMessage(const NewMessage &message, const std::vector<Slot> &earlier);
    static Flags flagsOf(const Slot &slot);
    static RecordHeader headerOf(const Slot &slot);
    void enter(Slot &slot);
    void enterLedger(const Slot &slot);
    void giveWay(const Slot &slot);
    void addTombstones(MessageId message, AccountId account, std::vector<VaultRecord> &records);
    template <class Work> Result<void> commit(Database::Durability durability, Work work);

    Catalogue &m_catalogue;
    Vault &m_vault;
    MessageId m_nextId = 1;
    std::map<FolderId, Folder> m_folders; // as far as asked for; counters are not looked at
    std::map<AccountId, Folder> m_inboxes;
};
