// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"

#include "AccountSetupPrivate.h"

AccountSetup::AccountSetup(MailSession &session, SessionThreads &threads, SecretStore &secrets,
                           ChangeAccounts changeAccounts, KnownSecret knownSecret)
    : d(std::make_unique<Private>(session, threads, secrets, std::move(changeAccounts),
                                  std::move(knownSecret)))
{
}

AccountSetup::~AccountSetup() = default;
