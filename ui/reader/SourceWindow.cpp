// SPDX-License-Identifier: GPL-3.0-or-later
#include "SourceWindow.h"

#include "ErrorText.h"
#include "FileName.h"
#include "FindBar.h"
#include "Formatting.h"
#include "MessageBar.h"
#include "SafeText.h"
#include "SourceView.h"
#include "ToolRow.h"
#include "WindowSize.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QStandardPaths>
#include <QVBoxLayout>

SourceWindow::SourceWindow(const QString &subject, QWidget *parent)
    : QWidget(parent, Qt::Window), m_subject(subject), m_notice(new MessageBar(this)),
      m_find(new FindBar(this)), m_view(new SourceView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(subject.isEmpty() ? tr("Source of the message")
                                     : tr("Source of “%1”").arg(SafeText::oneLine(subject, 200)));
    openAtSize(*this, {860, 680});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools());
    layout->addWidget(m_notice);
    layout->addWidget(m_find);
    layout->addWidget(m_view, 1);
    connect(m_find, &FindBar::wanted, m_view, &SourceView::find);
    connect(m_find, &FindBar::stepped, m_view, &SourceView::findNext);
    connect(m_find, &FindBar::shutDown, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    connect(m_view, &SourceView::counted, m_find, &FindBar::showCount);
    addKeys();
    m_view->setFocus(Qt::OtherFocusReason);
}

QHBoxLayout *SourceWindow::tools()
{
    auto *row = new ToolRow;
    connect(row->add(QStringLiteral("search"), tr("Find"), tr("Find (Ctrl+F)")), &QToolButton::clicked, this,
            [this] { m_find->open(); });
    connect(row->add(QStringLiteral("save"), tr("Save as…"), tr("Save as (Ctrl+S)")), &QToolButton::clicked,
            this, [this] { chooseFile(); });
    row->addStretch(1);
    return row;
}

void SourceWindow::addKeys()
{
    const auto key = [this](const QKeySequence &keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    key(QKeySequence::Close, [this] { close(); });
    key(QKeySequence(Qt::Key_Escape), [this] { m_find->isVisible() ? m_find->shut() : void(close()); });
    key(QKeySequence::Find, [this] { m_find->open(m_view->selectedText().section(u'\n', 0, 0).left(200)); });
    key(QKeySequence(Qt::Key_F3), [this] { m_view->findNext(1); });
    key(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { m_view->findNext(-1); });
    key(QKeySequence::Save, [this] { chooseFile(); });
}

void SourceWindow::showSource(const Result<QByteArray> &raw)
{
    if (raw)
        m_view->setBytes(*raw);
    else
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(raw.error()));
}

void SourceWindow::showSaved(const Result<void> &saved, const QString &path)
{
    if (saved)
        m_notice->show(MessageBar::Kind::Notice, QStringLiteral("circle-check"),
                       tr("Message saved: %1").arg(QDir::toNativeSeparators(path)));
    else
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(saved.error()));
}

void SourceWindow::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Save message"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("Mail messages (*.eml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("eml"));
    dialog->selectFile(FileName::forSubject(m_subject));
    connect(dialog, &QFileDialog::fileSelected, this, &SourceWindow::saveRequested);
    dialog->open();
}
