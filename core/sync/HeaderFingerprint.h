// SPDX-License-Identifier: GPL-3.0-or-later
//
// A header's fingerprint recognises a message without its UIDL: on a server that has none (R47), that gives
// one twice (R44) or that has renumbered its mailbox (R49). It covers the fields that a server does not touch
// while the message lies there, so that an added Status or X-UIDL field does not change it. Pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

// 16 bytes over the header of `message`, which may be the header alone (TOP n 0) or the whole message. Empty
// where there is no header: that tells nothing from anything.
QByteArray headerFingerprint(QByteArrayView message);
