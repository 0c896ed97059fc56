// SPDX-License-Identifier: GPL-3.0-or-later
#include "WebPage.h"

#include "CssDeclarations.h"
#include "HtmlTree.h"
#include "TagPolicy.h"
#include "UrlPolicy.h"
#include "WebStyle.h"

#include <algorithm>

namespace
{
constexpr qsizetype longestPage = 48 * 1024 * 1024; // pictures as text and all

// A browser has the time for more than the window.
constexpr HtmlLimits pageLimits{8 * 1024 * 1024, 240'000};
constexpr char cutMark[] = "\n<hr><p>[…]</p>"; // the same in every language

// Attributes whose values are plain words; the others are looked at one by one.
const QByteArrayList plainAttributes{
    "align",       "valign",  "width",   "height", "bgcolor", "border", "bordercolor", "cellpadding",
    "cellspacing", "colspan", "rowspan", "color",  "face",    "size",   "alt",         "dir",
    "class",       "id",      "start",   "type",   "nowrap",  "hspace", "vspace"};

QString escapedText(const QString &text)
{
    return text.toHtmlEscaped();
}

QByteArray typeOf(const QByteArray &picture)
{
    if (picture.startsWith("\x89PNG"))
        return "image/png";
    if (picture.startsWith("\xFF\xD8"))
        return "image/jpeg";
    if (picture.startsWith("GIF8"))
        return "image/gif";
    if (picture.startsWith("RIFF") && picture.mid(8, 4) == "WEBP")
        return "image/webp";
    if (picture.startsWith("BM"))
        return "image/bmp";
    return {};
}

QByteArray pictureAddress(const QByteArray &bytes)
{
    const QByteArray type = typeOf(bytes);
    return type.isEmpty() ? QByteArray() : "data:" + type + ";base64," + bytes.toBase64();
}

class PageBuilder
{
public:
    PageBuilder(const HtmlTree &tree, const MessageBody &body) : m_tree(tree), m_body(body) {}

    QByteArray build();
    bool isFull() const { return m_wasFull; }

private:
    void open(const HtmlNode &node);
    void addAttributes(const HtmlNode &node);
    void addAttribute(QByteArrayView name, const QString &value);
    QString pictureOf(const QString &src) const;

    const HtmlTree &m_tree;
    const MessageBody &m_body;
    QByteArray m_page;
    bool m_wasFull = false;
};

// Depth first, without recursion: down to the first child, else on to the next sibling of the nearest
// ancestor that has one.
QByteArray PageBuilder::build()
{
    int at = 0;
    while (at >= 0 && at < int(m_tree.nodes().size()) && !m_wasFull) {
        const HtmlNode &node = m_tree[at];
        open(node);
        m_wasFull = m_page.size() > longestPage;
        if (node.firstChild >= 0) {
            at = node.firstChild;
            continue;
        }
        while (at >= 0) {
            const HtmlNode &left = m_tree[at];
            if (!left.isText() && !isVoid(left.name) && left.parent >= 0)
                m_page += "</" + left.name.toByteArray() + '>';
            if (left.next >= 0) {
                at = left.next;
                break;
            }
            at = left.parent;
        }
    }
    return std::move(m_page);
}

void PageBuilder::open(const HtmlNode &node)
{
    if (node.isText()) {
        m_page += escapedText(node.text).toUtf8();
        return;
    }
    if (node.parent < 0) // <html>, which is written round it all
        return;
    m_page += '<' + node.name.toByteArray();
    addAttributes(node);
    m_page += '>';
}

void PageBuilder::addAttribute(QByteArrayView name, const QString &value)
{
    m_page += ' ' + name.toByteArray() + "=\"" + escapedText(value).toUtf8() + '"';
}

void PageBuilder::addAttributes(const HtmlNode &node)
{
    for (const auto &[name, value] : node.attributes) {
        if (plainAttributes.contains(name)) {
            addAttribute(name, value);
        } else if (name == "style") {
            addAttribute(name, webDeclarations(value));
        } else if (name == "href" && node.is("a")) {
            const QString link = safeLink(value);
            if (!link.isEmpty())
                addAttribute(name, link);
        } else if (name == "src" && node.is("img")) {
            const QString picture = pictureOf(value);
            if (!picture.isEmpty())
                addAttribute(name, picture);
        }
    }
    if (node.is("a"))
        m_page += " rel=\"noreferrer noopener\"";
}

QString PageBuilder::pictureOf(const QString &src) const
{
    const PictureSource source = pictureSource(src);
    if (source.kind == PictureSource::Kind::Inline)
        return source.url;
    if (source.kind != PictureSource::Kind::Part)
        return {};
    return QString::fromLatin1(pictureAddress(m_body.images.value(source.url)));
}

QByteArray textPage(const QString &text)
{
    return "<pre style=\"white-space:pre-wrap;font-family:sans-serif\">" + escapedText(text).toUtf8() +
           "</pre>";
}

QByteArray markupBelow(const MessageBody &body, qsizetype room)
{
    QByteArray below;
    for (const QString &key : body.picturesBelow) {
        const QByteArray address = pictureAddress(body.images.value(key));
        if (!address.isEmpty() && below.size() + address.size() <= room)
            below += "\n<p><img style=\"max-width:100%\" src=\"" + address + "\"></p>";
    }
    return below;
}
} // namespace

QByteArray makeWebPage(const MessageBody &body)
{
    QByteArray style, content;
    if (body.html.isNull()) {
        content = textPage(body.text);
    } else {
        const HtmlTree tree(body.html, nullptr, pageLimits);
        style = webStyle(tree.css()).toUtf8();
        PageBuilder page(tree, body);
        content = page.build();
        if (tree.wasCut() || page.isFull())
            content += cutMark;
    }
    content += markupBelow(body, longestPage - content.size());
    // The policy stands before everything that it is about.
    return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
           "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">"
           "<meta name=\"referrer\" content=\"no-referrer\">"
           "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
           escapedText(body.header.subject.simplified()).toUtf8() + "</title>\n<style>" + style +
           "</style></head>\n<body>" + content + "</body></html>\n";
}
