// SPDX-License-Identifier: GPL-3.0-or-later
//
// WorkerThread is a thread with an event loop and a resource that lives and dies in it. Work is handed over
// by request(), which calls back in the asker's thread; requests run one after the other. The destructor lets
// what was requested finish.
#pragma once

#include "Ask.h"
#include "Result.h"

#include <QThread>

#include <functional>
#include <memory>

template <class Resource> class WorkerThread
{
public:
    explicit WorkerThread(const QString &name, int stackBytes = 0)
    {
        m_thread.setObjectName(name);
        if (stackBytes > 0)
            m_thread.setStackSize(static_cast<uint>(stackBytes));
        m_worker = new QObject;
        m_worker->moveToThread(&m_thread);
        m_thread.start();
    }

    ~WorkerThread()
    {
        // The last request of all: the resource dies where it lived.
        QMetaObject::invokeMethod(m_worker, [this] {
            m_resource.reset();
            m_worker->deleteLater();
            QThread::currentThread()->quit();
        });
        m_thread.wait();
    }

    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    // `make` returns Result<std::unique_ptr<Resource>>; `done` gets Result<void>.
    template <class Make, class Done> void start(Make make, QObject *context, Done done)
    {
        ask(
            m_worker,
            [this, make = std::move(make)]() -> Result<void> {
                TRY(m_resource, make());
                return {};
            },
            context, std::move(done));
    }

    // `work(Resource &)` returns a Result; `done` gets it. NotFound while there is no resource.
    template <class Work, class Done> void request(Work work, QObject *context, Done done)
    {
        using Answer = std::invoke_result_t<Work, Resource &>;
        ask(
            m_worker,
            [this, work = std::move(work)]() mutable -> Answer {
                if (!m_resource)
                    return failure(ErrorCode::NotFound, QStringLiteral("the profile is not open"));
                return work(*m_resource);
            },
            context, std::move(done));
    }

    // Work that needs the thread and not its resource.
    template <class Work, class Done> void run(Work work, QObject *context, Done done)
    {
        ask(m_worker, std::move(work), context, std::move(done));
    }

    // The same without an answer, from any thread.
    template <class Work> void post(Work work)
    {
        QMetaObject::invokeMethod(
            m_worker, [this, work = std::move(work)]() mutable { work(m_resource.get()); },
            Qt::QueuedConnection); // from this very thread as well
    }

private:
    QThread m_thread;
    QObject *m_worker = nullptr; // lives in m_thread
    std::unique_ptr<Resource> m_resource;
};
