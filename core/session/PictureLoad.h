// SPDX-License-Identifier: GPL-3.0-or-later
//
// PictureLoad is the fetching of one message's remote pictures: RemotePictures makes it and gets what it
// brings. Lives in the GUI thread; destroying it ends what is on its way and says nothing more.
#pragma once

#include "RemotePictures.h"

#include <QPointer>

struct ProxyServer;

class PictureLoad : public QObject
{
    Q_OBJECT
public:
    ~PictureLoad() override;

    // Once, with the way that the account's mail takes to its server.
    void start(const ProxyServer &proxy);
    // Instead of it: there is no way to fetch them.
    void giveUp();
    int count() const { return int(m_urls.size()); } // to be fetched
    int left() const { return m_left; }
    int failed() const { return m_failed; }
    bool hasStarted() const { return m_state != nullptr; }

Q_SIGNALS:
    void progressed(); // another picture is here, or is not to be had
    void finished();   // nothing more comes

private:
    friend class RemotePictures;
    struct State; // shared with the threads
    PictureLoad(RemotePictures &pictures, const QStringList &urls, int tooMany);
    void take(bool arrived);
    void end();

    QPointer<RemotePictures> m_pictures;
    const QStringList m_urls;
    std::shared_ptr<State> m_state;
    int m_left;
    int m_failed;
};
