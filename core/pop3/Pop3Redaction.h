// SPDX-License-Identifier: GPL-3.0-or-later
//
// What of a command may stand in a log (R103). Pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

// The command with its secrets replaced by "***": the arguments of PASS, AUTH and APOP but for the mechanism
// or user, and the whole line where its keyword is not one of POP3's (a SASL response is such a line).
QByteArray redactedCommand(QByteArrayView command);
