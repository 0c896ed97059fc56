// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailProvider is what is known without asking anybody of a provider of mailboxes, out of its own public
// documentation (providers.json): where its POP3 server is, how to sign in there, and what has to be done at
// the provider first. Immutable, read once; any thread.
#pragma once

#include "Account.h"

#include <QStringList>

#include <vector>

struct MailProvider {
    enum class UserName { Address, LocalPart };
    // What the password field takes.
    enum class Password { OfAccount, AppPassword, None }; // None: OAuth alone

    QString id;            // "gmail"; stable
    QString name;          // "Gmail"
    QStringList domains;   // of addresses
    QStringList mxDomains; // what the names of its mail exchangers end with
    QString host;
    quint16 port = 995;
    ServerSecurity security = ServerSecurity::Tls;
    UserName userName = UserName::Address;
    Password password = Password::OfAccount;
    QString oauth;                // of an AuthorizationServer; empty: none
    bool isPopOffAtFirst = false; // POP3 has to be switched on at the provider
    QString switchOn;             // how, in a sentence; English
    QString switchOnUrl;          // where; https
    QString passwordUrl;          // where app passwords are made; https
    QString help;                 // the page of its documentation that says so; https
    QStringList notes;            // what else the user should know ("hands out about 250 messages a check")
    bool hasPop3 = true;          // false: it is known to have none, and no host; `notes` says why
};

const std::vector<MailProvider> &mailProviders();
const MailProvider *providerById(const QString &id);
// Of an address's domain, in any case of letters and in Unicode or punycode; nullptr.
const MailProvider *providerOfDomain(const QString &domain);
// Of the name of a mail exchanger, by its longest suffix; nullptr.
const MailProvider *providerOfExchanger(const QString &host);
// Whose POP3 server this is; where it serves domains of others as well, as it does that. nullptr.
const MailProvider *providerOfServer(const QString &host);
