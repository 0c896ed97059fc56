// SPDX-License-Identifier: GPL-3.0-or-later
//
// ask() runs work in another thread and brings its value back: `work` runs in the thread of `worker`, then
// `done` runs with its result in the thread of `context`. If `context` dies first, the result is dropped
// quietly. (QFuture::then(context) aborts a debug build of Qt 6.4 in that case; it is not to be used.)
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <memory>
#include <utility>

// To be called in the thread of `context`. `worker` must live in a thread that runs an event loop.
template <class Work, class Done> void ask(QObject *worker, Work work, QObject *context, Done done)
{
    using Value = std::invoke_result_t<Work>;
    auto promise = std::make_shared<QPromise<Value>>();
    auto *watcher = new QFutureWatcher<Value>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, done = std::move(done)]() mutable {
                         // A worker that ended before it came to the request has left no result.
                         if (watcher->future().resultCount() > 0)
                             done(watcher->future().takeResult());
                         watcher->deleteLater();
                     });
    promise->start();
    watcher->setFuture(promise->future());
    QMetaObject::invokeMethod(
        worker,
        [promise, work = std::move(work)]() mutable {
            promise->addResult(work());
            promise->finish();
        },
        Qt::QueuedConnection);
}
