// SPDX-License-Identifier: GPL-3.0-or-later
#include "Application.h"

#include "CheckTimer.h"
#include "DemoProfile.h"
#include "DemoScreenshot.h"
#include "InterruptWatch.h"
#include "MainWindow.h"
#include "ProfileSecrets.h"
#include "SampleMailbox.h"
#include "SingleInstance.h"
#include "Theme.h"
#include "WindowSize.h"

#include <QApplication>
#include <QFileOpenEvent>
#include <QProcess>
#include <QTimer>

namespace
{
constexpr int indexDelay = 2000; // milliseconds; the first screen comes first
}

Application::Application(CommandLine commandLine) : m_commandLine(std::move(commandLine)) {}

Application::~Application() = default;

int Application::run()
{
    Theme::apply(*qApp, Theme::wanted());
    const auto start = prepare();
    if (start && *start == Start::HandedOver)
        return 0;
    makeWindow();
    if (start)
        openSession();
    else
        fail(start.error());
    // So that Control-C in a terminal leaves no demo profile behind.
    InterruptWatch watch;
    connect(&watch, &InterruptWatch::interrupted, qApp, &QCoreApplication::quit);
    return QApplication::exec();
}

Result<Application::Start> Application::prepare()
{
    auto start = m_commandLine.demo ? prepareDemo() : prepareProfile();
    const QString directory = m_demo ? m_demo->directory() : m_profile ? m_profile->directory() : QString();
    if (!m_demo)
        m_ownSecrets = std::make_unique<ProfileSecrets>(directory, ProfileSecrets::NewSecrets::ToKeychain);
    SecretStore &secrets = m_demo ? m_demo->secrets() : *m_ownSecrets;
    m_session = std::make_unique<MailSession>(directory, secrets, m_clock);
    return start;
}

Result<Application::Start> Application::prepareDemo()
{
    TRY(m_demo, DemoProfile::start(sampleMessages(m_clock.now())));
    return Start::Window;
}

Result<Application::Start> Application::prepareProfile()
{
    TRY(auto profile, Profile::open(m_commandLine.profile, Profile::IfMissing::Make));
    m_profile = std::make_unique<Profile>(std::move(profile));
    m_instance = std::make_unique<SingleInstance>(m_profile->directory());
    connect(m_instance.get(), &SingleInstance::called, this, &Application::takeCall);
    switch (m_instance->claim(m_commandLine.files, qgetenv("XDG_ACTIVATION_TOKEN"))) {
    case SingleInstance::Role::First:
        return Start::Window;
    case SingleInstance::Role::Second:
        return Start::HandedOver;
    case SingleInstance::Role::Stuck:
        break;
    }
    return failure(ErrorCode::ProfileLocked, m_profile->directory());
}

void Application::makeWindow()
{
    m_window = std::make_unique<MainWindow>(*m_session);
    connect(m_window.get(), &MainWindow::sampleMailRequested, this, &Application::startSampleMail);
    connect(m_window.get(), &MainWindow::endOfSampleMailRequested, this, &Application::endSampleMail);
    qApp->installEventFilter(this);
    if (!m_commandLine.screenshot.isEmpty()) {
        m_screenshot = std::make_unique<DemoScreenshot>(*m_session, *m_window, m_commandLine);
        m_window->resize(m_commandLine.size);
    } else if (!m_window->isMaximized()) {
        openAtSize(*m_window, m_window->size());
    }
    m_window->show();
}

void Application::openSession()
{
    m_checkTimer = std::make_unique<CheckTimer>(*m_session, m_clock);
    m_session->open(this, [this](const Result<void> &opened) {
        if (!opened)
            return fail(opened.error());
        if (m_demo)
            return startDemoMail();
        startWindow();
    });
}

void Application::startWindow()
{
    m_isOpen = true;
    m_window->start();
    if (m_screenshot)
        m_screenshot->start();
    else if (m_demo)
        m_window->offerEndOfSampleMail();
    m_checkTimer->start();
    QTimer::singleShot(indexDelay, this, [this] { m_session->keepIndex(); });
    openFiles(m_commandLine.files + m_waitingFiles);
}

void Application::openFiles(const QStringList &files)
{
    if (!m_isOpen)
        m_waitingFiles += files;
    else if (!files.isEmpty())
        m_window->openFiles(files);
}

void Application::startDemoMail()
{
    m_session->saveAccount(m_demo->account(), m_demo->password(), this, [this](const Result<Account> &saved) {
        if (!saved)
            return fail(saved.error());
        startWindow();
    });
}

void Application::takeCall(const QStringList &files, const QByteArray &activationToken)
{
    // The desktop lets a window come to the front only with the token of the click that asked for it.
    if (!activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
    openFiles(files);
}

void Application::startSampleMail()
{
    const QString program = QCoreApplication::applicationFilePath();
    if (!QProcess::startDetached(program, {QStringLiteral("--demo")}))
        qWarning("The sample mail could not be started: %s", qPrintable(program));
}

// The sample mail, its account and its server are gone with this process; the user's own mail is another's.
void Application::endSampleMail()
{
    const QString program = QCoreApplication::applicationFilePath();
    if (!QProcess::startDetached(program, {}))
        qWarning("Poplar could not be started: %s", qPrintable(program));
    m_window->close();
}

void Application::fail(const Error &error)
{
    if (m_screenshot)
        return m_screenshot->fail(error);
    m_window->showOpenFailed(error);
}

// macOS hands over the files to open as events.
bool Application::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FileOpen && m_window) {
        openFiles({static_cast<QFileOpenEvent *>(event)->file()});
        return true;
    }
    return QObject::eventFilter(watched, event);
}
