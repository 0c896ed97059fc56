// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlTree.h"

#include "DepthGuard.h"
#include "RenderBudget.h"
#include "TagPolicy.h"

#include <gumbo.h>

#include <algorithm>
#include <memory>

namespace
{
constexpr std::size_t longestAttribute = 8 * 1024;
constexpr std::size_t longestPicture = 1408 * 1024; // 1 MiB of bytes in base64

struct Destroy {
    void operator()(GumboOutput *output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

bool isOfDataAddress(QChar c)
{
    return (c.unicode() < 0x80 && c.isLetterOrNumber()) || QStringView(u"+/=;,%-_. \t\r\n").contains(c);
}

// One pass: a colon ends an address, so that none is read twice.
struct WithoutLongPictures {
    QString html;
    qsizetype kept = 0; // letters of pictures that are still there
    int removed = 0;
};

WithoutLongPictures withoutLongPictures(const QString &html)
{
    constexpr qsizetype longestHead = 100; // "image/png;base64,"
    WithoutLongPictures result;
    qsizetype from = 0;
    for (qsizetype at = 0; (at = html.indexOf(u"data:", at, Qt::CaseInsensitive)) >= 0;) {
        const qsizetype begin = at + 5;
        qsizetype end = begin;
        while (end < html.size() && isOfDataAddress(html[end]))
            ++end;
        const QStringView address = QStringView(html).sliced(begin, end - begin);
        at = end;
        const qsizetype comma = address.first(std::min(longestHead, address.size())).indexOf(u',');
        if (address.size() <= qsizetype(longestAttribute) || comma < 0 ||
            !address.first(comma).contains(u"base64", Qt::CaseInsensitive))
            continue;
        if (qsizetype(longestPicture) - result.kept >= address.size()) {
            result.kept += address.size();
            continue;
        }
        result.html += QStringView(html).sliced(from, begin + comma + 1 - from);
        from = end;
        ++result.removed;
    }
    result.html += QStringView(html).sliced(from);
    return result;
}

QByteArray utf8Start(const QString &html, qsizetype most, bool *cut)
{
    QByteArray bytes = QStringView(html).left(most).toUtf8();
    *cut = bytes.size() > most || html.size() > most;
    if (bytes.size() > most) {
        qsizetype end = most;
        while (end > 0 && (static_cast<unsigned char>(bytes.at(end)) & 0xC0) == 0x80)
            --end; // not inside of a character
        bytes.truncate(end);
    }
    bytes.replace('\0', QByteArray());
    return bytes;
}

HtmlNode elementOf(const GumboElement &element)
{
    HtmlNode node;
    node.name = QByteArrayView(gumbo_normalized_tagname(element.tag));
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto *attribute = static_cast<const GumboAttribute *>(element.attributes.data[i]);
        const QByteArrayView key(attribute->name);
        const std::size_t size = qstrlen(attribute->value);
        if (isAttributeRead(key) && size <= (key == "src" ? longestPicture : longestAttribute))
            node.attributes.emplace_back(key.toByteArray(),
                                         QString::fromUtf8(attribute->value, qsizetype(size)));
    }
    return node;
}
} // namespace

QString HtmlNode::attribute(QByteArrayView key) const
{
    for (const auto &[name, value] : attributes) {
        if (name == key)
            return value.isNull() ? QStringLiteral("") : value;
    }
    return {};
}

HtmlTree::HtmlTree(const QString &html, RenderBudget *budget, const HtmlLimits &limits)
{
    const WithoutLongPictures within = withoutLongPictures(html);
    if (within.removed > 0)
        m_defects.append(QStringLiteral("html: %1 pictures too large").arg(within.removed));
    bool cut = false;
    const QByteArray bytes = utf8Start(within.html, limits.bytes + within.kept, &cut);
    if (cut)
        m_defects.append(QStringLiteral("html: cut at %1 MiB").arg(limits.bytes / (1024 * 1024)));
    m_wasCut = cut || within.removed > 0;
    const DepthGuard::Guarded guarded = DepthGuard::guard(bytes);
    m_defects += guarded.defects;
    m_css = QString::fromUtf8(guarded.css);
    build(guarded.html, budget, limits.nodes);
}

void HtmlTree::build(const QByteArray &html, RenderBudget *budget, std::size_t mostNodes)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const std::unique_ptr<GumboOutput, Destroy> output(
        gumbo_parse_with_options(&options, html.constData(), std::size_t(html.size())));
    HtmlNode root;
    root.name = "html";
    append(std::move(root), -1);
    if (!output || output->root->type != GUMBO_NODE_ELEMENT)
        return;

    struct Visit {
        const GumboElement *element;
        int parent;
        unsigned next = 0;
    };
    std::vector<Visit> path{{&output->root->v.element, 0}};
    while (!path.empty()) {
        Visit &top = path.back();
        if (top.next >= top.element->children.length) {
            path.pop_back();
            continue;
        }
        const auto *child = static_cast<const GumboNode *>(top.element->children.data[top.next++]);
        if (m_nodes.size() >= mostNodes) {
            m_defects.append(QStringLiteral("html: cut at %1 elements").arg(mostNodes));
            m_wasCut = true;
            return;
        }
        if (budget && !budget->spend()) {
            m_wasCut = true;
            return;
        }
        const int parent = top.parent;
        if (child->type == GUMBO_NODE_ELEMENT) {
            const GumboElement &element = child->v.element;
            const QByteArrayView name(gumbo_normalized_tagname(element.tag));
            const TagFate fate = element.tag_namespace == GUMBO_NAMESPACE_HTML ? fateOf(name) : TagFate::Drop;
            if (fate == TagFate::Keep)
                path.push_back({&element, append(elementOf(element), parent)});
            else if (fate == TagFate::Unwrap)
                path.push_back({&element, parent});
        } else if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA ||
                   child->type == GUMBO_NODE_WHITESPACE) {
            HtmlNode text;
            text.text = QString::fromUtf8(child->v.text.text);
            append(std::move(text), parent);
        }
    }
}

// In document order what is inside of a node follows it up to its next relative.
int HtmlTree::endOf(int node) const
{
    for (int above = node; above >= 0; above = (*this)[above].parent) {
        if ((*this)[above].next >= 0)
            return (*this)[above].next;
    }
    return int(m_nodes.size());
}

int HtmlTree::append(HtmlNode node, int parent)
{
    const int index = int(m_nodes.size());
    node.parent = parent;
    if (parent >= 0) {
        HtmlNode &above = m_nodes[std::size_t(parent)];
        if (above.lastChild >= 0)
            m_nodes[std::size_t(above.lastChild)].next = index;
        else
            above.firstChild = index;
        above.lastChild = index;
    }
    m_nodes.push_back(std::move(node));
    return index;
}
