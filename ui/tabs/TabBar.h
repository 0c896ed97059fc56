// SPDX-License-Identifier: GPL-3.0-or-later
//
// TabBar is a row of tabs with titles that other people wrote. The first tab stays where it is and cannot be
// closed; the others are moved by the mouse, and closed by their button or a click of the middle one. Alone,
// the first tab is not shown. GUI thread.
#pragma once

#include <QTabBar>

class TabBar : public QTabBar
{
    Q_OBJECT
public:
    explicit TabBar(QWidget *parent = nullptr);

    // Returns its place; the first one that is added stays the first. `page` is the tab's data.
    int add(int place, const QString &title, QWidget *page);
    void setTitle(int tab, const QString &title);
    QWidget *pageAt(int tab) const { return tabData(tab).value<QWidget *>(); }
    // -1: there is none.
    int indexOf(const QWidget *page) const;

Q_SIGNALS:
    void closeWanted(QWidget *page);
    void menuWanted(QWidget *page, const QPoint &at); // on the screen

protected:
    QSize tabSizeHint(int tab) const override;
    QSize minimumTabSizeHint(int tab) const override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QSize sizeOf(int tab, int letters) const;

    QWidget *m_first = nullptr;
    QWidget *m_pressed = nullptr; // by the middle button
};
