// SPDX-License-Identifier: GPL-3.0-or-later
#include "NestedCardView.h"

#include "AttachmentBar.h"
#include "CardList.h"
#include "DamageText.h"
#include "ErrorText.h"
#include "Formatting.h"
#include "HtmlView.h"
#include "Icons.h"
#include "LinkOpener.h"
#include "MessageBar.h"
#include "NestedBody.h"
#include "RemoteBar.h"
#include "Theme.h"
#include "TrustLine.h"

#include <QAbstractTextDocumentLayout>
#include <QDateTime>
#include <QEvent>
#include <QFontInfo>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTextDocument>
#include <QVBoxLayout>
#include <QtMath>

#include <algorithm>

namespace
{
constexpr int mostPeople = 6;
constexpr int lowestText = 60; // px
constexpr int highestText = 420;

QLabel *note(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}
} // namespace

NestedCardView::NestedCardView(const NestedCard &card, const CardContext &context, QWidget *parent)
    : CardFrame(QStringLiteral("mail"), Mood::Neutral,
                card.isHeaderOnly ? tr("The head of a message") : tr("A message within this message"),
                parent),
      m_context(context), m_part(card.part), m_links(new LinkOpener(*this))
{
    addHeading(card.subject.isEmpty() ? tr("(no subject)") : card.subject);
    addRow(tr("From"), Formatting::names(card.from, mostPeople));
    addRow(tr("To"), Formatting::names(card.to, mostPeople));
    if (card.date != 0)
        addRow(tr("Date"), Formatting::readerDate(card.date, QDateTime::currentDateTime()));
    if (context.session && context.level <= deepest && !card.isHeaderOnly) {
        m_unfold =
            addButton(QStringLiteral("chevron-down"), tr("Show"), tr("Show the text of this message here"));
        m_unfold->setCheckable(true);
        connect(m_unfold, &QPushButton::toggled, this, &NestedCardView::setUnfolded);
    }
    if (context.session) {
        QPushButton *window = addButton(QStringLiteral("external-link"), tr("Open in a window"),
                                        tr("Open this message in a window of its own"));
        connect(window, &QPushButton::clicked, this, [this] { Q_EMIT windowWanted(m_part); });
    }
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save as .eml…"), tr("Save this message as a file"));
    connect(save, &QPushButton::clicked, this, &NestedCardView::saveWanted);
}

bool NestedCardView::isUnfolded() const
{
    return m_unfold && m_unfold->isChecked();
}

void NestedCardView::setUnfolded(bool unfolded)
{
    if (!m_unfold)
        return;
    m_unfold->setChecked(unfolded);
    m_unfold->setText(unfolded ? tr("Hide") : tr("Show"));
    m_unfold->setIcon(Icons::icon(unfolded ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    if (m_content)
        m_content->setVisible(unfolded);
    else if (unfolded)
        load();
}

void NestedCardView::setLook(const MessageLook &look)
{
    if (look == m_context.look)
        return;
    m_context.look = look;
    if (m_cards)
        m_cards->setLook(look);
    if (m_attachments)
        m_attachments->setLook(look);
    if (m_view)
        read();
}

void NestedCardView::load()
{
    m_content = new QWidget(this);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 6, 0, 0);
    column->addWidget(note(tr("Reading…"), m_content));
    addWidget(m_content);
    read();
}

void NestedCardView::read()
{
    RenderOptions options;
    options.width = std::max(200, width() - 80);
    m_isDark = Theme::isDark(palette());
    options.dark = m_isDark;
    options.zoom = m_context.look.zoom;
    options.originalColours = m_context.look.originalColours;
    options.remotePictures = m_remote && m_remote->isAllowedOnce(m_context.message);
    readNestedBody(*m_context.session, m_context.message, m_part, options, this,
                   [this](Result<MessageBody> result) { take(std::move(result)); });
}

void NestedCardView::take(Result<MessageBody> result)
{
    if (m_view) { // its text was laid out anew
        if (result)
            showText(*result);
        return;
    }
    auto *column = static_cast<QVBoxLayout *>(m_content->layout());
    if (QLayoutItem *waiting = column->takeAt(0)) {
        delete waiting->widget();
        delete waiting;
    }
    if (!result) {
        column->addWidget(note(errorLine(result.error()), m_content));
        return;
    }
    build(*result);
}

void NestedCardView::build(const MessageBody &body)
{
    auto *column = static_cast<QVBoxLayout *>(m_content->layout());
    m_attachments = new AttachmentBar(*m_context.session, m_content);
    addSender(*column, body);
    addInnerCards(*column, body);
    addMessageText(*column, body);
    addAttachments(*column, body);
}

// Who sent it, and what is missing.
void NestedCardView::addSender(QVBoxLayout &column, const MessageBody &body)
{
    auto *trust = new TrustLine(*m_context.session, m_content);
    trust->setChecksSignatures(m_context.look.checksSignatures);
    column.addWidget(trust);
    connect(trust, &TrustLine::linkActivated, this,
            [this](const QUrl &link) { m_links->open(link, m_shown); });
    connect(trust, &TrustLine::noticed, this, &NestedCardView::noticed);
    connect(trust, &TrustLine::failed, this, [this](const Error &error) { tell(errorLine(error)); });
    trust->showTrust(m_context.message, body, m_part);
    if (const auto damage = damageNotice(body)) {
        auto *bar = new MessageBar(m_content);
        column.addWidget(bar);
        bar->show(damage->kind, damage->icon, damage->sentence);
    }
}

void NestedCardView::addAttachments(QVBoxLayout &column, const MessageBody &body)
{
    // As high as its rows are at this width; its hint is for one that is as narrow as can be.
    QSizePolicy policy = m_attachments->sizePolicy();
    policy.setVerticalPolicy(QSizePolicy::Preferred);
    m_attachments->setSizePolicy(policy);
    m_attachments->setLook(m_context.look);
    column.addWidget(m_attachments);
    m_attachments->showAttachments(m_context.message, body.attachments);
    connect(m_attachments, &AttachmentBar::failed, this,
            [this](const Error &error) { tell(errorLine(error)); });
    connect(m_attachments, &AttachmentBar::missed, this, &NestedCardView::tell);
    connect(m_attachments, &AttachmentBar::noticed, this, &NestedCardView::noticed);
}

void NestedCardView::tell(const QString &sentence)
{
    m_content->layout()->addWidget(note(sentence, m_content));
}

void NestedCardView::addInnerCards(QVBoxLayout &column, const MessageBody &body)
{
    m_cards = new CardList(m_content);
    m_cards->setBounded(false);
    column.addWidget(m_cards);
    CardContext inner = m_context;
    ++inner.level;
    m_cards->showCards(body.cards, inner);
    connect(m_cards, &CardList::windowWanted, this, &NestedCardView::windowWanted);
    connect(m_cards, &CardList::linkHovered, this, &NestedCardView::linkHovered);
    connect(m_cards, &CardList::noticed, this, &NestedCardView::noticed);
    connect(m_cards, &CardList::openWanted, m_attachments, &AttachmentBar::openPart);
    connect(m_cards, &CardList::saveWanted, m_attachments, &AttachmentBar::savePart);
}

void NestedCardView::addMessageText(QVBoxLayout &column, const MessageBody &body)
{
    if (body.text.isEmpty() && body.safeHtml.isNull()) {
        column.addWidget(note(tr("(no text)"), m_content));
        return;
    }
    m_remote = new RemoteBar(*m_context.session, m_content);
    m_remote->setOnceOnly();
    connect(m_remote, &RemoteBar::bodyWanted, this, &NestedCardView::read);
    column.addWidget(m_remote);
    m_view = new HtmlView(m_content);
    m_view->setFrameShape(QFrame::NoFrame);
    m_textSize = QFontInfo(m_view->document()->defaultFont()).pixelSize();
    m_view->setAccessibleName(tr("Text of the message within"));
    column.addWidget(m_view);
    // It takes its width only now, and another one with the window.
    connect(m_view->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &NestedCardView::fitText);
    connect(m_view, &HtmlView::linkHovered, this, &NestedCardView::linkHovered);
    connect(m_view, &HtmlView::linkActivated, this,
            [this](const QUrl &link) { m_links->open(link, m_shown); });
    connect(m_links, &LinkOpener::refused, this, [this](const QString &why) { tell(why); });
    showText(body);
}

void NestedCardView::showText(const MessageBody &body)
{
    m_shown.lyingLinks = body.lyingLinks;
    const MessageLook &look = m_context.look;
    const bool isHtml = !look.plainText && !body.safeHtml.isNull();
    if (look.plainText)
        m_remote->pause();
    else
        m_remote->showFor(m_context.message, body);
    // HTML comes with the zoom laid out already; text has it from the font.
    QFont font = m_view->document()->defaultFont();
    font.setPixelSize(qRound(m_textSize * (isHtml ? 1.0 : look.zoom)));
    m_view->clearMessage();
    m_view->document()->setDefaultFont(font);
    m_view->setQuotesFolded(look.quotesFolded);
    m_view->showMessage(body, isHtml ? HtmlView::Mode::Html : HtmlView::Mode::Text);
    fitText();
}

// As high as the text, but never so high that the outer message is lost from sight.
void NestedCardView::fitText()
{
    const QScrollBar *sideways = m_view->horizontalScrollBar();
    const int bar = sideways->maximum() > 0 ? sideways->sizeHint().height() : 0;
    const int needed = qCeil(m_view->document()->size().height()) + bar;
    m_view->setFixedHeight(std::clamp(needed, lowestText, highestText));
}

void NestedCardView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_view && Theme::isDark(palette()) != m_isDark)
        read();
    CardFrame::changeEvent(event);
}
