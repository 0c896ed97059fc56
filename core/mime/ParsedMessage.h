// SPDX-License-Identifier: GPL-3.0-or-later
//
// ParsedMessage is a message taken apart: what every reader of one begins with. It points into the bytes,
// which have to outlive it. One object belongs to one thread.
#pragma once

#include "BodyChoice.h"
#include "HeaderBlock.h"
#include "HeaderText.h"
#include "PartTree.h"
#include "Prescan.h"

class ParsedMessage
{
public:
    // `userCharset`, where it is not empty, goes before all labels of texts. Reads at most `most` octets.
    explicit ParsedMessage(QByteArrayView bytes, const QByteArray &userCharset = {},
                           qsizetype most = Prescan::maxSize)
        : scan(prescan(bytes, most)), header(scan.hasHeader ? HeaderBlock(scan.bytes) : HeaderBlock()),
          tree(scan.hasHeader ? PartTree(header, scan.bytes.sliced(header.size()), userCharset)
                              : PartTree(scan.bytes, userCharset)),
          text(header, tree.bodyCharset(), userCharset), choice(chooseBody(tree))
    {
    }
    ParsedMessage(const ParsedMessage &) = delete;
    ParsedMessage &operator=(const ParsedMessage &) = delete;

    const Prescan scan;
    const HeaderBlock header;
    const PartTree tree;
    const HeaderText text;
    const BodyChoice choice;
};
