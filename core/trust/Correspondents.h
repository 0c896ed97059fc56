// SPDX-License-Identifier: GPL-3.0-or-later
//
// Correspondents are those who have written to the user often, to be found by what a deceiver would borrow
// from them: their name, or a domain that looks like theirs. Who is new and comes with either is told; who
// has been known for long is not, and neither are two addresses of one company. A value, some hundred octets
// for each; not shared between threads.
#pragma once

#include "SenderCount.h"

#include <QHash>
#include <QString>

#include <vector>

class Correspondents
{
public:
    static constexpr int often = 3;                       // messages
    static constexpr qint64 longTime = 30 * 24 * 60 * 60; // seconds

    // Whether a sender of whom so much has come is still a stranger, when a message of this date comes.
    static bool isNew(const SenderCount &sender, qint64 date);

    // One who has written often.
    void add(const SenderCount &correspondent);

    // The address of the one who had written before `newcomer` did, under the same name; empty: none, or a
    // name that many have or that is none ("Support").
    QString namesakeOf(const SenderCount &newcomer) const;
    // The address of the one who had written before, from a domain that looks like that of `newcomer`.
    QString lookAlikeOf(const SenderCount &newcomer) const;

private:
    struct Known {
        QString address;
        qint64 since = 0;
    };

    QHash<QString, std::vector<Known>> m_byName;  // its skeleton
    QHash<QString, std::vector<Known>> m_byLabel; // the skeleton of the label that somebody registered
    QHash<QString, int> m_names;                  // of each address, in lower case
};
