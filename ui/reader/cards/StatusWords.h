// SPDX-License-Identifier: GPL-3.0-or-later
//
// StatusWords says in plain words what a mail server's status code means: all of RFC 3463 and what the
// registry of enhanced status codes (RFC 5248) has got since. GUI thread (translations).
#pragma once

#include <QString>

namespace StatusWords
{
// "The mailbox does not exist. (5.1.1, permanent)"; of an unknown code what its class and subject say; empty
// for what is no code.
QString explain(const QString &status);
} // namespace StatusWords
