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
class QLabel;
class QPushButton;
class QTreeWidget;

class ConsentList : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit ConsentList(MailSession &session, QWidget *parent = nullptr);

public Q_SLOTS:
    void removeSelected();

Q_SIGNALS:
    void failed(const Error &error);

private:
    void refresh();
    void updateButton();

    MailSession &m_session;
    QTreeWidget *m_list;
    QLabel *m_nobody;
    QPushButton *m_remove;
    std::vector<ReadingConsent> m_shown; // by row
};
