// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentFiles takes attachments out of Poplar: into a program that opens them (after a question where the
// file could run something), into a place that the user chooses, onto the clipboard. The session decodes and
// writes, in its threads. GUI thread.
#pragma once

#include "Attachment.h"
#include "Error.h"
#include "Identifiers.h"

#include <QObject>

#include <memory>
#include <vector>

class MailSession;
class QMimeData;
class QWidget;

class AttachmentFiles : public QObject
{
    Q_OBJECT
public:
    // Its questions belong to `owner`. Both must outlive it.
    AttachmentFiles(MailSession &session, QWidget &owner);

    void open(MessageId message, const Attachment &attachment);
    void saveAs(MessageId message, const Attachment &attachment);
    void saveAll(MessageId message, const std::vector<Attachment> &attachments);
    // Writes each into a directory under its own name, a number added where it is taken.
    void saveAllTo(MessageId message, const std::vector<Attachment> &attachments, const QString &directory);
    // The files, and of a single picture what it shows as well.
    void copy(MessageId message, const std::vector<Attachment> &attachments);
    void copyHash(const Attachment &attachment);

    // What a clipboard or a drag has of files.
    static std::unique_ptr<QMimeData> mimeDataOf(const QStringList &paths);

Q_SIGNALS:
    void failed(const Error &error);
    void saved(int files, const QString &place);
    void missed(const QString &sentence); // of several not all could be saved
    void copied(int files);

private:
    void writeAndOpen(MessageId message, const Attachment &attachment);
    struct Saving;
    void saveNext(const std::shared_ptr<Saving> &saving);
    void saveNextTo(const QString &path, const std::shared_ptr<Saving> &saving);
    void tellOutcome(const Saving &saving);
    void putOnClipboard(const QStringList &paths);

    MailSession &m_session;
    QWidget &m_owner;
};
