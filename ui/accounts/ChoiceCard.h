// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChoiceCard is a radio button as a card: a title, and below it what choosing it means. GUI thread.
#pragma once

#include <QRadioButton>

class ChoiceCard : public QRadioButton
{
    Q_OBJECT
public:
    explicit ChoiceCard(const QString &title, QWidget *parent = nullptr);

    // `warns` shows it in amber.
    void setDescription(const QString &description, bool warns = false);
    // A widget at the end of the title's line, owned by the card from now on.
    void setTrailing(QWidget *widget);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool hitButton(const QPoint &point) const override { return rect().contains(point); }

private:
    QString m_description;
    bool m_warns = false;
    QWidget *m_trailing = nullptr;
};
