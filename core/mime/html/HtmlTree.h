// SPDX-License-Identifier: GPL-3.0-or-later
//
// HtmlTree is a sender's HTML as a tree of the elements that may be shown, in document order: a node's parent
// always stands before it, so that every pass over the tree is a loop. Built by gumbo, which nothing else
// uses. Bounded in size. Pure; a value.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

struct HtmlNode {
    QByteArrayView name; // lower case, static; empty for text
    int parent = -1;
    int firstChild = -1;
    int lastChild = -1;
    int next = -1; // the next sibling
    QString text;
    std::vector<std::pair<QByteArray, QString>> attributes; // the allowed ones

    bool isText() const { return name.isEmpty(); }
    bool is(QByteArrayView tag) const { return name == tag; }
    // Null where the attribute is not there.
    QString attribute(QByteArrayView key) const;
};

class RenderBudget;

// What is read of a message's HTML. Of pictures that stand in it as "data:", 1408 KiB come on top; longer
// ones are taken out, and not what stands behind them.
struct HtmlLimits {
    qsizetype bytes = 2 * 1024 * 1024; // of UTF-8
    std::size_t nodes = 60'000;
};

class HtmlTree
{
public:
    // Cuts at the limits, and where the budget ends; the parser itself ends in time because of DepthGuard.
    explicit HtmlTree(const QString &html, RenderBudget *budget = nullptr, const HtmlLimits &limits = {});

    const std::vector<HtmlNode> &nodes() const { return m_nodes; } // [0] is <html>
    const HtmlNode &operator[](int index) const { return m_nodes[std::size_t(index)]; }
    // The first node behind all that is in `node`: what lies between is what it holds.
    int endOf(int node) const;
    const QString &css() const { return m_css; }
    const QStringList &defects() const { return m_defects; }
    // Words or pictures of the sender are missing.
    bool wasCut() const { return m_wasCut; }

private:
    void build(const QByteArray &html, RenderBudget *budget, std::size_t mostNodes);
    int append(HtmlNode node, int parent);

    std::vector<HtmlNode> m_nodes;
    QString m_css;
    QStringList m_defects;
    bool m_wasCut = false;
};
