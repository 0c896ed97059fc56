// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThumbnailModel.h"

#include "Ask.h"
#include "Formatting.h"
#include "Icons.h"
#include "MailReading.h"
#include "MailSession.h"
#include "PreviewWords.h"
#include "SafeText.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPalette>

#include <algorithm>

namespace
{
constexpr size_t mostAtOnce = 2;
constexpr size_t mostWaiting = 60;           // what was asked for longer ago is not seen any more
constexpr qsizetype mostCached = 64'000'000; // bytes
constexpr PictureLimits limitsOfThumbnail{128'000'000, 250'000'000, {}};
constexpr int placeholderSize = 32;
} // namespace

ThumbnailModel::ThumbnailModel(MailSession &session, MessageId message,
                               const std::vector<Attachment> &pictures, const QSize &size, QObject *parent)
    : QAbstractListModel(parent), m_session(session), m_message(message), m_pictures(pictures), m_size(size),
      m_thumbnails(mostCached)
{
}

int ThumbnailModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_pictures.size());
}

QVariant ThumbnailModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= int(m_pictures.size()))
        return {};
    const int row = index.row();
    const Attachment &file = m_pictures[size_t(row)];
    const QString name = SafeText::oneLine(file.name, 200);
    const Thumbnail *known = m_thumbnails.object(row);
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case Qt::DecorationRole:
        if (!known)
            const_cast<ThumbnailModel *>(this)->want(row); // what is drawn is what is wanted
        if (!known || known->icon.isNull())
            return placeholder(known ? QStringLiteral("image-off") : QStringLiteral("file-image"));
        return known->icon;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2", "name, size").arg(name, Formatting::size(file.size)) +
               (known ? QStringLiteral(", ") + known->words : QString());
    default:
        return {};
    }
}

QIcon ThumbnailModel::placeholder(const QString &icon) const
{
    return centred(Icons::pixmap(icon, QGuiApplication::palette().color(QPalette::PlaceholderText),
                                 placeholderSize, qGuiApp->devicePixelRatio()));
}

QIcon ThumbnailModel::centred(const QPixmap &pixmap) const
{
    QPixmap whole(m_size);
    whole.fill(Qt::transparent);
    QPainter(&whole).drawPixmap(
        QRect(QPoint((m_size.width() - pixmap.width()) / 2, (m_size.height() - pixmap.height()) / 2),
              pixmap.size()),
        pixmap);
    whole.setDevicePixelRatio(qGuiApp->devicePixelRatio());
    QIcon icon(whole);
    icon.addPixmap(whole, QIcon::Selected); // in its own colours also where it is selected
    return icon;
}

void ThumbnailModel::want(int row)
{
    if (std::find(m_reading.begin(), m_reading.end(), row) != m_reading.end())
        return;
    std::erase(m_wanted, row);
    m_wanted.push_back(row);
    if (m_wanted.size() > mostWaiting)
        m_wanted.erase(m_wanted.begin());
    // Not while the view draws.
    QMetaObject::invokeMethod(this, &ThumbnailModel::readNext, Qt::QueuedConnection);
}

void ThumbnailModel::readNext()
{
    while (m_reading.size() < mostAtOnce && !m_wanted.empty()) {
        const int row = m_wanted.back();
        m_wanted.pop_back();
        m_reading.push_back(row);
        m_session.reading().preview(m_message, m_pictures[size_t(row)], this,
                                    [this, row](const Result<FilePreview> &file) {
                                        if (file && isPicture(file->kind))
                                            decode(row, file->bytes);
                                        else
                                            keep(row, tl::unexpected(PictureFault::NoPicture));
                                    });
    }
}

void ThumbnailModel::decode(int row, const QByteArray &bytes)
{
    PictureLimits limits = limitsOfThumbnail;
    limits.bound = m_size;
    askPool(
        *QThreadPool::globalInstance(), [bytes, limits] { return readPicture(bytes, limits); }, this,
        [this, row](const auto &picture) { keep(row, picture); });
}

void ThumbnailModel::keep(int row, const tl::expected<Picture, PictureFault> &picture)
{
    auto *thumbnail = new Thumbnail;
    qsizetype cost = 1000;
    if (picture) {
        thumbnail->icon = centred(QPixmap::fromImage(picture->image));
        thumbnail->words = tr("%1 × %2", "width and height of a picture")
                               .arg(picture->size.width())
                               .arg(picture->size.height());
        cost += qsizetype(m_size.width()) * m_size.height() * 4;
    } else {
        thumbnail->words = PreviewWords::refusal(picture.error(), FileKind::Unknown, {}).title;
    }
    m_thumbnails.insert(row, thumbnail, cost);
    std::erase(m_reading, row);
    Q_EMIT dataChanged(index(row), index(row));
    readNext();
}
