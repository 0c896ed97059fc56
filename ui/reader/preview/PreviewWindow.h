// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreviewWindow shows an attachment without another program: a picture, a text, a PDF; a message gets the
// window that messages have. What it is goes by its content. Of several files, as the pictures of a message,
// one goes to the next and back. It closes with Escape and deletes itself. GUI thread; reading and decoding
// are done by others.
#pragma once

#include "Attachment.h"
#include "FilePreview.h"
#include "Identifiers.h"
#include "MessageLook.h"
#include "PictureReader.h"
#include "Result.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class AttachmentFiles;
class ElidedLabel;
class EmptyPage;
class MailSession;
class MessageBar;
class PdfView;
class PictureAnimation;
class PictureView;
class QLabel;
class QStackedLayout;
class QToolButton;
class TextPane;

class PreviewWindow : public QWidget
{
    Q_OBJECT
public:
    // Begins with the one at `first`. `session` must outlive the window.
    PreviewWindow(MailSession &session, MessageId message, std::vector<Attachment> files, int first,
                  QWidget *parent = nullptr);
    ~PreviewWindow() override;

    // How a file is shown that turns out to be a message.
    void setLook(const MessageLook &look) { m_look = look; }

    int current() const { return m_current; }
    void step(int direction);
    // What is shown instead of the file; empty while the file is.
    QString refusal() const;

Q_SIGNALS:
    void shown(); // the current file, or why it is not

private:
    void addTools();
    void addKeys();
    void load();
    void take(Result<FilePreview> result);
    void showPicture(const QByteArray &bytes, const tl::expected<Picture, PictureFault> &picture);
    void showPdf(const QByteArray &bytes);
    void describe(const QStringList &facts);
    void refuse(const QString &title, const QString &line);
    void showPage(QWidget *page);
    void zoom(int steps); // 0: as large as the window
    void setFullSize();
    void updateTools();
    const Attachment &file() const { return m_files[size_t(m_current)]; }

    MailSession &m_session;
    const MessageId m_message;
    const std::vector<Attachment> m_files;
    int m_current;
    AttachmentFiles *m_taker;
    std::unique_ptr<QObject> m_load; // who waits for the current file
    FileKind m_kind = FileKind::Unknown;
    MessageLook m_look;
    QTimer m_patience;
    std::unique_ptr<PictureAnimation> m_animation;

    QWidget *m_tools;
    ElidedLabel *m_title;
    QLabel *m_place, *m_zoomLabel;
    QToolButton *m_back, *m_forward, *m_smaller, *m_larger, *m_fit, *m_full, *m_play;
    MessageBar *m_notice;
    QStackedLayout *m_stack;
    EmptyPage *m_instead;
    PictureView *m_picture;
    TextPane *m_text;
    PdfView *m_pdf;
};
