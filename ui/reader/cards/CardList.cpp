// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardList.h"

#include "AbuseCardView.h"
#include "BounceCardView.h"
#include "ContactCardView.h"
#include "EncryptedCardView.h"
#include "ExternalCardView.h"
#include "InviteCardView.h"
#include "NestedCardView.h"
#include "PartialCardView.h"
#include "ReceiptCardView.h"
#include "TnefCardView.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr int cardMargin = 12;
constexpr int lowestList = 96;       // px that a card needs to say anything
constexpr qsizetype mostLines = 120; // of all cards: each is a widget that has to be laid out
constexpr qreal shareOfPage = 0.5;
} // namespace

CardList::CardList(QWidget *parent)
    : QScrollArea(parent), m_content(new QWidget), m_column(new QVBoxLayout(m_content))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus); // its cards' buttons and texts take it
    setAccessibleName(tr("Special content of the message"));
    m_column->setContentsMargins(cardMargin, cardMargin, cardMargin, cardMargin);
    m_column->setSpacing(8);
    setWidget(m_content);
    setWidgetResizable(true);
    if (parent)
        parent->installEventFilter(this);
    updateBackground();
    hide();
}

void CardList::setBounded(bool bounded)
{
    m_isBounded = bounded;
    setVerticalScrollBarPolicy(bounded ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    const int margin = bounded ? cardMargin : 0;
    m_column->setContentsMargins(margin, margin, margin, margin);
    updateGeometry();
}

void CardList::showCards(const std::vector<MessageCard> &cards, const CardContext &context)
{
    m_context = context;
    clear();
    size_t shown = 0;
    qsizetype lines = 0;
    for (const MessageCard &card : cards) {
        if (shown == mostShown || lines >= mostLines)
            break;
        CardFrame *view = viewOf(card);
        m_column->addWidget(view);
        lines += view->lineCount();
        ++shown;
    }
    if (shown < cards.size()) {
        auto *more = new QLabel(m_content);
        more->setTextFormat(Qt::PlainText);
        more->setText(tr("%n more special part(s): see the attachments.", "cards that are not shown",
                         int(cards.size() - shown)));
        m_column->addWidget(more);
    }
    setVisible(shown > 0);
    updateGeometry();
}

void CardList::setLook(const MessageLook &look)
{
    if (look == m_context.look)
        return;
    m_context.look = look;
    for (auto *nested : m_content->findChildren<NestedCardView *>(QString(), Qt::FindDirectChildrenOnly))
        nested->setLook(look);
}

// A view that offers to open and to save what it was made from.
template <class View> View *CardList::offering(View *view, const QString &part)
{
    connect(view, &View::openWanted, this, [this, part] { Q_EMIT openWanted(part); });
    connect(view, &View::saveWanted, this, [this, part] { Q_EMIT saveWanted(part); });
    return view;
}

// One line for each kind.
CardFrame *CardList::viewOf(const MessageCard &card)
{
    if (const auto *bounce = std::get_if<BounceCard>(&card))
        return new BounceCardView(*bounce, m_content);
    if (const auto *receipt = std::get_if<ReceiptCard>(&card))
        return new ReceiptCardView(*receipt, m_content);
    if (const auto *abuse = std::get_if<AbuseCard>(&card))
        return new AbuseCardView(*abuse, m_content);
    if (const auto *invite = std::get_if<InviteCard>(&card))
        return offering(new InviteCardView(*invite, m_content), invite->part);
    if (const auto *contact = std::get_if<ContactCard>(&card))
        return offering(new ContactCardView(*contact, m_content), contact->part);
    return viewOfEnclosed(card);
}

// What is wrapped, elsewhere or a message again.
CardFrame *CardList::viewOfEnclosed(const MessageCard &card)
{
    if (const auto *nested = std::get_if<NestedCard>(&card))
        return viewOfNested(*nested);
    if (const auto *tnef = std::get_if<TnefCard>(&card))
        return saving(new TnefCardView(*tnef, m_content), tnef->part, QStringLiteral("winmail.dat"));
    if (const auto *partial = std::get_if<PartialCard>(&card))
        return viewOfPartial(*partial);
    if (const auto *external = std::get_if<ExternalCard>(&card))
        return new ExternalCardView(*external, m_content);
    const auto &encrypted = std::get<EncryptedCard>(card);
    const bool isSmime = encrypted.kind == EncryptedCard::Kind::Smime;
    return saving(new EncryptedCardView(encrypted, m_content), encrypted.part,
                  isSmime ? QStringLiteral("smime.p7m") : QStringLiteral("encrypted.asc"));
}

CardFrame *CardList::viewOfNested(const NestedCard &card)
{
    auto *view =
        saving(new NestedCardView(card, m_context, m_content), card.part, QStringLiteral("message.eml"));
    connect(view, &NestedCardView::windowWanted, this, &CardList::windowWanted);
    connect(view, &NestedCardView::linkHovered, this, &CardList::linkHovered);
    connect(view, &NestedCardView::noticed, this, &CardList::noticed);
    return view;
}

CardFrame *CardList::viewOfPartial(const PartialCard &card)
{
    auto *view = saving(new PartialCardView(card, m_context, m_content), card.part);
    const QString whole = placeOfWhole(card.part);
    connect(view, &PartialCardView::wholeWanted, this, [this, whole] { Q_EMIT windowWanted(whole); });
    connect(view, &PartialCardView::saveWholeWanted, this,
            [this, whole] { Q_EMIT saveWanted(whole, QStringLiteral("message.eml")); });
    return view;
}

template <class View> View *CardList::saving(View *view, const QString &part, const QString &name)
{
    connect(view, &View::saveWanted, this, [this, part, name] { Q_EMIT saveWanted(part, name); });
    return view;
}

void CardList::clear()
{
    while (QLayoutItem *item = m_column->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // the click that leads here may come from within
        }
        delete item;
    }
}

int CardList::highest() const
{
    const QWidget *page = parentWidget();
    return page && m_isBounded ? std::max(lowestList, qRound(page->height() * shareOfPage)) : QWIDGETSIZE_MAX;
}

QSize CardList::sizeHint() const
{
    const int width = viewport()->width();
    const int needed = m_column->hasHeightForWidth() ? m_column->totalHeightForWidth(width)
                                                     : m_column->totalSizeHint().height();
    return {width, std::min(needed, highest())};
}

QSize CardList::minimumSizeHint() const
{
    return {0, std::min(lowestList, sizeHint().height())};
}

bool CardList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        updateGeometry();
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

void CardList::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    updateGeometry(); // another width, another height
}

void CardList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateBackground();
    QScrollArea::changeEvent(event);
}

// The page's own colour, so that the cards stand out from the text below them.
void CardList::updateBackground()
{
    viewport()->setBackgroundRole(QPalette::Window);
    m_content->setAutoFillBackground(false);
}
