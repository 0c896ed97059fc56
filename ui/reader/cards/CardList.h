// SPDX-License-Identifier: GPL-3.0-or-later
//
// CardList shows what is more than text in a message, a card each, above the text. It is as high as its cards
// need, but never higher than a part of the page it stands in: then it scrolls. It hides where there is no
// card. What a card wants done it only tells: who shows the message knows where its parts are. GUI thread.
#pragma once

#include "CardContext.h"
#include "MessageCard.h"

#include <QScrollArea>

class CardFrame;
class QVBoxLayout;

class CardList : public QScrollArea
{
    Q_OBJECT
public:
    static constexpr size_t mostShown = 20;

    explicit CardList(QWidget *parent = nullptr);

    // Messages within the message unfold where `context` says what they are in.
    void showCards(const std::vector<MessageCard> &cards, const CardContext &context = {});
    // The page looks different from now on.
    void setLook(const MessageLook &look);
    // Within a card the list is as high as its cards need, and who is around it scrolls.
    void setBounded(bool bounded);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    // `part` is that of the card, as Attachment::part: open or save what it was made from.
    void openWanted(const QString &part);
    // `name` is for a file that is not among the attachments.
    void saveWanted(const QString &part, const QString &name = {});
    // The message within the message, one in that, or that of which it is a piece: in a window of its own.
    void windowWanted(const QString &part);
    void noticed(const QString &sentence); // for the status line
    void linkHovered(const QUrl &link);    // in the text of a message within; empty when left

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    CardFrame *viewOf(const MessageCard &card);
    CardFrame *viewOfEnclosed(const MessageCard &card);
    CardFrame *viewOfNested(const NestedCard &card);
    CardFrame *viewOfPartial(const PartialCard &card);
    template <class View> View *offering(View *view, const QString &part);
    template <class View> View *saving(View *view, const QString &part, const QString &name = {});
    void clear();
    int highest() const;
    void updateBackground();

    QWidget *m_content;
    QVBoxLayout *m_column;
    CardContext m_context;
    bool m_isBounded = true;
};
