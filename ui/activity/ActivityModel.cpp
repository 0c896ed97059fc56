// SPDX-License-Identifier: GPL-3.0-or-later
#include "ActivityModel.h"

#include "ErrorText.h"
#include "Formatting.h"
#include "MailSession.h"
#include "ReasonText.h"
#include "SafeText.h"

#include <algorithm>

ActivityModel::ActivityModel(QObject *parent) : QAbstractListModel(parent)
{
    m_tellTimer.setSingleShot(true);
    m_tellTimer.setInterval(100);
    connect(&m_tellTimer, &QTimer::timeout, this, &ActivityModel::tell);
}

ActivityModel::ActivityModel(MailSession &session, QObject *parent) : ActivityModel(parent)
{
    connect(&session, &MailSession::accountsChanged, this,
            [this, &session] { setAccounts(session.accounts()); });
    connect(&session, &MailSession::checkStarted, this, &ActivityModel::start);
    connect(&session, &MailSession::checkProgressed, this, &ActivityModel::progress);
    connect(&session, &MailSession::checkFinished, this, &ActivityModel::finish);
    setPauses([&session](AccountId account) { return session.pauseOf(account); });
    setAccounts(session.accounts());
}

void ActivityModel::setAccounts(const std::vector<Account> &accounts)
{
    beginResetModel();
    std::vector<Row> rows;
    for (const Account &account : accounts) {
        Row row;
        if (const Row *old = rowOf(account.id))
            row = *old;
        row.account = account;
        rows.push_back(row);
    }
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT changed();
}

ActivityModel::Row *ActivityModel::rowOf(AccountId account)
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [account](const Row &row) { return row.account.id == account; });
    return found == m_rows.end() ? nullptr : &*found;
}

void ActivityModel::start(AccountId account)
{
    if (Row *row = rowOf(account)) {
        row->running = true;
        row->progress = {};
        row->progress.account = account;
        tell();
    }
}

void ActivityModel::progress(const FetchProgress &progress)
{
    Row *row = rowOf(progress.account);
    if (!row || !row->running)
        return;
    row->progress = progress;
    if (!m_tellTimer.isActive())
        m_tellTimer.start();
}

void ActivityModel::finish(const FetchReport &report)
{
    if (Row *row = rowOf(report.account)) {
        row->running = false;
        row->report = report;
        tell();
    }
}

void ActivityModel::tell()
{
    m_tellTimer.stop();
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
    Q_EMIT changed();
}

QString ActivityModel::phaseText(const FetchProgress &progress)
{
    switch (progress.phase) {
    case FetchProgress::Phase::Connecting:
        return tr("Connecting…");
    case FetchProgress::Phase::SigningIn:
        return tr("Signing in…");
    case FetchProgress::Phase::Listing:
        return tr("Asking what is there…");
    case FetchProgress::Phase::Identifying:
        return tr("Comparing with what is here…");
    case FetchProgress::Phase::Fetching:
        return tr("Getting message %1 of %2")
            .arg(Formatting::count(qMin(progress.messages + 1, progress.messagesInAll)),
                 Formatting::count(progress.messagesInAll));
    case FetchProgress::Phase::Storing:
        return tr("Storing…");
    case FetchProgress::Phase::Deleting:
        return tr("Deleting on the server: %1 of %2")
            .arg(Formatting::count(progress.messages), Formatting::count(progress.messagesInAll));
    case FetchProgress::Phase::Finishing:
        return tr("Finishing…");
    }
    return {};
}

QString ActivityModel::reportText(const FetchReport &report, const QString &server)
{
    if (report.error)
        return errorWords(*report.error, server).sentence;
    if (!report.notFetched.empty())
        return report.fetched > 0
                   ? tr("%1; %2", "what was fetched, what was not")
                         .arg(tr("%n new message(s)", nullptr, report.fetched),
                              tr("%n could not be fetched", nullptr, int(report.notFetched.size())))
                   : tr("%n message(s) could not be fetched", nullptr, int(report.notFetched.size()));
    const QString fetched =
        report.fetched > 0 ? tr("%n new message(s)", nullptr, report.fetched) : tr("No new messages");
    if (!report.moreWaiting)
        return fetched;
    // Gmail shows its mail in portions.
    if (report.notBefore > report.finishedAt)
        return tr("%1; more is waiting and comes at %2", "what happened, time")
            .arg(fetched, Formatting::listDate(report.notBefore, QDateTime::currentDateTime()));
    return tr("%1; more is waiting for the next check", "what happened").arg(fetched);
}

QString ActivityModel::stateAt(int row) const
{
    const Row &one = m_rows[size_t(row)];
    if (one.running)
        return phaseText(one.progress);
    if (!one.report)
        return one.account.enabled ? tr("Not checked yet") : tr("Switched off");
    const QString when = Formatting::listDate(one.report->finishedAt, QDateTime::currentDateTime());
    if (one.report->error) {
        const QString what = reportText(*one.report, one.account.server.host);
        const QString next = pauseAt(one);
        return next.isEmpty() ? tr("%1 (%2)", "what went wrong, when").arg(what, when)
                              : tr("%1 %2", "what went wrong, what comes next").arg(what, next);
    }
    return tr("%1, %2", "what happened, when").arg(reportText(*one.report, one.account.server.host), when);
}

QString ActivityModel::pauseText(const CheckPause &pause, const std::optional<Error> &error, qint64 now)
{
    if (pause.stopped) {
        const bool password =
            *pause.stopped == ErrorCode::AuthRejected || *pause.stopped == ErrorCode::CredentialsMissing;
        return password ? tr("It is checked again when you have entered the password.")
                        : tr("It is checked again when you ask for it.");
    }
    if (pause.notBefore <= now)
        return {};
    const QString time = Formatting::listDate(pause.notBefore, QDateTime::fromSecsSinceEpoch(now));
    if (error && error->code == ErrorCode::LoginTooSoon)
        return tr("Next check at %1: the server asks for %n minute(s).", nullptr,
                  int((pause.notBefore - now + 59) / 60))
            .arg(time);
    return pause.isRetry ? tr("Next try at %1.").arg(time) : tr("Next check at %1.").arg(time);
}

QString ActivityModel::pauseAt(const Row &row) const
{
    if (!m_pauseOf || !row.report || !row.report->error || row.report->error->code == ErrorCode::Cancelled)
        return {};
    const CheckPause pause = m_pauseOf(row.account.id);
    const bool byItself = row.account.enabled && row.account.schedule.minutes > 0;
    // What is checked only when asked has no next check; a pause that the server demands holds all the same.
    if (!byItself && row.report->error->code != ErrorCode::LoginTooSoon)
        return {};
    if (!byItself && pause.notBefore > row.report->finishedAt)
        return tr("The server asks for a pause until %1.")
            .arg(
                Formatting::listDate(pause.notBefore, QDateTime::fromSecsSinceEpoch(row.report->finishedAt)));
    return pauseText(pause, row.report->error, row.report->finishedAt);
}

int ActivityModel::percentAt(int row) const
{
    const Row &one = m_rows[size_t(row)];
    if (!one.running || one.progress.phase != FetchProgress::Phase::Fetching)
        return -1;
    const FetchProgress &p = one.progress;
    // By bytes; the server's sizes are a hint, so never more than 100.
    if (p.bytesInAll > 0)
        return int(qMin<qint64>(100, p.bytes * 100 / p.bytesInAll));
    return p.messagesInAll > 0 ? qMin(100, p.messages * 100 / p.messagesInAll) : -1;
}

QString ActivityModel::detailAt(const Row &row) const
{
    if (row.running) {
        const FetchProgress &p = row.progress;
        return p.phase == FetchProgress::Phase::Fetching ? Formatting::sizeOf(p.bytes, p.bytesInAll)
                                                         : QString();
    }
    if (!row.report)
        return {};
    const FetchReport &report = *row.report;
    if (report.error) {
        const QString step = errorWords(*report.error, row.account.server.host).nextStep;
        const bool isOfDisk =
            report.error->code == ErrorCode::DiskFull || report.error->code == ErrorCode::DiskFailed;
        return isOfDisk && report.deleted == 0 && report.unconfirmed == 0
                   ? step + u' ' + tr("Nothing was deleted on the server.")
                   : step;
    }
    QStringList parts;
    if (report.fetched > 0)
        parts += Formatting::size(report.bytes);
    if (report.kept > 0)
        parts += tr("%n kept on the server", nullptr, report.kept);
    if (report.deleted > 0)
        parts += tr("%n deleted on the server", nullptr, report.deleted);
    if (!report.skipped.empty())
        parts += tr("%n left out: %1", nullptr, int(report.skipped.size()))
                     .arg(ReasonText::trouble(report.skipped.front().reason));
    if (report.partial > 0)
        parts += tr("of %n only the beginning", nullptr, report.partial);
    if (report.heldBack > 0)
        parts += tr("%n deletion(s) wait for your word", nullptr, report.heldBack);
    if (!report.notFetched.empty())
        parts += ReasonText::trouble(report.notFetched.front().reason);
    return parts.join(QStringLiteral(" · "));
}

bool ActivityModel::anyRunning() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.running; });
}

bool ActivityModel::anyFailed() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.hasFailed(); });
}

std::optional<FetchProgress> ActivityModel::overall() const
{
    FetchProgress sum;
    bool any = false;
    for (const Row &row : m_rows) {
        if (!row.running || row.progress.phase != FetchProgress::Phase::Fetching)
            continue;
        any = true;
        sum.messages += row.progress.messages;
        sum.messagesInAll += row.progress.messagesInAll;
        sum.bytes += row.progress.bytes;
        sum.bytesInAll += row.progress.bytesInAll;
    }
    sum.phase = FetchProgress::Phase::Fetching;
    return any ? std::optional(sum) : std::nullopt;
}

const FetchReport *ActivityModel::lastReport(AccountId account) const
{
    for (const Row &row : m_rows) {
        if (row.account.id == account && row.report)
            return &*row.report;
    }
    return nullptr;
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const bool failed = row.hasFailed();
    switch (role) {
    case Qt::DisplayRole:
        return row.account.name;
    case StateRole:
        return stateAt(index.row());
    case DetailRole:
        return detailAt(row);
    case ServerWordsRole:
        return failed ? errorWords(*row.report->error).serverWords : QString();
    case PercentRole:
        return percentAt(index.row());
    case RunningRole:
        return row.running;
    case FailedRole:
        return failed;
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "account, state").arg(row.account.name, stateAt(index.row()));
    case Qt::ToolTipRole:
        return failed ? SafeText::toolTip(row.report->error->detail) : QString();
    default:
        return {};
    }
}
