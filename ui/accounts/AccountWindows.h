// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountWindows opens what belongs to an account: its settings, its mail on the server, the connection
// doctor, the question of its removal, and the log of deletions; each at most once. GUI thread.
#pragma once

#include "Account.h"
#include "Error.h"
#include "Identifiers.h"
#include "ServerMailModel.h"

#include <QObject>

#include <functional>

class ActivityModel;
class MailSession;
class SettingsTransfer;
class QPoint;
class QWidget;

class AccountWindows : public QObject
{
    Q_OBJECT
public:
    // `session` and `activity` must outlive it; `window` owns it and what is opened.
    AccountWindows(MailSession &session, const ActivityModel &activity, QWidget &window);

    // The fields begin with `account`.
    void addAccount(const Account &account = {});
    // Opens at the certificate when that is what the last check stumbled over.
    void editAccount(AccountId account);
    // Of a check that was stopped by the server's certificate; one that the user trusts is used at once.
    void showCertificate(AccountId account, const Error &error);
    void showServerMail(AccountId account, ServerMailModel::Show what = ServerMailModel::Show::Everything);
    void showDeletions();
    void diagnose(AccountId account);
    // Asks what is to become of its mail.
    void removeAccount(AccountId account);
    // Up (negative) or down in the order of the accounts.
    void moveAccount(AccountId account, int by);
    void setEnabled(AccountId account, bool enabled);
    SettingsTransfer &transfer() { return *m_transfer; }
    // Calls `then` with `current`, with the only account there is, or with the one that is chosen in a menu.
    void choose(AccountId current, const std::function<void(AccountId)> &then);
    // What can be done with this account, at a point of the screen.
    void popUpMenu(AccountId account, const QPoint &point);

Q_SIGNALS:
    // Other ways to begin than by an account.
    void filesRequested();
    void withoutAccountRequested();
    void told(const QString &sentence);
    void failed(const Error &error);

private:
    MailSession &m_session;
    const ActivityModel &m_activity;
    QWidget &m_window;
    SettingsTransfer *m_transfer;
};
