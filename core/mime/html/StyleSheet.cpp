// SPDX-License-Identifier: GPL-3.0-or-later
#include "StyleSheet.h"

#include <algorithm>

namespace
{
constexpr std::size_t mostRules = 3000;
constexpr qsizetype longestSelector = 200;
constexpr std::size_t mostCompounds = 8;
constexpr qsizetype mostClasses = 32; // of one element
constexpr qint64 applyingCost = 4;    // of one declaration, in steps of matching

QString withoutComments(QString css)
{
    // Old mail hides its style sheet from older readers.
    css.replace(QStringLiteral("<!--"), QStringLiteral(" "))
        .replace(QStringLiteral("-->"), QStringLiteral(" "));
    QString clean;
    clean.reserve(css.size());
    qsizetype at = 0;
    for (;;) {
        const qsizetype start = css.indexOf(u"/*", at);
        clean += QStringView(css).mid(at, (start < 0 ? css.size() : start) - at);
        const qsizetype end = start < 0 ? -1 : css.indexOf(u"*/", start + 2);
        if (end < 0)
            return clean;
        at = end + 2;
    }
}

// Behind the bracket that closes the one before `from`.
qsizetype blockEnd(QStringView css, qsizetype from)
{
    int depth = 1;
    qsizetype at = from;
    for (; at < css.size() && depth > 0; ++at) {
        if (css[at] == u'{')
            ++depth;
        else if (css[at] == u'}')
            --depth;
    }
    return at;
}

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'-' || c == u'_';
}
} // namespace

StyleSheet::StyleSheet(const QString &css, int width, bool dark) : m_width(width), m_dark(dark)
{
    const QString clean = withoutComments(css);
    parse(clean, false);
    std::stable_sort(m_rules.begin(), m_rules.end(),
                     [](const Rule &a, const Rule &b) { return a.specificity < b.specificity; });
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        const Compound &last = m_rules[i].compounds.back();
        QString key = last.tag.isEmpty() ? QStringLiteral("*") : last.tag;
        if (!last.id.isEmpty())
            key = u'#' + last.id;
        else if (!last.classes.isEmpty())
            key = u'.' + last.classes.first();
        m_index[key].push_back(int(i));
    }
}

void StyleSheet::parse(QStringView css, bool insideMedia)
{
    qsizetype at = 0;
    while (at < css.size()) {
        const qsizetype open = css.indexOf(u'{', at);
        const qsizetype semicolon = css.indexOf(u';', at);
        if (open < 0)
            return;
        const QStringView head = css.mid(at, open - at).trimmed();
        if (head.startsWith(u'@') && semicolon >= 0 && semicolon < open) { // @import, @charset
            at = semicolon + 1;
            continue;
        }
        const qsizetype end = blockEnd(css, open + 1);
        const bool closed = end > open + 1 && css[end - 1] == u'}';
        const QStringView body = css.mid(open + 1, end - open - (closed ? 2 : 1));
        if (!head.startsWith(u'@'))
            addRules(head, body);
        else if (!insideMedia && head.startsWith(u"@media", Qt::CaseInsensitive) && holds(head.mid(6)))
            parse(body, true);
        at = end;
    }
}

void StyleSheet::addRules(QStringView selectors, QStringView body)
{
    CssDeclarations declarations = parseDeclarations(body);
    if (declarations.empty())
        return;
    m_declarations.push_back(std::move(declarations));
    for (const QStringView selector : selectors.split(u',')) {
        if (m_rules.size() >= mostRules) {
            const QString defect = QStringLiteral("css: cut at 3000 rules");
            if (!m_defects.contains(defect))
                m_defects.append(defect);
            return;
        }
        Rule rule;
        rule.declarations = int(m_declarations.size()) - 1;
        if (parseSelector(selector.trimmed(), &rule))
            m_rules.push_back(std::move(rule));
    }
}

bool StyleSheet::parseSelector(QStringView selector, Rule *rule) const
{
    if (selector.isEmpty() || selector.size() > longestSelector)
        return false;
    bool child = false, fresh = true;
    qsizetype at = 0;
    while (at < selector.size()) {
        const QChar c = selector[at];
        if (c.isSpace() || c == u'>') {
            child = child || c == u'>';
            fresh = true;
            ++at;
            continue;
        }
        if (fresh) {
            if (rule->compounds.size() >= mostCompounds)
                return false;
            rule->compounds.push_back({});
            rule->compounds.back().child = child;
            child = fresh = false;
        }
        Compound &compound = rule->compounds.back();
        const bool marked = c == u'.' || c == u'#' || c == u':';
        qsizetype end = at + (marked ? 1 : 0);
        while (end < selector.size() && isNameCharacter(selector[end]))
            ++end;
        const QString name = selector.mid(at + (marked ? 1 : 0), end - at - (marked ? 1 : 0)).toString();
        if (c == u'*') {
            end = at + 1;
        } else if (name.isEmpty()) {
            return false; // attribute and sibling selectors
        } else if (c == u'.') {
            compound.classes.append(name);
            rule->specificity += 100;
        } else if (c == u'#') {
            compound.id = name;
            rule->specificity += 10000;
        } else if (c == u':') {
            if (name != u"link")
                return false;
        } else {
            compound.tag = name.toLower();
            rule->specificity += 1;
        }
        at = end;
    }
    return !rule->compounds.empty() && !fresh;
}

bool StyleSheet::holds(QStringView mediaQuery) const
{
    const QString query = mediaQuery.toString().toLower();
    for (const QString &one : query.split(u',')) {
        bool fits = !one.contains(u"print") && !one.contains(u"not ") && !one.contains(u"pixel-ratio") &&
                    !one.contains(u"orientation") && !one.contains(u"device");
        if (one.contains(u"prefers-color-scheme"))
            fits = fits && one.contains(u"dark") == m_dark;
        else if (one.contains(u"prefers") || one.contains(u"webkit") || one.contains(u"forced-colors"))
            fits = false;
        for (const QStringView bound : {QStringView(u"min-width"), QStringView(u"max-width")}) {
            const qsizetype found = one.indexOf(bound);
            if (found < 0)
                continue;
            QString number;
            for (qsizetype i = found + bound.size(); i < one.size() && one[i] != u')'; ++i) {
                if (one[i].isDigit() && number.size() < 6)
                    number += one[i];
                else if (one[i] == u'.')
                    break;
            }
            const int px = number.toInt();
            fits = fits && (bound == u"min-width" ? m_width >= px : m_width <= px);
        }
        if (fits)
            return true;
    }
    return false;
}

std::vector<const CssDeclaration *> StyleSheet::match(const HtmlTree &tree, int node)
{
    const HtmlNode &element = tree[node];
    std::vector<int> candidates;
    const auto add = [&](const QString &key) {
        const auto found = m_index.constFind(key);
        if (found != m_index.cend())
            candidates.insert(candidates.end(), found->begin(), found->end());
    };
    add(QStringLiteral("*"));
    add(QString::fromLatin1(element.name));
    const QString id = element.attribute("id").trimmed();
    if (!id.isEmpty())
        add(u'#' + id);
    for (const QString &name : classesOf(tree, node))
        add(u'.' + name);
    std::sort(candidates.begin(), candidates.end());
    std::vector<const CssDeclaration *> found;
    for (const int index : candidates) {
        const Rule &rule = m_rules[std::size_t(index)];
        if (!matches(tree, node, rule, rule.compounds.size() - 1))
            continue;
        for (const CssDeclaration &declaration : m_declarations[std::size_t(rule.declarations)])
            found.push_back(&declaration);
    }
    m_steps -= applyingCost * qint64(found.size());
    return found;
}

const QStringList &StyleSheet::classesOf(const HtmlTree &tree, int node)
{
    m_classes.resize(tree.nodes().size());
    QStringList &classes = m_classes[std::size_t(node)];
    if (classes.isEmpty()) {
        classes = tree[node].attribute("class").simplified().split(u' ').mid(0, mostClasses);
        classes.removeDuplicates();
    }
    return classes;
}

// As deep as a selector has compounds, at most eight.
bool StyleSheet::matches(const HtmlTree &tree, int node, const Rule &rule, std::size_t compound)
{
    if (--m_steps <= 0)
        return false;
    const HtmlNode &element = tree[node];
    const Compound &wanted = rule.compounds[compound];
    if (!wanted.tag.isEmpty() && QLatin1String(element.name.data(), element.name.size()) != wanted.tag)
        return false;
    if (!wanted.id.isEmpty() && element.attribute("id").trimmed() != wanted.id)
        return false;
    for (const QString &name : wanted.classes) {
        if (!classesOf(tree, node).contains(name))
            return false;
    }
    if (compound == 0)
        return true;
    for (int above = element.parent; above >= 0; above = tree[above].parent) {
        if (matches(tree, above, rule, compound - 1))
            return true;
        if (wanted.child || m_steps <= 0)
            return false;
    }
    return false;
}
