// SPDX-License-Identifier: GPL-3.0-or-later
//
// InterruptWatch turns the first SIGINT or SIGTERM (Control-C on Windows) into a signal of this object, in
// its thread, so that the program can end cleanly. A second one ends the process at once, as is usual. At
// most one object at a time.
#pragma once

#include <QObject>

#include <memory>

class InterruptWatch : public QObject
{
    Q_OBJECT
public:
    explicit InterruptWatch(QObject *parent = nullptr);
    ~InterruptWatch() override;

Q_SIGNALS:
    void interrupted();

private:
    class Private;
    std::unique_ptr<Private> d;
};
