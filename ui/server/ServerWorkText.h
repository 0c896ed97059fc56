// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerWorkText puts into words what the user has marked to be done on a server, what he is asked before,
// and what came of it; and where the look at a mailbox is. Pure; GUI thread (translations).
#pragma once

#include "FetchReport.h"
#include "ServerDesk.h"
#include "ServerMessage.h"

#include <QString>

#include <vector>

class QDateTime;

// What is marked, with what is known of the messages.
struct MarkedWork {
    std::vector<ServerMessage> get, remove;

    bool isEmpty() const { return get.empty() && remove.empty(); }
    ServerWork work() const;
    // Of what is to be deleted that of which no copy will be here.
    std::vector<ServerMessage> lost() const;
};

namespace ServerWorkText
{
// "2 to download (18.2 MB) · 3 to delete (130 KB)"; empty where nothing is marked.
QString amount(const MarkedWork &marked);
// The question before something is deleted, and what stands below it: it names what would be lost.
QString question(const MarkedWork &marked);
QString consequences(const MarkedWork &marked);
// What came of it, with what to do next where something did not.
QString outcome(const FetchReport &report, const MarkedWork &marked);
// What came of it where it was stopped before it was begun.
QString stopped();
// "Reading headers: 1,200 of 20,000", "As of 09:12"; without its error.
QString look(const ServerLook &look, const QDateTime &now);
} // namespace ServerWorkText
