// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of MessageListModel that puts rows into words.
#include "MessageListModel.h"

#include "Formatting.h"

#include <algorithm>
#include <set>

namespace
{
// The folder with those in which it lies.
QString folderPath(const Folder &folder, const std::vector<Folder> &folders)
{
    QString path = Formatting::folderName(folder);
    FolderId parent = folder.parent;
    for (size_t level = 0; parent != 0 && level < folders.size(); ++level) { // a damaged list may go round
        const auto found = std::find_if(folders.begin(), folders.end(),
                                        [parent](const Folder &one) { return one.id == parent; });
        if (found == folders.end())
            break;
        path = Formatting::folderName(*found) + QStringLiteral(" / ") + path;
        parent = found->parent;
    }
    return path;
}
} // namespace

void MessageListModel::setFolders(const std::vector<Folder> &folders, const std::vector<Account> &accounts,
                                  const QHash<AccountId, QString> &former)
{
    m_folders = folders;
    QHash<AccountId, QString> names = former;
    QHash<AccountId, QColor> colours;
    std::set<QString> inUse;
    for (const Account &account : accounts) {
        names.insert(account.id, account.name);
        if (const QColor colour(account.colour); colour.isValid())
            colours.insert(account.id, colour);
        inUse.insert(account.name);
    }
    // As beside the list: what belongs to none of the accounts is on this computer.
    const auto accountOf = [&](const Folder &folder) {
        return names.value(folder.account, tr("On this computer"));
    };
    for (const Folder &folder : folders)
        if (folder.total > 0)
            inUse.insert(accountOf(folder));
    m_folderTexts.clear();
    for (const Folder &folder : folders) {
        const QString path = folderPath(folder, folders);
        m_folderTexts.insert(folder.id, inUse.size() > 1
                                            ? tr("%1 – %2", "folder, account").arg(path, accountOf(folder))
                                            : path);
    }
    const bool isRecoloured = colours != m_accountColours;
    m_accountColours = std::move(colours);
    m_accountNames = inUse.size() > 1 ? std::move(names) : QHash<AccountId, QString>();
    if ((m_showsResults || isRecoloured) && !m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_shown.size()) - 1, ColumnCount - 1));
}

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole)
        return cellText(index.row(), index.column());
    if (role == Qt::AccessibleTextRole) {
        return index.column() == 0 ? QVariant(accessibleText(index.row()))
                                   : cellText(index.row(), index.column());
    }
    if (role == Qt::TextAlignmentRole && index.column() == SizeColumn)
        return QVariant(Qt::AlignTrailing | Qt::AlignVCenter);
    return {};
}

QVariant MessageListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::InitialSortOrderRole) {
        const bool ascends = section == SenderColumn || section == SubjectColumn || section == StatusColumn ||
                             section == RecipientColumn || section == FolderColumn;
        return QVariant::fromValue(ascends ? Qt::AscendingOrder : Qt::DescendingOrder);
    }
    static const QStringList names{tr("Status"), tr("Star"), tr("Attachments"), tr("From"),  tr("Subject"),
                                   tr("Date"),   tr("Size"), tr("To"),          tr("Folder")};
    if (role == Qt::DisplayRole && section >= SenderColumn && section < ColumnCount)
        return names[section];
    if ((role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) && section >= 0 && section < ColumnCount)
        return names[section];
    return {};
}

QVariant MessageListModel::cellText(int row, int column) const
{
    const Flags flags = shownFlagsAt(row);
    switch (column) {
    case StatusColumn:
        return flags.testFlag(Flag::Read) ? tr("Read") : tr("Unread");
    case StarColumn:
        return flags.testFlag(Flag::Starred) ? tr("Starred") : QString();
    case AttachmentColumn:
        if (flags.testFlag(Flag::Partial))
            return tr("Only the beginning is here");
        return flags.testFlag(Flag::HasAttachment) ? tr("Has attachments") : QString();
    case DateColumn:
        return Formatting::listDate(dateAt(row), QDateTime::currentDateTime());
    default:
        break;
    }
    const MessageSummary *summary = summaryAt(row);
    if (!summary)
        return {};
    switch (column) {
    case SenderColumn:
        return displayName(summary->from).isEmpty() ? tr("(no sender)") : displayName(summary->from);
    case SubjectColumn:
        return summary->subject.isEmpty() ? tr("(no subject)") : summary->subject;
    case SizeColumn:
        return Formatting::size(summary->size);
    case RecipientColumn:
        return summary->to.empty() ? QString() : displayName(summary->to.front());
    case FolderColumn:
        return folderText(row);
    default:
        return {};
    }
}

QString MessageListModel::accessibleText(int row) const
{
    const Flags flags = shownFlagsAt(row);
    QStringList parts;
    // The titles are no rows: they are heard with the first row below them.
    if (const QString title = groupTitle(row); !title.isEmpty())
        parts += tr("Group: %1", "title of a group of messages, like Today").arg(title);
    if (!flags.testFlag(Flag::Read))
        parts += tr("Unread");
    for (const int column : {SenderColumn, SubjectColumn})
        parts += cellText(row, column).toString();
    parts += Formatting::readerDate(dateAt(row), QDateTime::currentDateTime());
    parts += m_showsResults ? folderText(row) : accountText(row);
    if (flags.testFlag(Flag::HasAttachment))
        parts += tr("has attachments");
    if (flags.testFlag(Flag::Starred))
        parts += tr("starred");
    if (flags.testFlag(Flag::Damaged))
        parts += tr("damaged");
    if (flags.testFlag(Flag::Partial))
        parts += tr("only the beginning is here");
    parts += conversationText(row);
    parts.removeAll(QString());
    return parts.join(tr(", ", "between the parts of a spoken list row"));
}

QString MessageListModel::folderText(int row) const
{
    const MessageSummary *summary = m_showsResults ? summaryAt(row) : nullptr;
    return summary ? m_folderTexts.value(summary->folder) : QString();
}

// The message of a row in a list where messages of several accounts may lie side by side.
const MessageSummary *MessageListModel::acrossAccounts(int row) const
{
    return m_showsResults || m_query.scope != ListQuery::Scope::Folder ? summaryAt(row) : nullptr;
}

QString MessageListModel::accountText(int row) const
{
    const MessageSummary *summary = m_accountNames.isEmpty() ? nullptr : acrossAccounts(row);
    return summary ? m_accountNames.value(summary->account) : QString();
}

QColor MessageListModel::accountColour(int row) const
{
    const MessageSummary *summary = m_accountColours.isEmpty() ? nullptr : acrossAccounts(row);
    return summary ? m_accountColours.value(summary->account) : QColor();
}

QString MessageListModel::groupTitle(int row) const
{
    const auto group = std::lower_bound(m_groups.begin(), m_groups.end(), row,
                                        [](const DateGroup &one, int first) { return one.firstRow < first; });
    return group != m_groups.end() && group->firstRow == row ? group->title : QString();
}

QString MessageListModel::conversationText(int row) const
{
    const Conversation conversation = conversationAt(row);
    if (conversation.messages < 2)
        return {};
    if (conversation.isMember)
        return tr("in a conversation");
    const QString count = tr("conversation of %n messages", nullptr, conversation.messages);
    const QString unread = tr("%n unread", nullptr, conversation.unread);
    return tr("%1, %2, %3", "conversation of n messages, n unread, expanded or collapsed")
        .arg(count, unread, conversation.expanded ? tr("expanded") : tr("collapsed"));
}
