// SPDX-License-Identifier: GPL-3.0-or-later
//
// APOP (RFC 1939 §7): a digest of the greeting's timestamp and the password instead of the password. Pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

// The timestamp in a greeting, with its "<" and ">"; empty when there is none that is a message id of RFC
// 822. Anything more liberal lets a false server choose what is hashed and find out the password by pieces
// (CVE-2007-1558, R98).
QByteArray apopTimestamp(QByteArrayView greeting);

// MD5 of timestamp and password, in lower-case hexadecimal digits.
QByteArray apopDigest(const QByteArray &timestamp, const QByteArray &password);
