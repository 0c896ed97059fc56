// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileEdit.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

FileEdit::FileEdit(const QString &title, const QString &filter, QWidget *parent)
    : QWidget(parent), m_path(new QLineEdit(this))
{
    auto *button = new QPushButton(tr("Choose…"), this);
    button->setAccessibleName(tr("Choose: %1").arg(title));
    button->setAutoDefault(false);
    m_path->setAccessibleName(title);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_path, 1);
    layout->addWidget(button);
    setFocusProxy(m_path);
    connect(button, &QPushButton::clicked, this, [this, title, filter] { choose(title, filter); });
    connect(m_path, &QLineEdit::textEdited, this, &FileEdit::edited);
}

QString FileEdit::path() const
{
    return m_path->text().trimmed();
}

void FileEdit::setPath(const QString &path)
{
    m_path->setText(path);
}

void FileEdit::choose(const QString &title, const QString &filter)
{
    auto *dialog = new QFileDialog(this, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_path->setText(path);
        Q_EMIT edited();
    });
    dialog->open();
}
