// SPDX-License-Identifier: GPL-3.0-or-later
#include "InterruptWatch.h"

#ifdef Q_OS_WIN
#include <QPointer>
#include <windows.h>
#else
#include <QSocketNotifier>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

#ifdef Q_OS_WIN

namespace
{
// The console calls its handler in a thread of its own, without an argument: this is its only way to us.
InterruptWatch *current = nullptr;

BOOL WINAPI onConsoleEvent(DWORD)
{
    InterruptWatch *const watch = std::exchange(current, nullptr);
    if (!watch)
        return FALSE;
    QMetaObject::invokeMethod(watch, &InterruptWatch::interrupted, Qt::QueuedConnection);
    return TRUE;
}
} // namespace

class InterruptWatch::Private
{
public:
    explicit Private(InterruptWatch *owner)
    {
        current = owner;
        SetConsoleCtrlHandler(onConsoleEvent, TRUE);
    }
    ~Private()
    {
        SetConsoleCtrlHandler(onConsoleEvent, FALSE);
        current = nullptr;
    }
};

#else

namespace
{
// A signal handler may only write to a file descriptor, and has no argument to find it by.
int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
}
} // namespace

class InterruptWatch::Private
{
public:
    explicit Private(InterruptWatch *owner)
    {
        if (pipe(signalPipe) != 0)
            return; // the signals keep their usual meaning
        for (const int end : signalPipe) {
            fcntl(end, F_SETFD, FD_CLOEXEC);
            fcntl(end, F_SETFL, O_NONBLOCK);
        }
        m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, owner, [this, owner] {
            m_notifier->setEnabled(false);
            Q_EMIT owner->interrupted();
        });
        struct sigaction action = {};
        action.sa_handler = onSignal;
        sigemptyset(&action.sa_mask);
        action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND); // the second one kills
        sigaction(SIGINT, &action, &m_oldInterrupt);
        sigaction(SIGTERM, &action, &m_oldTerminate);
    }
    ~Private()
    {
        if (!m_notifier)
            return;
        sigaction(SIGINT, &m_oldInterrupt, nullptr);
        sigaction(SIGTERM, &m_oldTerminate, nullptr);
        m_notifier.reset();
        close(signalPipe[0]);
        close(signalPipe[1]);
    }

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
    struct sigaction m_oldInterrupt = {};
    struct sigaction m_oldTerminate = {};
};

#endif

InterruptWatch::InterruptWatch(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this)) {}

InterruptWatch::~InterruptWatch() = default;
