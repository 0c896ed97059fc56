// SPDX-License-Identifier: GPL-3.0-or-later
//
// Actions is everything the window can do, as a table: text, shortcut, icon, and what it needs to be
// possible. Menus, toolbar and the list of shortcuts are made from the same rows. GUI thread.
#pragma once

#include <QKeySequence>
#include <QObject>

#include <map>
#include <optional>
#include <set>
#include <vector>

class QAction;
class QMenu;
class QMenuBar;
class QToolBar;

enum class ActionId {
    GetMail,
    GetAllMail,
    StopAll,
    OpenFiles,
    CloseTab,
    ReopenTab,
    Print,
    SaveAsPdf,
    Quit,
    ToggleRead,
    ToggleStar,
    Archive,
    Delete,
    DeleteForGood,
    SaveAs,
    OpenTab,
    OpenWindow,
    OpenInBrowser,
    ViewSource,
    NextMessage,
    PreviousMessage,
    NextUnread,
    PreviousUnread,
    ReadOn,
    ReadBack,
    Find,
    FindNext,
    FindPrevious,
    Search,
    FocusFolders,
    FocusList,
    FocusReader,
    NextPane,
    PreviousPane,
    NextTab,
    PreviousTab,
    MoveTabBack,
    MoveTabOn,
    Cards,
    Table,
    Threads,
    Groups,
    ExpandAll,
    CollapseAll,
    OnlyUnread,
    OnlyStarred,
    OnlyAttachments,
    SortByDate,
    SortBySender,
    SortByRecipient,
    SortBySubject,
    SortBySize,
    SortByRead,
    SortByStar,
    SortByAttachment,
    SortReversed,
    PlainText,
    OriginalColours,
    FoldQuotes,
    AllHeaders,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    NewAccount,
    AccountSettings,
    RemoveAccount,
    ExportSettings,
    ImportSettings,
    ServerMail,
    CheckConnection,
    DeletionLog,
    Activity,
    CheckStore,
    RepairStore,
    RebuildList,
    RebuildIndex,
    ReclaimSpace,
    Preferences,
    Shortcuts,
    About
};

class Actions : public QObject
{
    Q_OBJECT
public:
    // What there is at the moment; decides which actions are possible.
    struct Situation {
        bool account = false;
        bool checking = false;
        bool mail = false;      // the mail page is shown
        bool selection = false; // at least one message
        bool shown = false;     // a message is in the reader
        bool canDelete = false; // the selection is not in the trash yet
        bool list = false;      // the list of messages is on the screen
        bool tab = false;       // a message's tab is
        bool tabs = false;      // there is more than one tab
        bool closedTab = false; // one can be opened again
    };
    struct Shortcut {
        QString group, text;
        QList<QKeySequence> keys;
    };

    explicit Actions(QObject *parent = nullptr);

    QAction *action(ActionId id) const { return m_actions.at(id); }
    // All of them, or only some.
    void fillMenuBar(QMenuBar &bar, const std::set<ActionId> &only = {}) const;
    // `search` stands in the middle.
    void fillToolBar(QToolBar &bar, QWidget *search = nullptr) const;
    void fillToolBar(QToolBar &bar, const std::vector<ActionId> &ids) const;
    // Single letters work while this widget or a child of it has the focus; all of them, or only some.
    void addLettersTo(QWidget &widget, const std::set<ActionId> &only = {}) const;
    // These, with a line where `id` is nothing.
    void fillMenu(QMenu &menu, const std::vector<std::optional<ActionId>> &ids) const;
    void setSituation(const Situation &situation);
    // Every action that has a shortcut, in the order of the menus.
    std::vector<Shortcut> shortcuts() const;

Q_SIGNALS:
    void triggered(ActionId id);

private:
    void addButton(QToolBar &bar, ActionId id, Qt::ToolButtonStyle style) const;

    std::map<ActionId, QAction *> m_actions;
};
