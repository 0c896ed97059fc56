// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window of a mailbox on its server, measured: server-bench PORT USER PASSWORD-FILE CA-FILE MESSAGES. A
// profile of its own is made, the window is opened on Qt's offscreen platform, and the mailbox listed with
// all its headers; then the same with a program that knows them. Prints one line of JSON:
//
//     first_rows   seconds from opening the window to all rows, of a mailbox that nobody knew
//     all_headers  seconds from then to the last header
//     cached_rows  milliseconds from opening the window to all rows, of a mailbox that is known
//     second_look  seconds from then until the server has said that nothing is new
//     longest_turn milliseconds of processor time that the GUI thread took at most between two turns of its
//                  event loop, from the time that the empty window was there
#include "Clock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "ServerMailWindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace
{
constexpr int patience = 600'000; // ms

[[noreturn]] void giveUp(const char *why)
{
    std::fprintf(stderr, "server-bench: %s\n", why);
    std::exit(2);
}

void waitFor(const std::function<bool()> &isDone, const char *what)
{
    if (!QTest::qWaitFor(isDone, patience))
        giveUp(what);
}

// How much processor time one turn of the event loop takes at most, whatever else the computer does.
class Turns : public QObject
{
public:
    Turns()
    {
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double now = used();
            m_longest = std::max(m_longest, now - std::exchange(m_before, now));
        });
        m_timer.start(0);
    }
    double longest() const { return m_longest; } // milliseconds

private:
    static double used()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

    QTimer m_timer;
    double m_before = used();
    double m_longest = 0;
};

struct Program {
    explicit Program(const QString &directory, MemorySecrets &secrets) : session(directory, secrets, clock)
    {
        bool isOpen = false;
        session.open(&session, [&](const Result<void> &opened) { isOpen = opened.has_value(); });
        waitFor([&] { return isOpen; }, "the profile does not open");
    }

    SystemClock clock;
    MailSession session;
};

AccountId addAccount(Program &program, const QStringList &arguments, const QString &password)
{
    Account account;
    account.name = QStringLiteral("bench");
    account.email = QStringLiteral("bench@example.org");
    account.server.host = QStringLiteral("localhost");
    account.server.port = arguments[1].toUShort();
    account.server.user = arguments[2];
    account.server.caFile = arguments[4];
    AccountId id = 0;
    program.session.saveAccount(account, password, &program.session,
                                [&](const Result<Account> &saved) { id = saved ? saved->id : 0; });
    waitFor([&] { return id != 0; }, "the account is not saved");
    return id;
}

struct Opening {
    double rows = 0; // seconds until all are shown
    double look = 0; // and from then until the look has ended
    double longestTurn = 0;
};

Opening openWindow(Program &program, AccountId account, int messages)
{
    QElapsedTimer timer;
    timer.start();
    ServerMailWindow window(program.session, account);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show(ServerMailModel::Show::Everything);
    window.repaint();
    const Turns turns;
    waitFor([&] { return window.model().rowCount() == messages; }, "the rows do not come");
    window.repaint();
    const double rows = double(timer.nsecsElapsed()) / 1e9;
    timer.restart();
    ServerDesk &desk = program.session.serverDesk();
    waitFor([&] { return desk.look(account).listedAt > 0 && !desk.look(account).isUnderWay(); },
            "the look does not end");
    if (desk.look(account).error)
        giveUp("the look failed");
    return {rows, double(timer.nsecsElapsed()) / 1e9, turns.longest()};
}
} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 6)
        giveUp("PORT USER PASSWORD-FILE CA-FILE MESSAGES");
    QFile passwordFile(arguments[3]);
    if (!passwordFile.open(QIODevice::ReadOnly))
        giveUp("the password cannot be read");
    const QString password = QString::fromUtf8(passwordFile.readAll());
    const int messages = arguments[5].toInt();
    const QTemporaryDir directory;
    const QString profile = directory.filePath(QStringLiteral("profile"));
    MemorySecrets secrets;
    auto program = std::make_unique<Program>(profile, secrets);
    const AccountId account = addAccount(*program, arguments, password);
    const Opening first = openWindow(*program, account, messages);
    program.reset();
    program = std::make_unique<Program>(profile, secrets);
    const Opening second = openWindow(*program, account, messages);
    std::printf("{\"first_rows\": %.3f, \"all_headers\": %.3f, \"cached_rows\": %.1f, \"second_look\": %.3f, "
                "\"longest_turn\": %.1f}\n",
                first.rows, first.look, second.rows * 1000, second.look,
                std::max(first.longestTurn, second.longestTurn));
    return 0;
}
