// SPDX-License-Identifier: GPL-3.0-or-later
//
// SettingsTransfer takes the settings of accounts to another computer and brings them from there, without
// passwords. What a file holds is shown before any of it is saved. GUI thread.
#pragma once

#include "Account.h"
#include "Error.h"

#include <QObject>

#include <vector>

class MailSession;
class QWidget;

class SettingsTransfer : public QObject
{
    Q_OBJECT
public:
    // `session` must outlive it; `window` owns it and its dialogs.
    SettingsTransfer(MailSession &session, QWidget &window);

    void chooseExport();
    void chooseImport();
    void exportTo(const QString &path);
    void importFrom(const QString &path);

Q_SIGNALS:
    void told(const QString &sentence);
    void failed(const Error &error);

private:
    void offer(const std::vector<Account> &accounts);
    void add(const std::vector<Account> &accounts);
    void fail(const Error &error);

    MailSession &m_session;
    QWidget &m_window;
};
