// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words by which the command line names settings and folders, both ways. Pure.
#pragma once

#include "Account.h"
#include "Folder.h"
#include "MailSession.h"

#include <optional>

namespace words
{
QString security(ServerSecurity security);    // tls, starttls, none
QString signIn(SignIn signIn);                // auto, plain, user
QString keep(const RetentionPolicy &policy);  // forever; days:30,until-deleted; not keepStarred
QString quiet(const CheckSchedule &schedule); // 22:00-07:00; empty: none
QString folder(const Folder &folder);         // inbox, archive, junk, trash, or its own name
// The account's name; "local" for mail from files; its number where the account was removed.
QString account(AccountId id, const std::vector<Account> &accounts);

// Nothing when the word means nothing.
std::optional<ServerSecurity> securityFrom(const QString &word);
std::optional<SignIn> signInFrom(const QString &word);
std::optional<RetentionPolicy> keepFrom(const QString &word);
std::optional<FolderKind> folderKindFrom(const QString &word); // of a folder that each account has

// "Work/inbox".
QString folderPath(const Folder &folder, const std::vector<Account> &accounts);
// Those that a user may mean by "inbox", "Work/inbox" or a folder's number.
std::vector<Folder> foldersNamed(const QString &name, const std::vector<Folder> &folders,
                                 const std::vector<Account> &accounts);
} // namespace words
