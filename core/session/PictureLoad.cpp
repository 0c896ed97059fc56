// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureLoad.h"

#include "Endpoint.h"
#include "Log.h"
#include "PictureFetch.h"

#include <QDeadlineTimer>

#include <atomic>
#include <utility>

struct PictureLoad::State {
    State(const RemotePictures::Limits &theLimits, const ProxyServer &theProxy)
        : limits(theLimits), proxy(theProxy), deadline(theLimits.timeInAll), bytesLeft(theLimits.bytesInAll)
    {
    }

    Result<FetchedPicture> fetch(const QString &url)
    {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        const std::chrono::milliseconds left(deadline.remainingTime());
        const qint64 bytes = std::min(limits.bytes, bytesLeft.load());
        if (deadline.hasExpired() || bytes <= 0)
            return failure(ErrorCode::Timeout, QStringLiteral("the message has had enough"));
        TRY(auto picture, fetchPicture({QUrl(url), proxy, bytes, limits.pixels, std::min(limits.time, left),
                                        limits.redirections, limits.mayBePrivate},
                                       cancellation));
        bytesLeft -= picture.bytes.size();
        return picture;
    }

    const RemotePictures::Limits limits;
    const ProxyServer proxy;
    const QDeadlineTimer deadline;
    std::atomic<qint64> bytesLeft;
    Cancellation cancellation;
};

PictureLoad::PictureLoad(RemotePictures &pictures, const QStringList &urls, int tooMany)
    : m_pictures(&pictures), m_urls(urls), m_left(int(urls.size())), m_failed(tooMany)
{
}

PictureLoad::~PictureLoad()
{
    end();
    if (m_pictures)
        std::erase(m_pictures->m_loads, this);
}

void PictureLoad::end()
{
    if (m_state)
        m_state->cancellation.cancel();
}

void PictureLoad::start(const ProxyServer &proxy)
{
    if (!m_pictures || m_state)
        return;
    m_state = std::make_shared<State>(m_pictures->limits(), proxy);
    m_pictures->m_loads.push_back(this);
    const QPointer<PictureLoad> self(this);
    RemotePictures *const pictures = m_pictures;
    for (const QString &url : m_urls) {
        // RemotePictures outlives its threads, and what it was told too late it forgets with itself.
        pictures->m_threads.start([self, pictures, url, state = m_state] {
            auto picture = state->fetch(url);
            if (!picture)
                qCDebug(logNet) << "a picture was not fetched:" << errorCodeName(picture.error().code)
                                << picture.error().detail;
            QMetaObject::invokeMethod(pictures, [self, pictures, url, picture = std::move(picture)] {
                if (picture)
                    pictures->keep(url, picture->bytes, picture->size);
                if (self)
                    self->take(picture.has_value());
            });
        });
    }
    if (m_urls.isEmpty())
        QMetaObject::invokeMethod(this, &PictureLoad::finished, Qt::QueuedConnection);
}

void PictureLoad::giveUp()
{
    m_failed += std::exchange(m_left, 0);
    Q_EMIT finished();
}

void PictureLoad::take(bool arrived)
{
    --m_left;
    m_failed += arrived ? 0 : 1;
    const QPointer<PictureLoad> self(this);
    Q_EMIT progressed();
    if (self && m_left == 0)
        Q_EMIT finished();
}
