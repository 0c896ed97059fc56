// SPDX-License-Identifier: GPL-3.0-or-later
//
// BusySession is a program to be killed: one MailSession that checks its account, marks, moves, tags and
// removes messages and compacts the vault, all at once and over and over. Before it asks for something, and
// when it was acknowledged, it writes a line to standard output (StorePromise reads them), so that whoever
// kills it knows what had been promised. The kill laboratory starts itself again with these arguments.
#pragma once

#include "Clock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "StoreOperation.h"

#include <QRandomGenerator>

#include <optional>
#include <set>

class BusySession : public QObject
{
public:
    struct Setup {
        QString profile;
        ServerSettings server;
        quint32 seed = 0;
        bool isEndless = true; // else it ends after a check and forty operations

        QStringList arguments() const;
        static std::optional<Setup> fromArguments(const QStringList &arguments);
    };

    // The program; returns its exit code.
    static int run(const Setup &setup);

private:
    explicit BusySession(Setup setup);

    void start();
    void begin();
    void work(std::vector<Folder> folders);
    void check();
    void compact();
    void operate();
    StoreOperation nextOperation();
    void ask(const StoreOperation &operation, MailSession::Done<void> done);
    std::vector<MessageId> takeIdle(int most);
    // Writes "begin", and returns what writes "done"; whatever fails ends the program.
    int writeBegin(const StoreOperation &operation);
    void writeDone(int number, const Result<void> &result);
    int below(int bound) { return int(m_random.bounded(bound)); }

    const Setup m_setup;
    SystemClock m_clock;
    MemorySecrets m_secrets;
    MailSession m_session;
    QRandomGenerator m_random;
    AccountId m_account = 0;
    std::set<MessageId> m_idle; // with which nothing is under way
    int m_number = 0;
    int m_checks = 0, m_operations = 0; // acknowledged
};
