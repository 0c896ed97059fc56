// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessagePage.h"

#include "AttachmentBar.h"
#include "CardList.h"
#include "DamageText.h"
#include "ErrorText.h"
#include "FindBar.h"
#include "HeaderBar.h"
#include "HtmlView.h"
#include "LinkOpener.h"
#include "LinkTarget.h"
#include "MessageBar.h"
#include "NestedWindow.h"
#include "PageFind.h"
#include "PartialBar.h"
#include "RemoteBar.h"
#include "TabOrder.h"
#include "Theme.h"
#include "TrustLine.h"

#include <QApplication>
#include <QEvent>
#include <QFontInfo>
#include <QScrollBar>
#include <QTextDocument>
#include <QUrl>
#include <QVBoxLayout>

namespace
{
constexpr int layoutAfter = 200;   // ms of rest after a change of width, zoom or colours
constexpr int worthLayingOut = 24; // px of width
constexpr qreal smallestZoom = 0.5;
constexpr qreal largestZoom = 3.0;
} // namespace

MessagePage::MessagePage(MailSession &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_header = new HeaderBar(this);
    layout->addWidget(m_header);
    addStrips(*layout);
    addContents(*layout);
    m_layoutTimer.setSingleShot(true);
    m_layoutTimer.setInterval(layoutAfter);
    m_view->installEventFilter(this);
    connectParts();
}

// What is told above the message, the weightiest first: who sent it, what is missing, what was not loaded.
void MessagePage::addStrips(QVBoxLayout &layout)
{
    m_trust = new TrustLine(m_session, this);
    m_partial = new PartialBar(m_session, this);
    m_damage = new MessageBar(this);
    m_remote = new RemoteBar(m_session, this);
    m_result = new MessageBar(this);
    for (QWidget *strip : std::initializer_list<QWidget *>{m_trust, m_partial, m_damage, m_remote, m_result})
        layout.addWidget(strip);
}

void MessagePage::addContents(QVBoxLayout &layout)
{
    m_findBar = new FindBar(this);
    m_view = new HtmlView(this);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Text of the message"));
    m_textSize = QFontInfo(m_view->document()->defaultFont()).pixelSize();
    m_find = new PageFind(*m_view, this);
    m_cards = new CardList(this);
    m_attachments = new AttachmentBar(m_session, this);
    layout.addWidget(m_findBar);
    layout.addWidget(m_cards);
    layout.addWidget(m_view, 1);
    layout.addWidget(m_attachments);
}

void MessagePage::connectParts()
{
    connect(&m_layoutTimer, &QTimer::timeout, this, [this] {
        const RenderOptions wanted = options();
        RenderOptions shown = m_shownOptions;
        if (qAbs(wanted.width - shown.width) <= worthLayingOut)
            shown.width = wanted.width;
        tellLook();
        if (m_message != 0 && wanted != shown)
            Q_EMIT bodyWanted();
    });
    m_links = new LinkOpener(*this);
    connect(m_view, &HtmlView::linkActivated, this,
            [this](const QUrl &link) { m_links->open(link, m_body); });
    connect(m_links, &LinkOpener::refused, this, [this](const QString &why) {
        m_result->show(MessageBar::Kind::Warning, QStringLiteral("shield-alert"), why);
    });
    connect(m_view, &HtmlView::linkHovered, this,
            [this](const QUrl &link) { Q_EMIT linkHovered(linkTarget(link)); });
    connect(m_cards, &CardList::linkHovered, this,
            [this](const QUrl &link) { Q_EMIT linkHovered(linkTarget(link)); });
    connect(m_damage, &MessageBar::buttonClicked, this, &MessagePage::sourceWanted);
    connect(m_remote, &RemoteBar::bodyWanted, this, &MessagePage::bodyWanted);
    connect(m_remote, &RemoteBar::failed, this, &MessagePage::showFailure);
    connect(m_view, &HtmlView::laidOut, m_find, &PageFind::findAgain);
    connect(m_findBar, &FindBar::wanted, this, [this](const QString &words, bool caseSensitive) {
        m_view->unfoldWords(words, caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive);
        m_find->find(words, caseSensitive);
    });
    connect(m_findBar, &FindBar::stepped, m_find, &PageFind::step);
    connect(m_findBar, &FindBar::shutDown, this, &MessagePage::focusText);
    connect(m_find, &PageFind::counted, m_findBar, &FindBar::showCount);
    connect(m_cards, &CardList::windowWanted, this, [this](const QString &part) {
        (new NestedWindow(m_session, m_message, part, window(), look()))->show();
    });
    connect(m_cards, &CardList::noticed, this, &MessagePage::noticed);
    connect(m_cards, &CardList::openWanted, m_attachments, &AttachmentBar::openPart);
    connect(m_cards, &CardList::saveWanted, m_attachments, &AttachmentBar::savePart);
    connect(m_attachments, &AttachmentBar::failed, this, &MessagePage::showFailure);
    connect(m_attachments, &AttachmentBar::missed, this, [this](const QString &sentence) {
        m_result->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), sentence);
    });
    connect(m_attachments, &AttachmentBar::noticed, this, &MessagePage::noticed);
    connect(m_partial, &PartialBar::failed, this, &MessagePage::showFailure);
    connect(m_trust, &TrustLine::failed, this, &MessagePage::showFailure);
    connect(m_trust, &TrustLine::noticed, this, &MessagePage::noticed);
    connect(m_trust, &TrustLine::linkActivated, this,
            [this](const QUrl &link) { m_links->open(link, m_body); });
    connect(m_header, &HeaderBar::storedWanted, this, [this] {
        if (!m_part.isEmpty()) // what the store knows is not of this message
            return;
        m_session.summaries({m_message}, this,
                            [this, message = m_message](Result<std::vector<MessageSummary>> result) {
                                if (message == m_message && result && !result->empty())
                                    m_header->showStored(result->front());
                            });
    });
}

RenderOptions MessagePage::options(MessageId message) const
{
    RenderOptions options;
    options.width = m_view->pageWidth();
    options.zoom = m_zoom;
    options.dark = Theme::isDark(palette());
    options.originalColours = m_originalColours;
    options.remotePictures = m_remote->isAllowedOnce(message);
    return options;
}

void MessagePage::showBody(MessageId message, MessageBody body, const RenderOptions &options, bool isPartial)
{
    m_message = message;
    m_body = std::move(body);
    m_shownOptions = options;
    m_result->hide();
    m_header->showHeader(m_body.header);
    m_header->showChips(m_body);
    tellLook();
    showCards(m_body);
    showAttachments(m_body);
    m_trust->showTrust(message, m_body, m_part);
    m_partial->showFor(isPartial ? message : 0);
    showNotices();
    display(false);
    m_view->verticalScrollBar()->setValue(0);
    // Before its first message the page had no width of its own yet.
    m_layoutTimer.start();
}

void MessagePage::showAgain(MessageBody body, const RenderOptions &options)
{
    // Another text encoding changes whatever has words.
    if (body.header != m_body.header)
        m_header->showHeader(body.header);
    if (body.cards != m_body.cards)
        showCards(body);
    if (body.attachments != m_body.attachments)
        showAttachments(body);
    m_body = std::move(body);
    m_header->showChips(m_body);
    m_shownOptions = options;
    const int position = m_view->verticalScrollBar()->value();
    showNotices();
    display(true);
    m_view->verticalScrollBar()->setValue(position);
    m_layoutTimer.start();
}

// The buttons of those before are about to go: the focus would leave the reader with them.
void MessagePage::showCards(const MessageBody &body)
{
    if (m_cards->isAncestorOf(QApplication::focusWidget()))
        focusText();
    m_cards->showCards(body.cards, {&m_session, m_message, 1, look()});
}

void MessagePage::showAttachments(const MessageBody &body)
{
    if (m_attachments->isAncestorOf(QApplication::focusWidget()))
        focusText();
    m_attachments->showAttachments(m_message, body.attachments);
}

void MessagePage::clear()
{
    m_message = 0;
    m_body = {};
    m_view->clearMessage();
    m_trust->showTrust(0, m_body);
    m_partial->showFor(0);
    m_remote->clear();
}

void MessagePage::setPart(const QString &part)
{
    m_part = part;
    m_remote->setOnceOnly();
}

void MessagePage::display(bool again)
{
    const bool html = !m_plainText && !m_body.safeHtml.isNull();
    // HTML comes with the zoom laid out already; text has it from the font.
    QFont font = m_view->document()->defaultFont();
    font.setPixelSize(qRound(m_textSize * (html ? 1.0 : m_zoom)));
    if (font != m_view->document()->defaultFont()) {
        m_view->clearMessage(); // else the message that goes would be laid out once more
        m_view->document()->setDefaultFont(font);
    }
    const HtmlView::Mode mode = html ? HtmlView::Mode::Html : HtmlView::Mode::Text;
    again ? m_view->showAgain(m_body, mode) : m_view->showMessage(m_body, mode);
}

void MessagePage::showNotices()
{
    // The source is that of a stored message, not of one within it.
    if (const auto damage = damageNotice(m_body))
        m_damage->show(damage->kind, damage->icon, damage->sentence,
                       m_part.isEmpty() ? QStringList{tr("View source")} : QStringList());
    else
        m_damage->hide();
    if (m_plainText)
        m_remote->pause();
    else
        m_remote->showFor(m_message, m_body);
}

void MessagePage::showFailure(const Error &error)
{
    m_result->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
}

MessageLook MessagePage::look() const
{
    return {m_plainText, m_originalColours, quotesFolded(), m_trust->checksSignatures(), m_zoom};
}

void MessagePage::setLook(const MessageLook &look)
{
    m_trust->setChecksSignatures(look.checksSignatures);
    setQuotesFolded(look.quotesFolded);
    setOriginalColours(look.originalColours);
    setZoom(look.zoom);
    setPlainText(look.plainText);
}

// To whoever shows or opens messages within this one.
void MessagePage::tellLook()
{
    m_cards->setLook(look());
    m_attachments->setLook(look());
}

void MessagePage::setPlainText(bool plainText)
{
    m_plainText = plainText;
    tellLook();
    if (m_message != 0) {
        display(false);
        showNotices();
    }
}

void MessagePage::setOriginalColours(bool original)
{
    m_originalColours = original;
    m_layoutTimer.start();
}

bool MessagePage::quotesFolded() const
{
    return m_view->quotesFolded();
}

void MessagePage::setQuotesFolded(bool folded)
{
    m_view->setQuotesFolded(folded);
    tellLook();
}

bool MessagePage::showsAllHeaders() const
{
    return m_header->showsFields();
}

void MessagePage::setShowsAllHeaders(bool shown)
{
    m_header->setShowsFields(shown);
}

// With the words that are selected, if they are few.
void MessagePage::openFind()
{
    const QString selected = m_view->textCursor().selectedText();
    const bool isFit = selected.size() <= 200 && !selected.contains(QChar::ParagraphSeparator);
    m_findBar->open(isFit ? selected.trimmed() : QString());
}

void MessagePage::findNext(int step)
{
    if (m_findBar->isHidden())
        openFind();
    else
        m_find->step(step);
}

void MessagePage::setZoom(qreal zoom)
{
    m_zoom = qBound(smallestZoom, zoom, largestZoom);
    m_layoutTimer.start();
}

bool MessagePage::scrollBy(int direction)
{
    QScrollBar *bar = m_view->verticalScrollBar();
    const int before = bar->value();
    bar->setValue(before + direction * qMax(20, bar->pageStep() - 40));
    return bar->value() != before;
}

bool MessagePage::pageDown()
{
    return scrollBy(1);
}

bool MessagePage::pageUp()
{
    return scrollBy(-1);
}

// Notices, cards and attachments come and go, so that the order is made when it is asked for.
bool MessagePage::focusNextPrevChild(bool next)
{
    TabOrder::apply(*this);
    return QWidget::focusNextPrevChild(next);
}

void MessagePage::focusText()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
}

bool MessagePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::Resize &&
        qAbs(m_view->pageWidth() - m_shownOptions.width) > worthLayingOut)
        m_layoutTimer.start();
    return QWidget::eventFilter(watched, event);
}

void MessagePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_layoutTimer.start();
    QWidget::changeEvent(event);
}
