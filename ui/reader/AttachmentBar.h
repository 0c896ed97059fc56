// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentBar lists the attachments of a message. Opening writes the file into a directory that only this
// user can read and that goes with the bar, and asks first when the file could run something. GUI thread; the
// session decodes and writes.
#pragma once

#include "Attachment.h"
#include "Error.h"
#include "Identifiers.h"

#include <QTemporaryDir>
#include <QWidget>

#include <memory>
#include <vector>

class MailSession;
class FlowLayout;

class AttachmentBar : public QWidget
{
    Q_OBJECT
public:
    explicit AttachmentBar(MailSession &session, QWidget *parent = nullptr);

    // Those that the text shows already are left out; the bar hides where nothing is left.
    void showAttachments(MessageId message, const std::vector<Attachment> &attachments);
    // Writes every listed attachment into a directory under its own name, a number added where it is taken.
    void saveAllTo(const QString &directory);

    // The same for one of them, as its menu offers it; nothing where there is no such part.
    void openPart(const QString &part);
    // One that is not listed is saved as `name`.
    void savePart(const QString &part, const QString &name = {});

Q_SIGNALS:
    void failed(const Error &error);
    void saved(int files, const QString &place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Attachment *attachmentOf(const QString &part) const;
    QWidget *button(const Attachment &attachment);
    void open(const Attachment &attachment);
    void writeAndOpen(const Attachment &attachment);
    void saveAs(const Attachment &attachment);
    void saveAll();
    void saveFrom(size_t index, MessageId message, const std::vector<Attachment> &attachments,
                  const QString &directory);

    MailSession &m_session;
    MessageId m_message = 0;
    std::vector<Attachment> m_attachments;
    std::unique_ptr<QTemporaryDir> m_directory; // made at the first opening; 0700
    FlowLayout *m_flow;
    int m_opened = 0;
};
