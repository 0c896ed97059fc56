// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of MessageListModel that puts rows into words.
#include "MessageListModel.h"

#include "Formatting.h"

#include <algorithm>

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
                             section == RecipientColumn;
        return QVariant::fromValue(ascends ? Qt::AscendingOrder : Qt::DescendingOrder);
    }
    static const QStringList names{tr("Status"),  tr("Star"), tr("Attachments"), tr("From"),
                                   tr("Subject"), tr("Date"), tr("Size"),        tr("To")};
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
    default:
        return {};
    }
}

QString MessageListModel::accessibleText(int row) const
{
    const Flags flags = shownFlagsAt(row);
    QStringList parts;
    if (!flags.testFlag(Flag::Read))
        parts += tr("Unread");
    for (const int column : {SenderColumn, SubjectColumn})
        parts += cellText(row, column).toString();
    parts += Formatting::readerDate(dateAt(row), QDateTime::currentDateTime());
    parts += folderText(row);
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
    if (!summary)
        return {};
    const auto folder = std::find_if(m_folders.begin(), m_folders.end(),
                                     [=](const Folder &one) { return one.id == summary->folder; });
    const bool tells = folder != m_folders.end() && folder->kind != FolderKind::Inbox;
    return tells ? Formatting::folderName(*folder) : QString();
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
