// SPDX-License-Identifier: GPL-3.0-or-later
//
// ActivityPanel shows an ActivityModel: for each account what it does, how far it is, and what went wrong in
// words, with what the server said. Not modal. GUI thread.
#pragma once

#include <QDialog>

class ActivityModel;
class QListView;

class ActivityPanel : public QDialog
{
    Q_OBJECT
public:
    explicit ActivityPanel(ActivityModel &model, QWidget *parent = nullptr);

Q_SIGNALS:
    void checkAllRequested();

private:
    QListView *m_list;
};
