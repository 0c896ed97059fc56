// SPDX-License-Identifier: GPL-3.0-or-later
//
// LookAlike tells which names look like others: letters of other alphabets (pаypal with a Cyrillic а), digits
// for letters (paypa1), pairs that read as one letter (rnicrosoft), hyphens and accents put in, a known name
// within a longer one. It holds a domain against those that the user has to do with and against a list of
// brands. Any thread.
#pragma once

#include <QString>
#include <QStringList>

// A name as the eye takes it: two names with one skeleton are easily mistaken for each other.
QString skeleton(const QString &name);

// The domain that `host` looks like and is not; empty: none. `own` are domains that matter to the user.
QString lookAlikeOf(const QString &host, const QStringList &own);
