// SPDX-License-Identifier: GPL-3.0-or-later
//
// StyleSheet is what a message's <style> elements say, indexed by the rightmost part of each selector, so
// that an element meets only the rules that can match it. Knows type, class and id selectors, descendants and
// children, and one level of @media for a screen of a given width. At most 3,000 rules. Pure; the work of
// matching is bounded for one message.
#pragma once

#include "CssDeclarations.h"
#include "HtmlTree.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

class StyleSheet
{
public:
    // `width` in px decides which @media rules hold; `dark` too.
    StyleSheet(const QString &css, int width, bool dark);

    // The declarations for one element in the order of the cascade, the style attribute not included.
    std::vector<const CssDeclaration *> match(const HtmlTree &tree, int node);
    const QStringList &defects() const { return m_defects; }
    bool wasExhausted() const { return m_steps <= 0; }

private:
    struct Compound {
        QString tag; // empty: any
        QString id;
        QStringList classes;
        bool child = false; // stands directly below the compound before it
    };
    struct Rule {
        std::vector<Compound> compounds;
        int declarations = 0; // index into m_declarations
        int specificity = 0;
    };

    void parse(QStringView css, bool insideMedia);
    void addRules(QStringView selectors, QStringView body);
    bool parseSelector(QStringView selector, Rule *rule) const;
    bool holds(QStringView mediaQuery) const;
    const QStringList &classesOf(const HtmlTree &tree, int node);
    bool matches(const HtmlTree &tree, int node, const Rule &rule, std::size_t compound);

    int m_width;
    bool m_dark;
    std::vector<Rule> m_rules;
    std::vector<CssDeclarations> m_declarations;
    QHash<QString, std::vector<int>> m_index; // "#id", ".class", "tag" or "*" -> rules
    qint64 m_steps = 1'000'000;               // left for matching
    std::vector<QStringList> m_classes;       // of the nodes asked for so far
    QStringList m_defects;
};
