// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessagePrint.h"

#include "CardFrame.h"
#include "CardList.h"
#include "Fonts.h"
#include "Formatting.h"
#include "HtmlView.h"
#include "SafeText.h"
#include "Theme.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QPageLayout>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QTextCursor>
#include <QTextDocument>

namespace
{
constexpr qreal pixelsPerInch = 96; // px of a page, as the safe HTML counts them
constexpr qreal paperMargin = 15;   // mm
constexpr qreal pageFootHeight = 28;
constexpr size_t mostPrintedNames = 50;

// Takes tr() into a function without an object.
class PrintWords
{
    Q_DECLARE_TR_FUNCTIONS(PrintWords)
};

QString printedNames(const Addresses &addresses)
{
    QStringList texts;
    for (size_t i = 0; i < addresses.size() && i < mostPrintedNames; ++i)
        texts += SafeText::oneLine(Formatting::address(addresses[i]), 300);
    if (addresses.size() > mostPrintedNames)
        texts += QStringLiteral("…");
    return texts.join(QStringLiteral(", "));
}

QSizeF printableSize(const QPageLayout &paper)
{
    return paper.paintRect(QPageLayout::Inch).size() * pixelsPerInch;
}
} // namespace

MessagePrint::MessagePrint(const MessageBody &body, bool plainText) : m_view(std::make_unique<HtmlView>())
{
    m_view->setPalette(Theme::palette(Theme::Scheme::Light));
    m_view->setFoldingOffered(false);
    m_view->showMessage(body, plainText ? HtmlView::Mode::Text : HtmlView::Mode::Html);
    m_view->document()->setDocumentMargin(0);
    addCards(body);
    addHead(body.header, body);
}

MessagePrint::~MessagePrint() = default;

RenderOptions MessagePrint::optionsFor(const QPageLayout &paper, const RenderOptions &shown)
{
    RenderOptions options = shown;
    options.width = qMax(200, int(printableSize(paper).width()));
    options.zoom = 1.0;
    options.dark = false;
    return options;
}

QPageLayout MessagePrint::paper()
{
    return QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
                       QMarginsF(paperMargin, paperMargin, paperMargin, paperMargin),
                       QPageLayout::Millimeter);
}

void MessagePrint::setMargins(QPagedPaintDevice &device)
{
    device.setPageMargins(QMarginsF(paperMargin, paperMargin, paperMargin, paperMargin),
                          QPageLayout::Millimeter);
}

void MessagePrint::addHead(const MessageHeader &header, const MessageBody &body)
{
    QTextCursor cursor(m_view->document());
    QTextBlockFormat line;
    QTextBlockFormat title = line;
    title.setBottomMargin(8);
    QTextCharFormat words;
    words.setForeground(Qt::black);
    QTextCharFormat heading = words;
    QFont font = m_view->document()->defaultFont();
    font.setPixelSize(font.pixelSize() * 4 / 3);
    font.setWeight(QFont::DemiBold);
    heading.setFont(font);
    QTextCharFormat name = words;
    name.setForeground(QColor(0x5c6670));
    cursor.beginEditBlock();
    const auto begin = [&cursor](const QTextBlockFormat &format) {
        cursor.insertBlock();                            // what follows keeps its own format,
        cursor.movePosition(QTextCursor::PreviousBlock); // and the head has the block before it
        cursor.setBlockFormat(format);
    };
    begin(title);
    const QString subject = SafeText::oneLine(header.subject);
    cursor.insertText(subject.isEmpty() ? PrintWords::tr("(no subject)") : subject, heading);
    QStringList attached;
    for (const Attachment &one : body.attachments) {
        if (!one.isShown)
            attached += SafeText::oneLine(one.name, 200);
    }
    const std::pair<QString, QString> fields[] = {
        {PrintWords::tr("From"), printedNames(header.from)},
        {PrintWords::tr("To"), printedNames(header.to)},
        {PrintWords::tr("Copy to"), printedNames(header.cc)},
        {PrintWords::tr("Date"), Formatting::fullDate(header.date)},
        {PrintWords::tr("Attachments"), attached.join(QStringLiteral(", "))}};
    QTextBlockFormat last = line;
    last.setBottomMargin(16);
    for (const auto &[field, value] : fields) {
        if (value.isEmpty())
            continue;
        cursor.movePosition(QTextCursor::NextBlock);
        begin(&field == &fields[4].first || (attached.isEmpty() && &field == &fields[3].first) ? last : line);
        cursor.insertText(PrintWords::tr("%1: ", "field").arg(field), name);
        cursor.insertText(value, words);
    }
    cursor.endEditBlock();
}

// As the page shows them, without their buttons; before the head is, which goes above them.
void MessagePrint::addCards(const MessageBody &body)
{
    if (body.cards.empty())
        return;
    CardList list; // never shown
    list.showCards(body.cards);
    QTextCursor cursor(m_view->document());
    QTextBlockFormat line;
    QTextCharFormat words;
    words.setForeground(Qt::black);
    QTextCharFormat title = words;
    title.setFont(Fonts::demiBold(m_view->document()->defaultFont()));
    cursor.beginEditBlock();
    for (const CardFrame *card : list.findChildren<CardFrame *>()) {
        const QStringList lines = card->words().split(QLatin1Char('\n'));
        for (qsizetype i = -1; i < lines.size(); ++i) {
            cursor.insertBlock(); // as in addHead()
            cursor.movePosition(QTextCursor::PreviousBlock);
            line.setBottomMargin(i + 1 == lines.size() ? 16 : 0);
            cursor.setBlockFormat(line);
            cursor.insertText(i < 0 ? card->title() : lines[i], i < 0 ? title : words);
            cursor.movePosition(QTextCursor::NextBlock);
        }
    }
    cursor.endEditBlock();
}

QString MessagePrint::words() const
{
    return m_view->document()->toPlainText();
}

QSizeF MessagePrint::layOut(const QPageLayout &paper)
{
    const QSizeF page = printableSize(paper) - QSizeF(0, pageFootHeight);
    // The view answers a change of size with its own width, once.
    for (int i = 0; i < 3 && m_view->document()->pageSize() != page; ++i)
        m_view->document()->setPageSize(page);
    return page;
}

int MessagePrint::pageCount(const QPageLayout &paper)
{
    layOut(paper);
    return qMax(1, m_view->document()->pageCount());
}

bool MessagePrint::print(QPagedPaintDevice &device, int first, int last)
{
    const QPageLayout paper = device.pageLayout();
    const QSizeF page = layOut(paper);
    const int count = pageCount(paper);
    last = last <= 0 ? count : qMin(last, count);
    QPainter painter;
    if (!painter.begin(&device))
        return false;
    painter.scale(device.logicalDpiX() / pixelsPerInch, device.logicalDpiY() / pixelsPerInch);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette = m_view->palette();
    QFont small = m_view->document()->defaultFont();
    small.setPixelSize(11);
    for (int number = qMax(1, first); number <= last; ++number) {
        if (number > qMax(1, first) && !device.newPage())
            return false;
        painter.save();
        const QRectF part(0, (number - 1) * page.height(), page.width(), page.height());
        painter.translate(0, -part.top());
        painter.setClipRect(part);
        context.clip = part;
        m_view->document()->documentLayout()->draw(&painter, context);
        painter.restore();
        painter.setFont(small);
        painter.setPen(QColor(0x5c6670));
        painter.drawText(QRectF(0, page.height(), page.width(), pageFootHeight),
                         Qt::AlignRight | Qt::AlignBottom,
                         PrintWords::tr("%1 of %2", "page").arg(number).arg(count));
    }
    return painter.end();
}
