// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReaderPane shows one message: head, notices, text, attachments; or an empty page that says why there is
// none. It asks the session for the body as the view needs it (width, zoom, dark) and asks again when that
// changes. Of quick steps through a list only the last is loaded. GUI thread.
#pragma once

#include "MailSession.h"

#include <QStackedWidget>
#include <QTimer>

class AttachmentBar;
class EmptyPage;
class HeaderBar;
class HtmlView;
class MessageBar;
class PartialBar;

class ReaderPane : public QStackedWidget
{
    Q_OBJECT
public:
    explicit ReaderPane(MailSession &session, QWidget *parent = nullptr);

    // Shows this message; 0 shows the empty page. A read one is not marked as read; of a partial one it is
    // told that it goes on.
    void showMessage(MessageId message, Flags flags);
    MessageId message() const { return m_message; }
    // The body on the screen; empty before it has come.
    const MessageBody &body() const { return m_body; }
    bool isShowing() const;
    // The message was marked by hand: the timer must not mark it again.
    void keepUnread() { m_readTimer.stop(); }

    bool isPlainText() const { return m_plainText; }
    void setPlainText(bool plainText);
    qreal zoom() const { return m_zoom; }
    void setZoom(qreal zoom);
    // One screen further; false at the end of the message.
    bool pageDown();
    bool pageUp();
    void focusText();
    void openSource();

Q_SIGNALS:
    void messageViewed(MessageId message); // looked at for two seconds
    void messageShown(MessageId message);
    void linkHovered(const QString &target); // empty: none
    void noticed(const QString &sentence);   // for the status line

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildMessagePage();
    RenderOptions options() const;
    void load();
    void take(MessageId message, const RenderOptions &options, Result<MessageBody> result);
    void display();
    void showNotices();
    void showEmpty();
    void followFlags(const std::vector<MessageId> &messages, Flags set, Flags clear);
    void openLink(const QUrl &url);

    MailSession &m_session;
    EmptyPage *m_empty;
    QWidget *m_page;
    EmptyPage *m_error;
    HeaderBar *m_header;
    PartialBar *m_partial;
    MessageBar *m_damage;
    MessageBar *m_remote;
    MessageBar *m_result;
    HtmlView *m_view;
    AttachmentBar *m_attachments;
    QTimer m_readTimer;
    QTimer m_layoutTimer;
    MessageId m_message = 0; // wanted
    MessageId m_shown = 0;   // on the screen
    MessageBody m_body;
    RenderOptions m_shownOptions;
    bool m_busy = false;
    bool m_marksRead = false;
    bool m_isPartial = false;
    int m_version = 0; // counts how often the rest of a message has come
    int m_shownVersion = 0;
    bool m_plainText = false;
    qreal m_zoom = 1.0;
    int m_textSize = 15; // px, of plain text at zoom 1
};
