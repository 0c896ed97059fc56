// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a search needs to know beside its query, how far it has come, and what it was. Values, any thread.
#pragma once

#include "Identifiers.h"
#include "SearchTerm.h"

#include <QDateTime>

#include <vector>

// What the names and days of a query are held against.
struct SearchContext {
    struct Account {
        AccountId id = 0;
        QString name, address;

        bool operator==(const Account &) const = default;
    };
    std::vector<Account> accounts;
    QDateTime now; // in the user's time zone

    bool operator==(const SearchContext &) const = default;
};

struct SearchProgress {
    qint64 found = 0;
    qint64 done = 0; // message numbers that have been looked at, of `inAll`, newest first
    qint64 inAll = 0;
    qint64 read = 0; // messages whose bytes were read, because the index does not answer for them

    bool operator==(const SearchProgress &) const = default;
};

struct SearchOutcome {
    qint64 found = 0;
    qint64 read = 0;
    qint64 unreadable = 0;           // that should have been read; they were judged by their summaries
    qint64 tooComplex = 0;           // on which a regular expression took too many steps; they were left out
    bool indexFailed = false;        // search.db could not be read to its end; the rest was scanned
    std::vector<SearchTerm> unknown; // tags, folders and accounts that do not exist

    bool operator==(const SearchOutcome &) const = default;
};
