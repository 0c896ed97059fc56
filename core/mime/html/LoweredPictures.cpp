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
constexpr qsizetype mostRemote = 300;
constexpr qint64 largestPicture = 20'000'000; // px, as the view has it
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

// Empty where nobody knows it.
QSize Lowering::naturalSize(const PictureSource &source) const
{
    switch (source.kind) {
    case PictureSource::Kind::Part:
        return m_imageSize ? m_imageSize(source.contentId) : QSize();
    case PictureSource::Kind::Inline:
        return imageSizeOf(QByteArray::fromBase64(source.url.section(u',', 1).toLatin1()));
    case PictureSource::Kind::Remote:
        return m_options.remoteSizes.value(source.url);
    case PictureSource::Kind::None:
        break;
    }
    return {};
}

// A picture at the side of all else in its block. QTextDocument would let the text touch it.
int Lowering::sidePictureIn(int node, const Place &place, double *width) const
{
    int first = m_tree[node].firstChild;
    while (first >= 0 && m_tree[first].isText() && m_tree[first].text.trimmed().isEmpty())
        first = m_tree[first].next;
    if (first < 0 || !m_tree[first].is("img") || style(first).side == Float::None || style(first).hidden ||
        place.tables >= deepestBox)
        return -1;
    bool isAlone = true;
    for (int other = m_tree[first].next; other >= 0 && isAlone; other = m_tree[other].next)
        isAlone = isEmpty(other) || style(other).hidden;
    if (isAlone)
        return -1;
    const PictureSource source = pictureSource(m_tree[first].attribute("src"));
    *width = pictureSize(first, place, naturalSize(source)).width();
    return *width > 0 && *width < place.width * 0.6 ? first : -1;
}

void Lowering::addBesidePicture(int picture, double width, const Place &place, std::vector<Step> *steps)
{
    const bool isLeft = style(picture).side == Float::Left;
    const double gap = std::clamp(style(picture).margin[isLeft ? Right : Left].in(place.width), 8.0, 40.0);
    Place beside = place, inner = place;
    ++beside.tables;
    beside.left = beside.right = 0;
    beside.fillsCell = false;
    inner = beside;
    inner.width = width;
    beside.width = std::max(40.0, place.width - place.left - place.right - width - gap);
    steps->push_back(
        {Step::Kind::Markup, picture, place,
         tableStart(QStringLiteral(" width=\"100%\""), place.left, place.right) + QStringLiteral("<tr>"), 0});
    const auto pictureCell = [&] {
        steps->push_back(
            {Step::Kind::Markup, picture, place,
             QStringLiteral("<td valign=\"top\" width=\"%1\">").arg(m_writer.scaled(width + gap)), 0});
        steps->push_back({Step::Kind::Enter, picture, inner, {}, 0});
        steps->push_back({Step::Kind::EndCell, picture, place, QStringLiteral("</td>"), 0});
    };
    if (isLeft)
        pictureCell();
    steps->push_back({Step::Kind::Markup, picture, place, QStringLiteral("<td valign=\"top\">"), 0});
    for (int other = m_tree[picture].next; other >= 0; other = m_tree[other].next)
        steps->push_back({Step::Kind::Enter, other, beside, {}, 0});
    steps->push_back({Step::Kind::EndCell, picture, place, QStringLiteral("</td>"), 0});
    if (!isLeft)
        pictureCell();
    steps->push_back({Step::Kind::Markup, picture, place, QStringLiteral("</tr></table>\n"), 0});
}

void Lowering::enterPicture(int node, const Place &place)
{
    m_budget.spend(100);
    const HtmlNode &element = m_tree[node];
    const PictureSource source = pictureSource(element.attribute("src"));
    QSize natural = naturalSize(source);
    QString shown = source.url;
    const bool isOwn = source.kind == PictureSource::Kind::Inline || source.kind == PictureSource::Kind::Part;
    if (isOwn && !natural.isEmpty() && !isAffordable(source.url, natural)) {
        ++m_picturesLeftOut;
        natural = {};
    } else if (source.kind == PictureSource::Kind::Remote) {
        shown = isUnseen(node) ? QString() : remoteSource(source.url);
        natural = shown.isNull() ? QSize() : natural;
    }
    const bool waits =
        source.kind == PictureSource::Kind::Remote && !shown.isNull() && m_options.remoteSizes.isEmpty();
    const QSize size = pictureSize(node, place, natural);
    if (natural.isEmpty() && !waits) {
        addPlaceholder(node, place, size);
        return;
    }
    if (source.kind == PictureSource::Kind::Part) {
        const QString id = QString::fromUtf8(source.contentId);
        if (!m_result.contentIds.contains(id))
            m_result.contentIds.append(id);
    }
    addPicture(node, place, shown, natural.isEmpty() ? size : size.expandedTo({1, 1}));
}

// A dimension that nobody knows, of a picture that has not come yet, is left to the picture.
void Lowering::addPicture(int node, const Place &place, const QString &source, QSize size)
{
    const HtmlNode &element = m_tree[node];
    QString markup = QStringLiteral("<img src=\"%1\"").arg(PageWriter::escaped(source));
    if (size.width() > 0)
        markup += QStringLiteral(" width=\"%1\"").arg(std::max(1, m_writer.scaled(size.width())));
    if (size.height() > 0)
        markup += QStringLiteral(" height=\"%1\"").arg(std::max(1, m_writer.scaled(size.height())));
    const QString alt = element.attribute("alt").simplified().left(200);
    if (!alt.isEmpty())
        markup += QStringLiteral(" alt=\"") + PageWriter::escaped(alt) + u'"';
    markup += u'>';
    if (!linkOf(node).isEmpty())
        markup = QStringLiteral("<a href=\"") + PageWriter::escaped(linkOf(node)) + QStringLiteral("\">") +
                 markup + QStringLiteral("</a>");
    m_writer.addInline(markup, paragraphOf(style(node), place));
}

QString Lowering::remoteSource(const QString &url)
{
    if (!m_options.remotePictures || url.isEmpty())
        return {};
    auto number = m_remoteNumbers.constFind(url);
    if (number == m_remoteNumbers.cend()) {
        if (m_remoteNumbers.size() >= mostRemote)
            return {};
        number = m_remoteNumbers.insert(url, m_remoteNumbers.size());
        m_result.remotePictures.append(url);
    }
    return QStringLiteral("remote:%1").arg(*number);
}

// A picture that nobody is to see, and that therefore counts who reads the message.
bool Lowering::isUnseen(int node) const
{
    const ElementStyle &own = style(node);
    const auto atMost = [](const CssLength &length, double px) {
        return length.unit == CssLength::Unit::Px && length.value <= px;
    };
    return own.hidden || atMost(own.width, 0) || atMost(own.height, 0) ||
           (atMost(own.width, trackingPixel) && atMost(own.height, trackingPixel));
}

// A few hundred octets can hold a picture that takes a gigabyte.
bool Lowering::isAffordable(const QString &url, QSize size)
{
    if (m_paid.contains(url))
        return true;
    const qint64 pixels = qint64(size.width()) * size.height();
    if (pixels > largestPicture || pixels > m_pixels)
        return false;
    m_pixels -= pixels;
    m_paid.insert(url);
    return true;
}

void Lowering::addPlaceholder(int node, const Place &place, QSize size)
{
    const HtmlNode &element = m_tree[node];
    const QString alt = element.attribute("alt").simplified().left(200);
    const ElementStyle &own = style(node);
    if (isUnseen(node))
        return;
    const bool large = size.width() >= smallestPlaceholder && (size.height() >= smallestPlaceholder);
    if (alt.isEmpty() && !large)
        return;
    // As much of the frame as the page can spare: a hint of what is missing, not a wall of grey.
    const CssColour surface = m_dark ? CssColour{0x24, 0x28, 0x2F} : CssColour{0xEE, 0xF0, 0xF3};
    const CssColour ink = m_dark ? CssColour{0xA8, 0xAF, 0xB9} : CssColour{0x5B, 0x63, 0x6E};
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
