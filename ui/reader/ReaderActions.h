// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReaderActions does what the actions say to the message in a ReaderPane: how it looks, finding in it, saving
// and printing it. Each window that shows messages has one, for the reader that is on its screen. GUI thread.
#pragma once

#include "Actions.h"
#include "MailSession.h"
#include "MessagePaper.h"

class BrowserPage;
class EncodingMenu;
class MessagePage;
class QMenuBar;
class QSettings;
class ReaderPane;

class ReaderActions : public QObject
{
    Q_OBJECT
public:
    // All must outlive it.
    ReaderActions(MailSession &session, Actions &actions, ReaderPane &reader, QObject *parent = nullptr);

    // From now on it acts on this one, and the marks of the actions are those of its page.
    void setReader(ReaderPane &reader);
    ReaderPane &reader() const { return *m_reader; }
    void showLook();

    // False where the action is none of these.
    bool perform(ActionId id);
    // The part of it that asks nothing of the store: finding, and how a page looks.
    static bool performOn(const Actions &actions, MessagePage &page, ActionId id);
    static void showLook(const Actions &actions, const MessagePage &page);
    // Below what is shown of a message.
    void addEncodingMenu(QMenuBar &bar);
    // How messages look, in the reader of the moment and from one start of the program to the next.
    void restore(const QSettings &settings);
    static void save(QSettings &settings, const MessagePage &page);

    // The message as a file for reading and printing elsewhere.
    void savePdf(const QString &path);

Q_SIGNALS:
    void told(const QString &sentence);
    void failed(const Error &error);

private:
    MessagePaper::Shown shown() const;
    void chooseMessageFile();
    void showEncoding();

    MailSession &m_session;
    Actions &m_actions;
    ReaderPane *m_reader;
    BrowserPage *m_browser;
    MessagePaper *m_paper;
    EncodingMenu *m_encodings = nullptr; // owned by the menu bar
};
