// SPDX-License-Identifier: GPL-3.0-or-later
#include "ShowChips.h"

#include "Formatting.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

ShowChips::ShowChips(QWidget *parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (const Show show :
         {Show::Everything, Show::NotHere, Show::Here, Show::Large, Show::ToBeDeleted, Show::Gone}) {
        auto *chip = new QToolButton(this);
        chip->setCheckable(true);
        chip->setToolButtonStyle(Qt::ToolButtonTextOnly);
        chip->setFocusPolicy(Qt::TabFocus);
        chip->setText(name(show));
        chip->setAccessibleName(tr("Show: %1").arg(name(show)));
        m_group->addButton(chip, int(show));
        layout->addWidget(chip);
        m_chips.emplace(show, chip);
    }
    m_chips.at(Show::Everything)->setChecked(true);
    connect(m_group, &QButtonGroup::idClicked, this, &ShowChips::chosenChanged);
}

QString ShowChips::name(Show show) const
{
    switch (show) {
    case Show::Everything:
        return tr("All");
    case Show::NotHere:
        return tr("Not here");
    case Show::Here:
        return tr("Here");
    case Show::Large:
        return tr("Over %1 MB").arg(ServerMailRows::largeOctets / 1'000'000);
    case Show::ToBeDeleted:
        return tr("To be deleted");
    case Show::Gone:
        return tr("No longer there");
    }
    return {};
}

ShowChips::Show ShowChips::chosen() const
{
    return Show(m_group->checkedId());
}

void ShowChips::choose(Show show)
{
    if (show == chosen())
        return;
    m_chips.at(show)->show();
    m_chips.at(show)->setChecked(true);
    Q_EMIT chosenChanged();
}

void ShowChips::setCounts(const std::map<Show, int> &counts)
{
    for (const auto &[show, chip] : m_chips) {
        const auto count = counts.find(show);
        const int number = count == counts.end() ? 0 : count->second;
        chip->setText(
            number > 0 ? tr("%1 %2", "kind of messages, how many").arg(name(show), Formatting::count(number))
                       : name(show));
        chip->setVisible(number > 0 || show == Show::Everything || chip->isChecked());
    }
}
