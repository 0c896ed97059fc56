// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreVerify reads the whole vault and holds it against its hashes and the catalogue, and the catalogue
// against itself: in one go, or a segment at a time, so that others get in between. Memory is bounded by one
// segment's rows, and 24 bytes for each message that was ever removed. Reader thread, while the store may go
// on writing: what was committed after the check began is not looked at.
#pragma once

#include "Cancellation.h"
#include "Database.h"
#include "SegmentScan.h"
#include "Vault.h"
#include "VerifyReport.h"

#include <functional>
#include <map>

class StoreVerify
{
public:
    using Progress = std::function<void(qint64 done, qint64 inAll)>;

    // Throws SQLite::Exception.
    StoreVerify(SQLite::Database &database, QString vaultDirectory, QByteArray storeId);

    // Cancelled; DiskFailed and so on only where the catalogue cannot be read.
    Result<VerifyReport> run(const Progress &progress, Cancellation &cancellation);

    // The same in steps: begin(), step() until it returns false, finish().
    Result<void> begin();
    // Goes through one segment; whether there is another one.
    Result<bool> step(const Progress &progress, Cancellation &cancellation);
    // What the whole is, and the catalogue by itself.
    Result<VerifyReport> finish(Cancellation &cancellation);
    const std::vector<MessageId> &damagedSoFar() const { return m_report.damaged; }

private:
    using Kind = StoreFinding::Kind;
    // A catalogue row by the offset of its record.
    struct Row {
        MessageId id = 0;
        qint64 length = 0;
        QByteArray sha256;
    };
    using Rows = std::map<qint64, Row>;
    // A record whose message has no row: removed, or a problem.
    struct Orphan {
        MessageId id = 0;
        qint64 offset = 0;
        int segment = 0;
        bool intact = false;
    };

    std::vector<SegmentEntry> segments();
    Rows rowsOf(const SegmentEntry &segment);
    Result<void> checkSegment(const SegmentEntry &segment);
    bool isInUse(int segment);
    void describeDamaged();
    void checkRecord(int segment, const SegmentScan::Record &record, Rows &rows);
    void checkOrphans(const std::vector<SegmentEntry> &segments);
    void collectNewTombstones(const std::vector<SegmentEntry> &before);
    void checkUnplaced(const std::vector<SegmentEntry> &segments);
    // `what` is the sentence, or what comes after file and offset.
    void problem(Kind kind, qint64 count, MessageId message, const QString &what);
    void problem(const QString &file, qint64 offset, Kind kind, qint64 count, MessageId message,
                 const QString &what);

    const QString m_directory;
    const QByteArray m_storeId;
    SQLite::Database &m_database;
    SQLite::Statement m_segments, m_rows, m_unplaced, m_hasRow, m_state;
    std::vector<SegmentEntry> m_all; // when it began
    size_t m_next = 0;               // of those
    VerifyReport m_report;
    std::vector<Orphan> m_orphans;
    std::vector<MessageId> m_tombstones;
    Progress m_progress;
    Cancellation *m_cancellation = nullptr;
    qint64 m_done = 0, m_inAll = 0;
};
