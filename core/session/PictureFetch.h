// SPDX-License-Identifier: GPL-3.0-or-later
//
// fetchPicture() gets one picture from the network, through redirections, and looks whether it is one.
// Blocks: for worker threads.
#pragma once

#include "Cancellation.h"
#include "Endpoint.h"
#include "Result.h"

#include <QSize>
#include <QUrl>

struct PictureRequest {
    QUrl url;
    ProxyServer proxy;
    qint64 bytes = 0;
    qint64 pixels = 0;
    std::chrono::milliseconds time{0};
    int redirections = 0;
    bool mayBePrivate = false;
};

struct FetchedPicture {
    QByteArray bytes;
    QSize size;
};

// A PNG, JPEG, GIF or WebP by its own bytes, whatever the server calls it, within the limits. Errors as
// askWebServer(); ServerRefused where the server gives none; Unsupported for what is no such picture, or a
// larger one; InvalidArgument for a redirection away from https or from the web.
Result<FetchedPicture> fetchPicture(const PictureRequest &request, Cancellation &cancellation);
