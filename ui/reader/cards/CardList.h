// SPDX-License-Identifier: GPL-3.0-or-later
//
// CardList shows what is more than text in a message, a card each, above the text. It is as high as its cards
// need, but never higher than a part of the page it stands in: then it scrolls. It hides where there is no
// card. What a card wants done it only tells: who shows the message knows where its parts are. GUI thread.
#pragma once

#include "MessageCard.h"

#include <QScrollArea>

class QVBoxLayout;

class CardList : public QScrollArea
{
    Q_OBJECT
public:
    static constexpr size_t mostShown = 20;

    explicit CardList(QWidget *parent = nullptr);

    void showCards(const std::vector<MessageCard> &cards);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    // `part` is that of the card, as Attachment::part: open or save what it was made from.
    void openWanted(const QString &part);
    void saveWanted(const QString &part);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *viewOf(const MessageCard &card);
    template <class View> View *offering(View *view, const QString &part);
    void clear();
    int highest() const;
    void updateBackground();

    QWidget *m_content;
    QVBoxLayout *m_column;
};
