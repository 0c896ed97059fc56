// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageTabs.h"

#include "MessageListModel.h"
#include "MessagePage.h"
#include "ReaderActions.h"
#include "ReaderPane.h"
#include "ReadingPreferences.h"
#include "TabBar.h"
#include "TrustLine.h"

#include <QApplication>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr size_t mostClosed = 50;  // that can come back
constexpr size_t mostAtOnce = 100; // opened by one action
constexpr int mostRestored = 1000; // of a file that anybody may have written

QString savedMessages()
{
    return QStringLiteral("tabs/messages");
}

QString savedCurrent()
{
    return QStringLiteral("tabs/current");
}
} // namespace

MessageTabs::MessageTabs(MailSession &session, MessageListModel &list, Actions &actions,
                         ReaderActions &readerActions, QWidget &mailPage, QWidget *parent)
    : QWidget(parent), m_session(session), m_list(list), m_actions(actions), m_readerActions(readerActions),
      m_mailReader(readerActions.reader()), m_mailPage(mailPage), m_windows(session), m_bar(new TabBar(this)),
      m_stack(new QStackedWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(&mailPage);
    m_bar->add(0, tr("Mail"), &mailPage);
    connect(m_bar, &QTabBar::currentChanged, this, &MessageTabs::showCurrent);
    connect(m_bar, &TabBar::closeWanted, this, [this](QWidget *page) { close(page, true); });
    connect(m_bar, &TabBar::menuWanted, this, &MessageTabs::popUpMenu);
    connect(&session, &MailSession::messagesRemoved, this, [this](const std::vector<MessageId> &messages) {
        std::erase_if(m_closed, [&messages](const Closed &one) {
            return std::find(messages.begin(), messages.end(), one.message.id) != messages.end();
        });
        Q_EMIT changed();
    });
}

MessageTabs::~MessageTabs() = default;

OpenedMessage *MessageTabs::messageAt(int tab) const
{
    return qobject_cast<OpenedMessage *>(m_bar->pageAt(tab));
}

OpenedMessage *MessageTabs::current() const
{
    return messageAt(m_bar->currentIndex());
}

int MessageTabs::tabOf(MessageId message) const
{
    for (int tab = 0; tab < m_bar->count(); ++tab) {
        const OpenedMessage *const one = messageAt(tab);
        if (one && one->message() == message)
            return tab;
    }
    return -1;
}

OpenedMessage::Known MessageTabs::known(int row) const
{
    const MessageSummary *const summary = m_list.summaryAt(row);
    return {m_list.idAt(row), m_list.flagsAt(row),
            summary ? std::optional<QString>(summary->subject) : std::nullopt};
}

void MessageTabs::open(int row, Place place)
{
    const OpenedMessage::Known message = known(row);
    if (message.id == 0)
        return;
    if (place != Place::Window)
        openTab(m_bar->count(), message, place == Place::Tab);
    else if (!m_windows.raise(message.id))
        m_windows.open(new OpenedMessage(m_session, m_list, m_mailReader, message));
}

void MessageTabs::open(int row)
{
    open(row, m_preferred);
}

void MessageTabs::open(const std::vector<int> &rows)
{
    if (rows.size() > mostAtOnce)
        Q_EMIT told(tr("Only the first %n of these messages were opened.", nullptr, int(mostAtOnce)));
    for (size_t i = 0; i < std::min(rows.size(), mostAtOnce); ++i)
        open(rows[i], i == 0 ? Place::Tab : Place::BackgroundTab);
}

void MessageTabs::openTab(int tab, const OpenedMessage::Known &message, bool inFront)
{
    int place = tabOf(message.id);
    if (place < 0) {
        auto *opened = new OpenedMessage(m_session, m_list, m_mailReader, message, m_stack);
        m_actions.addLettersTo(*opened);
        m_stack->addWidget(opened);
        place = m_bar->add(tab, opened->title(), opened);
        connectMessage(*opened);
    }
    if (inFront)
        m_bar->setCurrentIndex(place);
    Q_EMIT changed();
}

void MessageTabs::connectMessage(OpenedMessage &message)
{
    connect(&message, &OpenedMessage::changed, this, [this, opened = &message] {
        m_bar->setTitle(m_bar->indexOf(opened), opened->title());
        Q_EMIT changed();
    });
    connect(&message, &OpenedMessage::finished, this,
            [this, opened = &message](bool isGone) { close(opened, !isGone); });
    connect(&message, &OpenedMessage::told, this, &MessageTabs::told);
    connect(&message, &OpenedMessage::failed, this, &MessageTabs::failed);
    connect(&message, &OpenedMessage::linkHovered, this, &MessageTabs::linkHovered);
}

bool MessageTabs::perform(ActionId id)
{
    const int tab = m_bar->currentIndex();
    const int count = m_bar->count();
    switch (id) {
    case ActionId::CloseTab:
        close(m_bar->pageAt(tab), true);
        return true;
    case ActionId::ReopenTab:
        reopen();
        return true;
    case ActionId::NextTab:
        m_bar->setCurrentIndex((tab + 1) % count);
        focusPage();
        return true;
    case ActionId::PreviousTab:
        m_bar->setCurrentIndex((tab + count - 1) % count);
        focusPage();
        return true;
    case ActionId::MoveTabBack:
        move(tab, -1);
        return true;
    case ActionId::MoveTabOn:
        move(tab, 1);
        return true;
    case ActionId::Search:
    case ActionId::FocusFolders:
    case ActionId::FocusList:
        showMail();
        return false;
    default:
        break;
    }
    OpenedMessage *const message = current();
    if (!message)
        return false;
    switch (id) {
    case ActionId::OpenTab:
        return true; // it is in one
    case ActionId::OpenWindow:
        moveToWindow(message);
        return true;
    case ActionId::FocusReader:
    case ActionId::NextPane: // the only one
    case ActionId::PreviousPane:
        message->focusText();
        return true;
    default:
        return message->perform(id);
    }
}

// What the user has chosen for one message stays.
void MessageTabs::setPreferences(const ReadingPreferences &preferences)
{
    m_preferred = preferences.opensInWindow ? Place::Window : Place::Tab;
    for (int tab = 1; tab < m_bar->count(); ++tab) {
        if (OpenedMessage *const one = messageAt(tab); one->isLoaded()) {
            one->reader().setReadDelay(preferences.readAfter);
            one->reader().page().trustLine().setChecksSignatures(preferences.checkSignatures);
        }
    }
}

void MessageTabs::showMail()
{
    m_bar->setCurrentIndex(0);
}

// The first tab stays the first.
void MessageTabs::move(int tab, int step)
{
    if (tab > 0 && tab + step > 0 && tab + step < m_bar->count())
        m_bar->moveTab(tab, tab + step);
}

void MessageTabs::close(QWidget *page, bool mayComeBack)
{
    const int tab = m_bar->indexOf(page);
    OpenedMessage *const message = messageAt(tab);
    if (!message)
        return;
    if (mayComeBack)
        m_closed.push_back({message->known(), tab});
    if (m_closed.size() > mostClosed)
        m_closed.erase(m_closed.begin());
    take(message)->deleteLater();
    Q_EMIT changed();
}

void MessageTabs::closeOthers(const QWidget *page)
{
    for (int tab = m_bar->count() - 1; tab > 0; --tab) {
        if (m_bar->pageAt(tab) != page)
            close(m_bar->pageAt(tab), true);
    }
}

void MessageTabs::reopen()
{
    if (m_closed.empty())
        return;
    const Closed last = m_closed.back();
    m_closed.pop_back();
    openTab(std::min(last.tab, m_bar->count()), last.message, true);
}

OpenedMessage *MessageTabs::take(QWidget *page)
{
    const int tab = m_bar->indexOf(page);
    OpenedMessage *const message = messageAt(tab);
    m_bar->removeTab(tab); // another one is shown
    m_stack->removeWidget(message);
    disconnect(message, nullptr, this, nullptr);
    return message;
}

void MessageTabs::moveToWindow(QWidget *page)
{
    OpenedMessage *const message = take(page);
    for (QAction *letter : message->actions())
        message->removeAction(letter);
    m_windows.open(message);
    Q_EMIT changed();
}

void MessageTabs::showCurrent()
{
    QWidget *const page = m_bar->pageAt(m_bar->currentIndex());
    if (!page || page == m_stack->currentWidget())
        return;
    m_stack->setCurrentWidget(page);
    OpenedMessage *const message = current();
    m_readerActions.setReader(message ? message->reader() : m_mailReader);
    // Who walks along the tabs with the arrow keys, or writes in the search field, stays there.
    const QWidget *const focus = QApplication::focusWidget();
    if (!focus || m_stack->isAncestorOf(focus))
        focusPage();
    Q_EMIT linkHovered(QString());
    Q_EMIT changed();
}

void MessageTabs::focusPage()
{
    QWidget *const last = m_mailPage.focusWidget();
    if (OpenedMessage *const message = current())
        message->focusText();
    else
        (last ? last : &m_mailPage)->setFocus(Qt::OtherFocusReason);
}

void MessageTabs::popUpMenu(QWidget *page, const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Close"), page, [this, page] { close(page, true); });
    menu->addAction(tr("Close the &others"), page, [this, page] { closeOthers(page); })
        ->setEnabled(m_bar->count() > 2);
    menu->addSeparator();
    menu->addAction(tr("Move to a new &window"), page, [this, page] { moveToWindow(page); });
    menu->addSeparator();
    m_actions.fillMenu(*menu, {ActionId::ReopenTab});
    menu->popup(at);
}

void MessageTabs::describe(Actions::Situation &situation) const
{
    situation.tab = current() != nullptr;
    situation.tabs = m_bar->count() > 1;
    situation.closedTab = !m_closed.empty();
    situation.list = situation.mail && !situation.tab;
    if (situation.tab)
        situation.selection = situation.shown = situation.canDelete = true;
}

void MessageTabs::restore(const QSettings &settings)
{
    m_restoring.clear();
    for (const QString &text : settings.value(savedMessages()).toStringList().mid(0, mostRestored)) {
        if (const MessageId message = text.toLongLong(); message > 0)
            m_restoring.push_back(message);
    }
    m_restoredCurrent = settings.value(savedCurrent()).toLongLong();
    if (!m_restoring.empty())
        m_session.summaries(m_restoring, this, [this](const Result<std::vector<MessageSummary>> &found) {
            takeRestored(found);
        });
}

// Those that are gone are left out. Where the store cannot say, all are kept for the next start.
void MessageTabs::takeRestored(const Result<std::vector<MessageSummary>> &found)
{
    if (!found) {
        Q_EMIT failed(found.error());
        return;
    }
    m_restoring.clear();
    for (const MessageSummary &one : *found)
        openTab(m_bar->count(), {one.id, one.flags, one.subject}, one.id == m_restoredCurrent);
}

void MessageTabs::save(QSettings &settings) const
{
    QStringList messages;
    for (int tab = 0; tab < m_bar->count(); ++tab) {
        if (const OpenedMessage *const one = messageAt(tab))
            messages += QString::number(one->message());
    }
    for (const MessageId message : m_restoring)
        messages += QString::number(message);
    settings.setValue(savedMessages(), messages);
    settings.setValue(savedCurrent(), current()             ? current()->message()
                                      : m_restoring.empty() ? 0
                                                            : m_restoredCurrent);
}
