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
class RevocableList;

class SecurityPage : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit SecurityPage(MailSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const Error &error);

private:
    void refresh();
    // From the next connection on these servers have to prove who they are.
    void revoke(const std::vector<size_t> &rows);

    MailSession &m_session;
    RevocableList *m_list;
    std::vector<quint32> m_shown; // the account of each row
};
