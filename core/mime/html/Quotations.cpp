// SPDX-License-Identifier: GPL-3.0-or-later
#include "Quotations.h"

#include <QRegularExpression>

#include <algorithm>

namespace
{
constexpr int farthestLabel = 80; // nodes from the beginning of a head
constexpr int fewestLabels = 3;   // "From:", "Sent:", "Subject:" in whatever language
constexpr int mostSiblings = 20;

// Outlook on the web puts "x_" before the names in a message that it shows, and again in each answer.
QStringView withoutPrefix(QStringView name)
{
    while (name.startsWith(u"x_"))
        name = name.mid(2);
    return name;
}

template <std::size_t N> bool isOneOf(QStringView name, const char16_t *const (&known)[N])
{
    return std::any_of(std::begin(known), std::end(known), [name](const char16_t *one) {
        return name.compare(QStringView(one), Qt::CaseInsensitive) == 0;
    });
}

template <std::size_t N> bool isNamed(const HtmlNode &node, const char16_t *const (&known)[N])
{
    if (isOneOf(withoutPrefix(node.attribute("id")), known))
        return true;
    for (const QString names = node.attribute("class");
         const QStringView name : QStringView(names).split(u' '))
        if (isOneOf(withoutPrefix(name), known))
            return true;
    return false;
}

bool isBlank(const HtmlTree &tree, const std::vector<ElementStyle> &styles, int node)
{
    return styles[std::size_t(node)].hidden || tree[node].is("br") ||
           (tree[node].isText() && tree[node].text.trimmed().isEmpty());
}

bool hasBarBeside(const ElementStyle &style)
{
    return style.border[Left].shown() > 0 && style.border[Right].shown() <= 0 &&
           style.border[Top].shown() <= 0 && style.border[Bottom].shown() <= 0;
}

bool hasLineAbove(const ElementStyle &style)
{
    return style.border[Top].shown() > 0 && style.border[Bottom].shown() <= 0 &&
           style.border[Left].shown() <= 0 && style.border[Right].shown() <= 0;
}

bool isQuotedBlock(const HtmlNode &node, const ElementStyle &style)
{
    static constexpr const char16_t *programs[] = {u"gmail_quote", u"protonmail_quote", u"tutanota_quote",
                                                   u"zmail_extra", u"yahoo_quoted"};
    return node.is("blockquote") && (node.attribute("type").compare(u"cite", Qt::CaseInsensitive) == 0 ||
                                     isNamed(node, programs) || hasBarBeside(style));
}

// Elements into which a program puts all of the original message, and nothing of the answer. Gmail's
// div.gmail_quote is none: answers between the lines stand in it.
bool isContainer(const HtmlNode &node)
{
    static constexpr const char16_t *programs[] = {u"mail-editor-reference-message-container",
                                                   u"OLK_SRC_BODY_SECTION", u"yahoo_quoted"};
    return !node.is("blockquote") && isNamed(node, programs);
}

// Words in bold that end in a colon.
int labelsIn(const HtmlTree &tree, const std::vector<ElementStyle> &styles, int element)
{
    int labels = 0;
    const int last = std::min(int(tree.nodes().size()), element + farthestLabel);
    for (int i = element + 1; i < last && tree[i].parent >= element; ++i) {
        const QString words = tree[i].isText() ? tree[i].text.trimmed() : QString();
        const bool isLabel = words.endsWith(u':') || words.endsWith(QChar(0xFF1A));
        labels += isLabel && styles[std::size_t(i)].bold;
    }
    return labels;
}

// "-----Original Message-----", in whatever language.
bool beginsWithDashes(const HtmlTree &tree, int element)
{
    static const QRegularExpression dashes(QStringLiteral("^\\s*-{4,} ?[^-]{3,60} ?-{4,}\\s*$"));
    const int first = tree[element].firstChild;
    return first >= 0 && tree[first].isText() && tree[first].text.size() < 100 &&
           dashes.match(tree[first].text).hasMatch();
}

bool isHeadOfOriginal(const HtmlTree &tree, const std::vector<ElementStyle> &styles, int node)
{
    static constexpr const char16_t *programs[] = {u"divRplyFwdMsg", u"OutlookMessageHeader"};
    const HtmlNode &element = tree[node];
    if (!element.is("div") && !element.is("p"))
        return false;
    if (isNamed(element, programs))
        return true;
    return (hasLineAbove(styles[std::size_t(node)]) || beginsWithDashes(tree, node)) &&
           labelsIn(tree, styles, node) >= fewestLabels;
}

// Outlook wraps the head into an element that has nothing else in it.
int outermostAround(const HtmlTree &tree, const std::vector<ElementStyle> &styles, int head)
{
    for (int parent = tree[head].parent; parent > 0 && tree[parent].is("div"); parent = tree[head].parent) {
        int looks = 0;
        for (int child = tree[parent].firstChild; child >= 0; child = tree[child].next) {
            if (++looks > mostSiblings || (child != head && !isBlank(tree, styles, child)))
                return head;
        }
        head = parent;
    }
    return head;
}
} // namespace

Quotations findQuotations(const HtmlTree &tree, const std::vector<ElementStyle> &styles)
{
    Quotations found;
    bool isAnswer = false; // there is text before
    for (int i = 0; i < int(tree.nodes().size()); ++i) {
        const HtmlNode &node = tree[i];
        const ElementStyle &style = styles[std::size_t(i)];
        if (style.hidden)
            continue;
        if (node.isText())
            isAnswer = isAnswer || !node.text.trimmed().isEmpty();
        else if (isQuotedBlock(node, style) || (isAnswer && isContainer(node)))
            found.elements.insert(i);
        else if (isAnswer && isHeadOfOriginal(tree, styles, i))
            found.tails.insert(outermostAround(tree, styles, i));
    }
    return found;
}
