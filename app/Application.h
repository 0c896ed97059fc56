// SPDX-License-Identifier: GPL-3.0-or-later
//
// Application puts the window together: profile, passwords, session, window, timer, the instance that runs
// already, and with --demo the built-in server. It is the only place that knows all of them. GUI thread.
#pragma once

#include "Clock.h"
#include "CommandLine.h"
#include "Result.h"

#include <QObject>

#include <memory>

class CheckTimer;
class DemoProfile;
class DemoScreenshot;
class MailSession;
class MainWindow;
class Profile;
class SecretStore;
class SingleInstance;

class Application : public QObject
{
    Q_OBJECT
public:
    // A QApplication must exist, and outlive it.
    explicit Application(CommandLine commandLine);
    // Stops what runs, within moments: a check that is cut off lost nothing.
    ~Application() override;

    // Shows the window and returns the program's exit code when it was closed; at once when another window
    // of the same profile has taken over.
    int run();

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Start { Window, HandedOver };

    Result<Start> prepare();
    Result<Start> prepareDemo();
    Result<Start> prepareProfile();
    void makeWindow();
    void openSession();
    void startDemoMail();
    void startWindow();
    void openFiles(const QStringList &files);
    void takeCall(const QStringList &files, const QByteArray &activationToken);
    void startSampleMail();
    void endSampleMail();
    void fail(const Error &error);

    CommandLine m_commandLine;
    bool m_isOpen = false; // the session
    QStringList m_waitingFiles;
    SystemClock m_clock;
    // In the order they are needed, so that the window goes first and the demo's directory last.
    std::unique_ptr<DemoProfile> m_demo;
    std::unique_ptr<Profile> m_profile;
    std::unique_ptr<SecretStore> m_ownSecrets;
    std::unique_ptr<SingleInstance> m_instance;
    std::unique_ptr<MailSession> m_session;
    std::unique_ptr<CheckTimer> m_checkTimer;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<DemoScreenshot> m_screenshot;
};
