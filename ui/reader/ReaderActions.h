// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReaderActions does what the actions say to the message in a ReaderPane: how it looks, finding in it, saving
// and printing it. Each window that shows messages has one. GUI thread.
#pragma once

#include "Actions.h"
#include "MailSession.h"

class BrowserPage;
class EncodingMenu;
class QMenuBar;
class QPrinter;
class QSettings;
class ReaderPane;

class ReaderActions : public QObject
{
    Q_OBJECT
public:
    // All must outlive it.
    ReaderActions(MailSession &session, Actions &actions, ReaderPane &reader, QObject *parent = nullptr);

    // False where the action is none of these.
    bool perform(ActionId id);
    // Below what is shown of a message.
    void addEncodingMenu(QMenuBar &bar);
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // The message as a file for reading and printing elsewhere.
    void savePdf(const QString &path);

Q_SIGNALS:
    void told(const QString &sentence);
    void failed(const Error &error);

private:
    bool performOnLook(ActionId id);
    void zoomBy(qreal factor);
    void chooseMessageFile();
    void choosePdfFile();
    void print();
    void printOn(const std::shared_ptr<QPrinter> &printer);
    void showEncoding();
    QString fileName(const QString &suffix) const;

    MailSession &m_session;
    Actions &m_actions;
    ReaderPane &m_reader;
    BrowserPage *m_browser;
    EncodingMenu *m_encodings = nullptr; // owned by the menu bar
};
