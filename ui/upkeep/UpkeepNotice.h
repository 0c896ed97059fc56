// SPDX-License-Identifier: GPL-3.0-or-later
//
// UpkeepNotice is the strip about the stored mail: what opening the profile had to mend, and damage that a
// check has found. It opens the UpkeepWindow, at most one. GUI thread.
#pragma once

#include "MessageBar.h"
#include "UpkeepWindow.h"

#include <QPointer>

class UpkeepNotice : public MessageBar
{
    Q_OBJECT
public:
    // `upkeep` must outlive it.
    explicit UpkeepNotice(StoreUpkeep &upkeep, QWidget *parent = nullptr);

    void start(UpkeepWindow::Work work);
    UpkeepWindow *openedWindow() const { return m_window; }

Q_SIGNALS:
    void told(const QString &sentence); // progress, for the status line
    void listChanged();                 // subjects and senders of recovered messages are there

private:
    UpkeepWindow &openWindow();

    StoreUpkeep &m_upkeep;
    VerifyReport m_found;
    QPointer<UpkeepWindow> m_window;
};
