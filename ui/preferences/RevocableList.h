// SPDX-License-Identifier: GPL-3.0-or-later
//
// RevocableList shows what the user has allowed, a row each, and a button, or Delete, that takes the selected
// ones back. Where there is nothing, a sentence says so. GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QHeaderView;
class QLabel;
class QPushButton;
class QTreeWidget;

class RevocableList : public QWidget
{
    Q_OBJECT
public:
    struct Words {
        QStringList columns;
        QString name;    // for screen readers
        QString nothing; // what stands there instead of an empty list
        QString revoke;  // the button
    };
    struct Row {
        QStringList texts; // as many as columns
        QStringList toolTips = {};
    };

    explicit RevocableList(const Words &words, QWidget *parent = nullptr);

    QHeaderView &header();
    // The selected row stays where it was.
    void setRows(const std::vector<Row> &rows);

Q_SIGNALS:
    // Places in what was given last.
    void revoked(const std::vector<size_t> &rows);

private:
    void revokeSelected();
    void updateButton();

    QTreeWidget *m_list;
    QLabel *m_nothing;
    QPushButton *m_revoke;
};
