// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentBar.h"

#include "AttachmentChip.h"
#include "AttachmentFiles.h"
#include "AttachmentLook.h"
#include "FlowLayout.h"
#include "GalleryWindow.h"
#include "Icons.h"
#include "MailReading.h"
#include "MailSession.h"
#include "NestedWindow.h"
#include "PreviewWindow.h"

#include <QDir>
#include <QDrag>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace
{
constexpr qreal mostRows = 3.5;        // the half of one tells that there are more
constexpr int rowGap = 4, topLine = 1; // px
} // namespace

AttachmentBar::AttachmentBar(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_files(new AttachmentFiles(session, *this)),
      m_scroll(new QScrollArea(this)), m_flow(new FlowLayout(rowGap, new QWidget))
{
    m_scroll->setWidget(m_flow->parentWidget());
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_flow->parentWidget()->setAutoFillBackground(false);
    m_flow->setContentsMargins(14, 8, 14, 8);
    setAccessibleName(tr("Attachments"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_files, &AttachmentFiles::failed, this, &AttachmentBar::failed);
    connect(m_files, &AttachmentFiles::saved, this, &AttachmentBar::saved);
    connect(m_files, &AttachmentFiles::copied, this, &AttachmentBar::copied);
    connect(m_files, &AttachmentFiles::missed, this, &AttachmentBar::missed);
    connect(m_files, &AttachmentFiles::saved, this, [this](int files, const QString &place) {
        Q_EMIT noticed(tr("%n attachment(s) saved: %1", nullptr, files).arg(QDir::toNativeSeparators(place)));
    });
    connect(m_files, &AttachmentFiles::copied, this,
            [this](int files) { Q_EMIT noticed(tr("%n attachment(s) copied", nullptr, files)); });
    hide();
}

void AttachmentBar::showAttachments(MessageId message, const std::vector<Attachment> &attachments)
{
    m_message = message;
    m_attachments.clear();
    m_pictures.clear();
    m_chips.clear();
    m_anchor = nullptr;
    std::copy_if(attachments.begin(), attachments.end(), std::back_inserter(m_attachments),
                 [](const Attachment &one) { return !one.isShown; });
    std::copy_if(attachments.begin(), attachments.end(), std::back_inserter(m_pictures), isCalledPicture);
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Attachment &attachment : m_attachments)
        m_chips.push_back(addChip(attachment));
    addButtons();
    setVisible(!m_attachments.empty());
    m_scroll->verticalScrollBar()->setValue(0);
    updateGeometry();
}

int AttachmentBar::heightForWidth(int width) const
{
    if (m_flow->count() == 0)
        return 0;
    const QMargins around = m_flow->contentsMargins();
    const int row = m_flow->itemAt(0)->sizeHint().height() + rowGap;
    return std::min(m_flow->heightForWidth(width), int(around.top() + mostRows * row)) + topLine;
}

QSize AttachmentBar::sizeHint() const
{
    return {m_flow->minimumSize().width(), heightForWidth(std::max(width(), m_flow->minimumSize().width()))};
}

void AttachmentBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_scroll->setGeometry(rect().adjusted(0, topLine, 0, 0));
}

void AttachmentBar::addButtons()
{
    const auto add = [this](const QString &icon, const QString &text, auto act) {
        auto *button = new QPushButton(Icons::icon(icon), text, this);
        connect(button, &QPushButton::clicked, this, act);
        m_flow->addWidget(button);
    };
    if (m_pictures.size() > 1 && std::any_of(m_attachments.begin(), m_attachments.end(), isCalledPicture))
        add(QStringLiteral("file-image"), tr("%n picture(s)…", nullptr, int(m_pictures.size())),
            &AttachmentBar::openGallery);
    if (m_attachments.size() > 1)
        add(QStringLiteral("download"), tr("Save all…"),
            [this] { m_files->saveAll(m_message, m_attachments); });
}

AttachmentChip *AttachmentBar::addChip(const Attachment &attachment)
{
    auto *chip = new AttachmentChip(attachment, this);
    addMenu(*chip);
    m_flow->addWidget(chip);
    connect(chip, &AttachmentChip::selectionWanted, this,
            [this, chip](Qt::KeyboardModifiers modifiers) { select(*chip, modifiers); });
    connect(chip, &AttachmentChip::openWanted, this,
            [this, chip] { m_files->open(m_message, chip->attachment()); });
    connect(chip, &AttachmentChip::previewWanted, this, [this, chip] { preview(chip->attachment()); });
    connect(chip, &AttachmentChip::copyWanted, this,
            [this, chip] { m_files->copy(m_message, meantBy(*chip)); });
    connect(chip, &AttachmentChip::dragWanted, this, [this, chip] { drag(*chip); });
    connect(chip, &AttachmentChip::allWanted, this, [this] {
        for (AttachmentChip *one : m_chips)
            one->setSelected(true);
    });
    connect(chip, &AttachmentChip::stepped, this, [this, chip](int direction) { step(*chip, direction); });
    return chip;
}

void AttachmentBar::addMenu(AttachmentChip &chip)
{
    auto *menu = new QMenu(&chip);
    const auto add = [this, menu](const QString &icon, const QString &text, auto act,
                                  const QKeySequence &keys = {}) {
        QAction *action = menu->addAction(Icons::icon(icon), text, this, act);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut); // told here; the chip heeds it
        action->setShortcutVisibleInContextMenu(true);
    };
    const Attachment &file = chip.attachment();
    add(
        QStringLiteral("external-link"), tr("Open"), [this, file] { m_files->open(m_message, file); },
        Qt::Key_Return);
    add(
        QStringLiteral("eye"), tr("Preview"), [this, file] { preview(file); }, Qt::Key_Space);
    if (isCalledPicture(file) && m_pictures.size() > 1)
        add(QStringLiteral("file-image"), tr("All pictures"), &AttachmentBar::openGallery);
    menu->addSeparator();
    add(
        QStringLiteral("copy"), tr("Copy"), [this, &chip] { m_files->copy(m_message, meantBy(chip)); },
        QKeySequence::Copy);
    add(QStringLiteral("key"), tr("Copy SHA-256"), [this, file] { m_files->copyHash(file); });
    menu->addSeparator();
    add(QStringLiteral("save"), tr("Save as…"), [this, file] { m_files->saveAs(m_message, file); });
    add(QStringLiteral("download"), tr("Save all…"), [this] { m_files->saveAll(m_message, m_attachments); });
    chip.setMenu(menu);
}

void AttachmentBar::select(AttachmentChip &chip, Qt::KeyboardModifiers modifiers)
{
    const auto at = [this](const AttachmentChip *one) {
        return std::find(m_chips.begin(), m_chips.end(), one);
    };
    if (modifiers & Qt::ControlModifier) {
        chip.setSelected(!chip.isSelected());
        m_anchor = &chip;
        return;
    }
    const bool isRange = modifiers & Qt::ShiftModifier && m_anchor;
    const auto from = at(isRange ? m_anchor : &chip), to = at(&chip);
    const auto [first, last] = std::minmax(from, to);
    for (auto one = m_chips.begin(); one != m_chips.end(); ++one)
        (*one)->setSelected(one >= first && one <= last);
    if (!isRange)
        m_anchor = &chip;
}

void AttachmentBar::step(const AttachmentChip &chip, int direction)
{
    const auto here = int(std::find(m_chips.begin(), m_chips.end(), &chip) - m_chips.begin());
    const int there = std::clamp(here + direction, 0, int(m_chips.size()) - 1);
    m_chips[size_t(there)]->setFocus(Qt::TabFocusReason);
    m_scroll->ensureWidgetVisible(m_chips[size_t(there)]);
}

std::vector<Attachment> AttachmentBar::selected() const
{
    std::vector<Attachment> files;
    for (const AttachmentChip *chip : m_chips)
        if (chip->isSelected())
            files.push_back(chip->attachment());
    return files;
}

std::vector<Attachment> AttachmentBar::meantBy(const AttachmentChip &chip) const
{
    return chip.isSelected() ? selected() : std::vector{chip.attachment()};
}

// The files are written before the drag begins: whoever is dragged over may look into them at once. Where
// that takes longer than the mouse is held, they are there for the next time.
void AttachmentBar::drag(AttachmentChip &chip)
{
    const QPointer<AttachmentChip> dragged(&chip);
    m_session.reading().handOut(m_message, meantBy(chip), HandedFiles::Purpose::Take, this,
                                [this, dragged](const Result<QStringList> &paths) {
                                    if (!paths)
                                        Q_EMIT failed(paths.error());
                                    else if (dragged && dragged->isHeld())
                                        dragFiles(*dragged, *paths);
                                });
}

void AttachmentBar::dragFiles(AttachmentChip &chip, const QStringList &paths)
{
    const QPointer<AttachmentChip> dragged(&chip);
    auto *drag = new QDrag(this);
    drag->setMimeData(AttachmentFiles::mimeDataOf(paths).release());
    drag->setPixmap(chip.icon().pixmap(32));
    drag->exec(Qt::CopyAction);
    if (dragged) // the drag has taken the release
        dragged->letGo();
}

void AttachmentBar::preview(const Attachment &attachment)
{
    if (attachment.type == "message/rfc822") {
        (new NestedWindow(m_session, m_message, attachment.part, window(), m_look))->show();
        return;
    }
    const auto picture = std::find(m_pictures.begin(), m_pictures.end(), attachment);
    const bool isPicture = picture != m_pictures.end();
    auto *shown = new PreviewWindow(m_session, m_message, isPicture ? m_pictures : std::vector{attachment},
                                    isPicture ? int(picture - m_pictures.begin()) : 0, window());
    shown->setLook(m_look);
    shown->show();
}

void AttachmentBar::openGallery()
{
    (new GalleryWindow(m_session, m_message, m_pictures, window()))->show();
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
        m_files->open(m_message, *attachment);
}

void AttachmentBar::savePart(const QString &part, const QString &name)
{
    if (const Attachment *attachment = attachmentOf(part)) {
        m_files->saveAs(m_message, *attachment);
    } else if (!name.isEmpty()) {
        Attachment unlisted;
        unlisted.part = part;
        unlisted.name = name;
        m_files->saveAs(m_message, unlisted);
    }
}

void AttachmentBar::saveAllTo(const QString &directory)
{
    m_files->saveAllTo(m_message, m_attachments, directory);
}

void AttachmentBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, 0, width(), topLine), palette().color(QPalette::Mid));
}
