// SPDX-License-Identifier: GPL-3.0-or-later
//
// PageList is the column at the leading edge of a dialog from which its pages are chosen: icon and name, one
// below the other. GUI thread.
#pragma once

#include <QListWidget>

class PageList : public QListWidget
{
    Q_OBJECT
public:
    explicit PageList(QWidget *parent = nullptr);

    void addPage(const QString &icon, const QString &name);
    // Hidden rows do not count.
    QSize sizeHint() const override;
};
