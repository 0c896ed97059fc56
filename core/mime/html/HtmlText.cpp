// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlTree.h"
#include "ListCount.h"
#include "SafeHtml.h"
#include "TagPolicy.h"
#include "TextTable.h"
#include "UrlPolicy.h"

#include <algorithm>
#include <optional>

namespace
{
constexpr int deepestQuote = 20;
constexpr int deepestIndent = 40; // columns

bool isParagraph(const HtmlNode &node)
{
    static constexpr const char *names[] = {"p",  "h1", "h2", "h3",    "h4",  "h5",        "h6",
                                            "ul", "ol", "dl", "table", "pre", "blockquote"};
    return std::any_of(std::begin(names), std::end(names), [&](const char *name) { return node.is(name); });
}

bool isHidden(const HtmlNode &node)
{
    if (!node.attribute("hidden").isNull())
        return true;
    QString style = node.attribute("style").toLower();
    style.remove(u' ');
    static constexpr QStringView ways[] = {u"display:none", u"visibility:hidden", u"mso-hide:all",
                                           u"max-height:0px", u"max-height:0;"};
    return std::any_of(std::begin(ways), std::end(ways),
                       [&style](QStringView way) { return style.contains(way); });
}

// Collects lines: white space is joined, breaks are asked for and made only when more text comes.
class TextLines
{
public:
    void add(QStringView text, bool preformatted)
    {
        for (const QChar c : text) {
            if (preformatted && c == u'\n') {
                breakLine();
                ++m_breaks;
            } else if (!preformatted && (c.isSpace() || c == QChar::Nbsp)) {
                m_space = true;
            } else if (c != QChar(0x200B) && c != u'\r') {
                addCharacter(c);
            }
        }
    }
    void askForBreaks(int count)
    {
        m_breaks = std::max(m_breaks, m_lineEmpty && m_out.isEmpty() ? 0 : count);
    }
    void addBreak()
    {
        breakLine();
        m_breaks = std::min(m_breaks + 1, 3);
    }
    void addGap() { m_gap = !m_lineEmpty && m_breaks == 0; }
    // Stands at the end of the indent of the next line.
    void setMarker(const QString &marker) { m_marker = marker; }
    void changeQuote(int by) { m_quote += by; }
    void changeIndent(qsizetype by) { m_indent += int(by); } // columns
    qsizetype position() const { return m_out.size(); }
    QString since(qsizetype position) const { return m_out.mid(position).trimmed(); }
    QString take()
    {
        while (!m_out.isEmpty() && m_out.back().isSpace())
            m_out.chop(1);
        return std::move(m_out);
    }

private:
    void breakLine() { m_space = m_gap = false; }
    void addCharacter(QChar c)
    {
        if (m_breaks > 0 || m_out.isEmpty())
            startLine();
        if (m_gap && !m_lineEmpty)
            m_out += u"  ";
        else if (m_space && !m_lineEmpty)
            m_out += u' ';
        m_space = m_gap = false;
        m_lineEmpty = false;
        m_out += c;
    }
    void startLine()
    {
        const int level = std::min(m_quote, deepestQuote);
        const QString quote = QStringLiteral("> ").repeated(level);
        const QString between = QStringLiteral("> ").repeated(std::min(level, m_lineQuote)).trimmed();
        for (int i = 0; !m_out.isEmpty() && i < m_breaks; ++i) {
            m_out += u'\n';
            if (i + 1 < m_breaks)
                m_out += between;
        }
        m_out += quote;
        m_lineQuote = level;
        const qsizetype column = std::clamp(m_indent, 0, deepestIndent);
        m_out += QString(std::max<qsizetype>(0, column - m_marker.size()), u' ');
        m_out += m_marker;
        m_marker.clear();
        m_breaks = 0;
        m_space = m_gap = false;
        m_lineEmpty = true;
    }

    QString m_out, m_marker;
    int m_breaks = 0, m_quote = 0, m_lineQuote = 0, m_indent = 0;
    bool m_space = false, m_gap = false, m_lineEmpty = true;
};

class TextWalk
{
public:
    enum class Tables { Aligned, Flat };
    TextWalk(const HtmlTree &tree, LinkTargets targets, Tables tables = Tables::Aligned)
        : m_tree(tree), m_targets(targets), m_tables(tables)
    {
    }

    QString run(int from = 0)
    {
        m_path.emplace_back().node = from;
        enter(m_path.back());
        while (!m_path.empty()) {
            Visit &top = m_path.back();
            if (top.child < 0) {
                leave(top);
                m_path.pop_back();
                continue;
            }
            const int child = top.child;
            top.child = m_tree[child].next;
            const HtmlNode &node = m_tree[child];
            if (node.isText()) {
                m_lines.add(node.text, m_preformatted > 0);
            } else if (!isHidden(node)) {
                Visit visit;
                visit.node = child;
                if (node.is("li"))
                    visit.marker = markerOf(node, top);
                enter(visit);
                m_path.push_back(std::move(visit));
            }
        }
        return m_lines.take();
    }

private:
    struct Visit {
        int node = 0;
        int child = -1;
        std::optional<ListCount> count; // of a numbered list's items
        qsizetype start = 0;
        QString marker; // of a list's item
    };

    void enter(Visit &visit)
    {
        const HtmlNode &node = m_tree[visit.node];
        visit.child = node.firstChild;
        visit.start = m_lines.position();
        if (node.is("ol"))
            visit.count.emplace(m_tree, visit.node);
        if (node.is("br")) {
            m_lines.addBreak();
        } else if (node.is("hr")) {
            m_lines.askForBreaks(1);
            m_lines.add(QStringLiteral("----------"), false);
            m_lines.askForBreaks(1);
        } else if (node.is("img")) {
            const QString alt = node.attribute("alt").simplified();
            if (!alt.isEmpty())
                m_lines.add(u'[' + alt + u']', false);
        } else if (node.is("td") || node.is("th")) {
            m_lines.addGap();
        } else if (isParagraph(node)) {
            m_lines.askForBreaks(isNestedList(node) ? 1 : 2);
        } else if (isBlockTag(node.name)) {
            m_lines.askForBreaks(1);
        }
        if (node.is("pre"))
            ++m_preformatted;
        if (node.is("blockquote"))
            m_lines.changeQuote(1);
        m_lines.changeIndent(indentOf(visit));
        if (node.is("li"))
            m_lines.setMarker(visit.marker);
        if (node.is("table") && m_tables == Tables::Aligned)
            addTable(visit);
    }

    void leave(const Visit &visit)
    {
        const HtmlNode &node = m_tree[visit.node];
        if (m_targets == LinkTargets::Shown && node.is("a"))
            addTarget(node, visit.start);
        if (node.is("pre"))
            --m_preformatted;
        if (isParagraph(node))
            m_lines.askForBreaks(isNestedList(node) ? 1 : 2);
        else if (isBlockTag(node.name) && !node.is("td") && !node.is("th"))
            m_lines.askForBreaks(1);
        if (node.is("blockquote"))
            m_lines.changeQuote(-1);
        m_lines.changeIndent(-indentOf(visit));
        if (node.is("li"))
            m_lines.setMarker({});
    }

    static bool isList(const HtmlNode &node) { return node.is("ul") || node.is("ol"); }

    bool isNestedList(const HtmlNode &node) const
    {
        return isList(node) && node.parent >= 0 &&
               (m_tree[node.parent].is("li") || isList(m_tree[node.parent]));
    }

    // What follows an item's first line stands below its words.
    qsizetype indentOf(const Visit &visit) const
    {
        const HtmlNode &node = m_tree[visit.node];
        if (node.is("li"))
            return visit.marker.size();
        if (node.is("dd"))
            return 4;
        return isNestedList(node) && !m_tree[node.parent].is("li") ? 2 : 0;
    }

    static QString markerOf(const HtmlNode &item, Visit &list)
    {
        return list.count ? list.count->next(item) + QStringLiteral(". ") : QStringLiteral("• ");
    }

    // A table of short cells becomes lines whose columns stand below each other; what only places text does
    // not.
    void addTable(Visit &visit)
    {
        const TextTable table = TextTable::of(m_tree, visit.node, [this](int cell) {
            return TextWalk(m_tree, m_targets, Tables::Flat).run(cell);
        });
        if (table.isNull())
            return;
        for (const QString &line : table.lines()) {
            m_lines.askForBreaks(1);
            m_lines.add(line, true);
        }
        visit.child = -1;
    }

    void addTarget(const HtmlNode &node, qsizetype start)
    {
        const QString target = safeLink(node.attribute("href"));
        if (target.isEmpty() || target.startsWith(u'#'))
            return;
        const auto bare = [](QString url) {
            for (const QStringView scheme : {u"http://", u"https://", u"mailto:"}) {
                if (url.startsWith(scheme, Qt::CaseInsensitive))
                    url.remove(0, scheme.size());
            }
            return url.endsWith(u'/') ? url.chopped(1) : url;
        };
        const QString text = m_lines.since(start);
        if (!text.isEmpty() && bare(text).compare(bare(target), Qt::CaseInsensitive) != 0)
            m_lines.add(QStringLiteral(" <") + target + u'>', false);
    }

    const HtmlTree &m_tree;
    const LinkTargets m_targets;
    const Tables m_tables;
    std::vector<Visit> m_path;
    TextLines m_lines;
    int m_preformatted = 0;
};
} // namespace

QString htmlToText(const QString &html, LinkTargets targets)
{
    const HtmlTree tree(html);
    return TextWalk(tree, targets).run();
}
