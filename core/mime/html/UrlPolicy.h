// SPDX-License-Identifier: GPL-3.0-or-later
//
// UrlPolicy decides which addresses of a sender's HTML may stand in what the reader is given. Links: http,
// https, mailto and places in the message. Pictures: parts of the message and small data: pictures; those on
// the network are recognised, but never written. Everything else is nothing. Pure.
#pragma once

#include <QByteArray>
#include <QString>

// The link as it may be written, or null.
QString safeLink(const QString &href);

struct PictureSource {
    enum class Kind { None, Part, Inline, Remote };
    Kind kind = Kind::None;
    QByteArray contentId; // of a Part, decoded, without angle brackets
    QString url; // what may be written as src: "cid:…" or "data:image/…"; of a Remote one where it is
};
PictureSource pictureSource(const QString &src);
