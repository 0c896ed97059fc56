// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentBar.h"

#include "FlowLayout.h"
#include "Formatting.h"
#include "Icons.h"
#include "MailSession.h"
#include "RiskyTypes.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QStandardPaths>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

namespace
{
QString iconOf(const Attachment &attachment)
{
    const QByteArray &type = attachment.type;
    if (!riskyTypeName(attachment).isEmpty())
        return QStringLiteral("file-warning");
    if (type.startsWith("image/"))
        return QStringLiteral("file-image");
    if (type.startsWith("audio/"))
        return QStringLiteral("file-audio");
    if (type.startsWith("video/"))
        return QStringLiteral("file-video");
    if (type == "message/rfc822")
        return QStringLiteral("mail");
    if (type == "text/calendar")
        return QStringLiteral("calendar");
    if (type.contains("zip") || type.contains("tar") || type.contains("compress"))
        return QStringLiteral("file-archive");
    if (type.startsWith("text/") || type == "application/pdf" || type.contains("document"))
        return QStringLiteral("file-text");
    return QStringLiteral("file");
}

QString startDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
}

// A name in `directory` that no file has, without ever writing over one.
QString freePath(const QString &directory, const QString &name)
{
    const QFileInfo info(name);
    QString path = QDir(directory).filePath(name);
    for (int number = 2; QFileInfo::exists(path); ++number) {
        const QString suffix = info.suffix().isEmpty() ? QString() : QLatin1Char('.') + info.suffix();
        path = QDir(directory).filePath(
            QStringLiteral("%1 (%2)%3").arg(info.completeBaseName()).arg(number).arg(suffix));
    }
    return path;
}
} // namespace

AttachmentBar::AttachmentBar(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_flow(new FlowLayout(4, this))
{
    m_flow->setContentsMargins(14, 8, 14, 8);
    setAccessibleName(tr("Attachments"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void AttachmentBar::showAttachments(MessageId message, const std::vector<Attachment> &attachments)
{
    m_message = message;
    m_attachments.clear();
    std::copy_if(attachments.begin(), attachments.end(), std::back_inserter(m_attachments),
                 [](const Attachment &one) { return !one.isShown; });
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Attachment &attachment : m_attachments)
        m_flow->addWidget(button(attachment));
    if (m_attachments.size() > 1) {
        auto *all = new QPushButton(Icons::icon(QStringLiteral("download")), tr("Save all…"), this);
        connect(all, &QPushButton::clicked, this, &AttachmentBar::saveAll);
        m_flow->addWidget(all);
    }
    setVisible(!m_attachments.empty());
    updateGeometry();
}

QWidget *AttachmentBar::button(const Attachment &attachment)
{
    auto *button = new QToolButton(this);
    const QString size = Formatting::size(attachment.size);
    const QString name = QFontMetrics(font()).elidedText(attachment.name, Qt::ElideMiddle, 260);
    button->setText(tr("%1  %2", "file name, size")
                        .arg(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")), size));
    button->setIcon(Icons::icon(iconOf(attachment)));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::MenuButtonPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(tr("%1\n%2, %3", "name, type, size")
                           .arg(attachment.name, QString::fromLatin1(attachment.type), size));
    button->setAccessibleName(tr("Attachment %1, %2").arg(attachment.name, size));
    auto *menu = new QMenu(button);
    menu->addAction(Icons::icon(QStringLiteral("external-link")), tr("Open"), this,
                    [this, attachment] { open(attachment); });
    menu->addAction(Icons::icon(QStringLiteral("save")), tr("Save as…"), this,
                    [this, attachment] { saveAs(attachment); });
    menu->addAction(Icons::icon(QStringLiteral("download")), tr("Save all…"), this, &AttachmentBar::saveAll);
    button->setMenu(menu);
    connect(button, &QToolButton::clicked, this, [this, attachment] { open(attachment); });
    return button;
}

const Attachment *AttachmentBar::attachmentOf(const QString &part) const
{
    const auto found = std::find_if(m_attachments.begin(), m_attachments.end(),
                                    [&part](const Attachment &one) { return one.part == part; });
    return found == m_attachments.end() ? nullptr : &*found;
}

void AttachmentBar::openPart(const QString &part)
{
    if (const Attachment *attachment = attachmentOf(part))
        open(*attachment);
}

void AttachmentBar::savePart(const QString &part, const QString &name)
{
    if (const Attachment *attachment = attachmentOf(part)) {
        saveAs(*attachment);
    } else if (!name.isEmpty()) {
        Attachment unlisted;
        unlisted.part = part;
        unlisted.name = name;
        saveAs(unlisted);
    }
}

void AttachmentBar::open(const Attachment &attachment)
{
    const QString risk = riskyTypeName(attachment);
    if (risk.isEmpty()) {
        writeAndOpen(attachment);
        return;
    }
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Open attachment"),
                                tr("“%1” is %2.").arg(attachment.name, risk), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("It can do harm to your computer when it is opened. Open it only if you know the sender "
           "and expect this file."));
    auto *openButton = box->addButton(tr("Open anyway"), QMessageBox::DestructiveRole);
    auto *saveButton = box->addButton(tr("Save as…"), QMessageBox::ActionRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(openButton, &QPushButton::clicked, this, [this, attachment] { writeAndOpen(attachment); });
    connect(saveButton, &QPushButton::clicked, this, [this, attachment] { saveAs(attachment); });
    box->open();
}

void AttachmentBar::writeAndOpen(const Attachment &attachment)
{
    if (!m_directory)
        m_directory = std::make_unique<QTemporaryDir>(QDir::temp().filePath(QStringLiteral("poplar-XXXXXX")));
    // Each opening has a directory of its own, so that the file keeps its name.
    const QString place = m_directory->filePath(QString::number(++m_opened));
    if (!m_directory->isValid() || !QDir().mkpath(place)) {
        Q_EMIT failed(Error{ErrorCode::DiskFailed, place, {}, {}, {}});
        return;
    }
    const QString path = QDir(place).filePath(attachment.name);
    m_session.saveAttachment(m_message, attachment.part, path, this, [this, path](Result<void> result) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
        // What is opened is a copy: changes to it would be lost, so the copy cannot be changed.
        QFile::setPermissions(path, QFile::ReadOwner);
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
            Q_EMIT failed(Error{ErrorCode::Unsupported, path, {}, {}, {}});
    });
}

void AttachmentBar::saveAs(const Attachment &attachment)
{
    const MessageId message = m_message;
    auto *dialog = new QFileDialog(this, tr("Save attachment"), startDirectory());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(attachment.name);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, message, part = attachment.part](const QString &path) {
                m_session.saveAttachment(message, part, path, this, [this, path](Result<void> result) {
                    if (result)
                        Q_EMIT saved(1, path);
                    else
                        Q_EMIT failed(result.error());
                });
            });
    dialog->open();
}

void AttachmentBar::saveAll()
{
    auto *dialog = new QFileDialog(this, tr("Save all attachments"), startDirectory());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &AttachmentBar::saveAllTo);
    dialog->open();
}

void AttachmentBar::saveAllTo(const QString &directory)
{
    if (m_attachments.empty())
        return;
    saveFrom(0, m_message, m_attachments, directory);
}

// One after the other: two attachments may have the same name, and each needs a name that is free.
void AttachmentBar::saveFrom(size_t index, MessageId message, const std::vector<Attachment> &attachments,
                             const QString &directory)
{
    if (index == attachments.size()) {
        Q_EMIT saved(int(index), directory);
        return;
    }
    const QString path = freePath(directory, attachments[index].name);
    m_session.saveAttachment(message, attachments[index].part, path, this,
                             [this, index, message, attachments, directory](Result<void> result) {
                                 if (result)
                                     saveFrom(index + 1, message, attachments, directory);
                                 else
                                     Q_EMIT failed(result.error());
                             });
}

void AttachmentBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, 0, width(), 1), palette().color(QPalette::Mid));
}
