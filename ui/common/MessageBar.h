// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageBar tells something without stopping anybody: an icon, a text, at most three buttons and a close
// button, in a strip above what it is about. GUI thread.
#pragma once

#include <QFrame>

class FlowLayout;
class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Notice, Warning, Failure };

    explicit MessageBar(QWidget *parent = nullptr);

    // Shows the bar with these buttons; the buttons of the last time are gone.
    void show(Kind kind, const QString &icon, const QString &text, const QStringList &buttons = {});
    using QWidget::show;
    QString text() const;
    // By its place among the buttons of the last show().
    QPushButton *button(int index) const;

Q_SIGNALS:
    void buttonClicked(int index);
    void closed();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateIcon();
    void placeButtons();

    Kind m_kind = Kind::Notice;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_text;
    QBoxLayout *m_content; // text and buttons
    QWidget *m_buttonRow;
    FlowLayout *m_buttons; // in several lines where one has no room
    QToolButton *m_close;
};
