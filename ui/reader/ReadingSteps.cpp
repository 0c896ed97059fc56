// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReadingSteps.h"

#include "ReaderPane.h"

ReadingSteps::ReadingSteps(ReaderPane &reader, Step goBy, Step goToUnread, QObject *parent)
    : QObject(parent), m_reader(reader), m_goBy(std::move(goBy)), m_goToUnread(std::move(goToUnread))
{
}

bool ReadingSteps::perform(ActionId id)
{
    switch (id) {
    case ActionId::NextMessage:
        goBy(1);
        return true;
    case ActionId::PreviousMessage:
        goBy(-1);
        return true;
    case ActionId::NextUnread:
        goToUnread(1);
        return true;
    case ActionId::PreviousUnread:
        goToUnread(-1);
        return true;
    case ActionId::ReadOn:
        if (!m_reader.pageDown())
            goToUnread(1);
        return true;
    case ActionId::ReadBack:
        m_reader.pageUp();
        return true;
    default:
        return false;
    }
}

void ReadingSteps::goBy(int step)
{
    if (!m_goBy(step))
        Q_EMIT ended(tr("There is no other message in this list."));
}

void ReadingSteps::goToUnread(int step)
{
    if (!m_goToUnread(step))
        Q_EMIT ended(tr("There is no other unread message in this list."));
}
