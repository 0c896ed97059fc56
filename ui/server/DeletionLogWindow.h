// SPDX-License-Identifier: GPL-3.0-or-later
//
// DeletionLogWindow shows what Poplar has deleted on servers: when, which message, why, and whether the
// server confirmed it; with a search over all of it. GUI thread.
#pragma once

#include "MailSession.h"

#include <QDialog>
#include <QTimer>

class DeletionLogModel;
class MessageBar;
class ServerTable;
class QComboBox;
class QLabel;
class QLineEdit;

class DeletionLogWindow : public QDialog
{
    Q_OBJECT
public:
    // `account` 0 shows all. `session` must outlive the window.
    DeletionLogWindow(MailSession &session, AccountId account, QWidget *parent = nullptr);

private:
    void search();
    void updateSummary();

    DeletionLogModel *m_model;
    MessageBar *m_notice;
    QComboBox *m_accounts;
    QLineEdit *m_search;
    QLabel *m_summary;
    ServerTable *m_table = nullptr;
    QTimer m_searchTimer;
};
