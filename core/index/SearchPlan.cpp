// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchPlan.h"

#include "SearchQuery.h"

#include <QSet>

#include <algorithm>

namespace
{
using Term = SearchTerm::Kind;

// FTS5's parser gives up at some hundred levels; what is nested deeper is asked for in several queries.
constexpr int deepestExpression = 12;

bool isNegatedIndex(const SearchPlan::Node &node)
{
    return node.kind == SearchPlan::Node::Kind::Not &&
           node.nodes.front().kind == SearchPlan::Node::Kind::Index;
}

// "Outer/Inner".
QString pathOf(const Folder &folder, const std::vector<Folder> &folders)
{
    QString path = folder.name;
    FolderId parent = folder.parent;
    for (size_t level = 0; parent != 0 && level < folders.size(); ++level) {
        const auto above =
            std::find_if(folders.begin(), folders.end(), [=](const Folder &one) { return one.id == parent; });
        if (above == folders.end())
            break;
        path = above->name + u'/' + path;
        parent = above->parent;
    }
    return path;
}

// What a folder is called in a query.
QStringList namesOf(const Folder &folder, const std::vector<Folder> &folders)
{
    switch (folder.kind) {
    case FolderKind::Inbox:
        return {QStringLiteral("inbox")};
    case FolderKind::Archive:
        return {QStringLiteral("archive")};
    case FolderKind::Junk:
        return {QStringLiteral("junk"), QStringLiteral("spam")};
    case FolderKind::Trash:
        return {QStringLiteral("trash")};
    case FolderKind::Custom:
        break;
    }
    return {folder.name, pathOf(folder, folders)};
}

// One Index node of several, as `first OR second`.
SearchPlan::Node mergedIndex(Term kind, std::vector<SearchPlan::Node> nodes)
{
    if (nodes.size() == 1)
        return std::move(nodes.front());
    SearchPlan::Node merged;
    merged.kind = SearchPlan::Node::Kind::Index;
    std::vector<TextCondition> conditions;
    for (SearchPlan::Node &node : nodes) {
        if (!merged.expression.isEmpty())
            merged.expression += kind == Term::Or ? " OR " : " AND ";
        merged.expression += node.expression;
        merged.depth = std::max(merged.depth, node.depth + 1);
        conditions.push_back(std::move(node.condition));
    }
    merged.expression = '(' + merged.expression + ')';
    merged.condition = TextCondition::joined(kind, std::move(conditions));
    return merged;
}

// Those that can go into one expression.
std::vector<SearchPlan::Node> takeIndexNodes(std::vector<SearchPlan::Node> &nodes)
{
    std::vector<SearchPlan::Node> taken, left;
    for (SearchPlan::Node &node : nodes) {
        const bool fits = node.kind == SearchPlan::Node::Kind::Index && node.depth < deepestExpression;
        (fits ? taken : left).push_back(std::move(node));
    }
    nodes = std::move(left);
    return taken;
}
} // namespace

Result<SearchPlan> SearchPlan::compile(const SearchQuery &query, const Sources &sources)
{
    SearchPlan plan;
    TRY(plan.m_root, plan.node(query.root(), sources));
    plan.number(plan.m_root);
    return plan;
}

void SearchPlan::number(Node &node)
{
    if (node.kind == Kind::Index) {
        node.number = m_expressions.size();
        m_expressions.push_back(node.expression);
    }
    for (Node &inner : node.nodes)
        number(inner);
}

Result<SearchPlan::Node> SearchPlan::node(const SearchTerm &term, const Sources &sources)
{
    std::vector<Node> nodes;
    for (const SearchTerm &inner : term.terms) {
        TRY(auto one, node(inner, sources));
        nodes.push_back(std::move(one));
    }
    switch (term.kind) {
    case Term::And:
        return all(std::move(nodes));
    case Term::Or:
        return any(std::move(nodes));
    case Term::Not:
        return negated(std::move(nodes.front()));
    case Term::Text:
    case Term::Expression:
        return textNode(term, sources);
    case Term::State:
        if (term.state == SearchState::Tagged)
            return tagNode(term, sources);
        return stateNode(term);
    default:
        break;
    }
    Node fact;
    fact.kind = Kind::Fact;
    if (term.kind == Term::Before || term.kind == Term::After) {
        const qint64 moment = SearchQuery::firstMoment(term.date, sources.context.now).toSecsSinceEpoch();
        const bool isBefore = term.kind == Term::Before;
        fact.fact = [=](const MessageFact &message) { return (message.date < moment) == isBefore; };
    } else {
        const bool isLarger = term.kind == Term::Larger;
        fact.fact = [=, bytes = term.bytes](const MessageFact &message) {
            return isLarger ? message.size > bytes : message.size < bytes;
        };
    }
    return fact;
}

Result<SearchPlan::Node> SearchPlan::textNode(const SearchTerm &term, const Sources &sources)
{
    if (term.field == SearchField::Tag)
        return tagNode(term, sources);
    if (term.field == SearchField::Folder)
        return folderNode(term, sources);
    if (term.field == SearchField::Account)
        return accountNode(term, sources);
    Node text;
    text.condition = TextCondition::of(term);
    text.expression = text.condition.expression();
    text.kind = text.expression.isEmpty() ? Kind::Text : Kind::Index;
    return text;
}

SearchPlan::Node SearchPlan::stateNode(const SearchTerm &term)
{
    Flag flag = Flag::Read;
    switch (term.state) {
    case SearchState::Starred:
        flag = Flag::Starred;
        break;
    case SearchState::OnServer:
        flag = Flag::OnServer;
        break;
    case SearchState::Partial:
        flag = Flag::Partial;
        break;
    case SearchState::Damaged:
        flag = Flag::Damaged;
        break;
    case SearchState::Attachment:
        flag = Flag::HasAttachment;
        break;
    default:
        break;
    }
    Node node;
    node.kind = Kind::Fact;
    node.fact = [flag, wanted = term.state != SearchState::Unread](const MessageFact &message) {
        return message.flags.testFlag(flag) == wanted;
    };
    return node;
}

Result<SearchPlan::Node> SearchPlan::tagNode(const SearchTerm &term, const Sources &sources)
{
    const bool anyTag = term.kind == Term::State;
    TRY(auto messages, sources.tagged(term.text, term.prefix || anyTag));
    if (!messages && !anyTag)
        m_unknown.push_back(term);
    Node node;
    node.kind = Kind::Fact;
    node.fact = [ids = messages.value_or(std::vector<MessageId>())](const MessageFact &message) {
        return std::binary_search(ids.begin(), ids.end(), message.id);
    };
    return node;
}

SearchPlan::Node SearchPlan::folderNode(const SearchTerm &term, const Sources &sources)
{
    const auto isMeant = [&](const Folder &folder) {
        const QStringList names = namesOf(folder, sources.folders);
        return std::any_of(names.begin(), names.end(), [&](const QString &name) {
            return term.prefix ? name.startsWith(term.text, Qt::CaseInsensitive)
                               : name.compare(term.text, Qt::CaseInsensitive) == 0;
        });
    };
    QSet<FolderId> meant;
    for (const Folder &folder : sources.folders)
        if (isMeant(folder))
            meant.insert(folder.id);
    if (meant.isEmpty())
        m_unknown.push_back(term);
    // With what lies in them, to the last level.
    for (qsizetype before = -1; before != meant.size();) {
        before = meant.size();
        for (const Folder &folder : sources.folders)
            if (folder.parent != 0 && meant.contains(folder.parent))
                meant.insert(folder.id);
    }
    Node node;
    node.kind = Kind::Fact;
    node.fact = [meant](const MessageFact &message) { return meant.contains(message.folder); };
    return node;
}

// By name or address; where none is just so, those that have the text in them.
SearchPlan::Node SearchPlan::accountNode(const SearchTerm &term, const Sources &sources)
{
    QSet<AccountId> meant, alike;
    for (const SearchContext::Account &account : sources.context.accounts) {
        for (const QString &name : {account.name, account.address}) {
            if (name.compare(term.text, Qt::CaseInsensitive) == 0 && !term.prefix)
                meant.insert(account.id);
            if (term.prefix ? name.startsWith(term.text, Qt::CaseInsensitive)
                            : name.contains(term.text, Qt::CaseInsensitive))
                alike.insert(account.id);
        }
    }
    if (meant.isEmpty())
        meant = alike;
    if (meant.isEmpty())
        m_unknown.push_back(term);
    m_needsRows = true;
    Node node;
    node.kind = Kind::Fact;
    node.fact = [meant](const MessageFact &message) { return meant.contains(message.account); };
    return node;
}

// What FTS5 can find goes into one expression, with what must not be there behind its NOT.
SearchPlan::Node SearchPlan::all(std::vector<Node> nodes)
{
    std::vector<Node> wanted = takeIndexNodes(nodes), unwanted, rest;
    for (Node &node : nodes) {
        if (isNegatedIndex(node) && node.nodes.front().depth < deepestExpression)
            unwanted.push_back(std::move(node.nodes.front()));
        else
            rest.push_back(std::move(node));
    }
    Node index;
    if (!wanted.empty())
        index = mergedIndex(Term::And, std::move(wanted));
    if (!unwanted.empty()) {
        Node without = mergedIndex(Term::Or, std::move(unwanted));
        if (index.kind == Kind::Index) {
            index.expression = '(' + index.expression + " NOT " + without.expression + ')';
            index.depth = std::max(index.depth, without.depth) + 1;
            index.condition = TextCondition::joined(
                Term::And, {index.condition, TextCondition::joined(Term::Not, {without.condition})});
        } else {
            rest.push_back(negated(std::move(without)));
        }
    }
    if (index.kind == Kind::Index)
        rest.push_back(std::move(index));
    if (rest.size() == 1)
        return std::move(rest.front());
    std::stable_sort(rest.begin(), rest.end(), [](const Node &a, const Node &b) { return a.kind < b.kind; });
    Node conjunction;
    conjunction.nodes = std::move(rest);
    return conjunction;
}

SearchPlan::Node SearchPlan::any(std::vector<Node> nodes)
{
    std::vector<Node> wanted = takeIndexNodes(nodes);
    if (!wanted.empty())
        nodes.push_back(mergedIndex(Term::Or, std::move(wanted)));
    if (nodes.size() == 1)
        return std::move(nodes.front());
    std::stable_sort(nodes.begin(), nodes.end(),
                     [](const Node &a, const Node &b) { return a.kind < b.kind; });
    Node choice;
    choice.kind = Kind::Or;
    choice.nodes = std::move(nodes);
    return choice;
}

SearchPlan::Node SearchPlan::negated(Node node)
{
    Node negation;
    negation.kind = Kind::Not;
    negation.nodes.push_back(std::move(node));
    return negation;
}
