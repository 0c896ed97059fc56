// SPDX-License-Identifier: GPL-3.0-or-later
//
// Compaction gives the room of removed messages back to the disk. What a segment holds that is still needed
// is copied byte for byte to the vault's end; when copies and catalogue are durable the segment is retired,
// its file removed, and last its row in the catalogue. A crash at any point leaves every message whole and
// none back from the dead. Works in steps, each a whole change of its own, so that others get in between. A
// segment with anything in it that should not be there is left alone and named. Store thread only.
#pragma once

#include "Catalogue.h"
#include "CompactionStep.h"
#include "RecordReader.h"
#include "SegmentFiles.h"

#include <functional>
#include <optional>
#include <set>

class Compaction
{
public:
    // Writes a part of the state that is noted as changed into the vault; whether more is waiting.
    using WriteState = std::function<Result<bool>()>;

    Compaction(Catalogue &catalogue, Vault &vault, WriteState writeState, const QString &vaultDirectory,
               const QByteArray &storeId, StoreOptions options);

    Result<Reclaimable> reclaimable();
    // The segments that hold anything dead now.
    Result<std::set<int>> compactable();
    // Does one step, of about a quarter of a second, on these segments alone where they are given. After an
    // error everything is as it was before the step, or whole segments are retired whose files are still to
    // be removed: the next step or start does it.
    Result<CompactionStep> step(CompactionWish wish, const std::optional<std::set<int>> &among = {});
    // Segments that were left alone are looked at again: they were repaired.
    void lookAgain() { m_leftAlone.clear(); }
    // Removes the files of retired segments, and then their rows; returns how many bytes these were.
    Result<qint64> removeRetired();

private:
    // The segment at work.
    struct Source {
        SegmentEntry segment;
        DurableFile file;
        qint64 position = 0;        // up to here it was gone through
        qint64 carried = 0;         // bytes of messages that were copied
        qint64 dropped = 0;         // bytes of records that nobody needs
        bool isStateWritten = true; // what its state records said stands in newer ones
    };
    struct Portion {
        std::vector<VaultRecord> records;
        std::vector<StateRecord> state; // that is to be written anew
        qint64 bytes = 0;
        qint64 carried = 0, dropped = 0;
        qint64 end = 0; // in the source
    };
    bool isWorthwhile(const SegmentEntry &segment, qint64 dead) const;
    std::vector<SegmentEntry> candidates(CompactionWish wish, const std::optional<std::set<int>> &among = {});
    Result<void> choose(const std::vector<SegmentEntry> &found, CompactionStep &step);
    Result<void> forgetChangedSource();
    Result<Portion> gather();
    Result<bool> isNeeded(const RecordHeader &header, const RecordPlace &place, Portion &portion);
    Result<void> carry(const Portion &portion);
    Result<void> finish(CompactionStep &step);
    Result<void> checkCopies(const Portion &portion, const std::vector<RecordPlace> &places);
    bool isSourceReadable(const Portion &portion);
    Result<void> checkEmptied();
    Result<void> retire();
    void leaveAlone(int segment, const Error &reason, CompactionStep &step);
    qint64 left(const std::vector<SegmentEntry> &waiting) const;
    void adapt(qint64 milliseconds);

    Catalogue &m_catalogue;
    Vault &m_vault;
    const WriteState m_writeState;
    const QString m_directory;
    const StoreOptions m_options;
    RecordReader m_reader;
    SegmentFiles m_files; // of the copies
    std::optional<Source> m_source;
    std::set<int> m_leftAlone;
    qint64 m_stepBytes;
};
