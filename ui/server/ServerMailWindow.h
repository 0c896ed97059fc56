// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMailWindow shows the mail of one account as it lies on the server, by what is known here: what each
// message is, whether it is here, what the next check will do with it; and takes the user's word on single
// messages. It follows the session. GUI thread.
#pragma once

#include "MailSession.h"
#include "ServerMailModel.h"

#include <QDialog>
#include <QTimer>

#include <map>

class MessageBar;
class ServerTable;
class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolBar;

class ServerMailWindow : public QDialog
{
    Q_OBJECT
public:
    // `session` must outlive the window.
    ServerMailWindow(MailSession &session, AccountId account, QWidget *parent = nullptr);
    ~ServerMailWindow() override; // ends a running "Save raw"

    AccountId account() const { return m_account; }
    ServerMailModel &model() { return *m_model; }
    void show(ServerMailModel::Show what);
    using QDialog::show;

private:
    enum class Act { Fetch, Keep, Delete, ByRule, Save, Stop };

    QWidget *buildHead();
    void addAction(QToolBar &bar, Act act, const QString &icon, const QString &text, const QString &tip,
                   const QKeySequence &key);
    void load();
    void take(Result<std::vector<ServerMessage>> result);
    void filter();
    void updateActions();
    void updateSummary();
    void updateEmptyText();
    void updateDetail();
    void perform(Act act);
    void fetchSelected();
    void choose(ServerMessage::Choice choice);
    void deleteSelected();
    void confirmDeletion(const std::vector<ServerMessage> &notHere);
    void chooseFile();
    void save(const ServerMessage &message, const QString &path);
    void tell(const Error &error);
    MailSession::Done<void> telling();
    QString accountName() const;

    MailSession &m_session;
    const AccountId m_account;
    ServerMailModel *m_model;
    ServerTable *m_table;
    MessageBar *m_notice;
    QComboBox *m_show;
    QLineEdit *m_search;
    QLabel *m_detail;
    QLabel *m_summary;
    std::map<Act, QAction *> m_actions;
    QTimer m_loadTimer;
    QTimer m_searchTimer;
    bool m_loading = false;
    bool m_loadAgain = false;
    bool m_saving = false;
};
