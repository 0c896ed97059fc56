// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiagnosisModel is the steps of a connection doctor as a list: all of them from the beginning, each waiting,
// running, done or failed, with its time and what it found, in words. GUI thread; it talks to nobody.
#pragma once

#include "Account.h"
#include "Diagnosis.h"

#include <QAbstractListModel>

class DiagnosisModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class State { Waiting, Running, Done, Failed, Skipped };
    enum Role { StateRole = Qt::UserRole + 1, WordsRole, FactsRole, TimeRole };

    explicit DiagnosisModel(QObject *parent = nullptr);

    // `server` is named in the sentences. All steps wait, in the order in which they will be taken; those
    // that this server does not need are left out.
    void begin(const QString &server, ServerSecurity security);
    // A step began (ok unset) or ended.
    void take(const DiagnosisStep &step);
    // Nothing comes any more: what has not run was not reached.
    void finish(const Diagnosis &diagnosis);
    void stop();
    bool hasFailed() const;
    QString failedStep() const; // its name; empty when none has failed
    // The whole as text, to be sent to somebody who helps.
    QString asText() const;

    static QString nameOf(DiagnosisStep::Kind kind);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        DiagnosisStep step;
        State state = State::Waiting;
    };
    QString wordsOf(const Row &row) const;
    static QString factsOf(const Row &row);

    QString m_server;
    std::vector<Row> m_rows;
};
