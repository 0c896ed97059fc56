// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentFiles.h"

#include "Ask.h"
#include "ErrorText.h"
#include "Formatting.h"
#include "MailReading.h"
#include "MailSession.h"
#include "PictureReader.h"
#include "RiskyTypes.h"
#include "SafeText.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace
{
constexpr qsizetype mostMissedNames = 8;
constexpr PictureLimits pictureOnClipboard{128'000'000, 64'000'000, {}};

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

QImage pictureIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto picture = readPicture(file.readAll(), pictureOnClipboard);
    return picture ? picture->image : QImage();
}
} // namespace

AttachmentFiles::AttachmentFiles(MailSession &session, QWidget &owner)
    : QObject(&owner), m_session(session), m_owner(owner)
{
}

void AttachmentFiles::open(MessageId message, const Attachment &attachment)
{
    const QString risk = riskyTypeName(attachment);
    if (risk.isEmpty()) {
        writeAndOpen(message, attachment);
        return;
    }
    auto *box =
        new QMessageBox(QMessageBox::Warning, tr("Open attachment"),
                        tr("“%1” is %2.").arg(attachment.name, risk), QMessageBox::NoButton, &m_owner);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("It can do harm to your computer when it is opened. Open it only if you know the sender "
           "and expect this file."));
    auto *openButton = box->addButton(tr("Open anyway"), QMessageBox::DestructiveRole);
    auto *saveButton = box->addButton(tr("Save as…"), QMessageBox::ActionRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(openButton, &QPushButton::clicked, this,
            [this, message, attachment] { writeAndOpen(message, attachment); });
    connect(saveButton, &QPushButton::clicked, this,
            [this, message, attachment] { saveAs(message, attachment); });
    box->open();
}

void AttachmentFiles::writeAndOpen(MessageId message, const Attachment &attachment)
{
    m_session.reading().handOut(
        message, {attachment}, HandedFiles::Purpose::Open, this, [this](const Result<QStringList> &paths) {
            if (!paths)
                Q_EMIT failed(paths.error());
            else if (!QDesktopServices::openUrl(QUrl::fromLocalFile(paths->front())))
                Q_EMIT failed(Error{ErrorCode::Unsupported, paths->front(), {}, {}, {}});
        });
}

void AttachmentFiles::saveAs(MessageId message, const Attachment &attachment)
{
    auto *dialog = new QFileDialog(&m_owner, tr("Save attachment"), startDirectory());
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

void AttachmentFiles::saveAll(MessageId message, const std::vector<Attachment> &attachments)
{
    auto *dialog = new QFileDialog(&m_owner, tr("Save all attachments"), startDirectory());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, message, attachments](const QString &place) { saveAllTo(message, attachments, place); });
    dialog->open();
}

// Several files on their way into a directory.
struct AttachmentFiles::Saving {
    MessageId message = 0;
    std::vector<Attachment> files;
    QString directory;
    size_t next = 0;
    QStringList missed; // their names
    std::optional<Error> why;
};

void AttachmentFiles::saveAllTo(MessageId message, const std::vector<Attachment> &attachments,
                                const QString &directory)
{
    if (!attachments.empty())
        saveNext(std::make_shared<Saving>(Saving{message, attachments, directory, 0, {}, {}}));
}

// One after the other: two attachments may have the same name, and each needs a name that is free.
void AttachmentFiles::saveNext(const std::shared_ptr<Saving> &saving)
{
    if (saving->next == saving->files.size()) {
        tellOutcome(*saving);
        return;
    }
    askPool(
        *QThreadPool::globalInstance(),
        [directory = saving->directory, name = saving->files[saving->next].name] {
            return freePath(directory, name);
        },
        this, [this, saving](const QString &path) { saveNextTo(path, saving); });
}

void AttachmentFiles::saveNextTo(const QString &path, const std::shared_ptr<Saving> &saving)
{
    const Attachment &file = saving->files[saving->next];
    m_session.saveAttachment(saving->message, file.part, path, this,
                             [this, saving](const Result<void> &result) {
                                 if (!result) {
                                     saving->missed += saving->files[saving->next].name;
                                     saving->why = saving->why.value_or(result.error());
                                 }
                                 ++saving->next;
                                 saveNext(saving);
                             });
}

void AttachmentFiles::tellOutcome(const Saving &saving)
{
    const qsizetype all = qsizetype(saving.files.size());
    if (saving.missed.isEmpty()) {
        Q_EMIT saved(int(all), saving.directory);
    } else if (all == 1) {
        Q_EMIT failed(*saving.why);
    } else {
        QStringList names;
        for (const QString &name : saving.missed.first(std::min(saving.missed.size(), mostMissedNames)))
            names += SafeText::oneLine(name, 60);
        if (saving.missed.size() > names.size())
            names += QStringLiteral("…");
        Q_EMIT missed(tr("%1 of %2 attachments saved; not saved: %3. %4", "numbers, names, why")
                          .arg(Formatting::count(all - saving.missed.size()), Formatting::count(all),
                               names.join(QStringLiteral(", ")), errorLine(*saving.why)));
    }
}

void AttachmentFiles::copy(MessageId message, const std::vector<Attachment> &attachments)
{
    m_session.reading().handOut(message, attachments, HandedFiles::Purpose::Take, this,
                                [this](const Result<QStringList> &paths) {
                                    if (paths)
                                        putOnClipboard(*paths);
                                    else
                                        Q_EMIT failed(paths.error());
                                });
}

void AttachmentFiles::putOnClipboard(const QStringList &paths)
{
    const auto put = [this, paths](const QImage &picture) {
        auto content = mimeDataOf(paths);
        if (!picture.isNull())
            content->setImageData(picture);
        QGuiApplication::clipboard()->setMimeData(content.release());
        Q_EMIT copied(int(paths.size()));
    };
    if (paths.size() == 1)
        askPool(
            *QThreadPool::globalInstance(), [path = paths.front()] { return pictureIn(path); }, this, put);
    else
        put({});
}

void AttachmentFiles::copyHash(const Attachment &attachment)
{
    QGuiApplication::clipboard()->setText(QString::fromLatin1(attachment.sha256.toHex()));
}

std::unique_ptr<QMimeData> AttachmentFiles::mimeDataOf(const QStringList &paths)
{
    QList<QUrl> urls;
    QByteArray copied = "copy"; // what file managers of GNOME and its kin want to hear
    for (const QString &path : paths) {
        urls += QUrl::fromLocalFile(path);
        copied += '\n' + urls.last().toEncoded();
    }
    auto content = std::make_unique<QMimeData>();
    content->setUrls(urls);
    content->setData(QStringLiteral("x-special/gnome-copied-files"), copied);
    return content;
}
