// SPDX-License-Identifier: GPL-3.0-or-later
//
// ask() and askPool() run work in another thread and bring its value back: `work` runs in the thread of
// `worker` or in one of a pool, then `done` runs with its result in the thread of `context`. If `context`
// dies first, the result is dropped quietly. (QFuture::then(context) aborts a debug build of Qt 6.4 in that
// case; it is not to be used.)
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <utility>

// What finishes it calls `done`. To be called in the thread of `context`.
template <class Value, class Done> std::shared_ptr<QPromise<Value>> promiseTo(QObject *context, Done done)
{
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
    return promise;
}

// To be called in the thread of `context`. `worker` must live in a thread that runs an event loop.
template <class Work, class Done> void ask(QObject *worker, Work work, QObject *context, Done done)
{
    auto promise = promiseTo<std::invoke_result_t<Work>>(context, std::move(done));
    QMetaObject::invokeMethod(
        worker,
        [promise, work = std::move(work)]() mutable {
            promise->addResult(work());
            promise->finish();
        },
        Qt::QueuedConnection);
}

// To be called in the thread of `context`; the work goes on when the pool has a thread to spare.
template <class Work, class Done> void askPool(QThreadPool &pool, Work work, QObject *context, Done done)
{
    auto promise = promiseTo<std::invoke_result_t<Work>>(context, std::move(done));
    pool.start([promise, work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
}
