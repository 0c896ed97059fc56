// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreRecovery makes catalogue and vault agree when a profile is opened: records that the catalogue does not
// know are added, with their ledger rows, so that nothing is fetched twice; tombstones that it does not know
// are heeded; what a crash left behind the last whole record is cut. When the catalogue is new it takes in
// the whole vault. Store thread, before anything is written.
#pragma once

#include "Catalogue.h"
#include "SegmentScan.h"

#include <set>

class StoreRecovery
{
public:
    StoreRecovery(Catalogue &catalogue, QString vaultDirectory)
        : m_catalogue(catalogue), m_directory(std::move(vaultDirectory))
    {
    }

    // Settles the store's id: the catalogue's, else the vault's, else a new one.
    Result<QByteArray> storeId();
    // Returns the segment after which writing goes on.
    Result<SegmentEntry> run();

    int recovered() const { return m_recovered; }

private:
    struct Task {
        SegmentEntry segment; // as the catalogue knows it
        bool unknown = false; // the catalogue has no row of it
        qint64 fileSize = 0;
    };
    Result<std::vector<Task>> findTasks();
    Result<void> collectTombstones(const Task &task);
    Result<void> recover(const Task &task);
    Result<void> removeSegment(int number);
    Result<void> cutTail(const Task &task, qint64 end);
    void addRecord(const Task &task, const SegmentScan::Record &record);
    void addTombstone(const RecordHeader &header);
    void enterLedger(const RecordHeader &header);
    FolderId folderOf(const RecordHeader &header);
    bool isCopy(const RecordHeader &header);
    Result<SegmentEntry> lastSegment();

    Catalogue &m_catalogue;
    const QString m_directory;
    QByteArray m_storeId;
    bool m_rebuilding = false; // the catalogue has nothing to hold the vault against
    std::set<MessageId> m_deleted;
    MessageId m_newestId = 0;
    int m_recovered = 0;
};
