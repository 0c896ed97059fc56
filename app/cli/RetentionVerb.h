// SPDX-License-Identifier: GPL-3.0-or-later
//
// The verbs `account forecast` and `account confirm`, and what other verbs say where deletions on a server
// wait for the user's word.
#pragma once

#include <QString>

class Invocation;
struct RetentionForecast;

void runForecast(Invocation &invocation);
void runConfirm(Invocation &invocation);

// "The next check would delete 3 of 20 messages on the server (9.1 KB)."
QString forecastSentence(const RetentionForecast &forecast);
// Deletions that the account's changed rules would cause are so many that they wait, and what ends that.
QString heldBackSentence(const QString &account, int deletions);
