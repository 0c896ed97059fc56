// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartScan splits the bytes of one multipart or message into parts, line by line, with the boundaries of all
// open multiparts in view (RFC 2046 §5.1). It adds what it finds to the tree and lives as long as one scan.
#pragma once

#include "PartTree.h"

class PartScan
{
public:
    // `content` is the body of part `root`, which is in the tree already.
    PartScan(PartTree &tree, int root, QByteArrayView content);
    void run();

private:
    struct Frame {
        int part;
        QByteArray boundary; // empty for a message, which ends with what it is in
        bool hasEnded = false;
    };

    void open(int part, qsizetype start);
    void openChild(int parent, qsizetype start);
    qsizetype nextDelimiter(qsizetype from) const;
    // The index of the open multipart that `line` delimits, or -1; `isEnd` tells whether it closes it.
    int frameOf(QByteArrayView line, bool &isEnd) const;
    void closeAbove(int frame, qsizetype end);
    void close(int part, qsizetype end);

    PartTree &m_tree;
    const int m_root;
    const QByteArrayView m_bytes;
    std::vector<Frame> m_frames;
    int m_leaf = -1;    // the part that is being read and has no frame
    qsizetype m_at = 0; // the start of a line
};
