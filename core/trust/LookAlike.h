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

// The label that somebody registered, in its own letters: "example" of example.co.uk.
QString ownLabel(const QString &domain);

// Whether `host`, of another owner, is easily taken for one of `domain`, which is registrable: its label is a
// picture of the other, or the whole domain stands within it.
bool looksLike(const QString &host, const QString &domain);

// The domain that `host` looks like and is not; empty: none. `own` are domains that matter to the user.
QString lookAlikeOf(const QString &host, const QStringList &own);
