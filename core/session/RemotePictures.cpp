// SPDX-License-Identifier: GPL-3.0-or-later
#include "RemotePictures.h"

#include "PictureLoad.h"

#include <algorithm>

namespace
{
constexpr qsizetype mostMemory = 64 * 1024 * 1024; // for pictures
constexpr int atOnce = 6;
} // namespace

RemotePictures::RemotePictures(QObject *parent) : QObject(parent), m_known(mostMemory)
{
    m_threads.setMaxThreadCount(atOnce);
}

RemotePictures::~RemotePictures()
{
    for (PictureLoad *load : m_loads)
        load->end();
    m_threads.waitForDone();
}

QHash<QString, QSize> RemotePictures::sizes() const
{
    QHash<QString, QSize> sizes;
    for (const QString &url : m_known.keys())
        sizes.insert(url, m_known.object(url)->size);
    return sizes;
}

void RemotePictures::addTo(MessageBody &body) const
{
    for (qsizetype i = 0; i < body.remotePictures.size(); ++i)
        if (const Picture *known = m_known.object(body.remotePictures[i]))
            body.images.insert(QStringLiteral("remote:%1").arg(i), known->bytes);
}

std::unique_ptr<PictureLoad> RemotePictures::load(const QStringList &urls)
{
    QStringList missing;
    for (const QString &url : urls)
        if (!has(url) && !missing.contains(url))
            missing.append(url);
    const int tooMany = std::max(0, int(missing.size()) - m_limits.pictures);
    return std::unique_ptr<PictureLoad>(new PictureLoad(*this, missing.mid(0, m_limits.pictures), tooMany));
}

void RemotePictures::keep(const QString &url, const QByteArray &bytes, QSize size)
{
    m_known.insert(url, new Picture{bytes, size}, bytes.size());
}
