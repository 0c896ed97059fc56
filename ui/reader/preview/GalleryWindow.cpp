// SPDX-License-Identifier: GPL-3.0-or-later
#include "GalleryWindow.h"

#include "AttachmentFiles.h"
#include "ErrorText.h"
#include "Icons.h"
#include "MessageBar.h"
#include "PreviewWindow.h"
#include "ThumbnailModel.h"
#include "ToolRow.h"
#include "WindowSize.h"

#include <QDir>
#include <QHBoxLayout>
#include <QListView>
#include <QShortcut>

namespace
{
constexpr QSize thumbnailSize(176, 140);
constexpr int aroundThumbnail = 24, underThumbnail = 44; // px; below is the name
constexpr int aroundAll = 8;
} // namespace

GalleryWindow::GalleryWindow(MailSession &session, MessageId message, std::vector<Attachment> pictures,
                             QWidget *parent)
    : QWidget(parent, Qt::Window), m_session(session), m_message(message), m_pictures(std::move(pictures)),
      m_files(new AttachmentFiles(session, *this)), m_notice(new MessageBar(this)),
      m_list(new QListView(this)),
      m_model(new ThumbnailModel(session, message, m_pictures, thumbnailSize * devicePixelRatioF(), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(Icons::application());
    setWindowTitle(tr("%n picture(s)", nullptr, int(m_pictures.size())));
    setMinimumSize(420, 300);
    openAtSize(*this, {860, 640});
    addList();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools());
    layout->addWidget(m_notice);
    auto *page = new QWidget(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto *inset = new QVBoxLayout(page);
    inset->setContentsMargins(aroundAll, aroundAll, 0, 0);
    inset->addWidget(m_list);
    layout->addWidget(page, 1);
    connect(m_files, &AttachmentFiles::failed, this, [this](const Error &error) {
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
    });
    connect(m_files, &AttachmentFiles::missed, this, [this](const QString &sentence) {
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), sentence);
    });
    connect(m_files, &AttachmentFiles::saved, this, [this](int files, const QString &place) {
        m_notice->show(MessageBar::Kind::Notice, QStringLiteral("circle-check"),
                       tr("%n attachment(s) saved: %1", nullptr, files).arg(QDir::toNativeSeparators(place)));
    });
    addKeys();
    // The keyboard begins there; nothing is selected.
    m_list->selectionModel()->setCurrentIndex(m_model->index(0), QItemSelectionModel::NoUpdate);
    m_list->setFocus(Qt::OtherFocusReason);
}

void GalleryWindow::addList()
{
    m_list->setModel(m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setIconSize(thumbnailSize);
    m_list->setGridSize(thumbnailSize + QSize(aroundThumbnail, underThumbnail));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Pictures of the message"));
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &at) { preview(at.row()); });
}

QHBoxLayout *GalleryWindow::tools()
{
    auto *row = new ToolRow;
    connect(row->add(QStringLiteral("eye"), tr("Show"), tr("Show the picture large (Enter)")),
            &QToolButton::clicked, this, [this] { preview(m_list->currentIndex().row()); });
    connect(row->add(QStringLiteral("copy"), tr("Copy"), tr("Copy what is selected (Ctrl+C)")),
            &QToolButton::clicked, this, [this] { m_files->copy(m_message, selected()); });
    connect(row->add(QStringLiteral("save"), tr("Save…"), tr("Save what is selected (Ctrl+S)")),
            &QToolButton::clicked, this, [this] { saveSelected(); });
    connect(row->add(QStringLiteral("download"), tr("Save all…"), tr("Save all pictures")),
            &QToolButton::clicked, this, [this] { m_files->saveAll(m_message, m_pictures); });
    row->addStretch(1);
    return row;
}

void GalleryWindow::addKeys()
{
    const auto key = [this](const QKeySequence &keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    for (const QKeySequence &keys : QKeySequence::keyBindings(QKeySequence::Close))
        key(keys, [this] { close(); });
    key(Qt::Key_Escape, [this] { close(); });
    key(QKeySequence::Copy, [this] { m_files->copy(m_message, selected()); });
    key(QKeySequence::Save, [this] { saveSelected(); });
    connect(new QShortcut(QKeySequence(Qt::Key_Space), m_list, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, [this] { preview(m_list->currentIndex().row()); });
}

void GalleryWindow::preview(int row)
{
    if (row >= 0)
        (new PreviewWindow(m_session, m_message, m_pictures, row, this))->show();
}

// In the order of the message; where none is selected, the one on which the keyboard is.
std::vector<Attachment> GalleryWindow::selected() const
{
    std::vector<Attachment> chosen;
    for (int row = 0; row < int(m_pictures.size()); ++row) {
        const QModelIndex at = m_model->index(row);
        if (m_list->selectionModel()->isSelected(at) ||
            (!m_list->selectionModel()->hasSelection() && at == m_list->currentIndex()))
            chosen.push_back(m_pictures[size_t(row)]);
    }
    return chosen;
}

void GalleryWindow::saveSelected()
{
    const std::vector<Attachment> chosen = selected();
    if (chosen.size() == 1)
        m_files->saveAs(m_message, chosen.front());
    else if (!chosen.empty())
        m_files->saveAll(m_message, chosen);
}
