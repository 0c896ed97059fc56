// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageWindow.h"

#include "ErrorText.h"
#include "Icons.h"
#include "MessageListModel.h"
#include "MessagePage.h"
#include "ReaderActions.h"
#include "ReaderPane.h"
#include "ReadingPreferences.h"
#include "ReadingSteps.h"
#include "SafeText.h"
#include "TrustLine.h"
#include "WindowSize.h"

#include <QAction>
#include <QDir>
#include <QMenuBar>
#include <QSettings>
#include <QShortcut>
#include <QStatusBar>
#include <QToolBar>

#include <algorithm>

namespace
{
constexpr int windowNoticeTime = 8000; // ms

const std::set<ActionId> possibleInWindow{
    ActionId::Print,           ActionId::SaveAsPdf,    ActionId::ToggleRead,
    ActionId::ToggleStar,      ActionId::Archive,      ActionId::Delete,
    ActionId::SaveAs,          ActionId::ViewSource,   ActionId::NextMessage,
    ActionId::PreviousMessage, ActionId::NextUnread,   ActionId::PreviousUnread,
    ActionId::ReadOn,          ActionId::ReadBack,     ActionId::Find,
    ActionId::FindNext,        ActionId::FindPrevious, ActionId::PlainText,
    ActionId::OriginalColours, ActionId::FoldQuotes,   ActionId::AllHeaders,
    ActionId::ZoomIn,          ActionId::ZoomOut,      ActionId::ZoomReset,
};
} // namespace

MessageWindow::MessageWindow(MailSession &session, MessageListModel &list, QWidget *parent)
    : QMainWindow(parent), m_session(session), m_list(list), m_reader(new ReaderPane(session, this)),
      m_readerActions(new ReaderActions(session, m_actions, *m_reader, this)),
      m_steps(new ReadingSteps(
          *m_reader, [this](int step) { return goBy(step); }, [this](int step) { return goToUnread(step); },
          this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(Icons::application());
    setMinimumSize(480, 320);
    openAtSize(*this, {820, 720});
    build();
    connectParts();
    const QSettings settings(settingsPath(), QSettings::IniFormat);
    restoreGeometry(settings.value(QStringLiteral("messageWindow/geometry")).toByteArray());
    m_readerActions->restore(settings);
    const ReadingPreferences reading = ReadingPreferences::from(settings);
    m_reader->setReadDelay(reading.readAfter);
    m_actions.action(ActionId::PlainText)->setChecked(reading.plainText);
    m_reader->page().setPlainText(reading.plainText);
    m_reader->page().trustLine().setChecksSignatures(reading.checkSignatures);
    updateSituation();
}

void MessageWindow::build()
{
    m_actions.fillMenuBar(*menuBar(), possibleInWindow);
    m_readerActions->addEncodingMenu(*menuBar());
    QToolBar *bar = addToolBar(tr("Toolbar"));
    bar->setMovable(false);
    bar->toggleViewAction()->setEnabled(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    m_actions.fillToolBar(*bar, {ActionId::PreviousMessage, ActionId::NextMessage, ActionId::Archive,
                                 ActionId::Delete, ActionId::ToggleStar, ActionId::ToggleRead,
                                 ActionId::PlainText, ActionId::Print});
    m_actions.addLettersTo(*this, possibleInWindow);
    m_reader->setAccessibleName(tr("Message"));
    setCentralWidget(m_reader);
    statusBar()->setSizeGripEnabled(false);
    for (const QKeySequence &keys : QKeySequence::keyBindings(QKeySequence::Close)) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &QWidget::close);
    }
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
}

void MessageWindow::connectParts()
{
    connect(&m_actions, &Actions::triggered, this, &MessageWindow::perform);
    connect(m_readerActions, &ReaderActions::told, this, &MessageWindow::tell);
    connect(m_steps, &ReadingSteps::ended, this, &MessageWindow::tell);
    connect(m_readerActions, &ReaderActions::failed, this, &MessageWindow::report);
    connect(m_reader, &ReaderPane::noticed, this, &MessageWindow::tell);
    connect(m_reader, &ReaderPane::linkHovered, this,
            [this](const QString &target) { statusBar()->showMessage(target); });
    connect(m_reader, &ReaderPane::messageShown, this, &MessageWindow::updateSituation);
    connect(m_reader, &ReaderPane::messageViewed, this, [this](MessageId viewed) {
        m_session.setFlags({viewed}, Flag::Read, {}, this, [](const Result<void> &) {});
    });
    connect(&m_session, &MailSession::messagesRemoved, this, &MessageWindow::followRemoval);
}

void MessageWindow::showMessage(MessageId message, Flags flags)
{
    m_reader->showMessage(message, flags);
    updateSituation();
}

MessageId MessageWindow::message() const
{
    return m_reader->message();
}

Flags MessageWindow::flags() const
{
    const int row = m_list.rowOf(message());
    return row < 0 ? Flags() : m_list.flagsAt(row);
}

void MessageWindow::perform(ActionId id)
{
    if (!m_readerActions->perform(id) && !m_steps->perform(id))
        performOnMessage(id);
}

void MessageWindow::performOnMessage(ActionId id)
{
    switch (id) {
    case ActionId::ToggleRead:
        m_reader->keepUnread();
        toggle(Flag::Read);
        break;
    case ActionId::ToggleStar:
        toggle(Flag::Starred);
        break;
    case ActionId::Archive:
        move(FolderKind::Archive);
        break;
    case ActionId::Delete:
        move(FolderKind::Trash);
        break;
    default:
        break;
    }
}

bool MessageWindow::goTo(int row)
{
    if (row < 0 || row >= m_list.rowCount())
        return false;
    showMessage(m_list.idAt(row), m_list.flagsAt(row));
    return true;
}

bool MessageWindow::goBy(int step)
{
    const int row = m_list.rowOf(message());
    return row >= 0 && goTo(row + step);
}

bool MessageWindow::goToUnread(int step)
{
    return goTo(m_list.goToUnread(m_list.rowOf(message()), step));
}

void MessageWindow::toggle(Flag flag)
{
    const bool has = flags().testFlag(flag);
    m_session.setFlags({message()}, has ? Flags() : flag, has ? flag : Flags(), this,
                       [this](const Result<void> &result) {
                           if (!result)
                               report(result.error());
                       });
}

void MessageWindow::move(FolderKind kind)
{
    const MessageId moved = message();
    if (!goBy(1) && !goBy(-1))
        close();
    // What becomes of it is left to the session: this window may be gone by then.
    m_session.moveTo({moved}, kind, &m_session, [](const Result<void> &) {});
}

void MessageWindow::followRemoval(const std::vector<MessageId> &messages)
{
    if (std::find(messages.begin(), messages.end(), message()) != messages.end())
        close();
}

void MessageWindow::updateSituation()
{
    Actions::Situation situation;
    situation.mail = true;
    situation.shown = situation.selection = situation.canDelete = message() != 0;
    m_actions.setSituation(situation);
    const QString subject = m_reader->isShowing()
                                ? SafeText::oneLine(m_reader->body().header.subject.simplified(), 200)
                                : QString();
    setWindowTitle(subject.isEmpty() ? tr("Message") : subject);
}

void MessageWindow::report(const Error &error)
{
    tell(errorLine(error));
}

void MessageWindow::tell(const QString &sentence)
{
    statusBar()->showMessage(sentence, windowNoticeTime);
}

QString MessageWindow::settingsPath() const
{
    return QDir(m_session.profileDirectory()).filePath(QStringLiteral("window.ini"));
}

void MessageWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings(settingsPath(), QSettings::IniFormat);
    settings.setValue(QStringLiteral("messageWindow/geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}
