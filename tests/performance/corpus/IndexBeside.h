// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexBeside keeps the search index of a profile up to date in a thread of its own while mail is stored, as
// the program does.
#pragma once

#include "Result.h"

#include <QThread>

#include <condition_variable>
#include <memory>
#include <mutex>

class IndexBeside
{
public:
    // The profile's store must have been opened.
    explicit IndexBeside(const QString &profileDirectory);
    ~IndexBeside();

    // There is new mail. Any thread.
    void wake();
    // Returns when everything that was stored before is in the index.
    Result<void> finish();

private:
    Result<void> run(const QString &profileDirectory);

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    bool m_isAwake = true;
    bool m_isOver = false;
    Result<void> m_outcome; // once the thread has ended
    std::unique_ptr<QThread> m_thread;
};
