// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessagePage is one message on the screen: head, strips of notices, text, attachments. It is given the body
// and asks for another one when it needs it laid out differently (width, zoom, colours). GUI thread.
#pragma once

#include "MailSession.h"

#include <QTimer>
#include <QWidget>

class AttachmentBar;
class HeaderBar;
class HtmlView;
class MessageBar;
class PartialBar;
class QVBoxLayout;

class MessagePage : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit MessagePage(MailSession &session, QWidget *parent = nullptr);

    // How the body is wanted at the present size.
    RenderOptions options() const;
    // A message from its top; or, when the page shows it already, the same one laid out anew where it is.
    void showBody(MessageId message, MessageBody body, const RenderOptions &options, bool isPartial);
    void showAgain(MessageBody body, const RenderOptions &options);
    void clear();
    const MessageBody &body() const { return m_body; }

    bool isPlainText() const { return m_plainText; }
    void setPlainText(bool plainText);
    qreal zoom() const { return m_zoom; }
    void setZoom(qreal zoom);
    // One screen further; false at the end of the message.
    bool pageDown();
    bool pageUp();
    void focusText();

Q_SIGNALS:
    void bodyWanted();                       // with other options
    void linkHovered(const QString &target); // empty: none
    void noticed(const QString &sentence);   // for the status line

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addStrips(QVBoxLayout &layout);
    void addContents(QVBoxLayout &layout);
    void connectParts();
    void display();
    void showNotices();
    void showFailure(const Error &error);
    void openLink(const QUrl &url);
    bool scrollBy(int direction);

    MailSession &m_session;
    HeaderBar *m_header;
    PartialBar *m_partial;
    MessageBar *m_damage;
    MessageBar *m_remote;
    MessageBar *m_result;
    HtmlView *m_view;
    AttachmentBar *m_attachments;
    QTimer m_layoutTimer;
    MessageId m_message = 0;
    MessageBody m_body;
    RenderOptions m_shownOptions;
    bool m_plainText = false;
    qreal m_zoom = 1.0;
    int m_textSize = 15; // px, of plain text at zoom 1
};
