// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReaderPane.h"

#include "EmptyPage.h"
#include "ErrorText.h"
#include "MailReading.h"
#include "MessagePage.h"
#include "ReadingPreferences.h"
#include "SafeText.h"
#include "SourceWindow.h"
#include "TrustLine.h"

#include <QHideEvent>

#include <algorithm>

ReaderPane::ReaderPane(MailSession &session, QWidget *parent)
    : QStackedWidget(parent), m_session(session), m_empty(new EmptyPage(this)),
      m_page(new MessagePage(session, this)), m_error(new EmptyPage(this))
{
    addWidget(m_empty);
    addWidget(m_page);
    addWidget(m_error);
    m_readTimer.setSingleShot(true);
    connect(&m_readTimer, &QTimer::timeout, this, [this] { Q_EMIT messageViewed(m_shown); });
    connect(m_error, &EmptyPage::buttonClicked, this, &ReaderPane::load);
    connect(m_page, &MessagePage::bodyWanted, this, [this] {
        if (m_shown != 0)
            load();
    });
    connect(m_page, &MessagePage::linkHovered, this, &ReaderPane::linkHovered);
    connect(m_page, &MessagePage::noticed, this, &ReaderPane::noticed);
    connect(m_page, &MessagePage::sourceWanted, this, &ReaderPane::openSource);
    connect(&session.reading(), &MailReading::textEncodingChanged, this, [this](MessageId message) {
        if (message == m_message)
            load();
    });
    connect(&session, &MailSession::flagsChanged, this, &ReaderPane::followFlags);
    connect(&session, &MailSession::messagesAdded, this, [this](const std::vector<MessageSummary> &added) {
        const auto same = std::find_if(added.begin(), added.end(),
                                       [this](const MessageSummary &one) { return one.id == m_message; });
        if (m_isPartial && same != added.end() && !same->flags.testFlag(Flag::Partial))
            followFlags({m_message}, {}, Flag::Partial);
    });
    showEmpty();
}

void ReaderPane::showMessage(MessageId message, Flags flags)
{
    if (message == m_message && message != 0 && currentWidget() != m_error)
        return;
    keepUnread();
    m_message = message;
    m_marksRead = !flags.testFlag(Flag::Read);
    m_isPartial = flags.testFlag(Flag::Partial);
    if (message == 0) {
        m_shown = 0;
        m_page->clear();
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

QString ReaderPane::subject() const
{
    return isShowing() ? SafeText::oneLine(body().header.subject.simplified(), 200) : QString();
}

const MessageBody &ReaderPane::body() const
{
    return m_page->body();
}

bool ReaderPane::isShowing() const
{
    return m_shown != 0 && currentWidget() == m_page;
}

void ReaderPane::load()
{
    // One request at a time: who steps through the list quickly does not wait for what was passed.
    m_wantedAgain = m_busy;
    if (m_busy || m_message == 0)
        return;
    m_busy = true;
    const MessageId message = m_message;
    const RenderOptions wanted = m_page->options(message);
    m_session.body(message, wanted, this,
                   [this, message, wanted, version = m_version](Result<MessageBody> result) {
                       m_busy = false;
                       const bool again = m_wantedAgain;
                       const bool fits = message == m_message && version == m_version;
                       if (fits)
                           take(message, wanted, std::move(result));
                       if (again || !fits)
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
    if (message == m_shown && m_version == m_shownVersion) {
        m_page->showAgain(std::move(*result), options);
        return;
    }
    m_shown = message;
    m_shownVersion = m_version;
    m_page->showBody(message, std::move(*result), options, m_isPartial);
    setCurrentWidget(m_page);
    if (m_marksRead)
        startReading();
    Q_EMIT messageShown(message);
}

void ReaderPane::setNothingToRead(bool nothing)
{
    m_nothingToRead = nothing;
    if (currentWidget() == m_empty)
        showEmpty();
}

void ReaderPane::showEmpty()
{
    if (m_nothingToRead) {
        m_empty->show(QStringLiteral("mail-open"), tr("No message to read"), {});
        setCurrentWidget(m_empty);
        return;
    }
    m_empty->show(QStringLiteral("mail-open"), tr("No message selected"),
                  tr("Choose a message to read it. J and K go to the next and the previous one, N to the "
                     "next unread."));
    setCurrentWidget(m_empty);
}

void ReaderPane::startReading()
{
    m_isUnseen = !isVisible();
    if (!m_isUnseen && m_readDelay >= 0)
        m_readTimer.start(m_readDelay * 1000);
}

void ReaderPane::setReadDelay(int seconds)
{
    m_readDelay = seconds;
    if (m_readTimer.isActive() && seconds < 0)
        m_readTimer.stop();
    else if (m_readTimer.isActive())
        m_readTimer.start(seconds * 1000);
}

void ReaderPane::keepUnread()
{
    m_readTimer.stop();
    m_isUnseen = false;
}

// A minimised window counts as shown: what is in it comes back without its doing.
void ReaderPane::hideEvent(QHideEvent *event)
{
    QStackedWidget::hideEvent(event);
    if (event->spontaneous() || !m_readTimer.isActive())
        return;
    m_readTimer.stop();
    m_isUnseen = true;
}

void ReaderPane::showEvent(QShowEvent *event)
{
    QStackedWidget::showEvent(event);
    if (m_isUnseen)
        startReading();
}

void ReaderPane::setPreferences(const ReadingPreferences &preferences)
{
    setReadDelay(preferences.readAfter);
    m_page->setZoom(preferences.zoom);
    m_page->setPlainText(preferences.plainText);
    m_page->trustLine().setChecksSignatures(preferences.checkSignatures);
}

void ReaderPane::showLike(ReaderPane &other)
{
    setReadDelay(other.m_readDelay);
    m_page->setLook(other.m_page->look());
}

bool ReaderPane::pageDown()
{
    return isShowing() && m_page->pageDown();
}

bool ReaderPane::pageUp()
{
    return isShowing() && m_page->pageUp();
}

void ReaderPane::focusText()
{
    if (isShowing())
        m_page->focusText();
    else
        setFocus(Qt::ShortcutFocusReason);
}

void ReaderPane::openSource()
{
    if (m_message == 0)
        return;
    const bool known = isShowing() && m_shown == m_message;
    auto *window = new SourceWindow(known ? body().header.subject : QString(), this->window());
    window->show();
    m_session.raw(m_message, window, [window](Result<QByteArray> raw) { window->showSource(raw); });
    connect(window, &SourceWindow::saveRequested, window,
            [&session = m_session, window, message = m_message](const QString &path) {
                session.saveRaw(message, path, window,
                                [window, path](Result<void> saved) { window->showSaved(saved, path); });
            });
}
