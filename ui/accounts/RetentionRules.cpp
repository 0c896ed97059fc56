// SPDX-License-Identifier: GPL-3.0-or-later
#include "RetentionRules.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace
{
constexpr int hoursPerDay = 24;
constexpr int indent = 26;
} // namespace

RetentionRules::RetentionRules(QWidget *parent)
    : QWidget(parent), m_keep(new QRadioButton(tr("&Keep everything on the server, for ever"), this)),
      m_delete(new QRadioButton(tr("De&lete a message on the server, once it is safely stored here,"), this))
{
    build();
    setPolicy({});
    connect(m_keep, &QRadioButton::toggled, this, &RetentionRules::tell);
    for (const QCheckBox *rule : m_rules)
        connect(rule, &QCheckBox::toggled, this, &RetentionRules::tell);
    connect(m_keepStarred, &QCheckBox::toggled, this, &RetentionRules::tell);
    for (const QSpinBox *number : {m_age, m_newest, m_megabytes})
        connect(number, &QSpinBox::valueChanged, this, &RetentionRules::tell);
    connect(m_ageUnit, &QComboBox::currentIndexChanged, this, &RetentionRules::tell);
}

QSpinBox *RetentionRules::newNumber(int most, int value, const QString &name)
{
    auto *number = new QSpinBox(this);
    number->setRange(1, most);
    number->setValue(value);
    number->setGroupSeparatorShown(true);
    number->setAccessibleName(name);
    return number;
}

QCheckBox *RetentionRules::addRule(QVBoxLayout &layout, const QString &text, QWidget *number, QWidget *unit)
{
    auto *rule = new QCheckBox(text, this);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(indent, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(rule);
    for (QWidget *part : {number, unit}) {
        if (part)
            line->addWidget(part);
    }
    line->addStretch();
    layout.addLayout(line);
    m_rules.push_back(rule);
    return rule;
}

void RetentionRules::build()
{
    m_age = newNumber(99999, 14, tr("Age"));
    m_ageUnit = new QComboBox(this);
    m_ageUnit->addItem(tr("days"), hoursPerDay);
    m_ageUnit->addItem(tr("hours"), 1);
    m_ageUnit->setAccessibleName(tr("Days or hours"));
    m_newest = newNumber(999'999, 500, tr("Newest messages to keep"));
    m_newest->setSuffix(tr(" messages"));
    m_megabytes = newNumber(999'999, 100, tr("Newest megabytes to keep"));
    m_megabytes->setSuffix(tr(" MB"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_keep);
    layout->addWidget(m_delete);
    m_afterDownload = addRule(*layout, tr("at &once"));
    m_whenOlder = addRule(*layout, tr("when Poplar has known it for &more than"), m_age, m_ageUnit);
    m_allButNewest = addRule(*layout, tr("when it is not one of the &newest"), m_newest);
    m_allButMegabytes = addRule(*layout, tr("when it is not within the n&ewest"), m_megabytes);
    m_whenInTrash = addRule(*layout, tr("when I move it to the &trash here"));
    m_whenArchived = addRule(*layout, tr("when I &archive it here"));
    m_whenRemoved = addRule(*layout, tr("when I &remove it here for good"));
    layout->addSpacing(4);
    m_keepStarred = addRule(*layout, tr("but never while it has a &star"));
    m_rules.pop_back(); // it lets nothing go
    layout->addStretch();
    // A number comes after the rule that it belongs to.
    const std::initializer_list<QWidget *> order{
        m_keep,        m_delete,       m_afterDownload, m_whenOlder,       m_age,
        m_ageUnit,     m_allButNewest, m_newest,        m_allButMegabytes, m_megabytes,
        m_whenInTrash, m_whenArchived, m_whenRemoved,   m_keepStarred};
    for (const auto *at = order.begin(); at + 1 != order.end(); ++at)
        setTabOrder(*at, *(at + 1));
}

void RetentionRules::setPolicy(const RetentionPolicy &policy)
{
    m_setting = true;
    m_afterDownload->setChecked(policy.afterDownload);
    m_whenOlder->setChecked(policy.hours.has_value());
    if (policy.hours) {
        const bool days = *policy.hours % hoursPerDay == 0;
        m_ageUnit->setCurrentIndex(days ? 0 : 1);
        m_age->setValue(days ? *policy.hours / hoursPerDay : *policy.hours);
    }
    m_allButNewest->setChecked(policy.newest.has_value());
    if (policy.newest)
        m_newest->setValue(*policy.newest);
    m_allButMegabytes->setChecked(policy.newestMegabytes.has_value());
    if (policy.newestMegabytes)
        m_megabytes->setValue(*policy.newestMegabytes);
    m_whenInTrash->setChecked(policy.whenInTrash);
    m_whenArchived->setChecked(policy.whenArchived);
    m_whenRemoved->setChecked(policy.whenRemoved);
    m_keepStarred->setChecked(policy.keepStarred);
    (policy.letsNothingGo() ? m_keep : m_delete)->setChecked(true);
    m_setting = false;
    follow();
}

RetentionPolicy RetentionRules::policy() const
{
    RetentionPolicy policy;
    policy.keepStarred = m_keepStarred->isChecked();
    if (!m_canKeep) {
        policy.afterDownload = true;
        return policy;
    }
    if (m_keep->isChecked())
        return policy;
    policy.afterDownload = m_afterDownload->isChecked();
    if (m_whenOlder->isChecked())
        policy.hours = m_age->value() * m_ageUnit->currentData().toInt();
    if (m_allButNewest->isChecked())
        policy.newest = m_newest->value();
    if (m_allButMegabytes->isChecked())
        policy.newestMegabytes = m_megabytes->value();
    policy.whenInTrash = m_whenInTrash->isChecked();
    policy.whenArchived = m_whenArchived->isChecked();
    policy.whenRemoved = m_whenRemoved->isChecked();
    return policy;
}

void RetentionRules::setCanKeep(bool canKeep)
{
    m_canKeep = canKeep;
    follow();
}

void RetentionRules::follow()
{
    m_keep->setEnabled(m_canKeep);
    const bool deletes = m_delete->isChecked();
    for (QCheckBox *rule : m_rules)
        rule->setEnabled(deletes && (m_canKeep || rule == m_afterDownload));
    m_keepStarred->setEnabled(deletes && m_canKeep);
    m_age->setEnabled(m_whenOlder->isEnabled() && m_whenOlder->isChecked());
    m_ageUnit->setEnabled(m_age->isEnabled());
    m_newest->setEnabled(m_allButNewest->isEnabled() && m_allButNewest->isChecked());
    m_megabytes->setEnabled(m_allButMegabytes->isEnabled() && m_allButMegabytes->isChecked());
}

void RetentionRules::tell()
{
    if (m_setting)
        return;
    follow();
    Q_EMIT edited();
}
