// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageWindow.h"

#include "ErrorText.h"
#include "Icons.h"
#include "MailSession.h"
#include "OpenedMessage.h"
#include "ReaderActions.h"
#include "ReaderPane.h"
#include "WindowSize.h"

#include <QAction>
#include <QDir>
#include <QMenuBar>
#include <QSettings>
#include <QShortcut>
#include <QStatusBar>
#include <QToolBar>

namespace
{
constexpr int windowNoticeTime = 8000; // ms

const std::set<ActionId> possibleInWindow{
    ActionId::Print,         ActionId::SaveAsPdf,      ActionId::ToggleRead,
    ActionId::ToggleStar,    ActionId::Archive,        ActionId::Delete,
    ActionId::DeleteForGood, ActionId::OpenInBrowser,  ActionId::SaveAs,
    ActionId::ViewSource,    ActionId::NextMessage,    ActionId::PreviousMessage,
    ActionId::NextUnread,    ActionId::PreviousUnread, ActionId::ReadOn,
    ActionId::ReadBack,      ActionId::Find,           ActionId::FindNext,
    ActionId::FindPrevious,  ActionId::PlainText,      ActionId::OriginalColours,
    ActionId::FoldQuotes,    ActionId::AllHeaders,     ActionId::ZoomIn,
    ActionId::ZoomOut,       ActionId::ZoomReset,
};
} // namespace

MessageWindow::MessageWindow(MailSession &session, OpenedMessage *message)
    : m_session(session), m_message(message),
      m_readerActions(new ReaderActions(session, m_actions, message->reader(), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(Icons::application());
    setMinimumSize(480, 320);
    openAtSize(*this, {820, 720});
    build();
    connectParts();
    const QSettings settings(settingsPath(), QSettings::IniFormat);
    restoreGeometry(settings.value(QStringLiteral("messageWindow/geometry")).toByteArray());
    m_readerActions->showLook();
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
    setCentralWidget(m_message);
    m_message->show();
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
    connect(m_readerActions, &ReaderActions::failed, this, &MessageWindow::report);
    connect(m_message, &OpenedMessage::told, this, &MessageWindow::tell);
    connect(m_message, &OpenedMessage::failed, this, &MessageWindow::report);
    connect(m_message, &OpenedMessage::linkHovered, this,
            [this](const QString &target) { statusBar()->showMessage(target); });
    connect(m_message, &OpenedMessage::changed, this, &MessageWindow::updateSituation);
    connect(m_message, &OpenedMessage::finished, this, &QWidget::close);
}

MessageId MessageWindow::message() const
{
    return m_message->message();
}

ReaderPane &MessageWindow::reader()
{
    return m_message->reader();
}

void MessageWindow::perform(ActionId id)
{
    if (!m_readerActions->perform(id))
        m_message->perform(id);
}

void MessageWindow::updateSituation()
{
    Actions::Situation situation;
    situation.mail = situation.shown = situation.selection = situation.canDelete = true;
    m_actions.setSituation(situation);
    setWindowTitle(m_message->title());
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
