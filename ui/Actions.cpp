// SPDX-License-Identifier: GPL-3.0-or-later
#include "Actions.h"

#include "Icons.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>
#include <QWidget>

namespace
{
enum class Need {
    Nothing,
    Account,
    Checking,
    Mail,
    List,
    ListSelection,
    Selection,
    Shown,
    CanDelete,
    Tab,
    Tabs,
    ClosedTab
};
enum class Scope { Window, Letters };
enum class Kind { Plain, Check, Choice, SortChoice };

struct Row {
    ActionId id;
    const char *menu;
    const char *text;
    const char *keys; // separated by spaces
    const char *icon;
    Need need = Need::Nothing;
    Scope scope = Scope::Window;
    Kind kind = Kind::Plain;
    bool separator = false; // above it
};

#define TEXT(text) QT_TRANSLATE_NOOP("Actions", text)
constexpr const char *file = TEXT("&File");
constexpr const char *message = TEXT("&Message");
constexpr const char *go = TEXT("&Go");
constexpr const char *view = TEXT("&View");
constexpr const char *list = TEXT("&List");
constexpr const char *account = TEXT("&Account");
constexpr const char *tools = TEXT("&Tools");
constexpr const char *help = TEXT("&Help");

// clang-format off
constexpr Row rows[] = {
    {ActionId::GetMail, file, TEXT("&Get mail"), "F5 F9", "refresh-cw", Need::Account},
    {ActionId::GetAllMail, file, TEXT("Get &all mail"), "Shift+F5", "", Need::Account},
    {ActionId::StopAll, file, TEXT("&Stop"), "", "circle-x", Need::Checking},
    {ActionId::OpenFiles, file, TEXT("&Open mail files…"), "Ctrl+Shift+O", "folder-open", Need::Nothing, Scope::Window, Kind::Plain, true},
    {ActionId::CloseTab, file, TEXT("&Close tab"), "Ctrl+W Ctrl+F4", "", Need::Tab, Scope::Window, Kind::Plain, true},
    {ActionId::ReopenTab, file, TEXT("Op&en the closed tab again"), "Ctrl+Shift+T", "", Need::ClosedTab},
    {ActionId::Print, file, TEXT("&Print…"), "Ctrl+P", "printer", Need::Shown, Scope::Window, Kind::Plain, true},
    {ActionId::SaveAsPdf, file, TEXT("Save as P&DF…"), "", "", Need::Shown},
    {ActionId::Quit, file, TEXT("&Quit"), "Ctrl+Q", "log-out", Need::Nothing, Scope::Window, Kind::Plain, true},
    {ActionId::ToggleRead, message, TEXT("Mark as &read or unread"), "M", "mail-open", Need::Selection, Scope::Letters},
    {ActionId::ToggleStar, message, TEXT("&Star"), "S", "star", Need::Selection, Scope::Letters},
    {ActionId::Archive, message, TEXT("&Archive"), "A E", "archive", Need::Selection, Scope::Letters, Kind::Plain, true},
    {ActionId::Delete, message, TEXT("&Delete"), "Del", "trash-2", Need::CanDelete, Scope::Letters},
    {ActionId::DeleteForGood, message, TEXT("Delete &for good…"), "Shift+Del", "", Need::Selection, Scope::Letters},
    {ActionId::SaveAs, message, TEXT("Save &as…"), "Ctrl+S", "save", Need::Shown, Scope::Window, Kind::Plain, true},
    {ActionId::OpenTab, message, TEXT("Open in a new &tab"), "Ctrl+Return Ctrl+Enter", "", Need::ListSelection},
    {ActionId::OpenWindow, message, TEXT("&Open in its own window"), "Ctrl+O", "", Need::Shown},
    {ActionId::OpenInBrowser, message, TEXT("Open in the &browser"), "Ctrl+Shift+B", "external-link", Need::Shown},
    {ActionId::ViewSource, message, TEXT("View so&urce"), "Ctrl+U", "code", Need::Shown},
    {ActionId::NextMessage, go, TEXT("&Next message"), "J F", "chevron-down", Need::Mail, Scope::Letters},
    {ActionId::PreviousMessage, go, TEXT("&Previous message"), "K B", "chevron-up", Need::Mail, Scope::Letters},
    {ActionId::NextUnread, go, TEXT("Next &unread message"), "N", "", Need::Mail, Scope::Letters},
    {ActionId::PreviousUnread, go, TEXT("Previous un&read message"), "P", "", Need::Mail, Scope::Letters},
    {ActionId::ReadOn, go, TEXT("Read &on, then next unread"), "Space", "", Need::Mail, Scope::Letters, Kind::Plain, true},
    {ActionId::ReadBack, go, TEXT("Read &back"), "Shift+Space", "", Need::Mail, Scope::Letters},
    {ActionId::Find, go, TEXT("F&ind in the message"), "Ctrl+F", "", Need::Shown, Scope::Window, Kind::Plain, true},
    {ActionId::FindNext, go, TEXT("Find the ne&xt"), "F3 Ctrl+G", "", Need::Shown},
    {ActionId::FindPrevious, go, TEXT("Find the previou&s"), "Shift+F3 Ctrl+Shift+G", "", Need::Shown},
    {ActionId::Search, go, TEXT("&Search all mail"), "Ctrl+K Ctrl+E", "search", Need::Mail, Scope::Window, Kind::Plain, true},
    {ActionId::FocusFolders, go, TEXT("&Folders"), "Alt+1", "", Need::Mail, Scope::Window, Kind::Plain, true},
    {ActionId::FocusList, go, TEXT("&List"), "Alt+2", "", Need::Mail},
    {ActionId::FocusReader, go, TEXT("&Message text"), "Alt+3", "", Need::Mail},
    {ActionId::NextPane, go, TEXT("Ne&xt pane"), "F6", "", Need::Mail},
    {ActionId::PreviousPane, go, TEXT("Pre&vious pane"), "Shift+F6", "", Need::Mail},
    {ActionId::NextTab, go, TEXT("Next &tab"), "Ctrl+Tab Ctrl+PgDown", "", Need::Tabs, Scope::Window, Kind::Plain, true},
    {ActionId::PreviousTab, go, TEXT("Previous t&ab"), "Ctrl+Shift+Tab Ctrl+PgUp", "", Need::Tabs},
    {ActionId::MoveTabBack, go, TEXT("Move tab ba&ck"), "Ctrl+Shift+PgUp", "", Need::Tab},
    {ActionId::MoveTabOn, go, TEXT("Mov&e tab on"), "Ctrl+Shift+PgDown", "", Need::Tab},
    {ActionId::Cards, view, TEXT("&Cards"), "", "rows-3", Need::List, Scope::Window, Kind::Choice},
    {ActionId::Table, view, TEXT("&Table"), "", "table-2", Need::List, Scope::Window, Kind::Choice},
    {ActionId::PlainText, view, TEXT("&Plain text"), "Ctrl+T", "file-text", Need::Mail, Scope::Window, Kind::Check, true},
    {ActionId::OriginalColours, view, TEXT("&Original colours"), "", "", Need::Mail, Scope::Window, Kind::Check},
    {ActionId::FoldQuotes, view, TEXT("&Fold quoted text"), "Q", "", Need::Mail, Scope::Letters, Kind::Check},
    {ActionId::AllHeaders, view, TEXT("All &header fields"), "H", "", Need::Mail, Scope::Letters, Kind::Check},
    {ActionId::ZoomIn, view, TEXT("Zoom &in"), "Ctrl++ Ctrl+=", "zoom-in", Need::Mail, Scope::Window, Kind::Plain, true},
    {ActionId::ZoomOut, view, TEXT("Zoom &out"), "Ctrl+-", "zoom-out", Need::Mail},
    {ActionId::ZoomReset, view, TEXT("&Normal size"), "Ctrl+0", "", Need::Mail},
    {ActionId::Threads, list, TEXT("&Conversations"), "T", "", Need::List, Scope::Letters, Kind::Check},
    {ActionId::ExpandAll, list, TEXT("&Expand all conversations"), "*", "", Need::List, Scope::Letters},
    {ActionId::CollapseAll, list, TEXT("Co&llapse all conversations"), "\\", "", Need::List, Scope::Letters},
    {ActionId::Groups, list, TEXT("&Group by date"), "G", "", Need::List, Scope::Letters, Kind::Check},
    {ActionId::OnlyUnread, list, TEXT("Only &unread messages"), "U", "", Need::List, Scope::Letters, Kind::Check, true},
    {ActionId::OnlyStarred, list, TEXT("Only s&tarred messages"), "", "", Need::List, Scope::Window, Kind::Check},
    {ActionId::OnlyAttachments, list, TEXT("Only messages with &attachments"), "", "", Need::List, Scope::Window, Kind::Check},
    {ActionId::SortByDate, list, TEXT("Sort by &date"), "", "", Need::List, Scope::Window, Kind::SortChoice, true},
    {ActionId::SortBySender, list, TEXT("Sort by &sender"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortByRecipient, list, TEXT("Sort by reci&pient"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortBySubject, list, TEXT("Sort by su&bject"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortBySize, list, TEXT("Sort by si&ze"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortByRead, list, TEXT("U&nread first"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortByStar, list, TEXT("Sta&rred first"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortByAttachment, list, TEXT("With attach&ments first"), "", "", Need::List, Scope::Window, Kind::SortChoice},
    {ActionId::SortReversed, list, TEXT("The other &way round"), "", "", Need::List, Scope::Window, Kind::Check},
    {ActionId::NewAccount, account, TEXT("&New account…"), "", "user-plus"},
    {ActionId::AccountSettings, account, TEXT("Account &settings…"), "", "settings", Need::Account},
    {ActionId::RemoveAccount, account, TEXT("&Remove account…"), "", "", Need::Account},
    {ActionId::ExportSettings, account, TEXT("&Export settings…"), "", "", Need::Account, Scope::Window, Kind::Plain, true},
    {ActionId::ImportSettings, account, TEXT("&Import settings…"), "", ""},
    {ActionId::ServerMail, account, TEXT("&Mail on the server…"), "Ctrl+Shift+S", "server", Need::Account, Scope::Window, Kind::Plain, true},
    {ActionId::CheckConnection, account, TEXT("Check the &connection…"), "", "stethoscope", Need::Account},
    {ActionId::DeletionLog, account, TEXT("&Deletions on the server…"), "", "history", Need::Account},
    {ActionId::Activity, account, TEXT("&Activity…"), "Ctrl+Shift+A", "activity", Need::Account, Scope::Window, Kind::Plain, true},
    {ActionId::CheckStore, tools, TEXT("&Check all stored mail…"), "", "shield-check", Need::Mail},
    {ActionId::RepairStore, tools, TEXT("&Repair…"), "", "", Need::Mail},
    {ActionId::RebuildList, tools, TEXT("Rebuild the &message list…"), "", "", Need::Mail, Scope::Window, Kind::Plain, true},
    {ActionId::RebuildIndex, tools, TEXT("Rebuild the &search index…"), "", "", Need::Mail},
    {ActionId::ReclaimSpace, tools, TEXT("Reclaim s&pace…"), "", "", Need::Mail, Scope::Window, Kind::Plain, true},
    {ActionId::Preferences, tools, TEXT("Pre&ferences…"), "Ctrl+,", "settings", Need::Nothing, Scope::Window, Kind::Plain, true},
    {ActionId::Shortcuts, help, TEXT("&Keyboard shortcuts"), "Ctrl+/ ?", "keyboard"},
    {ActionId::About, help, TEXT("&About Poplar"), "", "info"},
};
// clang-format on
#undef TEXT

QString translated(const char *text)
{
    return QCoreApplication::translate("Actions", text);
}

QList<QKeySequence> keysOf(const Row &row)
{
    QList<QKeySequence> keys;
    for (const QString &key : QString::fromLatin1(row.keys).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        keys += QKeySequence::fromString(key, QKeySequence::PortableText);
    return keys;
}
} // namespace

Actions::Actions(QObject *parent) : QObject(parent)
{
    auto *choice = new QActionGroup(this);
    auto *sortChoice = new QActionGroup(this);
    for (const Row &row : rows) {
        auto *action = new QAction(translated(row.text), this);
        if (*row.icon)
            action->setIcon(Icons::icon(QString::fromLatin1(row.icon)));
        action->setShortcuts(keysOf(row));
        action->setShortcutContext(row.scope == Scope::Letters ? Qt::WidgetWithChildrenShortcut
                                                               : Qt::WindowShortcut);
        action->setCheckable(row.kind != Kind::Plain);
        if (row.kind == Kind::Choice)
            choice->addAction(action);
        if (row.kind == Kind::SortChoice)
            sortChoice->addAction(action);
        QString tip = action->text().remove(QLatin1Char('&'));
        if (!action->shortcut().isEmpty())
            tip = tr("%1 (%2)", "action, shortcut")
                      .arg(tip, action->shortcut().toString(QKeySequence::NativeText));
        action->setToolTip(tip);
        connect(action, &QAction::triggered, this, [this, id = row.id] { Q_EMIT triggered(id); });
        m_actions.emplace(row.id, action);
    }
    setSituation({});
}

void Actions::fillMenuBar(QMenuBar &bar, const std::set<ActionId> &only) const
{
    const char *title = nullptr;
    QMenu *menu = nullptr;
    for (const Row &row : rows) {
        if (!only.empty() && only.count(row.id) == 0)
            continue;
        if (row.menu != title) {
            title = row.menu;
            menu = bar.addMenu(translated(title));
        }
        if (row.separator)
            menu->addSeparator();
        menu->addAction(action(row.id));
    }
}

void Actions::addButton(QToolBar &bar, ActionId id, Qt::ToolButtonStyle style) const
{
    bar.addAction(action(id));
    auto *button = qobject_cast<QToolButton *>(bar.widgetForAction(action(id)));
    button->setToolButtonStyle(style);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action(id)->text().remove(QLatin1Char('&')));
}

void Actions::fillToolBar(QToolBar &bar, QWidget *search) const
{
    bar.setToolButtonStyle(Qt::ToolButtonIconOnly);
    addButton(bar, ActionId::GetMail, Qt::ToolButtonTextBesideIcon);
    bar.addSeparator();
    addButton(bar, ActionId::Archive, Qt::ToolButtonTextBesideIcon);
    addButton(bar, ActionId::Delete, Qt::ToolButtonTextBesideIcon);
    addButton(bar, ActionId::ToggleStar, Qt::ToolButtonIconOnly);
    addButton(bar, ActionId::ToggleRead, Qt::ToolButtonIconOnly);
    auto *space = new QWidget(&bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar.addWidget(space);
    if (search)
        bar.addWidget(search);
    for (const ActionId id :
         {ActionId::Cards, ActionId::Table, ActionId::PlainText, ActionId::AccountSettings})
        addButton(bar, id, Qt::ToolButtonIconOnly);
}

void Actions::fillToolBar(QToolBar &bar, const std::vector<ActionId> &ids) const
{
    for (const ActionId id : ids)
        addButton(bar, id, Qt::ToolButtonIconOnly);
}

void Actions::addLettersTo(QWidget &widget, const std::set<ActionId> &only) const
{
    for (const Row &row : rows) {
        if (row.scope == Scope::Letters && (only.empty() || only.count(row.id) > 0))
            widget.addAction(action(row.id));
    }
}

void Actions::fillMenu(QMenu &menu, const std::vector<std::optional<ActionId>> &ids) const
{
    for (const std::optional<ActionId> &id : ids) {
        if (id)
            menu.addAction(action(*id));
        else
            menu.addSeparator();
    }
}

void Actions::setSituation(const Situation &situation)
{
    for (const Row &row : rows) {
        bool possible = true;
        switch (row.need) {
        case Need::Nothing:
            break;
        case Need::Account:
            possible = situation.account;
            break;
        case Need::Checking:
            possible = situation.checking;
            break;
        case Need::Mail:
            possible = situation.mail;
            break;
        case Need::List:
            possible = situation.list;
            break;
        case Need::ListSelection:
            possible = situation.list && situation.selection;
            break;
        case Need::Tab:
            possible = situation.mail && situation.tab;
            break;
        case Need::Tabs:
            possible = situation.mail && situation.tabs;
            break;
        case Need::ClosedTab:
            possible = situation.mail && situation.closedTab;
            break;
        case Need::Selection:
            possible = situation.mail && situation.selection;
            break;
        case Need::Shown:
            possible = situation.mail && situation.shown;
            break;
        case Need::CanDelete:
            possible = situation.mail && situation.selection && situation.canDelete;
            break;
        }
        action(row.id)->setEnabled(possible);
    }
}

std::vector<Actions::Shortcut> Actions::shortcuts() const
{
    std::vector<Shortcut> shortcuts;
    for (const Row &row : rows) {
        if (*row.keys)
            shortcuts.push_back({translated(row.menu).remove(QLatin1Char('&')),
                                 translated(row.text).remove(QLatin1Char('&')), keysOf(row)});
    }
    return shortcuts;
}
