// SPDX-License-Identifier: GPL-3.0-or-later
#include "BodyChoice.h"

#include "EnrichedText.h"

#include <algorithm>
#include <array>

namespace
{

bool contains(const std::vector<int> &list, int part)
{
    return std::find(list.begin(), list.end(), part) != list.end();
}

bool isBlankContent(const MimePart &part)
{
    return std::all_of(part.content.begin(), part.content.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

bool isSignature(const MimePart &part)
{
    return part.type == "application/pgp-signature" || part.type == "application/pkcs7-signature" ||
           part.type == "application/x-pkcs7-signature";
}

// Text that means something to a program rather than to a reader.
bool isDocument(const MimePart &part)
{
    static constexpr std::array types{"text/calendar", "text/vcard", "text/x-vcard", "text/directory",
                                      "text/csv"};
    return std::any_of(types.begin(), types.end(), [&](const char *type) { return part.type == type; });
}

bool isEnriched(const MimePart &part)
{
    return enrichedKindOf(part.type) != EnrichedKind::None;
}

// True where no message lies between the part and the root.
bool isReadHere(const PartTree &tree, int part)
{
    for (int at = tree[part].parent; at >= 0; at = tree[at].parent) {
        if (tree[at].isMessage())
            return false;
    }
    return true;
}

// The lists that a part is added to; null once another alternative speaks for it (RFC 8621 §4.1.4).
struct Lists {
    std::vector<int> *plain;
    std::vector<int> *html;
};

class Chooser
{
public:
    Chooser(const PartTree &tree, BodyChoice &choice) : m_tree(tree), m_choice(choice) {}

    void walk(const std::vector<int> &parts, const QByteArray &multipart, bool inAlternative, Lists lists);
    void showSpareTexts();
    void showOtherTexts();

private:
    int rootOfRelated(const std::vector<int> &parts) const;
    void takeLeaf(int index, bool mayBeBody, bool inAlternative, Lists &lists);
    void takeTnef(int index);
    void takeAlternatives(const std::vector<int> &parts, Lists lists);
    void list(int index) { m_choice.attachments.push_back(index); }

    const PartTree &m_tree;
    BodyChoice &m_choice;
    std::vector<int> m_spare; // texts that are shown where there are no others
};

// RFC 2387 §3.2: the part that `start` names, else the first; a picture cannot be the root where there is
// text.
int Chooser::rootOfRelated(const std::vector<int> &parts) const
{
    const MimePart &related = m_tree[m_tree[parts.front()].parent];
    QByteArray start = related.contentType.parameter("start").trimmed();
    if (start.startsWith('<') && start.endsWith('>'))
        start = start.sliced(1, start.size() - 2);
    for (const int part : parts) {
        if (!start.isEmpty() && m_tree[part].contentId == start)
            return part;
    }
    for (const int part : parts) {
        if (m_tree[part].isTextOrHtml() || m_tree[part].isMultipart() || m_tree[part].isOpened())
            return part;
    }
    return parts.front();
}

// The tree is no deeper than PartTree::maxDepth, which bounds this recursion.
void Chooser::walk(const std::vector<int> &parts, const QByteArray &multipart, bool inAlternative,
                   Lists lists)
{
    const bool isRelated = multipart == "multipart/related";
    const bool isAlternative = multipart == "multipart/alternative";
    const bool isSigned = multipart == "multipart/signed";
    const int root = isRelated && !parts.empty() ? rootOfRelated(parts) : -1;
    const Lists entry = lists;
    const size_t plainBefore = lists.plain ? lists.plain->size() : 0;
    const size_t htmlBefore = lists.html ? lists.html->size() : 0;
    if (isAlternative)
        takeAlternatives(parts, lists);
    bool isFirst = true;
    for (const int index : parts) {
        const MimePart &part = m_tree[index];
        const bool isLeading = isRelated ? index == root : isFirst;
        const bool isText = part.isTextOrHtml() || (!inAlternative && isEnriched(part));
        const bool mayBeBody = isText && part.disposition.value != "attachment" &&
                               (isLeading || (!isRelated && part.name.isEmpty()));
        if (part.isMultipart()) {
            if (!part.children.empty())
                walk(part.children, part.type, inAlternative || part.type == "multipart/alternative", lists);
        } else if (part.wrapsEntity() && part.isOpened()) {
            walk(part.children, "multipart/mixed", inAlternative, lists);
            if (!part.problem.isEmpty())
                list(index);
        } else if (part.wrapper == MimePart::Wrapper::Tnef && part.isOpened()) {
            takeTnef(index);
        } else if (isSigned && !isFirst && isSignature(part)) {
            // Hidden: the signature of what is shown.
        } else if (!isAlternative) {
            takeLeaf(index, mayBeBody, inAlternative, lists);
        }
        isFirst = false;
    }
    if (!isAlternative || !entry.plain || !entry.html)
        return;
    // Where one view has no part of its own, it shows that of the other.
    if (entry.plain->size() == plainBefore && entry.html->size() > htmlBefore)
        entry.plain->insert(entry.plain->end(), entry.html->begin() + qsizetype(htmlBefore),
                            entry.html->end());
    else if (entry.html->size() == htmlBefore && entry.plain->size() > plainBefore)
        entry.html->insert(entry.html->end(), entry.plain->begin() + qsizetype(plainBefore),
                           entry.plain->end());
}

// Its attachments take the place of winmail.dat, which is listed too where it could not be read whole. Its
// text mostly says again what the message's own says, and is for where there is none.
void Chooser::takeTnef(int index)
{
    const MimePart &wrapper = m_tree[index];
    if (!wrapper.problem.isEmpty())
        list(index);
    for (const int child : wrapper.children) {
        const MimePart &part = m_tree[child];
        if (part.isTextOrHtml() && part.disposition.value.isEmpty())
            m_spare.push_back(child);
        else
            list(child);
    }
}

void Chooser::showSpareTexts()
{
    for (const int index : m_spare)
        (m_tree[index].type == "text/html" ? m_choice.html : m_choice.plain).push_back(index);
}

void Chooser::takeLeaf(int index, bool mayBeBody, bool inAlternative, Lists &lists)
{
    const MimePart &part = m_tree[index];
    if (!mayBeBody) {
        list(index);
        return;
    }
    if (inAlternative && part.type == "text/plain")
        lists.html = nullptr;
    if (inAlternative && part.type == "text/html")
        lists.plain = nullptr;
    if (lists.plain)
        lists.plain->push_back(index);
    if (lists.html)
        lists.html->push_back(index);
    if (!part.name.isEmpty() || (!lists.plain && !lists.html))
        list(index);
}

// Of the texts that are directly in a multipart/alternative one of each kind is shown: the last HTML that
// says something (RFC 2046 §5.1.4), but the first plain text, as a part with a type that nobody can read
// counts as plain. A picture or a document is never the text, wherever it stands.
void Chooser::takeAlternatives(const std::vector<int> &parts, Lists lists)
{
    const auto isCandidate = [this](int index) {
        const MimePart &part = m_tree[index];
        return part.isTextOrHtml() && part.disposition.value != "attachment" && part.name.isEmpty();
    };
    const auto best = [&](const char *type, bool takesFirst) {
        int found = -1;
        for (const int index : parts) {
            if (m_tree[index].type != type || !isCandidate(index))
                continue;
            const bool isBetter = found >= 0 && !isBlankContent(m_tree[index]) &&
                                  !(takesFirst && !isBlankContent(m_tree[found]));
            if (found < 0 || isBetter)
                found = index;
        }
        return found;
    };
    const int plain = best("text/plain", true);
    const int html = best("text/html", false);
    if (plain >= 0 && lists.plain)
        lists.plain->push_back(plain);
    if (html >= 0 && lists.html)
        lists.html->push_back(html);
    // Where another alternative around this one speaks for it, nobody would learn of these.
    const bool isShown = (plain >= 0 && lists.plain) || (html >= 0 && lists.html);
    for (const int text : {plain, html}) {
        if (text >= 0 && !isShown)
            list(text);
    }
    const bool hasText = plain >= 0 || html >= 0;
    bool isFirst = true;
    for (const int index : parts) {
        const MimePart &part = m_tree[index];
        const bool isLesser =
            isCandidate(index) || (hasText && part.type.startsWith("text/") && !isDocument(part) &&
                                   part.name.isEmpty() && part.disposition.value != "attachment");
        if (!part.isMultipart() && !part.isOpened() && !isLesser) {
            // A first text with a name is the text all the same, unless a nameless one of its kind is.
            const bool isNamedText = isFirst && part.isTextOrHtml() && part.disposition.value != "attachment";
            if (isNamedText && part.type == "text/plain" && plain < 0 && lists.plain)
                lists.plain->push_back(index);
            if (isNamedText && part.type == "text/html" && html < 0 && lists.html)
                lists.html->push_back(index);
            list(index);
        }
        isFirst = false;
    }
}

// Where nothing is text/plain or text/html, other texts are better than none: enriched text, a report's
// fields.
void Chooser::showOtherTexts()
{
    auto &attachments = m_choice.attachments;
    std::vector<int> shown;
    for (const int index : attachments) {
        const MimePart &part = m_tree[index];
        const bool isReport = part.type == "message/delivery-status" ||
                              part.type == "message/disposition-notification" ||
                              part.type == "message/feedback-report";
        const bool isText = part.type.startsWith("text/") && !part.isTextOrHtml() && !isDocument(part);
        if ((isReport || isText) && part.name.isEmpty() && part.disposition.value != "attachment")
            shown.push_back(index);
    }
    std::erase_if(attachments, [&](int index) { return contains(shown, index); });
    m_choice.plain = shown;
    m_choice.html = shown;
}

// The multipart/alternative that a part is in, or -1.
int alternativeOf(const PartTree &tree, int part)
{
    int at = tree[part].parent;
    while (at >= 0 && tree[at].type != "multipart/alternative")
        at = tree[at].parent;
    return at;
}

// Enriched text beside pictures within an alternative, where plain text or HTML says the same.
bool isLesserAlternative(const PartTree &tree, const BodyChoice &choice, int index)
{
    const MimePart &part = tree[index];
    if (!isEnriched(part) || !part.name.isEmpty() || part.disposition.value == "attachment")
        return false;
    const int alternative = alternativeOf(tree, index);
    const auto isBeside = [&](int shown) { return alternativeOf(tree, shown) == alternative; };
    return alternative >= 0 && !choice.isShown(index) &&
           (std::any_of(choice.plain.begin(), choice.plain.end(), isBeside) ||
            std::any_of(choice.html.begin(), choice.html.end(), isBeside));
}

} // namespace

bool BodyChoice::isShown(int part) const
{
    return contains(plain, part) || contains(html, part);
}

BodyChoice chooseBody(const PartTree &tree)
{
    BodyChoice choice;
    Chooser chooser(tree, choice);
    chooser.walk({0}, "multipart/mixed", false, {&choice.plain, &choice.html});
    if (choice.plain.empty() && choice.html.empty())
        chooser.showSpareTexts();
    if (choice.plain.empty() && choice.html.empty())
        chooser.showOtherTexts();
    else if (choice.plain.empty())
        choice.plain = choice.html;
    else if (choice.html.empty())
        choice.html = choice.plain;
    std::erase_if(choice.attachments, [&](int index) { return isLesserAlternative(tree, choice, index); });
    for (int i = 0; i < tree.count(); ++i) {
        if (tree[i].parent >= 0 && !tree[tree[i].parent].shownText.isNull() && isReadHere(tree, i))
            choice.attachments.push_back(i);
    }
    std::sort(choice.attachments.begin(), choice.attachments.end());
    return choice;
}

bool mayShow(const PartTree &tree, int html, int image)
{
    const auto isRelated = [](const MimePart &part) {
        return part.type == "multipart/related" || part.wrapper == MimePart::Wrapper::Tnef;
    };
    std::vector<int> related;
    for (int at = tree[html].parent; at >= 0 && !tree[at].isMessage(); at = tree[at].parent) {
        if (isRelated(tree[at]))
            related.push_back(at);
    }
    for (int at = tree[image].parent; at >= 0 && !tree[at].isMessage(); at = tree[at].parent) {
        if (contains(related, at))
            return true;
    }
    return false;
}
