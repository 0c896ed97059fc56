// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReaderPane shows one message, or an empty page that says why there is none. It asks the session for the
// body as its page needs it, and again when that changes. Of quick steps through a list only the last is
// loaded. GUI thread.
#pragma once

#include "MailSession.h"

#include <QStackedWidget>
#include <QTimer>

class EmptyPage;
class MessagePage;
struct ReadingPreferences;

class ReaderPane : public QStackedWidget
{
    Q_OBJECT
public:
    explicit ReaderPane(MailSession &session, QWidget *parent = nullptr);

    // Shows this message; 0 shows the empty page. A read one is not marked as read; of a partial one it is
    // told that it goes on.
    void showMessage(MessageId message, Flags flags);
    MessageId message() const { return m_message; }
    // The subject of what is on the screen, on one line; empty where there is none.
    QString subject() const;
    // The body on the screen; empty before it has come.
    const MessageBody &body() const;
    bool isShowing() const;
    // There is none to choose from.
    void setNothingToRead(bool nothing);
    // How long a message is looked at before it counts as read, in s; less than 0: never by itself. A reader
    // that is hidden meanwhile begins anew when it is shown.
    void setReadDelay(int seconds);
    // The message was marked by hand: the timer must not mark it again.
    void keepUnread();
    // Shows messages as the user prefers it; or as another reader does at this moment.
    void setPreferences(const ReadingPreferences &preferences);
    void showLike(ReaderPane &other);

    // How the message on the screen is shown; everything about that.
    MessagePage &page() { return *m_page; }
    // One screen further; false at the end of the message.
    bool pageDown();
    bool pageUp();
    void focusText();
    void openSource();

Q_SIGNALS:
    void messageViewed(MessageId message); // for as long as setReadDelay() says
    void messageShown(MessageId message);
    void linkHovered(const QString &target); // empty: none
    void noticed(const QString &sentence);   // for the status line

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void load();
    void startReading();
    void take(MessageId message, const RenderOptions &options, Result<MessageBody> result);
    void showEmpty();
    void followFlags(const std::vector<MessageId> &messages, Flags set, Flags clear);

    MailSession &m_session;
    EmptyPage *m_empty;
    MessagePage *m_page;
    EmptyPage *m_error;
    QTimer m_readTimer;
    MessageId m_message = 0; // wanted
    MessageId m_shown = 0;   // on the screen
    int m_readDelay = 2;     // s
    bool m_busy = false;
    bool m_wantedAgain = false; // while busy
    bool m_marksRead = false;
    bool m_isUnseen = false; // it is to be marked as read, but is hidden
    bool m_isPartial = false;
    bool m_nothingToRead = false;
    int m_version = 0; // counts how often the rest of a message has come
    int m_shownVersion = 0;
};
