// SPDX-License-Identifier: GPL-3.0-or-later
//
// WindowProgram runs the real poplar (environment variable POPLAR) on one profile, without a screen, and sees
// from the profile's files how far it is. What a killed one leaves in the user's runtime directory is left in
// one of its own. Lives in the test's thread.
#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <functional>
#include <memory>

class WindowProgram
{
public:
    explicit WindowProgram(QString profileDirectory) : m_profile(std::move(profileDirectory)) {}

    // Returns when it is a process; false when there is none.
    bool start();
    QProcess &process() { return *m_process; }
    qint64 microseconds() const { return m_clock.nsecsElapsed() / 1'000; } // since start()

    // Waits, looking every two milliseconds. False when the program has ended or the time is over.
    bool waitFor(const std::function<bool()> &condition, int milliseconds);
    // Since start() mail was written into the vault.
    bool hasStored() const { return vaultSize() > m_vaultBefore; }
    // It works on the search index, which it writes only when it has read many messages. Where the system
    // does not tell which files are open: it has written.
    bool isIndexing() const;
    // Since start() the search index was written to.
    bool hasIndexed() const { return indexChange() != m_indexBefore; }
    // Which changes with all that is written there.
    qint64 vaultSize() const;
    QDateTime indexChange() const;

private:
    QString m_profile;
    QTemporaryDir m_runtime;
    std::unique_ptr<QProcess> m_process;
    QElapsedTimer m_clock;
    qint64 m_vaultBefore = 0;
    QDateTime m_indexBefore;
};
