// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreviewWindow.h"

#include "Ask.h"
#include "AttachmentFiles.h"
#include "AttachmentLook.h"
#include "ElidedLabel.h"
#include "EmptyPage.h"
#include "ErrorText.h"
#include "Formatting.h"
#include "Icons.h"
#include "MailReading.h"
#include "MailSession.h"
#include "MessageBar.h"
#include "NestedWindow.h"
#include "PdfView.h"
#include "PictureAnimation.h"
#include "PictureView.h"
#include "PreviewWords.h"
#include "SafeText.h"
#include "TextPane.h"
#include "ToolRow.h"
#include "WindowSize.h"

#include <QDir>
#include <QLabel>
#include <QShortcut>
#include <QStackedLayout>
#include <QToolButton>

namespace
{
constexpr int patience = 200; // ms until one is told to wait
}

PreviewWindow::PreviewWindow(MailSession &session, MessageId message, std::vector<Attachment> files,
                             int first, QWidget *parent)
    : QWidget(parent, Qt::Window), m_session(session), m_message(message), m_files(std::move(files)),
      m_current(first), m_taker(new AttachmentFiles(session, *this)), m_notice(new MessageBar(this)),
      m_stack(new QStackedLayout), m_instead(new EmptyPage(this)), m_picture(new PictureView(this)),
      m_text(new TextPane(this)), m_pdf(new PdfView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(Icons::application());
    setMinimumSize(420, 300);
    openAtSize(*this, {960, 720});
    addTools();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tools);
    layout->addWidget(m_notice);
    layout->addLayout(m_stack, 1);
    for (QWidget *page : std::initializer_list<QWidget *>{m_instead, m_picture, m_text, m_pdf})
        m_stack->addWidget(page);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_instead->show(QStringLiteral("eye"), tr("Reading…"), QString());
        m_stack->setCurrentWidget(m_instead);
    });
    connect(m_instead, &EmptyPage::buttonClicked, this, [this] { m_taker->saveAs(m_message, file()); });
    connect(m_picture, &PictureView::zoomChanged, this, &PreviewWindow::updateTools);
    connect(m_picture, &PictureView::stepped, this, &PreviewWindow::step);
    connect(m_picture, &PictureView::closeWanted, this, &QWidget::close);
    connect(m_pdf, &PdfView::zoomChanged, this, &PreviewWindow::updateTools);
    connect(m_pdf, &PdfView::refused, this, &PreviewWindow::refuse);
    connect(m_pdf, &PdfView::opened, this, [this](int pages) {
        describe({tr("%n page(s)", nullptr, pages)});
        showPage(m_pdf);
    });
    connect(m_taker, &AttachmentFiles::failed, this, [this](const Error &error) {
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
    });
    connect(m_taker, &AttachmentFiles::missed, this, [this](const QString &sentence) {
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), sentence);
    });
    connect(m_taker, &AttachmentFiles::saved, this, [this](int files, const QString &place) {
        m_notice->show(MessageBar::Kind::Notice, QStringLiteral("circle-check"),
                       tr("%n attachment(s) saved: %1", nullptr, files).arg(QDir::toNativeSeparators(place)));
    });
    addKeys();
    load();
}

PreviewWindow::~PreviewWindow() = default;

void PreviewWindow::addTools()
{
    m_tools = new QWidget(this);
    auto *row = new ToolRow(m_tools);
    row->setSpacing(2);
    const bool isRtl = isRightToLeft();
    const QString left = QStringLiteral("chevron-left"), right = QStringLiteral("chevron-right");
    m_back = row->add(isRtl ? right : left, {}, tr("Previous (Left)"));
    m_place = new QLabel(m_tools);
    row->addWidget(m_place);
    m_forward = row->add(isRtl ? left : right, {}, tr("Next (Right)"));
    m_title = new ElidedLabel(120, m_tools);
    m_title->setContentsMargins(8, 0, 8, 0);
    row->addWidget(m_title, 1);
    m_play = row->add({}, tr("Stop"), tr("Stop the animation or go on with it"));
    m_smaller = row->add(QStringLiteral("zoom-out"), {}, tr("Smaller (Ctrl+−)"));
    m_zoomLabel = new QLabel(m_tools);
    m_zoomLabel->setAlignment(Qt::AlignCenter);
    m_zoomLabel->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("1600 %")));
    row->addWidget(m_zoomLabel);
    m_larger = row->add(QStringLiteral("zoom-in"), {}, tr("Larger (Ctrl++)"));
    m_fit = row->add({}, tr("Fit"), tr("As large as the window lets it (Ctrl+0)"));
    m_full = row->add({}, tr("100 %"), tr("In its own size (Ctrl+1)"));
    auto *save = row->add(QStringLiteral("save"), tr("Save as…"), tr("Save as (Ctrl+S)"));
    auto *open = row->add(QStringLiteral("external-link"), tr("Open"), tr("Open with another program"));
    connect(m_back, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_forward, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_smaller, &QToolButton::clicked, this, [this] { zoom(-1); });
    connect(m_larger, &QToolButton::clicked, this, [this] { zoom(1); });
    connect(m_fit, &QToolButton::clicked, this, [this] { zoom(0); });
    connect(m_full, &QToolButton::clicked, this, &PreviewWindow::setFullSize);
    connect(m_play, &QToolButton::clicked, this, [this] {
        if (m_animation)
            m_animation->setPlaying(!m_animation->isPlaying());
        updateTools();
    });
    connect(save, &QToolButton::clicked, this, [this] { m_taker->saveAs(m_message, file()); });
    connect(open, &QToolButton::clicked, this, [this] { m_taker->open(m_message, file()); });
    if (m_files.size() > 1) {
        auto *all = row->add(QStringLiteral("download"), tr("Save all…"), tr("Save all of them"));
        connect(all, &QToolButton::clicked, this, [this] { m_taker->saveAll(m_message, m_files); });
    }
    for (QWidget *one : std::initializer_list<QWidget *>{m_back, m_place, m_forward})
        one->setVisible(m_files.size() > 1);
}

void PreviewWindow::addKeys()
{
    const auto key = [this](const QKeySequence &keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    for (const QKeySequence &keys : QKeySequence::keyBindings(QKeySequence::Close))
        key(keys, [this] { close(); });
    key(Qt::Key_Escape, [this] { m_text->isVisible() && m_text->shutFind() ? void() : void(close()); });
    key(QKeySequence::Save, [this] { m_taker->saveAs(m_message, file()); });
    key(QKeySequence::Find, [this] {
        if (m_text->isVisible())
            m_text->openFind();
    });
    key(Qt::Key_F3, [this] { m_text->findNext(1); });
    key(Qt::SHIFT | Qt::Key_F3, [this] { m_text->findNext(-1); });
    QList<QKeySequence> larger = QKeySequence::keyBindings(QKeySequence::ZoomIn);
    if (const QKeySequence plain(Qt::CTRL | Qt::Key_Equal); !larger.contains(plain))
        larger += plain; // where the plus needs Shift
    for (const QKeySequence &keys : larger)
        key(keys, [this] { zoom(1); });
    key(QKeySequence::ZoomOut, [this] { zoom(-1); });
    key(Qt::CTRL | Qt::Key_0, [this] { zoom(0); });
    key(Qt::CTRL | Qt::Key_1, [this] { setFullSize(); });
    // The picture has a copy among the files; a text copies what is selected in it.
    if (isCalledPicture(file()))
        connect(new QShortcut(QKeySequence::Copy, m_picture, nullptr, nullptr, Qt::WidgetShortcut),
                &QShortcut::activated, this, [this] { m_taker->copy(m_message, {file()}); });
}

void PreviewWindow::step(int direction)
{
    const int next = qBound(0, m_current + direction, int(m_files.size()) - 1);
    if (next == m_current)
        return;
    m_current = next;
    load();
}

void PreviewWindow::load()
{
    m_animation.reset();
    m_pdf->close();
    m_kind = FileKind::Unknown;
    m_notice->hide();
    m_place->setText(tr("%1 of %2").arg(m_current + 1).arg(m_files.size()));
    m_title->setFullText(SafeText::oneLine(file().name, 200));
    setWindowTitle(SafeText::oneLine(file().name, 200));
    m_patience.start();
    m_load = std::make_unique<QObject>(); // whoever still waits for the one before does not any more
    m_session.reading().preview(m_message, file(), m_load.get(),
                                [this](Result<FilePreview> result) { take(std::move(result)); });
    updateTools();
}

void PreviewWindow::take(Result<FilePreview> result)
{
    if (!result) {
        const ErrorWords words = errorWords(result.error());
        refuse(words.sentence, words.nextStep);
        return;
    }
    m_kind = result->kind;
    if (const QString lie = PreviewWords::lie(file(), m_kind); !lie.isEmpty())
        m_notice->show(MessageBar::Kind::Warning, QStringLiteral("triangle-alert"), lie);
    if (isPicture(m_kind)) {
        askPool(
            *QThreadPool::globalInstance(), [bytes = result->bytes] { return readPicture(bytes); },
            m_load.get(),
            [this, bytes = result->bytes](const auto &picture) { showPicture(bytes, picture); });
    } else if (m_kind == FileKind::Text) {
        m_text->setText(result->bytes);
        describe({});
        if (!result->isWhole)
            m_notice->show(MessageBar::Kind::Notice, QStringLiteral("info"),
                           tr("This is the beginning, %1 of %2. Save the file to read all of it.")
                               .arg(Formatting::size(result->bytes.size()), Formatting::size(result->size)));
        showPage(m_text);
    } else if (m_kind == FileKind::Pdf) {
        m_pdf->load(result->bytes);
    } else if (m_kind == FileKind::Message) {
        m_patience.stop();
        (new NestedWindow(m_session, m_message, file().part, parentWidget(), m_look))->show();
        close();
    } else {
        const PreviewRefusal words = PreviewWords::unknown(file(), result->size == 0);
        refuse(words.title, words.line);
    }
}

void PreviewWindow::showPicture(const QByteArray &bytes, const tl::expected<Picture, PictureFault> &picture)
{
    if (!picture) {
        const PreviewRefusal words = PreviewWords::refusal(picture.error(), m_kind, pictureSizeOf(bytes));
        refuse(words.title, words.line);
        return;
    }
    const QString size =
        tr("%1 × %2", "width and height of a picture").arg(picture->size.width()).arg(picture->size.height());
    describe({size});
    m_picture->setPicture(picture->image);
    m_picture->setAccessibleName(tr("Picture %1, %2").arg(SafeText::oneLine(file().name, 200), size));
    if (picture->isAnimated)
        m_animation = std::make_unique<PictureAnimation>(bytes, *m_picture);
    if (picture->image.size() != picture->size && m_notice->isHidden())
        m_notice->show(MessageBar::Kind::Notice, QStringLiteral("info"),
                       tr("This picture is very large, so that it is shown smaller than it is. Save it to "
                          "see all of it."));
    showPage(m_picture);
}

void PreviewWindow::describe(const QStringList &facts)
{
    QStringList words{SafeText::oneLine(file().name, 200), PreviewWords::kind(m_kind)};
    words += facts;
    words += Formatting::size(file().size);
    m_title->setFullText(words.join(QStringLiteral("  ·  ")));
}

void PreviewWindow::refuse(const QString &title, const QString &line)
{
    m_instead->show(QStringLiteral("file-warning"), title, line, tr("Save as…"));
    showPage(m_instead);
}

QString PreviewWindow::refusal() const
{
    if (m_stack->currentWidget() != m_instead)
        return {};
    QStringList words;
    for (const QLabel *label : m_instead->findChildren<QLabel *>())
        words += label->text();
    return words.join(u' ');
}

void PreviewWindow::showPage(QWidget *page)
{
    m_patience.stop();
    m_stack->setCurrentWidget(page);
    // Of the tools, whoever uses them keeps the focus.
    if (!m_tools->isAncestorOf(focusWidget()) || page != m_picture)
        page->setFocus(Qt::OtherFocusReason);
    updateTools();
    Q_EMIT shown();
}

void PreviewWindow::zoom(int steps)
{
    if (m_pdf->isVisible())
        steps == 0 ? m_pdf->fit() : m_pdf->zoomBy(steps);
    else if (m_picture->isVisible())
        steps == 0 ? m_picture->fit() : m_picture->zoomBy(steps);
}

void PreviewWindow::setFullSize()
{
    if (m_pdf->isVisible())
        m_pdf->setZoom(1);
    else if (m_picture->isVisible())
        m_picture->setZoom(1);
}

void PreviewWindow::updateTools()
{
    const bool isPdf = m_stack->currentWidget() == m_pdf;
    const bool canZoom = isPdf || m_stack->currentWidget() == m_picture;
    m_back->setEnabled(m_current > 0);
    m_forward->setEnabled(m_current + 1 < int(m_files.size()));
    for (QWidget *one : std::initializer_list<QWidget *>{m_smaller, m_zoomLabel, m_larger, m_fit, m_full})
        one->setVisible(canZoom);
    m_play->setVisible(m_animation != nullptr);
    m_play->setText(m_animation && !m_animation->isPlaying() ? tr("Play") : tr("Stop"));
    const qreal shown = isPdf ? m_pdf->zoom() : m_picture->zoom();
    m_zoomLabel->setText(tr("%1 %").arg(qRound(shown * 100)));
}
