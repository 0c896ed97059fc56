// SPDX-License-Identifier: GPL-3.0-or-later
//
// RemoveAccountDialog asks what becomes of an account's mail when the account is removed, and says what is on
// the server, where nothing changes. Enter alone removes nothing. GUI thread.
#pragma once

#include "Account.h"
#include "Error.h"
#include "ServerMessage.h"

#include <QDialog>

#include <vector>

class ChoiceCard;
class MailSession;
class QLabel;
class QPushButton;

class RemoveAccountDialog : public QDialog
{
    Q_OBJECT
public:
    // `session` must outlive the dialog.
    RemoveAccountDialog(MailSession &session, const Account &account, QWidget *parent = nullptr);

    QString serverText() const;

Q_SIGNALS:
    void removed(const QString &name, int messages);
    void failed(const Error &error);

private:
    void askForFacts();
    void describeServer(const std::vector<ServerMessage> &messages);
    void remove();

    MailSession &m_session;
    const Account m_account;
    ChoiceCard *m_keep;
    ChoiceCard *m_delete;
    QLabel *m_server;
    QPushButton *m_remove;
};
