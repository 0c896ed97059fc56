// SPDX-License-Identifier: GPL-3.0-or-later
#include "ShortcutHelp.h"

#include "Actions.h"
#include "Fonts.h"

#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

ShortcutHelp::ShortcutHelp(const Actions &actions, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(460, 560);
    auto *table = new QTreeWidget(this);
    table->setFrameShape(QFrame::NoFrame);
    table->setColumnCount(2);
    table->setHeaderHidden(true);
    table->setRootIsDecorated(false);
    table->setItemsExpandable(false);
    table->setIndentation(12);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setAccessibleName(tr("Keyboard shortcuts"));
    QTreeWidgetItem *group = nullptr;
    for (const Actions::Shortcut &shortcut : actions.shortcuts()) {
        if (!group || group->text(0) != shortcut.group) {
            group = new QTreeWidgetItem(table, {shortcut.group});
            group->setFont(0, Fonts::demiBold(font()));
        }
        QStringList keys;
        for (const QKeySequence &key : shortcut.keys)
            keys += key.toString(QKeySequence::NativeText);
        new QTreeWidgetItem(group, {shortcut.text, keys.join(tr(" or ", "between two shortcuts"))});
    }
    table->expandAll();
    table->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    table->header()->setStretchLastSection(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(table);
}
