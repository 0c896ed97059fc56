// SPDX-License-Identifier: GPL-3.0-or-later
#include "DepthGuard.h"

#include "TagPolicy.h"

#include <algorithm>

namespace
{
constexpr std::size_t deepest = 96;
constexpr qsizetype longestTag = 64 * 1024;
constexpr qsizetype longestPictureTag = 1536 * 1024; // room for a data: picture
constexpr int mostAttributes = 100;                  // the builder compares each with each
constexpr int mostReopened = 100'000;
constexpr qsizetype mostCss = 256 * 1024;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// Elements whose start closes an open <p>.
bool closesParagraph(QByteArrayView tag)
{
    return isBlockTag(tag) && tag != "table" && tag != "td" && tag != "th" && tag != "tr" && tag != "html" &&
           tag != "body";
}

// The builder looks for an open <li> no further than these.
bool isSpecial(const QByteArray &name, bool isBlock)
{
    return isBlock && name != "p" && name != "div" && name != "address";
}
} // namespace

DepthGuard::Guarded DepthGuard::guard(QByteArrayView html)
{
    DepthGuard guard(html);
    guard.run();
    return std::move(guard.m_out);
}

void DepthGuard::run()
{
    m_out.html.reserve(m_in.size());
    while (m_at < m_in.size()) {
        const qsizetype next = m_in.indexOf('<', m_at);
        copyTo(next < 0 ? m_in.size() : next);
        if (next >= 0)
            takeMarkup();
    }
    if (m_tooDeep > 0)
        m_out.defects.append(QStringLiteral("html: %1 tags nested too deeply").arg(m_tooDeep));
    if (m_tooLarge > 0)
        m_out.defects.append(QStringLiteral("html: %1 tags too large").arg(m_tooLarge));
}

void DepthGuard::copyTo(qsizetype end)
{
    m_out.html.append(m_in.sliced(m_at, end - m_at));
    m_at = end;
}

void DepthGuard::takeMarkup()
{
    const char next = m_at + 1 < m_in.size() ? m_in[m_at + 1] : '\0';
    if (next == '!' || next == '?') {
        skipComment();
        return;
    }
    const bool isEnd = next == '/';
    const qsizetype nameAt = m_at + (isEnd ? 2 : 1);
    if (nameAt >= m_in.size() || !isLetter(m_in[nameAt])) {
        if (isEnd) {
            skipComment(); // "</3" is a comment to a browser
        } else {
            m_out.html.append("&lt;");
            ++m_at;
        }
        return;
    }
    const Tag tag = readTag(m_at);
    if (tag.end < 0) { // a browser drops a tag that the text ends in
        m_at = m_in.size();
        return;
    }
    if (!isEnd && isOpaque(tag.name)) {
        skipOpaque(tag);
        return;
    }
    const qsizetype longest = tag.name == "img" ? longestPictureTag : longestTag;
    if (tag.end - m_at > longest || tag.attributes > mostAttributes) {
        ++m_tooLarge;
        m_at = tag.end;
        return;
    }
    isEnd ? takeEnd(tag) : takeStart(tag);
}

void DepthGuard::skipComment()
{
    // "<!-->" and "<!--->" are whole comments; "--!>" ends one too. Other "<!" and "<?" end at ">".
    if (m_in.sliced(m_at).startsWith("<!--")) {
        const QByteArrayView rest = m_in.sliced(m_at + 4);
        if (rest.startsWith('>') || rest.startsWith("->")) {
            m_at = m_in.indexOf('>', m_at) + 1;
            return;
        }
        for (qsizetype at = m_at + 4; (at = m_in.indexOf("--", at)) >= 0; ++at) {
            const QByteArrayView tail = m_in.sliced(at + 2);
            if (tail.startsWith('>') || tail.startsWith("!>")) {
                m_at = m_in.indexOf('>', at) + 1;
                return;
            }
        }
        m_at = m_in.size();
        return;
    }
    const qsizetype end = m_in.indexOf('>', m_at);
    m_at = end < 0 ? m_in.size() : end + 1;
}

DepthGuard::Tag DepthGuard::readTag(qsizetype at) const
{
    Tag tag;
    tag.isEnd = m_in[at + 1] == '/';
    const qsizetype start = at + (tag.isEnd ? 2 : 1);
    qsizetype i = start;
    while (i < m_in.size() && !isSpace(m_in[i]) && m_in[i] != '/' && m_in[i] != '>')
        ++i;
    // No known name is longer than this; a longer one cannot be confused with any.
    tag.name = m_in.sliced(start, std::min<qsizetype>(i - start, 32)).toByteArray().toLower();
    tag.end = skipAttributes(i, &tag.attributes);
    return tag;
}

qsizetype DepthGuard::skipAttributes(qsizetype at, int *count) const
{
    const qsizetype size = m_in.size();
    while (at < size) {
        while (at < size && (isSpace(m_in[at]) || m_in[at] == '/'))
            ++at;
        if (at >= size)
            return -1;
        if (m_in[at] == '>')
            return at + 1;
        ++*count;
        ++at; // a name may begin with "="
        while (at < size && !isSpace(m_in[at]) && m_in[at] != '/' && m_in[at] != '>' && m_in[at] != '=')
            ++at;
        while (at < size && isSpace(m_in[at]))
            ++at;
        if (at >= size || m_in[at] != '=')
            continue;
        ++at;
        while (at < size && isSpace(m_in[at]))
            ++at;
        if (at < size && (m_in[at] == '"' || m_in[at] == '\'')) {
            const qsizetype quote = m_in.indexOf(m_in[at], at + 1);
            if (quote < 0)
                return -1;
            at = quote + 1;
        } else {
            while (at < size && !isSpace(m_in[at]) && m_in[at] != '>')
                ++at;
        }
    }
    return -1;
}

void DepthGuard::takeStart(const Tag &tag)
{
    // Frames are never shown, and what is meant for readers without them stands inside <noframes>.
    if (tag.name == "frameset" || tag.name == "frame" || tag.name == "noframes" || tag.name == "plaintext" ||
        tag.name == "form" || tag.name == "input" || tag.name == "isindex") {
        m_at = tag.end;
        return;
    }
    if (isVoid(tag.name)) {
        copyTo(tag.end);
        return;
    }
    closeImplied(tag.name);
    if (m_open.size() >= deepest || (m_reopened > mostReopened && isFormatting(tag.name))) {
        ++m_tooDeep;
        m_at = tag.end;
        return;
    }
    m_open.push_back({tag.name, isFormatting(tag.name), isScopeBorder(tag.name), isBlockTag(tag.name)});
    copyTo(tag.end);
}

void DepthGuard::takeEnd(const Tag &tag)
{
    for (qsizetype i = qsizetype(m_open.size()) - 1; i >= 0; --i) {
        const Open &open = m_open[std::size_t(i)];
        if (open.name == tag.name) {
            close(i);
            copyTo(tag.end);
            return;
        }
        // Only the table and its cells reach through a border.
        const bool tableTag = isScopeBorder(tag.name) || tag.name == "tr" || tag.name == "tbody" ||
                              tag.name == "thead" || tag.name == "tfoot";
        if (open.isBorder && (open.name == "table" || !tableTag))
            break;
    }
    // "</p>" and "</br>" alone are an empty paragraph and a line break; every other one means nothing.
    if (tag.name == "p" || tag.name == "br")
        m_out.html.append("<br>");
    m_at = tag.end;
}

// What the start of `name` closes without an end tag: lists of unclosed <p>, <li> and <td> are common, and
// are not nested.
void DepthGuard::closeImplied(const QByteArray &name)
{
    const auto closeOpen = [this](auto closes, auto stops) {
        for (qsizetype i = qsizetype(m_open.size()) - 1; i >= 0 && !stops(m_open[std::size_t(i)]); --i) {
            if (closes(m_open[std::size_t(i)])) {
                close(i);
                return;
            }
        }
    };
    if (closesParagraph(name))
        closeOpen([](const Open &open) { return open.name == "p"; },
                  [](const Open &open) { return open.isBorder; });
    if (name == "li") {
        closeOpen([](const Open &open) { return open.name == "li"; },
                  [](const Open &open) { return open.name != "li" && isSpecial(open.name, open.isBlock); });
    } else if (name == "dd" || name == "dt") {
        closeOpen([](const Open &open) { return open.name == "dd" || open.name == "dt"; },
                  [](const Open &open) {
                      return open.name != "dd" && open.name != "dt" && isSpecial(open.name, open.isBlock);
                  });
    } else if (name == "td" || name == "th") {
        closeOpen([](const Open &open) { return open.name == "td" || open.name == "th"; },
                  [](const Open &open) { return open.name == "table" || open.name == "tr"; });
    } else if (name == "tr" || name == "tbody" || name == "thead" || name == "tfoot") {
        closeOpen([](const Open &open) { return open.name == "tr"; },
                  [](const Open &open) { return open.name == "table"; });
    }
}

void DepthGuard::close(qsizetype index)
{
    const auto from = m_open.begin() + index;
    if (from->isFormatting) { // the blocks inside of it stay open
        m_open.erase(from);
        return;
    }
    const auto isCell = [](const Open &open) {
        return open.name == "td" || open.name == "th" || open.name == "caption";
    };
    std::vector<Open> reopened;
    if (!isCell(*from)) { // a cell takes its formatting with it, others leave it to be opened again
        const auto end = std::find_if(from + 1, m_open.end(), isCell);
        std::copy_if(from + 1, end, std::back_inserter(reopened),
                     [](const Open &open) { return open.isFormatting; });
    }
    m_open.erase(from, m_open.end());
    m_open.insert(m_open.end(), reopened.begin(), reopened.end());
    const bool wasWithin = m_reopened <= mostReopened;
    // The builder puts what is open into the next paragraph anew, also what was opened in an earlier one.
    m_reopened +=
        int(std::count_if(m_open.begin(), m_open.end(), [](const Open &open) { return open.isFormatting; }));
    if (wasWithin && m_reopened > mostReopened)
        endFormatting();
}

// A hundred unclosed <font> would be made again for each of ten thousand paragraphs.
void DepthGuard::endFormatting()
{
    for (auto open = m_open.rbegin(); open != m_open.rend(); ++open) {
        if (open->isFormatting)
            m_out.html.append("</" + open->name + '>');
    }
    std::erase_if(m_open, [](const Open &open) { return open.isFormatting; });
}

void DepthGuard::skipOpaque(const Tag &tag)
{
    const qsizetype end = findEndTag(tag.name, tag.end);
    if (tag.name == "style") {
        const QByteArrayView css = m_in.sliced(tag.end, (end < 0 ? m_in.size() : end) - tag.end);
        const qsizetype room = std::max<qsizetype>(0, mostCss - m_out.css.size());
        if (css.size() > room && !m_out.defects.contains(QStringLiteral("css: cut at 256 KiB")))
            m_out.defects.append(QStringLiteral("css: cut at 256 KiB"));
        m_out.css.append(css.first(std::min(css.size(), room))).append('\n');
    }
    if (end < 0) {
        // Without an end it would swallow the whole message: only the tag goes. Searched once for each name.
        m_withoutEnd.push_back(tag.name);
        const bool raw = tag.name == "style" || tag.name == "script";
        m_at = raw ? m_in.size() : tag.end;
        return;
    }
    int attributes = 0;
    const qsizetype behind = skipAttributes(end + 2 + tag.name.size(), &attributes);
    m_at = behind < 0 ? m_in.size() : behind;
}

qsizetype DepthGuard::findEndTag(const QByteArray &name, qsizetype from) const
{
    if (std::find(m_withoutEnd.begin(), m_withoutEnd.end(), name) != m_withoutEnd.end())
        return -1;
    for (qsizetype at = from; (at = m_in.indexOf("</", at)) >= 0; at += 2) {
        const QByteArrayView rest = m_in.sliced(at + 2);
        if (rest.size() > name.size() && rest.first(name.size()).compare(name, Qt::CaseInsensitive) == 0) {
            const char behind = rest[name.size()];
            if (isSpace(behind) || behind == '/' || behind == '>')
                return at;
        }
    }
    return -1;
}
