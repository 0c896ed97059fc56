// SPDX-License-Identifier: GPL-3.0-or-later
//
// GalleryWindow shows all pictures of a message, small, side by side; Enter or a double click shows one
// large. It closes with Escape and deletes itself. GUI thread.
#pragma once

#include "Attachment.h"
#include "Identifiers.h"

#include <QWidget>

#include <vector>

class AttachmentFiles;
class MailSession;
class MessageBar;
class QHBoxLayout;
class QListView;
class ThumbnailModel;

class GalleryWindow : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    GalleryWindow(MailSession &session, MessageId message, std::vector<Attachment> pictures,
                  QWidget *parent = nullptr);

    QListView &list() { return *m_list; }

private:
    QHBoxLayout *tools();
    void addList();
    void addKeys();
    void preview(int row);
    std::vector<Attachment> selected() const;
    void saveSelected();

    MailSession &m_session;
    const MessageId m_message;
    const std::vector<Attachment> m_pictures;
    AttachmentFiles *m_files;
    MessageBar *m_notice;
    QListView *m_list;
    ThumbnailModel *m_model;
};
