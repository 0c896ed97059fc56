// SPDX-License-Identifier: GPL-3.0-or-later
//
// ActivityModel is what each account does and did last: phase and counts of a running check, the report of
// the last one. It follows the session; changes of progress are told at most ten times a second. GUI thread.
#pragma once

#include "Account.h"
#include "CheckPause.h"
#include "FetchReport.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

class MailSession;

class ActivityModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        StateRole = Qt::UserRole + 1,
        DetailRole,
        ServerWordsRole,
        PercentRole,
        RunningRole,
        FailedRole
    };

    explicit ActivityModel(QObject *parent = nullptr);
    explicit ActivityModel(MailSession &session, QObject *parent = nullptr);

    void setAccounts(const std::vector<Account> &accounts);
    // What the account does or did, in one line: "Inbox is up to date, 09:12".
    QString stateAt(int row) const;
    // -1 without a running phase that can be counted.
    int percentAt(int row) const;
    bool anyRunning() const;
    bool anyFailed() const;
    // Of all running checks together; nothing when none is fetching.
    std::optional<FetchProgress> overall() const;
    const FetchReport *lastReport(AccountId account) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    static QString phaseText(const FetchProgress &progress);
    // "3 new messages", "No new messages"; or the error in a sentence.
    static QString reportText(const FetchReport &report, const QString &server);
    // When the account is checked again although a check failed, or that it is not; empty without a pause.
    static QString pauseText(const CheckPause &pause, const std::optional<Error> &error, qint64 now);
    // Where the pauses come from; without it there are none.
    void setPauses(std::function<CheckPause(AccountId)> pauseOf) { m_pauseOf = std::move(pauseOf); }

public Q_SLOTS:
    void start(AccountId account);
    void progress(const FetchProgress &progress);
    void finish(const FetchReport &report);

Q_SIGNALS:
    void changed();

private:
    struct Row {
        Account account;
        bool running = false;
        FetchProgress progress;
        std::optional<FetchReport> report;

        // A failure that will probably cure itself is none yet.
        bool hasFailed() const { return !running && report && report->error && !report->passing; }
    };
    Row *rowOf(AccountId account);
    QString detailAt(const Row &row) const;
    QString pauseAt(const Row &row) const;
    void tell();

    std::function<CheckPause(AccountId)> m_pauseOf;
    std::vector<Row> m_rows;
    QTimer m_tellTimer;
};
