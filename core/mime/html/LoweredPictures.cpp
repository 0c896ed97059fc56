// SPDX-License-Identifier: GPL-3.0-or-later
// How Lowering places pictures, and what stands where one is left out.
#include "Lowering.h"

#include "ImageSize.h"
#include "UrlPolicy.h"

#include <algorithm>
#include <cmath>

namespace
{
constexpr int tallestPlaceholder = 96;
constexpr int smallestPlaceholder = 24;
constexpr int trackingPixel = 3;
} // namespace

// The size that the sender asks for, else the picture's own, in the room there is and in proportion.
QSize Lowering::pictureSize(int node, const Place &place, QSize natural) const
{
    const ElementStyle &own = style(node);
    const double room = std::max(8.0, place.width - place.left - place.right);
    double width = own.width.in(room), height = own.height.unit == CssLength::Unit::Px ? own.height.value : 0;
    const double ratio = natural.isEmpty() ? 0 : double(natural.height()) / natural.width();
    if (width <= 0 && height > 0 && ratio > 0)
        width = height / ratio;
    else if (width <= 0)
        width = natural.width();
    if (height <= 0)
        height = ratio > 0 ? width * ratio : 0;
    double most = room;
    if (own.maxWidth.isSet())
        most = std::min(most, own.maxWidth.in(room));
    if (width > most) {
        height *= most / width;
        width = most;
    }
    return {int(std::lround(width)), int(std::lround(height))};
}

void Lowering::enterPicture(int node, const Place &place)
{
    const HtmlNode &element = m_tree[node];
    const PictureSource source = pictureSource(element.attribute("src"));
    QSize natural;
    if (source.kind == PictureSource::Kind::Part && m_imageSize)
        natural = m_imageSize(source.contentId);
    else if (source.kind == PictureSource::Kind::Inline)
        natural = imageSizeOf(QByteArray::fromBase64(source.url.section(u',', 1).toLatin1()));
    const QSize size = pictureSize(node, place, natural);
    if (natural.isEmpty()) {
        addPlaceholder(node, place, size);
        return;
    }
    if (source.kind == PictureSource::Kind::Part) {
        const QString id = QString::fromUtf8(source.contentId);
        if (!m_result.contentIds.contains(id))
            m_result.contentIds.append(id);
    }
    QString markup = QStringLiteral("<img src=\"%1\" width=\"%2\" height=\"%3\"")
                         .arg(PageWriter::escaped(source.url))
                         .arg(std::max(1, m_writer.scaled(size.width())))
                         .arg(std::max(1, m_writer.scaled(size.height())));
    const QString alt = element.attribute("alt").simplified().left(200);
    if (!alt.isEmpty())
        markup += QStringLiteral(" alt=\"") + PageWriter::escaped(alt) + u'"';
    markup += u'>';
    if (!linkOf(node).isEmpty())
        markup = QStringLiteral("<a href=\"") + PageWriter::escaped(linkOf(node)) + QStringLiteral("\">") +
                 markup + QStringLiteral("</a>");
    m_writer.addInline(markup, paragraphOf(style(node), place));
}

void Lowering::addPlaceholder(int node, const Place &place, QSize size)
{
    const HtmlNode &element = m_tree[node];
    const QString alt = element.attribute("alt").simplified().left(200);
    const ElementStyle &own = style(node);
    const auto declared = [](const CssLength &length) {
        return length.unit == CssLength::Unit::Px ? length.value : 1000.0;
    };
    if (declared(own.width) <= trackingPixel && declared(own.height) <= trackingPixel)
        return;
    const bool large = size.width() >= smallestPlaceholder && (size.height() >= smallestPlaceholder);
    if (alt.isEmpty() && !large)
        return;
    // As much of the frame as the page can spare: a hint of what is missing, not a wall of grey.
    const CssColour surface = m_options.dark ? CssColour{0x24, 0x28, 0x2F} : CssColour{0xEE, 0xF0, 0xF3};
    const CssColour ink = m_options.dark ? CssColour{0xA8, 0xAF, 0xB9} : CssColour{0x5B, 0x63, 0x6E};
    const int parent = element.parent;
    const bool alone = parent >= 0 && m_tree[parent].firstChild == m_tree[parent].lastChild;
    if (large && (size.width() > 200 || alone) && place.tables < 8) {
        const double line = own.fontSize * 1.3;
        const double pad = std::max(4.0, (std::min(size.height(), tallestPlaceholder) - line) / 2);
        QString align;
        if (own.align == Align::Centre)
            align = QStringLiteral(" align=\"center\"");
        m_writer.addMarkup(
            tableStart(align) +
            QStringLiteral(
                "<tr><td width=\"%1\" align=\"center\" style=\"background-color:%2;padding-top:%3px;"
                "padding-bottom:%3px;padding-left:4px;padding-right:4px;\">")
                .arg(m_writer.scaled(size.width()))
                .arg(surface.toString())
                .arg(m_writer.scaled(pad)));
        Place inner = place;
        inner.left = inner.right = 0;
        inner.width = size.width();
        TextRun run;
        run.fontSize = std::min(13.0, own.fontSize);
        run.colour = ink;
        run.link = linkOf(node);
        ParagraphStyle paragraph = paragraphOf(own, inner);
        paragraph.align = Align::Centre;
        m_writer.addText(alt.isEmpty() ? QStringLiteral("\u00A0") : alt, run, paragraph);
        m_writer.addMarkup(u"</td></tr></table>\n");
        return;
    }
    if (alt.isEmpty())
        return;
    TextRun run = runOf(node, place);
    run.background = surface;
    run.colour = ink;
    run.fontSize = std::min(run.fontSize, 18.0);
    m_writer.addText(QStringLiteral("\u00A0") + alt + QStringLiteral("\u00A0"), run, paragraphOf(own, place));
}
