// SPDX-License-Identifier: GPL-3.0-or-later
//
// ConsentList shows for whom remote pictures are loaded without a question, and takes that back. It follows
// the session. GUI thread.
#pragma once

#include "Error.h"
#include "ReadingConsent.h"

#include <QWidget>

#include <vector>

class MailSession;
class RevocableList;

class ConsentList : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit ConsentList(MailSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void failed(const Error &error);

private:
    void refresh();
    void revoke(const std::vector<size_t> &rows);

    MailSession &m_session;
    RevocableList *m_list;
    std::vector<ReadingConsent> m_shown; // by row
};
