// SPDX-License-Identifier: GPL-3.0-or-later
#include "SchedulePage.h"

#include "Fonts.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace
{
QTime timeOf(int minute)
{
    return QTime(0, 0).addSecs(minute * 60);
}

int minuteOf(const QTime &time)
{
    return time.hour() * 60 + time.minute();
}

constexpr int usualFrom = 22 * 60, usualUntil = 7 * 60;
} // namespace

SchedulePage::SchedulePage(QWidget *parent)
    : QWidget(parent), m_minutes(new QSpinBox(this)),
      m_atStart(new QCheckBox(tr("Also when Poplar &starts"), this)),
      m_quiet(new QCheckBox(tr("&Not between"), this)), m_from(newTime(tr("Beginning of the quiet hours"))),
      m_until(newTime(tr("End of the quiet hours"))),
      m_withAll(new QCheckBox(tr("With “Get &all mail”"), this)),
      m_enabled(new QCheckBox(tr("This account is s&witched on"), this))
{
    m_minutes->setRange(0, 1440);
    m_minutes->setSuffix(tr(" minutes"));
    m_minutes->setSpecialValueText(tr("only when I ask"));
    m_minutes->setAccessibleName(tr("Minutes between two checks"));
    auto *interval = new QHBoxLayout;
    auto *label = new QLabel(tr("Check for new mail &every"), this);
    label->setBuddy(m_minutes);
    interval->addWidget(label);
    interval->addWidget(m_minutes);
    interval->addStretch();
    auto *quiet = new QHBoxLayout;
    quiet->addWidget(m_quiet);
    quiet->addWidget(m_from);
    quiet->addWidget(new QLabel(tr("and", "between … and …"), this));
    quiet->addWidget(m_until);
    quiet->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(interval);
    layout->addWidget(m_atStart);
    layout->addLayout(quiet);
    layout->addSpacing(12);
    addWithNote(*layout, m_withAll, tr("Otherwise it is checked only by its own schedule and on its own."));
    addWithNote(*layout, m_enabled,
                tr("An account that is switched off keeps its place and its mail, and is checked only when "
                   "you ask for it by name."));
    layout->addStretch();
    for (const QCheckBox *box : {m_quiet, m_enabled})
        connect(box, &QCheckBox::toggled, this, &SchedulePage::follow);
    setAccount({});
}

QTimeEdit *SchedulePage::newTime(const QString &name)
{
    auto *edit = new QTimeEdit(this);
    edit->setDisplayFormat(QLocale().timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss")));
    edit->setAccessibleName(name);
    return edit;
}

void SchedulePage::addWithNote(QBoxLayout &layout, QCheckBox *box, const QString &text)
{
    layout.addWidget(box);
    auto *note = new QLabel(text, this);
    note->setWordWrap(true);
    note->setFont(Fonts::small(font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setIndent(26);
    layout.addWidget(note);
    box->setAccessibleDescription(text);
}

void SchedulePage::setAccount(const Account &account)
{
    const CheckSchedule &schedule = account.schedule;
    const bool isQuiet = schedule.quietFrom != schedule.quietUntil;
    m_minutes->setValue(schedule.minutes);
    m_atStart->setChecked(schedule.atStart);
    m_quiet->setChecked(isQuiet);
    m_from->setTime(timeOf(isQuiet ? schedule.quietFrom : usualFrom));
    m_until->setTime(timeOf(isQuiet ? schedule.quietUntil : usualUntil));
    m_withAll->setChecked(schedule.withAll);
    m_enabled->setChecked(account.enabled);
    follow();
}

void SchedulePage::applyTo(Account &account) const
{
    CheckSchedule &schedule = account.schedule;
    schedule.minutes = m_minutes->value();
    schedule.atStart = m_atStart->isChecked();
    schedule.withAll = m_withAll->isChecked();
    schedule.quietFrom = m_quiet->isChecked() ? minuteOf(m_from->time()) : 0;
    schedule.quietUntil = m_quiet->isChecked() ? minuteOf(m_until->time()) : 0;
    account.enabled = m_enabled->isChecked();
}

void SchedulePage::follow()
{
    const bool isOn = m_enabled->isChecked();
    for (QWidget *widget : {static_cast<QWidget *>(m_minutes), static_cast<QWidget *>(m_atStart),
                            static_cast<QWidget *>(m_quiet), static_cast<QWidget *>(m_withAll)})
        widget->setEnabled(isOn);
    for (QTimeEdit *time : {m_from, m_until})
        time->setEnabled(isOn && m_quiet->isChecked());
}
