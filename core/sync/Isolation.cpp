// SPDX-License-Identifier: GPL-3.0-or-later
#include "Isolation.h"

namespace
{
// What an incident says against a message. Alone on a connection it is as good as proof when it happens
// again; behind others a third time is needed, unless it is the very same.
constexpr int pointsAlone = 2, pointsBehindOthers = 1, pointsTheSame = 1, pointsGuilty = 3;

// A check connects again as long as it gains something by it, but not without end.
constexpr int fruitlessInARow = 3;
constexpr int mostHangs = 12; // each of them takes as long as the client's patience
constexpr int freeReconnects = 50, reconnectsPerVerdict = 3, messagesPerReconnect = 4;
} // namespace

QByteArray Isolation::keyOf(const FetchPlan::Row &row)
{
    if (row.ledger.uidl.isEmpty())
        return headerKey(row.entry);
    return row.ledger.uidl + ' ' + QByteArray::number(row.ledger.occurrence);
}

QByteArray Isolation::headerKey(const Pop3Listing::Entry &entry)
{
    if (!entry.uidl.isEmpty())
        return entry.uidl;
    return '\x03' + QByteArray::number(entry.number) + ':' + QByteArray::number(entry.size);
}

void Isolation::accuse(const FetchPlan::Row &row, const QString &trouble, const Incident &incident)
{
    Suspect &suspect = m_suspects[keyOf(row)];
    const bool before = suspect.points > 0;
    const bool same = before && suspect.last.hang == incident.hang &&
                      (incident.hang || (incident.octets > 0 && suspect.last.octets == incident.octets));
    suspect.points += incident.first ? pointsAlone : pointsBehindOthers;
    suspect.points += same ? pointsTheSame : 0;
    suspect.last = incident;
    suspect.verdict = {row, trouble};
    if (!before || suspect.points < pointsGuilty)
        return;
    m_verdicts.push_back(suspect.verdict);
    ++m_found;
    settle(row);
    acquit(row);
}

std::vector<Isolation::Verdict> Isolation::suspects() const
{
    std::vector<Verdict> all;
    for (const Suspect &suspect : m_suspects)
        all.push_back(suspect.verdict);
    return all;
}

bool Isolation::mayReconnect(int gained, bool hang)
{
    m_gained += gained;
    m_hangs += hang;
    const bool fruitless = gained == 0 && m_found == m_foundBefore;
    m_foundBefore = m_found;
    m_fruitless = fruitless ? m_fruitless + 1 : 0;
    ++m_reconnects;
    return m_fruitless < fruitlessInARow && m_hangs <= mostHangs &&
           m_reconnects <= freeReconnects + m_found * reconnectsPerVerdict + m_gained / messagesPerReconnect;
}
