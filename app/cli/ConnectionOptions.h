// SPDX-License-Identifier: GPL-3.0-or-later
//
// ConnectionOptions are the options of `account add` and `account set` for the way to a server and for
// signing in by token, and those on how much of a message is fetched at once. Pure, but for reading files.
#pragma once

#include "Account.h"

#include <QString>

#include <tl/expected.hpp>

#include <optional>

class QCommandLineParser;

class ConnectionOptions
{
public:
    static void addTo(QCommandLineParser &parser);
    // Changes `account` by what was given; or a complaint about a value that means nothing.
    static tl::expected<void, QString> apply(const QCommandLineParser &parser, Account &account);
    // Of --proxy-password-file; nothing when it was not given.
    static tl::expected<std::optional<QString>, QString> proxyPassword(const QCommandLineParser &parser);
};
