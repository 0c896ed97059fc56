// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReaderPane.h"

#include "AttachmentBar.h"
#include "EmptyPage.h"
#include "ErrorText.h"
#include "HeaderBar.h"
#include "HtmlView.h"
#include "MessageBar.h"
#include "PartialBar.h"
#include "SourceWindow.h"
#include "Theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QFontInfo>
#include <QScrollBar>
#include <QTextDocument>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr int readAfter = 2000;    // ms
constexpr int layoutAfter = 200;   // ms of rest after a change of width, zoom or colours
constexpr int worthLayingOut = 24; // px of width
constexpr qreal smallestZoom = 0.5;
constexpr qreal largestZoom = 3.0;
} // namespace

ReaderPane::ReaderPane(MailSession &session, QWidget *parent)
    : QStackedWidget(parent), m_session(session), m_empty(new EmptyPage(this)), m_page(buildMessagePage()),
      m_error(new EmptyPage(this))
{
    addWidget(m_empty);
    addWidget(m_page);
    addWidget(m_error);
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(readAfter);
    m_layoutTimer.setSingleShot(true);
    m_layoutTimer.setInterval(layoutAfter);
    connect(&m_readTimer, &QTimer::timeout, this, [this] { Q_EMIT messageViewed(m_shown); });
    connect(&m_layoutTimer, &QTimer::timeout, this, [this] {
        const RenderOptions wanted = options();
        RenderOptions shown = m_shownOptions;
        if (qAbs(wanted.width - shown.width) <= worthLayingOut)
            shown.width = wanted.width;
        if (m_shown != 0 && wanted != shown)
            load();
    });
    connect(m_error, &EmptyPage::buttonClicked, this, &ReaderPane::load);
    connect(m_view, &HtmlView::linkActivated, this, &ReaderPane::openLink);
    connect(m_view, &HtmlView::linkHovered, this,
            [this](const QUrl &url) { Q_EMIT linkHovered(url.toDisplayString(QUrl::FullyDecoded)); });
    connect(m_attachments, &AttachmentBar::failed, this, [this](const Error &error) {
        m_result->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
    });
    connect(m_attachments, &AttachmentBar::saved, this, [this](int files, const QString &place) {
        Q_EMIT noticed(tr("%n attachment(s) saved: %1", nullptr, files).arg(place));
    });
    connect(m_partial, &PartialBar::failed, this, [this](const Error &error) {
        m_result->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
    });
    connect(&session, &MailSession::flagsChanged, this, &ReaderPane::followFlags);
    connect(&session, &MailSession::messagesAdded, this, [this](const std::vector<MessageSummary> &added) {
        const auto same = std::find_if(added.begin(), added.end(),
                                       [this](const MessageSummary &one) { return one.id == m_message; });
        if (m_isPartial && same != added.end() && !same->flags.testFlag(Flag::Partial))
            followFlags({m_message}, {}, Flag::Partial);
    });
    m_view->installEventFilter(this);
    showEmpty();
}

QWidget *ReaderPane::buildMessagePage()
{
    auto *page = new QWidget(this);
    m_header = new HeaderBar(page);
    m_partial = new PartialBar(m_session, page);
    m_damage = new MessageBar(page);
    m_remote = new MessageBar(page);
    m_result = new MessageBar(page);
    m_view = new HtmlView(page);
    m_attachments = new AttachmentBar(m_session, page);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Text of the message"));
    m_textSize = QFontInfo(m_view->document()->defaultFont()).pixelSize();
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_partial);
    layout->addWidget(m_damage);
    layout->addWidget(m_remote);
    layout->addWidget(m_result);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_attachments);
    return page;
}

void ReaderPane::showMessage(MessageId message, Flags flags)
{
    if (message == m_message && message != 0 && currentWidget() != m_error)
        return;
    m_readTimer.stop();
    m_message = message;
    m_marksRead = !flags.testFlag(Flag::Read);
    m_isPartial = flags.testFlag(Flag::Partial);
    if (message == 0) {
        m_shown = 0;
        m_body = {};
        m_view->clearMessage();
        m_partial->showFor(0);
        showEmpty();
        return;
    }
    load();
}

// The rest of a message has come: the same message, with other bytes.
void ReaderPane::followFlags(const std::vector<MessageId> &messages, Flags set, Flags clear)
{
    if (m_message == 0 || std::find(messages.begin(), messages.end(), m_message) == messages.end() ||
        !(set | clear).testFlag(Flag::Partial))
        return;
    m_isPartial = set.testFlag(Flag::Partial);
    ++m_version;
    load();
}

bool ReaderPane::isShowing() const
{
    return m_shown != 0 && currentWidget() == m_page;
}

RenderOptions ReaderPane::options() const
{
    return {m_view->pageWidth(), m_zoom, Theme::isDark(palette())};
}

void ReaderPane::load()
{
    // One request at a time: who steps through the list quickly does not wait for what was passed.
    if (m_busy || m_message == 0)
        return;
    m_busy = true;
    const MessageId message = m_message;
    const RenderOptions wanted = options();
    m_session.body(message, wanted, this,
                   [this, message, wanted, version = m_version](Result<MessageBody> result) {
                       m_busy = false;
                       if (message == m_message && version == m_version)
                           take(message, wanted, std::move(result));
                       else
                           load();
                   });
}

void ReaderPane::take(MessageId message, const RenderOptions &options, Result<MessageBody> result)
{
    if (!result) {
        const ErrorWords words = errorWords(result.error());
        m_shown = 0;
        m_error->show(QStringLiteral("file-warning"), tr("This message cannot be shown"),
                      QStringList{words.sentence, words.nextStep}.join(QLatin1Char(' ')).trimmed(),
                      tr("Try again"));
        setCurrentWidget(m_error);
        return;
    }
    const bool again = message == m_shown && m_version == m_shownVersion;
    m_body = std::move(*result);
    m_shown = message;
    m_shownVersion = m_version;
    m_shownOptions = options;
    if (!again) {
        m_result->hide();
        m_header->showHeader(m_body.header);
        m_attachments->showAttachments(message, m_body.attachments);
        m_partial->showFor(m_isPartial ? message : 0);
        showNotices();
        setCurrentWidget(m_page);
        if (m_marksRead)
            m_readTimer.start();
    }
    const int position = again ? m_view->verticalScrollBar()->value() : 0;
    display();
    m_view->verticalScrollBar()->setValue(position);
    if (!again)
        Q_EMIT messageShown(message);
    // Before its first message the page had no width of its own yet.
    m_layoutTimer.start();
}

void ReaderPane::display()
{
    const bool html = !m_plainText && !m_body.safeHtml.isNull();
    // HTML comes with the zoom laid out already; text has it from the font.
    QFont font = m_view->document()->defaultFont();
    font.setPixelSize(qRound(m_textSize * (html ? 1.0 : m_zoom)));
    m_view->document()->setDefaultFont(font);
    m_view->showMessage(m_body, html ? HtmlView::Mode::Html : HtmlView::Mode::Text);
}

void ReaderPane::showNotices()
{
    if (m_body.defects.isEmpty()) {
        m_damage->hide();
    } else {
        const QString what = m_body.defects.mid(0, 3).join(QStringLiteral("; "));
        m_damage->show(MessageBar::Kind::Warning, QStringLiteral("triangle-alert"),
                       tr("This message was damaged and is shown as well as possible (%1).").arg(what));
    }
    if (m_body.remoteImages == 0 || m_plainText) {
        m_remote->hide();
    } else {
        m_remote->show(
            MessageBar::Kind::Warning, QStringLiteral("image-off"),
            tr("%n remote picture(s) not loaded, so the sender cannot see that you read this message.",
               nullptr, m_body.remoteImages));
    }
}

void ReaderPane::showEmpty()
{
    m_empty->show(QStringLiteral("mail-open"), tr("No message selected"),
                  tr("Choose a message to read it. J and K go to the next and the previous one, N to the "
                     "next unread."));
    setCurrentWidget(m_empty);
}

void ReaderPane::setPlainText(bool plainText)
{
    m_plainText = plainText;
    if (m_shown != 0) {
        display();
        showNotices();
    }
}

void ReaderPane::setZoom(qreal zoom)
{
    m_zoom = qBound(smallestZoom, zoom, largestZoom);
    m_layoutTimer.start();
}

bool ReaderPane::pageDown()
{
    QScrollBar *bar = m_view->verticalScrollBar();
    const int before = bar->value();
    bar->setValue(before + qMax(20, bar->pageStep() - 40));
    return isShowing() && bar->value() != before;
}

bool ReaderPane::pageUp()
{
    QScrollBar *bar = m_view->verticalScrollBar();
    const int before = bar->value();
    bar->setValue(before - qMax(20, bar->pageStep() - 40));
    return isShowing() && bar->value() != before;
}

void ReaderPane::focusText()
{
    if (isShowing())
        m_view->setFocus(Qt::ShortcutFocusReason);
    else
        setFocus(Qt::ShortcutFocusReason);
}

void ReaderPane::openSource()
{
    if (m_message == 0)
        return;
    auto *window = new SourceWindow(this->window());
    if (m_shown == m_message && !m_body.header.subject.isEmpty())
        window->setWindowTitle(tr("Source of “%1”").arg(m_body.header.subject));
    window->show();
    m_session.raw(m_message, window, [window](Result<QByteArray> raw) { window->showSource(raw); });
}

void ReaderPane::openLink(const QUrl &url)
{
    static const QStringList allowed{QStringLiteral("http"), QStringLiteral("https"),
                                     QStringLiteral("mailto")};
    if (!allowed.contains(url.scheme().toLower())) {
        m_result->show(
            MessageBar::Kind::Warning, QStringLiteral("shield-alert"),
            tr("A link to “%1” was not opened. Only web and mail addresses are.").arg(url.toDisplayString()));
        return;
    }
    if (!QDesktopServices::openUrl(url)) {
        m_result->show(MessageBar::Kind::Warning, QStringLiteral("circle-alert"),
                       tr("No program was found that opens %1.").arg(url.toDisplayString()));
    }
}

bool ReaderPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::Resize &&
        qAbs(m_view->pageWidth() - m_shownOptions.width) > worthLayingOut)
        m_layoutTimer.start();
    return QStackedWidget::eventFilter(watched, event);
}

void ReaderPane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_layoutTimer.start();
    QStackedWidget::changeEvent(event);
}
