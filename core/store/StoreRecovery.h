// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreRecovery makes catalogue and vault agree when a profile is opened: records that the catalogue does not
// know are added, with their ledger rows, so that nothing is fetched twice; tombstones that it does not know
// are heeded; what a crash left behind the last whole record is cut. When the catalogue is new it takes in
// the whole vault; when it is an older copy, what came since. Then state records give folders, marks, tags
// and notes back. Store thread, before anything is written.
#pragma once

#include "Catalogue.h"
#include "SegmentFiles.h"
#include "SegmentScan.h"
#include "StateReplay.h"
#include "VerifyReport.h"

#include <set>

class StoreRecovery
{
public:
    // The setting "rebuilding", as long as the catalogue is behind the vault.
    enum class Mode {
        Usual = 0,    // it is at most one batch behind: more was never acknowledged
        Rebuild = 1,  // made from nothing
        Restored = 2, // an older copy
    };

    StoreRecovery(Catalogue &catalogue, const QString &vaultDirectory, const StoreOptions &options = {})
        : m_catalogue(catalogue), m_directory(vaultDirectory), m_options(options), m_files(vaultDirectory)
    {
    }

    // Settles the store's id: the catalogue's, else the vault's, else a new one.
    Result<QByteArray> storeId();
    // Returns the segment after which writing goes on. Cancelled: what was recovered stays, and the next
    // run() goes on.
    Result<SegmentEntry> run();

    int recovered() const { return m_recovered; }

    // Enters whole records of which the catalogue does not know, with their state, into a catalogue that is
    // in use; instead of run(). Returns how many are new.
    Result<int> enterAgain(const QByteArray &storeId, const std::vector<VerifyReport::Unlisted> &records);

private:
    struct Task {
        SegmentEntry segment; // as the catalogue knows it
        bool unknown = false; // the catalogue has no row of it
        qint64 fileSize = 0;
    };
    Result<std::vector<Task>> findTasks();
    Result<void> collect(const std::vector<Task> &tasks);
    Result<void> collect(const Task &task);
    Result<void> replayState();
    Result<void> advance(qint64 bytes);
    Result<void> recover(const Task &task);
    Result<void> removeSegment(int number);
    Result<void> cutTail(const Task &task, qint64 end);
    void addRecord(const Task &task, const SegmentScan::Record &record);
    void addTombstone(const RecordHeader &header);
    void enterLedger(const RecordHeader &header);
    FolderId folderOf(const RecordHeader &header);
    bool isFileGone(int segment) const;
    bool isWhole(const RecordPlace &place, const RecordHeader &header);
    bool isLost(const RecordPlace &place, const RecordHeader &header);
    Result<void> forgetEmptied();
    bool isCopy(const RecordHeader &header);
    Result<SegmentEntry> lastSegment();

    Catalogue &m_catalogue;
    const QString m_directory;
    QByteArray m_storeId;
    const StoreOptions m_options;
    SegmentFiles m_files;
    Mode m_mode = Mode::Usual;
    bool m_rebuilding = false; // the catalogue has nothing to hold the vault's end against
    std::set<MessageId> m_deleted;
    StateReplay m_state;
    qint64 m_done = 0, m_inAll = 0, m_told = 0; // bytes gone through
    std::set<int> m_emptied;                    // segments out of which messages were moved
    MessageId m_newestId = 0;
    int m_recovered = 0;
};
