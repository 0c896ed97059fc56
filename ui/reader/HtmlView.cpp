// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlView.h"

#include "HtmlViewAccessible.h"
#include "PictureReader.h"
#include "SafeText.h"
#include "TextPage.h"

#include <QDragEnterEvent>
#include <QEvent>
#include <QImage>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextDocumentFragment>

namespace
{
constexpr int pageMargin = 20;
constexpr int textSize = 15; // px; the size that the safe HTML starts from
constexpr PictureLimits picturesInText{80'000'000, 20'000'000, {}};
constexpr int tallestBelow = 16'000; // px
constexpr qsizetype longestInline = 1536 * 1024;

// QTextDocument takes a null picture for a reason to look for a file of that name, or to decode a data:
// address itself, without limits. One clear pixel keeps it from both.
QImage nothing()
{
    QImage pixel(1, 1, QImage::Format_ARGB32_Premultiplied);
    pixel.fill(Qt::transparent);
    return pixel;
}

QImage decoded(const QByteArray &bytes)
{
    const auto picture = readPicture(bytes, picturesInText);
    return picture ? picture->image : nothing();
}

// No larger than the page is wide, as it is drawn anew with every line that is scrolled.
QImage decodedBelow(const QByteArray &bytes, int width, qreal ratio)
{
    PictureLimits limits = picturesInText;
    limits.bound = QSize(qMax(1, qRound(width * ratio)), tallestBelow);
    const auto picture = readPicture(bytes, limits);
    if (!picture)
        return nothing();
    QImage image = picture->image;
    if (image.width() > width)
        image.setDevicePixelRatio(qreal(image.width()) / width);
    return image;
}

// The names are those of the list of attachments.
QString belowMarkup(const MessageBody &body)
{
    QString markup;
    for (const QString &key : body.picturesBelow) {
        QString name;
        for (const Attachment &one : body.attachments) {
            if (QStringLiteral("part:") + one.part == key)
                name = one.name;
        }
        markup += QStringLiteral("<p><img src=\"%1\" alt=\"%2\"></p>")
                      .arg(key.toHtmlEscaped(), SafeText::oneLine(name, 200).toHtmlEscaped());
    }
    return markup;
}

QString linkAtStart(const QTextBlock &block)
{
    return block.length() > 1 ? block.begin().fragment().charFormat().anchorHref() : QString();
}

bool isFoldLine(const QTextBlock &block)
{
    return linkAtStart(block).startsWith(QStringView(foldScheme));
}
} // namespace

HtmlView::HtmlView(QWidget *parent) : QTextBrowser(parent)
{
    HtmlViewAccessible::install();
    setAccessibleName(tr("Message"));
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setUndoRedoEnabled(false);
    setReadOnly(true);
    setAcceptDrops(false);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextBrowserInteraction);
    setSearchPaths({});
    document()->setDocumentMargin(pageMargin);
    QFont page = font();
    page.setPixelSize(textSize);
    document()->setDefaultFont(page);
    connect(this, &QTextBrowser::anchorClicked, this, &HtmlView::follow);
    connect(this, &QTextBrowser::highlighted, this, [this](const QUrl &url) {
        Q_EMIT linkHovered(url.scheme() == QStringView(foldScheme) ? QUrl() : url);
    });
}

void HtmlView::follow(const QUrl &link)
{
    if (link.scheme() == QStringView(foldScheme))
        toggleQuote(link.path().toInt());
    else if (link.scheme().isEmpty() && link.hasFragment())
        scrollToAnchor(link.fragment());
    else
        Q_EMIT linkActivated(link);
}

void HtmlView::setQuotesFolded(bool folded)
{
    m_folded.all = folded;
    m_folded.except.clear();
    unfoldFound();
    if (!m_source.isNull())
        showPageInPlace();
}

void HtmlView::toggleQuote(int quote)
{
    if (!m_folded.except.remove(quote))
        m_folded.except.insert(quote);
    const int position = verticalScrollBar()->value();
    showPage();
    // The keyboard stays on the line that folds.
    const QString name = QStringLiteral("%1:%2").arg(QStringView(foldScheme)).arg(quote);
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (linkAtStart(block) == name) {
            setTextCursor(QTextCursor(block));
            break;
        }
    }
    verticalScrollBar()->setValue(position);
}

void HtmlView::unfoldWords(const QString &words, Qt::CaseSensitivity sensitivity)
{
    m_words = words;
    m_wordsCase = sensitivity;
    if (unfoldFound())
        showPageInPlace();
}

// Where it folds the user's words away, the choice to fold gives way.
bool HtmlView::unfoldFound()
{
    if (m_words.isEmpty() || m_source.isEmpty())
        return false;
    bool isChanged = false;
    for (int quote = 0; quote < int(quotations().size()); ++quote) {
        if (!m_folded.has(quote) || !quotations().at(quote).contains(m_words, m_wordsCase))
            continue;
        if (!m_folded.except.remove(quote))
            m_folded.except.insert(quote);
        isChanged = true;
    }
    return isChanged;
}

void HtmlView::showMessage(const MessageBody &body, Mode mode)
{
    m_folded.except.clear();
    layOut(body, mode);
}

void HtmlView::showAgain(const MessageBody &body, Mode mode)
{
    layOut(body, mode);
}

void HtmlView::layOut(const MessageBody &body, Mode mode)
{
    clearMessage();
    m_images = body.images;
    m_picturesBelow = belowMarkup(body);
    m_showsText = mode == Mode::Text || body.safeHtml.isNull();
    // Safe HTML has its places to break; to break elsewhere would make columns one letter wide.
    setWordWrapMode(m_showsText ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::WordWrap);
    m_source = m_showsText ? body.text : body.safeHtml;
    unfoldFound();
    showPage();
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
}

void HtmlView::showPage()
{
    if (m_showsText) {
        setHtml(withPicturesBelow(textPage(m_source, palette(), m_folded)));
    } else {
        // The sender's own colours stand in the HTML; other links have the page's.
        document()->setDefaultStyleSheet(
            QStringLiteral("a { color: %1; }").arg(palette().color(QPalette::Link).name()));
        setHtml(withPicturesBelow(QuoteFolding::page(m_source, m_folded)));
    }
    Q_EMIT laidOut();
}

QString HtmlView::withPicturesBelow(QString page) const
{
    const qsizetype end = page.lastIndexOf(u"</body>");
    return page.insert(end < 0 ? page.size() : end, m_picturesBelow);
}

void HtmlView::showPageInPlace()
{
    const int position = verticalScrollBar()->value();
    showPage();
    verticalScrollBar()->setValue(position);
}

const QStringList &HtmlView::quotations() const
{
    if (!m_quotations)
        m_quotations = m_showsText ? quotationsOfText(m_source) : QuoteFolding::texts(m_source);
    return *m_quotations;
}

std::vector<HtmlView::FoldedText> HtmlView::foldedTexts() const
{
    std::vector<FoldedText> folded;
    if (!m_folded.all && m_folded.except.isEmpty())
        return folded;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const int quote = isFoldLine(block) ? QUrl(linkAtStart(block)).path().toInt() : -1;
        if (quote >= 0 && m_folded.has(quote))
            folded.push_back({block.position() + block.length() - 1, quotations().value(quote)});
    }
    return folded;
}

void HtmlView::clearMessage()
{
    m_images.clear();
    m_source = QString();
    m_picturesBelow = QString();
    m_quotations.reset();
    m_showsText = false;
    clear();
    document()->clear(); // and with it the pictures it keeps
    Q_EMIT linkHovered(QUrl());
}

int HtmlView::pageWidth() const
{
    // Room for the scroll bar is kept even where none is shown, so that one that appears changes no width.
    const int bar = verticalScrollBar()->isVisible() ? 0 : verticalScrollBar()->sizeHint().width();
    return qMax(200, viewport()->width() - bar - 2 * pageMargin);
}

QVariant HtmlView::loadResource(int type, const QUrl &name)
{
    if (type != QTextDocument::ImageResource)
        return QByteArray();
    // No HTML of a sender can name these: UrlPolicy knows no such scheme.
    if (name.scheme() == u"part")
        return decodedBelow(m_images.value(name.toString(QUrl::FullyEncoded)), pageWidth(),
                            devicePixelRatioF());
    return decoded(pictureBytes(name));
}

QByteArray HtmlView::pictureBytes(const QUrl &name) const
{
    if (name.scheme() == u"remote") // RemotePictures has fetched it, or it is not there
        return m_images.value(name.toString(QUrl::FullyEncoded));
    if (name.scheme() == u"cid") {
        for (const QString &key : {name.toString(QUrl::FullyEncoded), name.toString(QUrl::PrettyDecoded),
                                   QString(QStringLiteral("cid:") + name.path(QUrl::FullyDecoded))}) {
            const auto found = m_images.constFind(key);
            if (found != m_images.cend())
                return *found;
        }
        return {};
    }
    if (name.scheme() != u"data")
        return {};
    const QString url = name.toString(QUrl::FullyEncoded);
    const qsizetype comma = url.indexOf(u',');
    if (url.size() > longestInline || !url.startsWith(u"data:image/") || comma < 0 ||
        !url.left(comma).endsWith(u";base64"))
        return {};
    return QByteArray::fromBase64(QByteArray::fromPercentEncoding(url.mid(comma + 1).toLatin1()));
}

QMimeData *HtmlView::createMimeDataFromSelection() const
{
    QTextDocument copy;
    QTextCursor(&copy).insertFragment(textCursor().selection());
    // The lines that fold quotations are Poplar's.
    for (QTextBlock block = copy.lastBlock(), before; block.isValid(); block = before) {
        before = block.previous();
        if (!isFoldLine(block))
            continue;
        QTextCursor line(block);
        line.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        line.removeSelectedText();
        block.next().isValid() ? line.deleteChar() : line.deletePreviousChar();
    }
    auto *data = new QMimeData;
    // The places to break that over-long words were given are not the sender's.
    data->setText(copy.toPlainText().remove(QChar(0x200B)).replace(QChar(0xA0), QChar(u' ')));
    data->setHtml(copy.toHtml().remove(QChar(0x200B)));
    return data;
}

// Tab goes from link to link; where one leads is told as when the mouse is over it.
bool HtmlView::focusNextPrevChild(bool next)
{
    const bool moved = QTextBrowser::focusNextPrevChild(next);
    QTextCursor focus = textCursor();
    focus.setPosition(focus.selectionEnd()); // its format is that of the character before it
    const QUrl link(moved ? focus.charFormat().anchorHref() : QString());
    Q_EMIT linkHovered(link.scheme() == QStringView(foldScheme) ? QUrl() : link);
    return moved;
}

void HtmlView::focusOutEvent(QFocusEvent *event)
{
    QTextBrowser::focusOutEvent(event);
    Q_EMIT linkHovered(QUrl());
}

bool HtmlView::canInsertFromMimeData(const QMimeData *) const
{
    return false;
}

void HtmlView::dragEnterEvent(QDragEnterEvent *event)
{
    event->ignore();
}

void HtmlView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_showsText)
        showPage(); // its colours are the palette's
}
