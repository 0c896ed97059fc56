// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignedParts finds the signatures of a message and the very octets that each is about: multipart/signed
// (RFC 1847) of OpenPGP and S/MIME, opaque S/MIME (RFC 8551 §3.5.2), and text with an OpenPGP signature in
// it. Whether one covers all is judged by what the reader shows: a part outside, a second text, or a place
// where our reading and the signer's could differ makes it cover a part only. Any thread; linear, at most
// maxSigned.
#pragma once

#include "MessageTrust.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

struct SignedPart {
    MessageSignature signature; // not checked
    QByteArray content;         // what was signed, lines ended by CRLF; empty: it is within `proof`
    QByteArray proof;           // the signature, decoded
};

inline constexpr int maxSigned = 10;

// `message` are the bytes of the whole message.
std::vector<SignedPart> signedParts(QByteArrayView message);
