// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReceiveRulesPage edits the rules that look at a message's header before it is fetched: a list in the order
// in which they are asked, and fields for the one that is chosen. GUI thread; values in, values out.
#pragma once

#include "Account.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTreeWidget;

class ReceiveRulesPage : public QWidget
{
    Q_OBJECT
public:
    explicit ReceiveRulesPage(QWidget *parent = nullptr);

    void setRules(const std::vector<ReceiveRule> &rules);
    const std::vector<ReceiveRule> &rules() const { return m_rules; }
    // Chooses the first rule in which something is missing, says so, and returns whether there is none.
    bool validate();

    // "Sender contains “news”"
    static QString conditionText(const ReceiveRule &rule);

private:
    QWidget *buildFields();
    QWidget *buildButtons();
    int current() const;
    void showRule();
    void takeFields();
    void refreshRow(int row);
    void add();
    void remove();
    void move(int by);
    void updateButtons();

    std::vector<ReceiveRule> m_rules;
    QTreeWidget *m_list;
    QWidget *m_fields = nullptr;
    QComboBox *m_field;
    QLineEdit *m_header;
    QLabel *m_contains;
    QLineEdit *m_text;
    QSpinBox *m_size;
    QDateEdit *m_day;
    QComboBox *m_action;
    QLabel *m_problem;
    QPushButton *m_remove = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    bool m_showing = false; // the fields are being filled
};
