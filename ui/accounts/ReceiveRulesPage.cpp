// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiveRulesPage.h"

#include "Fonts.h"
#include "ReceiveRuleText.h"
#include "Theme.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <utility>

namespace
{
constexpr qint64 octetsPerMegabyte = 1'000'000;

QLabel *newNote(const QString &text, QWidget *parent)
{
    auto *note = new QLabel(text, parent);
    note->setWordWrap(true);
    note->setFont(Fonts::small(parent->font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    return note;
}
} // namespace

ReceiveRulesPage::ReceiveRulesPage(QWidget *parent)
    : QWidget(parent), m_list(new QTreeWidget(this)), m_field(new QComboBox(this)),
      m_header(new QLineEdit(this)), m_contains(new QLabel(tr("contains"), this)),
      m_text(new QLineEdit(this)), m_size(new QSpinBox(this)), m_day(new QDateEdit(this)),
      m_action(new QComboBox(this)), m_problem(new QLabel(this))
{
    m_list->setHeaderLabels({tr("A message whose"), tr("is")});
    m_list->setAccessibleName(tr("Rules for receiving"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_problem->setWordWrap(true);
    m_problem->setFont(Fonts::small(font()));
    m_problem->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *title = new QLabel(tr("What is not to be fetched"), this);
    title->setFont(Fonts::demiBold(font()));
    layout->addWidget(title);
    layout->addWidget(newNote(tr("Poplar looks at the head of each new message before it is fetched. The "
                                 "first rule that fits decides; without one the message is received. What is "
                                 "not received stays on the server, where “Mail on the server” shows it."),
                              this));
    layout->addWidget(m_list, 1);
    layout->addWidget(buildFields());
    layout->addWidget(m_problem);
    layout->addWidget(buildButtons());
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ReceiveRulesPage::showRule);
    setRules({});
}

QWidget *ReceiveRulesPage::buildFields()
{
    using Field = ReceiveRule::Field;
    using Action = ReceiveRule::Action;
    for (const auto &[field, name] : {std::pair(Field::From, tr("Sender")),
                                      {Field::To, tr("Recipient")},
                                      {Field::Subject, tr("Subject")},
                                      {Field::Header, tr("Header field")},
                                      {Field::Larger, tr("Size")},
                                      {Field::Before, tr("Date")}})
        m_field->addItem(name, int(field));
    for (const auto &[action, name] : {std::pair(Action::DoNotReceive, tr("not received")),
                                       {Action::OnlyHeader, tr("received without its text")},
                                       {Action::Receive, tr("received")}})
        m_action->addItem(name, int(action));
    m_field->setAccessibleName(tr("What the rule looks at"));
    m_header->setAccessibleName(tr("Name of the header field"));
    m_header->setPlaceholderText(QStringLiteral("List-Id"));
    m_header->setMaximumWidth(120);
    m_text->setAccessibleName(tr("Text that it contains"));
    m_size->setAccessibleName(tr("Size above which the rule fits"));
    m_size->setRange(1, 2000);
    m_size->setSuffix(tr(" MB"));
    m_day->setCalendarPopup(true);
    m_day->setAccessibleName(tr("Day before which the rule fits"));
    m_action->setAccessibleName(tr("What happens with such a message"));
    m_fields = new QWidget(this);
    auto *row = new QHBoxLayout(m_fields);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QWidget *widget : {static_cast<QWidget *>(m_field), static_cast<QWidget *>(m_header),
                            static_cast<QWidget *>(m_contains)})
        row->addWidget(widget);
    row->addWidget(m_text, 1);
    row->addWidget(m_size);
    row->addWidget(m_day);
    row->addStretch();
    row->addWidget(m_action);
    for (const QComboBox *box : {m_field, m_action})
        connect(box, &QComboBox::currentIndexChanged, this, &ReceiveRulesPage::takeFields);
    for (const QLineEdit *edit : {m_header, m_text})
        connect(edit, &QLineEdit::textChanged, this, &ReceiveRulesPage::takeFields);
    connect(m_size, &QSpinBox::valueChanged, this, &ReceiveRulesPage::takeFields);
    connect(m_day, &QDateEdit::dateChanged, this, &ReceiveRulesPage::takeFields);
    return m_fields;
}

QWidget *ReceiveRulesPage::buildButtons()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto newButton = [&](const QString &text, auto act) {
        auto *button = new QPushButton(text, box);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, act);
        row->addWidget(button);
        return button;
    };
    newButton(tr("&Add rule"), [this] { add(); });
    m_remove = newButton(tr("&Remove"), [this] { remove(); });
    m_up = newButton(tr("&Up"), [this] { move(-1); });
    m_down = newButton(tr("&Down"), [this] { move(1); });
    row->addStretch();
    return box;
}

QString ReceiveRulesPage::conditionText(const ReceiveRule &rule)
{
    switch (rule.field) {
    case ReceiveRule::Field::From:
        return tr("sender contains “%1”").arg(rule.text);
    case ReceiveRule::Field::To:
        return tr("recipient contains “%1”").arg(rule.text);
    case ReceiveRule::Field::Subject:
        return tr("subject contains “%1”").arg(rule.text);
    case ReceiveRule::Field::Header:
        return rule.text.isEmpty() ? tr("head has the field %1").arg(rule.header)
                                   : tr("field %1 contains “%2”").arg(rule.header, rule.text);
    case ReceiveRule::Field::Larger:
        return tr("size is above %1 MB").arg(double(rule.octets) / double(octetsPerMegabyte));
    case ReceiveRule::Field::Before:
        return tr("date is before %1").arg(QLocale().toString(rule.before, QLocale::LongFormat));
    }
    return {};
}

int ReceiveRulesPage::current() const
{
    return m_list->indexOfTopLevelItem(m_list->currentItem());
}

void ReceiveRulesPage::setRules(const std::vector<ReceiveRule> &rules)
{
    m_list->clear();
    m_rules = rules;
    for (int row = 0; row < int(m_rules.size()); ++row) {
        new QTreeWidgetItem(m_list);
        refreshRow(row);
    }
    m_list->setCurrentItem(m_list->topLevelItem(0));
    showRule();
}

void ReceiveRulesPage::refreshRow(int row)
{
    const ReceiveRule &rule = m_rules[size_t(row)];
    QTreeWidgetItem *item = m_list->topLevelItem(row);
    item->setText(0, conditionText(rule));
    item->setText(1, m_action->itemText(m_action->findData(int(rule.action))));
}

void ReceiveRulesPage::showRule()
{
    m_problem->hide();
    const int row = current();
    m_fields->setEnabled(row >= 0);
    updateButtons();
    const ReceiveRule rule = row < 0 ? ReceiveRule() : m_rules[size_t(row)];
    m_showing = true;
    m_field->setCurrentIndex(m_field->findData(int(rule.field)));
    m_header->setText(rule.header);
    m_text->setText(rule.text);
    m_size->setValue(int(qMax<qint64>(1, rule.octets / octetsPerMegabyte)));
    m_day->setDate(rule.before.isValid() ? rule.before : QDate::currentDate());
    m_action->setCurrentIndex(m_action->findData(int(rule.action)));
    m_showing = false;
    const bool isSize = rule.field == ReceiveRule::Field::Larger;
    const bool isDay = rule.field == ReceiveRule::Field::Before;
    m_contains->setText(isSize ? tr("is above") : (isDay ? tr("is before") : tr("contains")));
    m_header->setVisible(rule.field == ReceiveRule::Field::Header);
    m_text->setVisible(!isSize && !isDay);
    m_day->setVisible(isDay);
    m_size->setVisible(isSize);
}

void ReceiveRulesPage::takeFields()
{
    const int row = current();
    if (m_showing || row < 0)
        return;
    ReceiveRule &rule = m_rules[size_t(row)];
    const bool isOther = int(rule.field) != m_field->currentData().toInt();
    rule.field = ReceiveRule::Field(m_field->currentData().toInt());
    rule.action = ReceiveRule::Action(m_action->currentData().toInt());
    const bool isSize = rule.field == ReceiveRule::Field::Larger;
    rule.header = rule.field == ReceiveRule::Field::Header ? m_header->text().trimmed() : QString();
    const bool isDay = rule.field == ReceiveRule::Field::Before;
    rule.text = isSize || isDay ? QString() : m_text->text();
    rule.before = isDay ? m_day->date() : QDate();
    // A size that was set elsewhere, and is no whole number of megabytes, stays until it is changed here.
    const bool same = rule.octets > 0 && qMax<qint64>(1, rule.octets / octetsPerMegabyte) == m_size->value();
    if (!isSize)
        rule.octets = 0;
    else if (!same)
        rule.octets = m_size->value() * octetsPerMegabyte;
    refreshRow(row);
    if (isOther)
        showRule();
    m_problem->hide();
}

void ReceiveRulesPage::add()
{
    const int row = current() + 1;
    m_rules.insert(m_rules.begin() + row, ReceiveRule());
    m_list->insertTopLevelItem(row, new QTreeWidgetItem);
    refreshRow(row);
    m_list->setCurrentItem(m_list->topLevelItem(row));
    m_text->setFocus(Qt::OtherFocusReason);
}

void ReceiveRulesPage::remove()
{
    const int row = current();
    if (row < 0)
        return;
    m_rules.erase(m_rules.begin() + row);
    m_showing = true; // the list chooses another one before it is rid of this one
    delete m_list->takeTopLevelItem(row);
    m_showing = false;
    m_list->setCurrentItem(m_list->topLevelItem(qMin(row, int(m_rules.size()) - 1)));
    showRule();
}

void ReceiveRulesPage::move(int by)
{
    const int row = current(), other = row + by;
    if (row < 0 || other < 0 || other >= int(m_rules.size()))
        return;
    std::swap(m_rules[size_t(row)], m_rules[size_t(other)]);
    refreshRow(row);
    refreshRow(other);
    m_list->setCurrentItem(m_list->topLevelItem(other));
}

void ReceiveRulesPage::updateButtons()
{
    const int row = current();
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_list->topLevelItemCount());
}

bool ReceiveRulesPage::validate()
{
    for (int row = 0; row < int(m_rules.size()); ++row) {
        const ReceiveRule &rule = m_rules[size_t(row)];
        if (problemOf(rule).isEmpty())
            continue;
        m_list->setCurrentItem(m_list->topLevelItem(row));
        const bool lacksHeader = rule.field == ReceiveRule::Field::Header;
        m_problem->setText(lacksHeader ? tr("Enter the name of a header field, as List-Id.")
                                       : tr("Enter the text that the rule looks for, or remove the rule."));
        QPalette palette = m_problem->palette();
        palette.setColor(QPalette::WindowText, Theme::red(palette));
        m_problem->setPalette(palette);
        m_problem->show();
        (lacksHeader ? m_header : m_text)->setFocus(Qt::OtherFocusReason);
        return false;
    }
    return true;
}
