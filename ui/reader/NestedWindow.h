// SPDX-License-Identifier: GPL-3.0-or-later
//
// NestedWindow shows a message that lies within a stored one, or one of which a stored one is a piece, like
// any other: head, text, cards, attachments, with menus for how it looks, for finding, saving and printing
// it, and a line that says where its links lead. It closes with Escape and deletes itself. GUI thread; the
// session reads.
#pragma once

#include "Actions.h"
#include "MailSession.h"
#include "MessageLook.h"
#include "MessagePaper.h"

#include <QMainWindow>

class AttachmentFiles;
class EmptyPage;
class MessagePage;
class QStackedWidget;

class NestedWindow : public QMainWindow
{
    Q_OBJECT
public:
    // `part` is the place of the message, as for MailSession::attachment(); it is shown as `look` says.
    // `session` must outlive the window.
    NestedWindow(MailSession &session, MessageId message, const QString &part, QWidget *parent = nullptr,
                 const MessageLook &look = {});

    MessagePage &page() { return *m_page; }
    // For a file or a printer.
    MessagePaper::Shown shown() const;
    void perform(ActionId id);

private:
    void build();
    void connectParts();
    void load();
    void take(const RenderOptions &options, Result<MessageBody> result);
    void save();
    void tell(const QString &sentence);

    MailSession &m_session;
    const MessageId m_message;
    const QString m_part;
    Actions m_actions;
    QStackedWidget *m_stack;
    EmptyPage *m_waiting;
    MessagePage *m_page;
    MessagePaper *m_paper;
    AttachmentFiles *m_files;
    bool m_isShown = false;
};
