// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoScreenshot.h"

#include "ErrorText.h"
#include "MainWindow.h"
#include "MessageListModel.h"
#include "MessageListView.h"
#include "ReaderPane.h"

#include <QApplication>
#include <QPixmap>
#include <QTimer>

#include <algorithm>
#include <cstdio>

namespace
{

constexpr int listPollMs = 100;
constexpr int listPolls = 100;
constexpr int settleMs = 800; // for what fades in or follows

} // namespace

DemoScreenshot::DemoScreenshot(MailSession &session, MainWindow &window, CommandLine commandLine)
    : m_session(session), m_window(window), m_commandLine(std::move(commandLine))
{
}

void DemoScreenshot::start()
{
    connect(m_window.findChild<ReaderPane *>(), &ReaderPane::messageShown, this, [this](MessageId message) {
        m_shown = message;
        grabWhenShown();
    });
    connect(&m_session, &MailSession::checkFinished, this, [this](const FetchReport &report) {
        if (report.error)
            fail(*report.error);
        else
            findMessage();
    });
}

void DemoScreenshot::findMessage()
{
    m_session.rows(ListQuery(), this, [this](const Result<std::vector<MessageRow>> &rows) {
        if (!rows)
            return fail(rows.error());
        std::vector<MessageId> ids;
        for (const MessageRow &row : *rows)
            ids.push_back(row.id);
        m_session.summaries(ids, this, [this](const Result<std::vector<MessageSummary>> &summaries) {
            if (!summaries)
                return fail(summaries.error());
            const auto found =
                std::find_if(summaries->begin(), summaries->end(), [this](const MessageSummary &summary) {
                    return summary.subject.contains(m_commandLine.select, Qt::CaseInsensitive);
                });
            if (found == summaries->end())
                return end(QStringLiteral("No message has \"%1\" in its subject.").arg(m_commandLine.select));
            selectWhenListed(found->id, listPolls);
        });
    });
}

void DemoScreenshot::selectWhenListed(MessageId message, int attemptsLeft)
{
    auto *const view = m_window.findChild<MessageListView *>();
    const auto *const model = view ? qobject_cast<MessageListModel *>(view->model()) : nullptr;
    const int row = model ? model->rowOf(message) : -1;
    if (row >= 0) {
        view->setFocus();
        view->selectRow(row);
        m_wanted = message;
        grabWhenShown();
    } else if (attemptsLeft > 0) {
        QTimer::singleShot(listPollMs, this,
                           [this, message, attemptsLeft] { selectWhenListed(message, attemptsLeft - 1); });
    } else {
        end(QStringLiteral("The list does not show the message."));
    }
}

void DemoScreenshot::grabWhenShown()
{
    if (m_wanted != 0 && m_shown == m_wanted)
        QTimer::singleShot(settleMs, this, &DemoScreenshot::grab);
}

void DemoScreenshot::grab()
{
    if (!m_window.grab().save(m_commandLine.screenshot, "PNG"))
        return end(QStringLiteral("%1 could not be written.").arg(m_commandLine.screenshot));
    end({});
}

void DemoScreenshot::fail(const Error &error)
{
    end(errorLine(error));
}

void DemoScreenshot::end(const QString &complaint)
{
    if (!complaint.isEmpty())
        std::fprintf(stderr, "poplar: %s\n", complaint.toLocal8Bit().constData());
    // Queued, because the event loop may not run yet.
    QMetaObject::invokeMethod(
        qApp, [failed = !complaint.isEmpty()] { QCoreApplication::exit(failed ? 1 : 0); },
        Qt::QueuedConnection);
}
