// SPDX-License-Identifier: GPL-3.0-or-later
//
// EmptyPage says why there is nothing to see: an icon, a title, one line and at most one button. GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

class EmptyPage : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyPage(QWidget *parent = nullptr);

    // No button when `button` is empty.
    void show(const QString &icon, const QString &title, const QString &line, const QString &button = {});
    using QWidget::show;

Q_SIGNALS:
    void buttonClicked();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateIcon();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_line;
    QPushButton *m_button;
};
