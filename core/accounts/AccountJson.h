// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountJson writes an account as it stands in accounts.json, and reads it back. What is missing or makes no
// sense becomes the safe choice: TLS, nothing accepted, nothing deleted, no way around a proxy. Pure.
#pragma once

#include "Account.h"

#include <QJsonObject>

QJsonObject toJson(const Account &account);
// Reads also what the first version wrote, where retention was one word.
Account accountFrom(const QJsonObject &json);
