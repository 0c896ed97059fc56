// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerView is what is known here of the mail on a server, and what retention makes of it: by the functions
// that a check asks. Pure; no server is asked.
#pragma once

#include "Account.h"
#include "Ledger.h"
#include "ServerMessage.h"

#include <QHash>

#include <memory>
#include <vector>

struct ServerView {
    std::vector<ServerMessage> messages;
    Ledger ledger;
    std::vector<LocalPlace> places;
    // In the latest listing of the live view, by UIDL and occurrence; null before one.
    std::shared_ptr<const QHash<QPair<QByteArray, int>, int>> numbers = {};
};

// The messages, each with the reason why the next check will delete it, or when its age will.
std::vector<ServerMessage> messagesOf(ServerView view, const Account &account, qint64 now);

// What the next check deletes under `policy`, or would delete when the user agrees.
RetentionForecast forecastOf(ServerView view, const RetentionPolicy &policy, const RetentionPolicy &confirmed,
                             qint64 now);
