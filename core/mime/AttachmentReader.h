// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentReader makes the values that the reader lists and shows from the parts of a message: attachments
// with safe names, sizes and hashes of their decoded bytes, pictures by Content-ID, the tree. Any thread.
#pragma once

#include "BodyChoice.h"
#include "MessageBody.h"
#include "PartTree.h"

#include <QSize>

class AttachmentReader
{
public:
    // Both have to outlive it.
    AttachmentReader(const PartTree &tree, const BodyChoice &choice);

    // `pictures` are the parts that are shown as pictures.
    std::vector<Attachment> attachments(const std::vector<int> &pictures) const;
    // The picture with that Content-ID which the HTML may show: one within the same multipart/related. Its
    // index, or -1.
    int pictureWithId(const QByteArray &contentId) const;
    QSize pictureSize(const QByteArray &contentId) const;
    QByteArray decoded(int part) const;
    // A safe file name; two parts may have the same.
    QString name(int part) const;
    MessagePart structure() const;

private:
    std::vector<QString> uniqueNames() const; // in the order of the attachments
    MessagePart node(int part) const;

    const PartTree &m_tree;
    const BodyChoice &m_choice;
};
