// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageSelection is the messages that the words of a verb name: numbers, ranges like 10-20, and "-" for
// those that stand on standard input, so that the output of another verb can be piped into it. A value; only
// read() touches standard input, and waits for its end.
#pragma once

#include "Identifiers.h"

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

class MessageSelection
{
public:
    // What a selection means among the messages there are.
    struct Found {
        std::vector<MessageId> messages; // ascending, each once
        QStringList unknown;             // the words that mean none of them
    };

    // Nothing when a word is neither a number from 1 nor a range; `mistake` is that word.
    static std::optional<MessageSelection> read(const QStringList &words, QString &mistake);

    // `existing` is ascending. A range takes what there is of it.
    Found among(const std::vector<MessageId> &existing) const;

private:
    struct Range {
        MessageId first = 0;
        MessageId last = 0;
    };
    static std::optional<Range> rangeOf(const QString &word);
    std::vector<Range> m_ranges; // by their first
};
