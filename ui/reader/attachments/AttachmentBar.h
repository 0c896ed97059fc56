// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentBar lists the attachments of a message as chips, of which several can be selected: to open, show,
// save, copy or drag them away. Of many it shows a few rows, and scrolls. GUI thread; the session decodes and
// writes.
#pragma once

#include "Attachment.h"
#include "Error.h"
#include "Identifiers.h"
#include "MessageLook.h"

#include <QWidget>

#include <vector>

class AttachmentChip;
class AttachmentFiles;
class FlowLayout;
class MailSession;
class QScrollArea;

class AttachmentBar : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit AttachmentBar(MailSession &session, QWidget *parent = nullptr);

    // Those that the text shows already are left out; the bar hides where nothing is left.
    void showAttachments(MessageId message, const std::vector<Attachment> &attachments);
    // How those are shown that are messages.
    void setLook(const MessageLook &look) { m_look = look; }
    // Writes every listed attachment into a directory under its own name, a number added where it is taken.
    void saveAllTo(const QString &directory);

    // The same for one of them, as its menu offers it; nothing where there is no such part.
    void openPart(const QString &part);
    // One that is not listed is saved as `name`.
    void savePart(const QString &part, const QString &name = {});

    // In the order in which they are listed.
    std::vector<Attachment> selected() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void failed(const Error &error);
    void saved(int files, const QString &place);
    void copied(int files);
    void missed(const QString &sentence);  // of several not all could be saved
    void noticed(const QString &sentence); // what was saved and copied, for the status line

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    const Attachment *attachmentOf(const QString &part) const;
    AttachmentChip *addChip(const Attachment &attachment);
    void addMenu(AttachmentChip &chip);
    void addButtons();
    void select(AttachmentChip &chip, Qt::KeyboardModifiers modifiers);
    void step(const AttachmentChip &chip, int direction);
    // The chip; with all that are selected, where it is one of them.
    std::vector<Attachment> meantBy(const AttachmentChip &chip) const;
    void drag(AttachmentChip &chip);
    void dragFiles(AttachmentChip &chip, const QStringList &paths);
    void preview(const Attachment &attachment);
    void openGallery();

    MailSession &m_session;
    AttachmentFiles *m_files;
    MessageId m_message = 0;
    MessageLook m_look;
    std::vector<Attachment> m_attachments;
    std::vector<Attachment> m_pictures; // also those that the text shows
    std::vector<AttachmentChip *> m_chips;
    AttachmentChip *m_anchor = nullptr; // of a selection with Shift
    QScrollArea *m_scroll;
    FlowLayout *m_flow;
};
