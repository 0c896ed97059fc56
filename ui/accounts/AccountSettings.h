// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountSettings changes an account that exists: its server, what happens with mail there, how much is
// fetched, when, what not, where it goes, and which certificate is trusted. Rules that would delete much at
// the next check are shown and confirmed before they are saved. GUI thread.
#pragma once

#include "Account.h"
#include "PageDialog.h"
#include "Result.h"
#include "ServerMessage.h"

#include <optional>

class CertificatePage;
class DownloadPage;
class ForecastLine;
class MailSession;
class PlacePage;
class ReceiveRulesPage;
class RetentionRules;
class SchedulePage;
class ServerMailModel;
class ServerPage;
class QLabel;
class QPushButton;

class AccountSettings : public PageDialog
{
    Q_OBJECT
public:
    enum Page { Server, Retention, Download, Schedule, Rules, Place, Certificate, Confirmation };

    // `error` is what the last check ended with. `session` must outlive the dialog.
    AccountSettings(MailSession &session, const Account &account, const std::optional<Error> &error,
                    QWidget *parent = nullptr);

    Page page() const;
    void turnTo(Page page);
    ServerPage &serverPage() { return *m_server; }
    RetentionRules &rules() { return *m_rules; }
    DownloadPage &downloadPage() { return *m_download; }
    SchedulePage &schedulePage() { return *m_schedule; }
    ReceiveRulesPage &receiveRulesPage() { return *m_receiveRules; }
    PlacePage &placePage() { return *m_place; }
    const ForecastLine &forecastLine() const { return *m_forecast; }

public Q_SLOTS:
    void save();

Q_SIGNALS:
    void accountSaved(const Account &account);

private:
    QWidget *buildServerPage();
    QWidget *buildRetentionPage();
    QWidget *buildConfirmationPage();
    QWidget *buildFoot();
    void fill(const Account &account, const std::optional<Error> &error);
    Account wanted() const;
    void saveByForecast();
    void showConfirmation(const RetentionForecast &forecast);
    // Without the secrets they are known until Poplar is closed.
    void write(bool keepSecrets);
    void takeSaved(const Result<Account> &result, bool keepSecrets);
    void finish(const Account &account);
    void showProblem(const Error &error, bool withPassword);
    void acceptCertificate(const AcceptedCertificate &certificate);
    void diagnose();
    void updateButtons();

    MailSession &m_session;
    Account m_account;
    ServerPage *m_server;
    RetentionRules *m_rules;
    ForecastLine *m_forecast;
    DownloadPage *m_download;
    SchedulePage *m_schedule;
    ReceiveRulesPage *m_receiveRules;
    PlacePage *m_place;
    CertificatePage *m_certificate;
    QLabel *m_question = nullptr;
    ServerMailModel *m_deletions;
    QPushButton *m_back = nullptr;
    QPushButton *m_save = nullptr;
    bool m_saving = false;    // being written
    bool m_waiting = false;   // for the forecast, to save
    bool m_confirmed = false; // the user has seen what will be deleted, and wants it
};
