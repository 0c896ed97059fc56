// SPDX-License-Identifier: GPL-3.0-or-later
//
// SecurityPage lists the exceptions that the user has made: certificates that are trusted although they could
// not be checked, each for one server and port of one account; and takes them back. It follows the session.
// GUI thread.
#pragma once

#include "Account.h"
#include "Error.h"

#include <QWidget>

#include <vector>

class MailSession;
class QLabel;
class QPushButton;
class QTreeWidget;

class SecurityPage : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit SecurityPage(MailSession &session, QWidget *parent = nullptr);

public Q_SLOTS:
    // From the next connection on the server has to prove who it is.
    void removeSelected();

Q_SIGNALS:
    void failed(const Error &error);

private:
    void refresh();
    void updateButton();

    MailSession &m_session;
    QTreeWidget *m_list;
    QLabel *m_nothing;
    QPushButton *m_remove;
    std::vector<quint32> m_shown; // the account of each row
};
