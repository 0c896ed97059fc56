// SPDX-License-Identifier: GPL-3.0-or-later
//
// ShowChips is the row of buttons that says which messages on a server are shown, each with how many there
// are; exactly one is chosen. GUI thread.
#pragma once

#include "ServerMailRows.h"

#include <QWidget>

#include <map>

class QButtonGroup;
class QToolButton;

class ShowChips : public QWidget
{
    Q_OBJECT
public:
    using Show = ServerMailRows::Show;

    explicit ShowChips(QWidget *parent = nullptr);

    Show chosen() const;
    void choose(Show show);
    // How many messages each would show; kinds without any are there only while they are chosen.
    void setCounts(const std::map<Show, int> &counts);

Q_SIGNALS:
    void chosenChanged();

private:
    QString name(Show show) const;

    QButtonGroup *m_group;
    std::map<Show, QToolButton *> m_chips;
};
