// SPDX-License-Identifier: GPL-3.0-or-later
//
// GapRepair settles bytes of a segment that are no record, so that verify need not name them for ever: after
// a power cut and the loss of the catalogue nobody can tell a batch that was never acknowledged from damage.
// They become void records, which keep their content, unless they may be of use: bytes to which a row of the
// catalogue points, or in which a whole message stands, stay as they are. Store thread.
#pragma once

#include "Catalogue.h"
#include "SegmentScan.h"

class GapRepair
{
public:
    struct Outcome {
        std::vector<SegmentScan::Gap> settled;
        std::vector<SegmentScan::Gap>
            holdingMail;                        // a message can be read there, and nothing says whose it is
        std::vector<SegmentScan::Gap> tooShort; // for a record, and something follows
        // Ranges of rows are in none of these: their messages are named as damaged.
    };

    GapRepair(Catalogue &catalogue, QString vaultDirectory, QByteArray storeId)
        : m_catalogue(catalogue), m_directory(std::move(vaultDirectory)), m_storeId(std::move(storeId))
    {
    }

    // All of a segment that the catalogue says is committed. A file that cannot be opened has none.
    Result<Outcome> settle(int segment);

private:
    Result<void> settleOne(const SegmentEntry &segment, const DurableFile &file, const SegmentScan::Gap &gap,
                           Outcome &outcome);
    Result<bool> makeVoid(int segment, const DurableFile &file, const SegmentScan::Gap &gap);
    Result<void> cut(SegmentEntry segment, const SegmentScan::Gap &gap);
    bool isPromised(int segment, const SegmentScan::Gap &gap);
    QByteArray saltOf(const DurableFile &file) const;

    Catalogue &m_catalogue;
    const QString m_directory;
    const QByteArray m_storeId;
};
