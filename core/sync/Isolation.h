// SPDX-License-Identifier: GPL-3.0-or-later
//
// Isolation finds out within one check which message breaks the connection off each time, and tells it from
// a network that breaks down now and then. A message in the middle of which a connection ended is suspected:
// it comes after all others, and alone. When it happens to it again it is found guilty; unless other mail
// came before it on that connection, so that the network may be to blame as well, and then the next time.
//
// A verdict is pending until the server is heard of again: what nobody can reach is no message's fault. It
// also says when a check has connected often enough. Pure.
#pragma once

#include "FetchPlan.h"

#include <QHash>
#include <QSet>

#include <utility>
#include <vector>

class Isolation
{
public:
    // Names a message for the length of a check: its ledger row, or where it has no name its number and size.
    static QByteArray keyOf(const FetchPlan::Row &row);

    struct Incident {
        bool hang = false;  // the server fell silent
        bool first = false; // nothing else was retrieved on that connection before
        qint64 octets = 0;  // of the message that had arrived
    };
    struct Verdict {
        FetchPlan::Row row;
        QString trouble;
    };

    // A connection ended in the middle of this message.
    void accuse(const FetchPlan::Row &row, const QString &trouble, const Incident &incident);
    // Nothing more to find out: this message is not asked for again in this check.
    void settle(const FetchPlan::Row &row) { m_settled.insert(keyOf(row)); }
    bool isSettled(const FetchPlan::Row &row) const { return m_settled.contains(keyOf(row)); }
    bool isSuspect(const FetchPlan::Row &row) const { return m_suspects.contains(keyOf(row)); }
    // It arrived, or was refused in peace.
    void acquit(const FetchPlan::Row &row) { m_suspects.remove(keyOf(row)); }

    // TOP of this message ended a connection: it is not identified in this check (R49).
    void accuseHeader(const Pop3Listing::Entry &entry) { m_headers.insert(headerKey(entry)); }
    bool isHeaderSuspect(const Pop3Listing::Entry &entry) const
    {
        return m_headers.contains(headerKey(entry));
    }

    // Found guilty since the last call. The server must have been heard of since.
    std::vector<Verdict> takeVerdicts() { return std::exchange(m_verdicts, {}); }
    // Those that are suspected only, for a check that may not connect again.
    std::vector<Verdict> suspects() const;

    // A connection broke off. `gained`: messages or headers that it brought. Whether to connect again.
    bool mayReconnect(int gained, bool hang);
    // The last connection brought nothing, so the next one should begin elsewhere.
    bool isStuck() const { return m_fruitless > 0; }

private:
    struct Suspect {
        Verdict verdict;
        int points = 0;
        Incident last;
    };
    static QByteArray headerKey(const Pop3Listing::Entry &entry);

    QHash<QByteArray, Suspect> m_suspects;
    QSet<QByteArray> m_settled, m_headers;
    std::vector<Verdict> m_verdicts;
    int m_found = 0; // verdicts in all
    int m_foundBefore = 0;
    int m_reconnects = 0;
    int m_hangs = 0;
    int m_fruitless = 0; // connections in a row
    qint64 m_gained = 0;
};
