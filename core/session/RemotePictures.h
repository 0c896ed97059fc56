// SPDX-License-Identifier: GPL-3.0-or-later
//
// RemotePictures fetches the pictures of a message that lie on the network, for those whom the user allowed
// it, and keeps them in memory until the session ends; nothing is written to disk. They are asked for without
// cookie, referrer or credential, over http and https alone, never at addresses of this computer or the
// network around it, and within limits on number, time, bytes and pixels. It lives in the GUI thread and
// never blocks; the work runs in a few threads of its own.
#pragma once

#include "MessageBody.h"

#include <QCache>
#include <QObject>
#include <QThreadPool>

#include <chrono>
#include <memory>
#include <vector>

class PictureLoad;

class RemotePictures : public QObject
{
    Q_OBJECT
public:
    struct Limits {
        int pictures = 200;                   // of one message
        qint64 bytes = 8 * 1024 * 1024;       // of one picture
        qint64 bytesInAll = 48 * 1024 * 1024; // of one message
        qint64 pixels = 20'000'000;           // of one picture
        std::chrono::milliseconds time{20'000}, timeInAll{60'000};
        int redirections = 5;
        bool mayBePrivate = false; // tests have their servers on this computer
    };

    explicit RemotePictures(QObject *parent = nullptr);
    // Cancels what is on its way and waits for the threads.
    ~RemotePictures() override;

    // For what is fetched from now on.
    void setLimits(const Limits &limits) { m_limits = limits; }
    const Limits &limits() const { return m_limits; }

    bool has(const QString &url) const { return m_known.contains(url); }
    // Of all that are here, as RenderOptions::remoteSizes wants them.
    QHash<QString, QSize> sizes() const;
    // Puts those that are here among the body's images, under "remote:n".
    void addTo(MessageBody &body) const;

    // The pictures that are not here, each once. Nothing is asked before PictureLoad::start(); the load may
    // be destroyed at any time, which ends it.
    std::unique_ptr<PictureLoad> load(const QStringList &urls);

private:
    friend class PictureLoad;
    struct Picture {
        QByteArray bytes;
        QSize size;
    };
    void keep(const QString &url, const QByteArray &bytes, QSize size);

    Limits m_limits;
    QCache<QString, Picture> m_known; // cost: bytes
    QThreadPool m_threads;
    std::vector<PictureLoad *> m_loads; // that were started
};
