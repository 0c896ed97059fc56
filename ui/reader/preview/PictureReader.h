// SPDX-License-Identifier: GPL-3.0-or-later
//
// PictureReader decodes the pictures of mail: PNG, JPEG, GIF, WebP and BMP, known by their first bytes, and
// by no other decoder than that of their kind. What it would cost is known before anything is decoded, so
// that a picture which is too large costs nothing. Any thread; takes up to seconds, for which there are
// worker threads.
#pragma once

#include "FilePreview.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>

#include <tl/expected.hpp>

enum class PictureFault { NoPicture, NoDecoder, TooLarge, Damaged };

struct PictureLimits {
    qint64 mostBytes = 256'000'000;  // of the decoded picture
    qint64 mostPixels = 250'000'000; // of one that is made smaller while it is read, as JPEG can be
    QSize bound = {};                // what is larger is made to fit; empty: as large as it is
};

struct Picture {
    QImage image; // upright
    QSize size;   // its own, upright; `image` may be smaller
    bool isAnimated = false;
};

tl::expected<Picture, PictureFault> readPicture(const QByteArray &bytes, const PictureLimits &limits = {});
// The size that the picture says it has, as it is stored; empty where it says none.
QSize pictureSizeOf(const QByteArray &bytes);

// The frames of an animated picture, one after the other, from the first one on again as often as the picture
// wants it. Not shared between threads.
class PictureFrames
{
public:
    struct Frame {
        QImage image;  // null: there is no further one
        int delay = 0; // ms that it stands
    };

    explicit PictureFrames(const QByteArray &bytes);
    Frame next();

private:
    void rewind();

    QBuffer m_buffer;
    QImageReader m_reader;
    int m_roundsLeft = 0; // below 0: for ever
};
