// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchJob is what one check is asked to do, and what is known of the server beforehand. Value.
#pragma once

#include "Account.h"
#include "Identifiers.h"
#include "ServerSignIn.h"

#include <optional>

struct FetchJob {
    Account account;
    SignInSecrets secrets;
    FolderId inbox = 0;
    QString spoolDirectory;
    Patience patience = {};
    bool lockStep = false; // this server mixed up pipelined commands before
    // This server does not list all its mail at once, so that a check asks again until nothing is new (R50).
    std::optional<bool> listsPortions = {};
    // Nothing is fetched but what the user wants (LedgerEntry::wanted), and other new mail stays where it is.
    // Together with an account without retention rules, nothing is deleted but by his word.
    bool onlyWanted = false;
    // A longer body is broken off, and its message not fetched; octets.
    qint64 largestMessage = qint64(2) * 1024 * 1024 * 1024;
};
