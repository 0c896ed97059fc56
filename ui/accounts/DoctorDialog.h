// SPDX-License-Identifier: GPL-3.0-or-later
//
// DoctorDialog tries everything that a check of an account needs, one step after the other, and shows each as
// it happens: what works, what does not, what to do about it. Not modal for the window; a running diagnosis
// ends with the dialog. GUI thread; its source does the work.
#pragma once

#include "Account.h"
#include "Diagnosis.h"
#include "Identifiers.h"
#include "Result.h"

#include <QDialog>

#include <functional>

class DiagnosisModel;
class MailSession;
class QLabel;
class QListView;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

class DoctorDialog : public QDialog
{
    Q_OBJECT
public:
    // What is typed into a dialog and not saved yet. Empty: the stored one of the account.
    struct Secrets {
        QString password;
        QString proxyPassword;
    };
    // Who makes the diagnosis: the session, or a test. `step` is called when a step begins and when it ends.
    struct Source {
        std::function<void(const ServerSettings &server, const Secrets &secrets, AccountId account,
                           QObject *context, std::function<void(const DiagnosisStep &)> step,
                           std::function<void(Result<Diagnosis>)> done)>
            start;
        std::function<void()> cancel;
    };

    // `session` must outlive the dialog.
    static Source sourceOf(MailSession &session);

    // Starts at once. The account need not have been saved yet.
    DoctorDialog(Source source, const Account &account, const Secrets &secrets, QWidget *parent = nullptr);
    ~DoctorDialog() override;

    bool isRunning() const { return m_running; }
    const DiagnosisModel &model() const { return *m_model; }

public Q_SLOTS:
    void start();
    void reject() override;

private:
    QWidget *buildFoot();
    void end(const QString &summary);
    void stop();
    void copy() const;

    const Source m_source;
    const Account m_account;
    const Secrets m_secrets;
    DiagnosisModel *m_model;
    QLabel *m_summary;
    QListView *m_steps;
    QToolButton *m_details;
    QPlainTextEdit *m_log;
    QPushButton *m_again = nullptr;
    QPushButton *m_stop = nullptr;
    int m_number = 0; // of the diagnosis that counts
    bool m_running = false;
};
