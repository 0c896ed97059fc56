// SPDX-License-Identifier: GPL-3.0-or-later
//
// ThumbnailModel is the list of a message's pictures, small. A picture is read and decoded when it is asked
// for the first time, two at a time and the last asked for first; of those that were seen it keeps as many as
// have room. GUI thread; reading and decoding are done by others.
#pragma once

#include "Attachment.h"
#include "Identifiers.h"
#include "PictureReader.h"

#include <QAbstractListModel>
#include <QCache>
#include <QIcon>

#include <vector>

class MailSession;

class ThumbnailModel : public QAbstractListModel
{
    Q_OBJECT
public:
    // `size` in pixels of the screen. `session` must outlive it.
    ThumbnailModel(MailSession &session, MessageId message, const std::vector<Attachment> &pictures,
                   const QSize &size, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Thumbnail {
        QIcon icon;    // null: it cannot be shown
        QString words; // what it is, or why it cannot be shown
    };

    void want(int row);
    void readNext();
    void decode(int row, const QByteArray &bytes);
    void keep(int row, const tl::expected<Picture, PictureFault> &picture);
    // In the middle of what has the size of all.
    QIcon centred(const QPixmap &pixmap) const;
    QIcon placeholder(const QString &icon) const;

    MailSession &m_session;
    const MessageId m_message;
    const std::vector<Attachment> m_pictures;
    const QSize m_size;
    QCache<int, Thumbnail> m_thumbnails; // cost in bytes
    std::vector<int> m_wanted;           // the next at the end
    std::vector<int> m_reading;
};
