// SPDX-License-Identifier: GPL-3.0-or-later
//
// PageDialog is a dialog of several pages: their list at the side, a strip for what went wrong above, buttons
// below. Who is one adds pages and foot. GUI thread.
#pragma once

#include <QDialog>

class MessageBar;
class PageList;
class QFrame;
class QStackedWidget;

class PageDialog : public QDialog
{
    Q_OBJECT

protected:
    explicit PageDialog(QWidget *parent = nullptr);

    // Pages are counted from 0. One without a name is not in the list: it takes the place of all of them.
    void addPage(QWidget *page, const QString &icon, const QString &name);
    void addPage(QWidget *page);
    void setPageHidden(int page, bool hidden);
    void addFoot(QWidget *foot);
    int currentPage() const;
    void setCurrentPage(int page);
    MessageBar &problem() { return *m_problem; }
    PageList &list() { return *m_list; }
    // One pixel thin, along its longer side.
    static QFrame *newLine(QWidget *parent);

private:
    QWidget *buildSide();

    MessageBar *m_problem;
    PageList *m_list;
    QWidget *m_side; // with the list
    QStackedWidget *m_pages;
};
