// SPDX-License-Identifier: GPL-3.0-or-later
//
// RemoveAccountDialog asks what becomes of an account's mail when the account is removed, and says what is on
// the server, where nothing changes. Enter alone removes nothing. Then it shows how far the removal is, which
// can be stopped. GUI thread.
#pragma once

#include "Account.h"
#include "Error.h"
#include "ServerMessage.h"

#include <QDialog>

#include <vector>

struct AccountRemoval;
class ChoiceCard;
class MailSession;
class QLabel;
class QProgressBar;
class QPushButton;

class RemoveAccountDialog : public QDialog
{
    Q_OBJECT
public:
    // `session` must outlive the dialog.
    RemoveAccountDialog(MailSession &session, const Account &account, QWidget *parent = nullptr);

    QString serverText() const;
    // What became of the account with this name, in sentences.
    static QString outcomeText(const QString &name, const AccountRemoval &removal);

    // Stops a removal that is going on, and closes when it has stopped.
    void reject() override;

Q_SIGNALS:
    void removed(const QString &outcome);
    void failed(const Error &error);

private:
    void askForFacts();
    void describeServer(const std::vector<ServerMessage> &messages);
    QWidget *buildProgress();
    void remove();
    void showProgress(int removed, int inAll);

    MailSession &m_session;
    const Account m_account;
    ChoiceCard *m_keep;
    ChoiceCard *m_delete;
    QLabel *m_server;
    QLabel *m_state = nullptr;
    QProgressBar *m_bar = nullptr;
    QWidget *m_progress = nullptr;
    QPushButton *m_remove;
    QPushButton *m_cancel;
    bool m_isGoing = false;
};
