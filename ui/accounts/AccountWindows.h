// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountWindows opens what belongs to an account: its settings, its mail on the server, the connection
// doctor, and the log of deletions; each at most once. GUI thread.
#pragma once

#include "Identifiers.h"
#include "ServerMailModel.h"

#include <QObject>

#include <functional>

class ActivityModel;
class MailSession;
class QPoint;
class QWidget;

class AccountWindows : public QObject
{
    Q_OBJECT
public:
    // `session`, `activity` and `window` must outlive it; `window` becomes the parent of what is opened.
    AccountWindows(MailSession &session, const ActivityModel &activity, QWidget &window);

    void addAccount();
    // Opens at the certificate when that is what the last check stumbled over.
    void editAccount(AccountId account);
    void showServerMail(AccountId account, ServerMailModel::Show what = ServerMailModel::Show::Everything);
    void showDeletions();
    void diagnose(AccountId account);
    // Calls `then` with `current`, with the only account there is, or with the one that is chosen in a menu.
    void choose(AccountId current, const std::function<void(AccountId)> &then);
    // What can be done with this account, at a point of the screen.
    void popUpMenu(AccountId account, const QPoint &point);

private:
    MailSession &m_session;
    const ActivityModel &m_activity;
    QWidget &m_window;
};
