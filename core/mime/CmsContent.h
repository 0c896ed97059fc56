// SPDX-License-Identifier: GPL-3.0-or-later
//
// CmsContent looks into what S/MIME wraps a message in (RFC 5652, RFC 3274): what kind it is, and for what is
// only signed or compressed, the message. Nothing is verified or unpacked here. A walk over DER or BER that
// does not recurse, reads what is cut off as far as it goes, and copies nothing but the result. Any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct CmsContent {
    enum class Kind {
        Unreadable,
        Signed,       // `content` is the MIME entity that was signed
        Compressed,   // `content` is the MIME entity, packed by zlib
        Certificates, // signed-data without content
        Encrypted,    // enveloped-data, with or without authentication
        Other,        // digested …
    };

    Kind kind = Kind::Unreadable;
    QByteArray content;
    bool wasCut = false;
};

CmsContent readCms(QByteArrayView bytes);
