// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountDraft is what the wizard knows of an account before it is saved; its pages fill it and are filled
// from it. A value; it holds secrets, so it never leaves the wizard.
#pragma once

#include "Account.h"

struct AccountDraft {
    Account account;
    QString password;
    QString proxyPassword;
    bool byBrowser = false;    // the provider's page gives the permission
    QString refreshToken = {}; // that it has given

    // What signs in, and is kept.
    QString secret() const { return byBrowser ? refreshToken : password; }
    bool operator==(const AccountDraft &) const = default;
};
