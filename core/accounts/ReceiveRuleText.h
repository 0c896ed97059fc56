// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReceiveRuleText writes a ReceiveRule as one line, which the settings file, the command line and the ledger
// have in common, and reads it back:
//
//     skip from:news@example.org          not received
//     head subject:weekly report          only its header
//     receive header:List-Id:friends      as any other mail; rules behind it are not asked
//     skip larger:5000000                 octets by LIST
//
// Pure.
#pragma once

#include "Account.h"

#include <optional>

QString receiveRuleText(const ReceiveRule &rule);
// What comes behind the word for the action: "from:news@example.org".
QString receiveConditionText(const ReceiveRule &rule);
// Nothing for a line that is none, or a rule with a problem.
std::optional<ReceiveRule> receiveRuleFrom(const QString &text);
// What is wrong with it, or nothing: a text to look for or a size is missing, or is too long.
QString problemOf(const ReceiveRule &rule);
