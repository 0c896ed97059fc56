// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureFetch.h"

#include "HttpRequest.h"
#include "ImageSize.h"

#include <QDeadlineTimer>

namespace
{
bool isRedirection(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Where the server sends us; what was asked for over TLS is not asked for in the clear.
Result<QUrl> targetOf(const QUrl &from, const QByteArray &location)
{
    const QUrl to = from.resolved(QUrl::fromEncoded(location));
    if (location.isEmpty() || !to.isValid() ||
        (from.scheme() == QLatin1String("https") && to.scheme() != QLatin1String("https")))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("a redirection to nowhere good"));
    return to;
}

// SVG, PDF and the like, which a decoder of pictures may take as well, are programs.
bool isPicture(const QByteArray &bytes)
{
    return bytes.startsWith("\x89PNG\r\n\x1a\n") || bytes.startsWith("\xFF\xD8\xFF") ||
           bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a") ||
           (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP");
}

Result<FetchedPicture> pictureOf(const QByteArray &bytes, qint64 pixels)
{
    const QSize size = isPicture(bytes) ? imageSizeOf(bytes) : QSize();
    if (size.isEmpty() || qint64(size.width()) * size.height() > pixels)
        return failure(ErrorCode::Unsupported, QStringLiteral("no picture, or too large a one"));
    return FetchedPicture{bytes, size};
}
} // namespace

Result<FetchedPicture> fetchPicture(const PictureRequest &wanted, Cancellation &cancellation)
{
    const QDeadlineTimer deadline(wanted.time);
    HttpRequest request;
    request.url = wanted.url;
    request.accept = "image/png, image/jpeg, image/gif, image/webp";
    request.proxy = wanted.proxy;
    request.longestBody = wanted.bytes;
    request.mayBePrivate = wanted.mayBePrivate;
    for (int redirections = 0;; ++redirections) {
        request.patience = std::chrono::milliseconds(deadline.remainingTime());
        if (deadline.hasExpired())
            return failure(ErrorCode::Timeout, request.url.host());
        TRY(const HttpAnswer answer, askWebServer(request, cancellation));
        if (answer.status == 200)
            return pictureOf(answer.body, wanted.pixels);
        if (!isRedirection(answer.status) || redirections == wanted.redirections)
            return failure(ErrorCode::ServerRefused, QStringLiteral("HTTP %1").arg(answer.status));
        TRY(request.url, targetOf(request.url, answer.location));
    }
}
