// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoScreenshot makes the pictures of the README: it waits for the demo's mail, opens a message that shows
// what the window can do, writes a picture of the window and ends the program. GUI thread.
#pragma once

#include "CommandLine.h"
#include "MailSession.h"

#include <QObject>

class MainWindow;

class DemoScreenshot : public QObject
{
    Q_OBJECT
public:
    // Both must outlive it.
    DemoScreenshot(MailSession &session, MainWindow &window, CommandLine commandLine);

    // To be called before the check starts. Ends the program with 0 when the picture is written.
    void start();
    // Ends the program with 1 and a sentence.
    void fail(const Error &error);

private:
    void findMessage();
    void selectWhenListed(MessageId message, int attemptsLeft);
    void grabWhenShown();
    void grab();
    void end(const QString &complaint);

    MailSession &m_session;
    MainWindow &m_window;
    CommandLine m_commandLine;
    MessageId m_wanted = 0;
    MessageId m_shown = 0; // by the reader
};
