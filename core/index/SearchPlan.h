// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchPlan is a search made ready to be run: names and days have become conditions on what the catalogue
// knows, and as much as can be of the text one expression of FTS5. It knows three answers, because the index
// does not answer for every message and the text is read last. Pure, but for the tags it asks for.
#pragma once

#include "Folder.h"
#include "MessageFacts.h"
#include "SearchOutcome.h"
#include "TextCondition.h"

#include <functional>
#include <vector>

class SearchQuery;

class SearchPlan
{
public:
    // In the order in which answers are cheap.
    struct Node {
        enum class Kind { Fact, Index, And, Or, Not, Text };
        Kind kind = Kind::And;
        std::vector<Node> nodes;                       // of And, Or and Not
        std::function<bool(const MessageFact &)> fact; // of Fact
        TextCondition condition;                       // of Index and Text: what the text must be
        QByteArray expression;                         // of Index: the same for FTS5
        int depth = 0;                                 // of the expression's parentheses
        size_t number = 0;                             // of Index: its place in expressions()
    };
    enum class Truth { No, Maybe, Yes };

    struct Sources {
        SearchContext context;
        std::vector<Folder> folders;
        // MessageFacts::tagged().
        std::function<Result<std::optional<std::vector<MessageId>>>(const QString &, bool)> tagged;
    };
    static Result<SearchPlan> compile(const SearchQuery &query, const Sources &sources);

    const Node &root() const { return m_root; }
    const std::vector<QByteArray> &expressions() const { return m_expressions; }
    // Whether the account is asked for, which MessageFacts::all() does not know.
    bool needsRows() const { return m_needsRows; }
    const std::vector<SearchTerm> &unknown() const { return m_unknown; }

    // `leaf` answers for the nodes of kind Index and Text.
    template <class Leaf> static Truth judge(const Node &node, const MessageFact &fact, const Leaf &leaf);

private:
    using Kind = Node::Kind;
    Result<Node> node(const SearchTerm &term, const Sources &sources);
    Result<Node> textNode(const SearchTerm &term, const Sources &sources);
    Node stateNode(const SearchTerm &term);
    Result<Node> tagNode(const SearchTerm &term, const Sources &sources);
    Node folderNode(const SearchTerm &term, const Sources &sources);
    Node accountNode(const SearchTerm &term, const Sources &sources);
    static Node all(std::vector<Node> nodes);
    static Node any(std::vector<Node> nodes);
    static Node negated(Node node);
    void number(Node &node);

    Node m_root;
    std::vector<QByteArray> m_expressions;
    std::vector<SearchTerm> m_unknown;
    bool m_needsRows = false;
};

template <class Leaf>
SearchPlan::Truth SearchPlan::judge(const Node &node, const MessageFact &fact, const Leaf &leaf)
{
    switch (node.kind) {
    case Kind::Fact:
        return node.fact(fact) ? Truth::Yes : Truth::No;
    case Kind::Index:
    case Kind::Text:
        return leaf(node);
    case Kind::Not: {
        const Truth inner = judge(node.nodes.front(), fact, leaf);
        return inner == Truth::Maybe ? inner : inner == Truth::Yes ? Truth::No : Truth::Yes;
    }
    case Kind::And:
    case Kind::Or:
        break;
    }
    const bool isAnd = node.kind == Kind::And;
    const Truth settles = isAnd ? Truth::No : Truth::Yes;
    Truth truth = isAnd ? Truth::Yes : Truth::No;
    for (const Node &inner : node.nodes) {
        const Truth one = judge(inner, fact, leaf);
        if (one == settles)
            return settles;
        if (one == Truth::Maybe)
            truth = Truth::Maybe;
    }
    return truth;
}
