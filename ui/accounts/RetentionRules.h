// SPDX-License-Identifier: GPL-3.0-or-later
//
// RetentionRules edits the rules by which mail leaves the server: either everything stays, or one or more
// rules that combine. Values in, values out. GUI thread.
#pragma once

#include "Account.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QRadioButton;
class QSpinBox;
class QVBoxLayout;

class RetentionRules : public QWidget
{
    Q_OBJECT
public:
    explicit RetentionRules(QWidget *parent = nullptr);

    void setPolicy(const RetentionPolicy &policy);
    RetentionPolicy policy() const;
    // A server without lasting names (UIDL): nothing can stay there without being fetched again each time.
    void setCanKeep(bool canKeep);

Q_SIGNALS:
    void edited();

private:
    QCheckBox *addRule(QVBoxLayout &layout, const QString &text, QWidget *number = nullptr,
                       QWidget *unit = nullptr);
    QSpinBox *newNumber(int most, int value, const QString &name);
    void build();
    void follow();
    void tell();

    QRadioButton *m_keep;
    QRadioButton *m_delete;
    QSpinBox *m_age = nullptr;
    QComboBox *m_ageUnit = nullptr;
    QSpinBox *m_newest = nullptr;
    QSpinBox *m_megabytes = nullptr;
    QCheckBox *m_afterDownload = nullptr;
    QCheckBox *m_whenOlder = nullptr;
    QCheckBox *m_allButNewest = nullptr;
    QCheckBox *m_allButMegabytes = nullptr;
    QCheckBox *m_whenInTrash = nullptr;
    QCheckBox *m_whenArchived = nullptr;
    QCheckBox *m_whenRemoved = nullptr;
    QCheckBox *m_keepStarred = nullptr;
    std::vector<QCheckBox *> m_rules; // but for m_keepStarred
    bool m_canKeep = true;
    bool m_setting = false;
};
