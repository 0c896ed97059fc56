// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadingSteps goes on in a list of messages as the actions say: to the next and the previous one, to those
// that are unread, and with Space a screen further first. Each window that shows messages has one; how it
// goes to a message is its own. GUI thread.
#pragma once

#include "Actions.h"

#include <QObject>

#include <functional>

class ReaderPane;

class ReadingSteps : public QObject
{
    Q_OBJECT
public:
    // By 1 or -1; false where there is none.
    using Step = std::function<bool(int)>;
    // `reader` must outlive it.
    ReadingSteps(ReaderPane &reader, Step goBy, Step goToUnread, QObject *parent = nullptr);

    // False where the action is none of these.
    bool perform(ActionId id);

Q_SIGNALS:
    void ended(const QString &sentence); // there is nothing to go to

private:
    void goBy(int step);
    void goToUnread(int step);

    ReaderPane &m_reader;
    Step m_goBy, m_goToUnread;
};
