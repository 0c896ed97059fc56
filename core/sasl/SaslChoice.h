// SPDX-License-Identifier: GPL-3.0-or-later
//
// SaslChoice picks the mechanism to sign in with. Pure.
#pragma once

#include <QByteArrayList>

// The strongest mechanism that is offered, that Poplar speaks and that the connection allows: one that shows
// the password to whoever listens needs encryption (R97). Empty when there is none. `offered` in any case.
QByteArray chooseSaslMechanism(const QByteArrayList &offered, bool encrypted);
