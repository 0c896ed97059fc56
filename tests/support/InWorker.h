// SPDX-License-Identifier: GPL-3.0-or-later
//
// inWorker() runs work in a thread of its own and waits for its value: for tests of code that must not run in
// the main thread. Meanwhile `beside`, if given, runs in the caller's thread (to cancel the work, say).
#pragma once

#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

template <class Work> auto inWorker(Work work, const std::function<void()> &beside = {})
{
    std::optional<std::invoke_result_t<Work>> value;
    const std::unique_ptr<QThread> thread(QThread::create([&] { value.emplace(work()); }));
    thread->start();
    if (beside)
        beside();
    thread->wait();
    return std::move(*value);
}
