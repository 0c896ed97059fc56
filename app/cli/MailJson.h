// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailJson writes the values of core as JSON, with the names that scripts rely on (README, "Command line").
// Pure.
#pragma once

#include "Account.h"
#include "FetchReport.h"
#include "Folder.h"
#include "MailboxFacts.h"
#include "MessageSummary.h"
#include "VerifyReport.h"

#include <QJsonArray>
#include <QJsonObject>

namespace mailJson
{
QJsonObject fromAccount(const Account &account);
QJsonObject fromFacts(const MailboxFacts &facts);
// `account` and `folder` by the names that a user types.
QJsonObject fromSummary(const MessageSummary &summary, const QString &account, const QString &folder);
// What `inspect` prints.
// Always has all fields; `error` is null where there is none.
QJsonValue fromError(const std::optional<Error> &error); // null where there is none
QJsonObject fromReport(const FetchReport &report);
QJsonObject fromVerify(const VerifyReport &report);

// "2026-11-21T09:08:21Z".
QString time(qint64 seconds);
// One document, or one line of a list.
QByteArray document(const QJsonObject &object);
QByteArray document(const QJsonArray &array);
QByteArray line(const QJsonObject &object);
} // namespace mailJson
