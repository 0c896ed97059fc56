// SPDX-License-Identifier: GPL-3.0-or-later
//
// Vault appends records to the segments of a profile and makes them durable. It is the one writer: store
// thread only. What was appended counts when confirm() was called, after the catalogue has it; until then
// rollBack() takes it away again. Once confirmed, bytes never change.
#pragma once

#include "EncodedRecord.h"
#include "RecordHeader.h"
#include "StoreOptions.h"

#include <optional>
#include <vector>

struct RecordPlace {
    int segment = 0;
    qint64 offset = 0;
    qint64 length = 0; // of header and frame

    bool operator==(const RecordPlace &) const = default;
};

enum class SegmentState { Open = 1, Sealed = 2, Retired = 3 };

// What the catalogue notes of a segment.
struct SegmentEntry {
    int number = 0;
    qint64 committed = 0; // bytes
    SegmentState state = SegmentState::Open;

    bool operator==(const SegmentEntry &) const = default;
};

struct VaultRecord {
    RecordHeader header;
    const EncodedRecord *content = nullptr; // null for a record without a message
    // A record that is copied, byte for byte, from this place; null: none.
    const DurableFile *source = nullptr;
    qint64 sourceOffset = 0;
};

class Vault
{
public:
    // `storeId` is 16 bytes.
    Vault(QString directory, QByteArray storeId, StoreOptions options);

    static QString segmentPath(const QString &directory, int number);
    // The numbers of the segment files that exist, ascending.
    static std::vector<int> segmentsIn(const QString &directory);

    // Says where to go on: in `last` if it is open, else in a new segment after it.
    void resumeAfter(const SegmentEntry &last);

    // Appends the records and returns when they are durable, with their places in order. After an error
    // nothing of them is left, and after a failed sync the segment is not written to again.
    Result<std::vector<RecordPlace>> append(const std::vector<VaultRecord> &records);
    // The segments whose length or state differs from what was last confirmed; for the same transaction as
    // the rows of the records.
    std::vector<SegmentEntry> changedSegments() const;
    void confirm();
    // Nothing more is written to this segment.
    void seal(int segment);
    // An error means that the records may still be there: append() refuses until the store was opened anew,
    // which then takes them for what they are.
    Result<void> rollBack();

private:
    Result<void> appendAll(const std::vector<VaultRecord> &records, std::vector<RecordPlace> &places);
    Result<void> makeRoom(qint64 length);
    Result<void> beginSegment();
    Result<void> writeSpool(QTemporaryFile &spool, qint64 size);
    Result<void> writeCopy(const VaultRecord &record);
    Result<void> flush();
    Result<void> sync();
    void abandonSegment();

    const QString m_directory;
    const QByteArray m_storeId;
    const StoreOptions m_options;

    std::optional<DurableFile> m_file;       // of m_current
    SegmentEntry m_current;                  // its `committed` counts what is appended and not yet confirmed
    SegmentEntry m_confirmed;                // the same segment when the batch began
    std::vector<SegmentEntry> m_sealed;      // filled since the last confirm()
    std::optional<SegmentEntry> m_abandoned; // given up after a failed sync, until confirmed
    std::vector<int> m_created;              // since the last confirm()
    bool m_currentHasRecords = false;
    bool m_directoryChanged = false;
    bool m_syncFailed = false;
    bool m_broken = false; // what is on disk is not known any more
    QByteArray m_buffer;
};
