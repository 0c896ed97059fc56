// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountOptions are the options of `account add` and `account set`, and what they change in an Account.
// Pure.
#pragma once

#include "Account.h"

#include <QString>

#include <tl/expected.hpp>

class QCommandLineParser;

class AccountOptions
{
public:
    static void addTo(QCommandLineParser &parser);
    static void addKeepTo(QCommandLineParser &parser); // only what stays on the server
    // `account` with what was given; or a complaint about a value that means nothing. A port that was not
    // given follows the security: 995 for tls, 110 otherwise.
    static tl::expected<Account, QString> apply(const QCommandLineParser &parser, Account account);
    static tl::expected<Account, QString> applyKeep(const QCommandLineParser &parser, Account account);
};
