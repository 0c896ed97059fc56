// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProviderAdvice is what a user should know of his provider before he signs in: what has to be switched on,
// which password is taken, and what is odd about it. Pure; GUI thread (translations).
#pragma once

#include <QString>
#include <QUrl>

#include <vector>

struct MailProvider;

struct ProviderAdvice {
    QString text;
    QString linkText; // empty: there is no link
    QUrl link;        // https

    // In the order in which it matters. `byBrowser`: the user signs in there, and needs no password.
    static std::vector<ProviderAdvice> of(const MailProvider &provider, bool byBrowser);
    // One line for the password's field; empty where the password is the one of the account.
    static ProviderAdvice forPassword(const MailProvider &provider);
};
