// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartScan.h"

#include "Octets.h"

#include <algorithm>

PartScan::PartScan(PartTree &tree, int root, QByteArrayView content)
    : m_tree(tree), m_root(root), m_bytes(content)
{
}

void PartScan::run()
{
    open(m_root, 0);
    const auto hasBoundary = [](const Frame &frame) { return !frame.boundary.isEmpty(); };
    if (std::none_of(m_frames.begin(), m_frames.end(), hasBoundary))
        return;
    for (m_at = nextDelimiter(m_at); m_at < m_bytes.size(); m_at = nextDelimiter(m_at)) {
        const auto line = lineAt(m_bytes, m_at);
        const qsizetype next = std::min(lineEnd(m_bytes, m_at) + 1, m_bytes.size());
        bool isEnd = false;
        const int frame = frameOf(line, isEnd);
        if (frame < 0) {
            m_at = next;
            continue;
        }
        if (m_tree.count() >= PartTree::maxParts && !isEnd) {
            m_tree.addDefect(QStringLiteral("cut: more than %1 parts").arg(PartTree::maxParts));
            return;
        }
        // The line break before a delimiter belongs to the delimiter.
        qsizetype end = std::max<qsizetype>(m_at - 1, 0);
        if (end > 0 && m_bytes[end - 1] == '\r')
            --end;
        closeAbove(frame, end);
        m_at = next;
        m_frames[size_t(frame)].hasEnded = isEnd;
        if (!isEnd && next < m_bytes.size())
            openChild(m_frames[size_t(frame)].part, next);
    }
}

// Goes on at `start`, where the body of `part` begins. A message that is not encoded is read on the spot.
void PartScan::open(int part, qsizetype start)
{
    m_at = start;
    m_leaf = part;
    const MimePart &opened = m_tree[part];
    if (opened.depth >= PartTree::maxDepth) {
        if (opened.isMultipart() || opened.isMessage())
            m_tree.addDefect(QStringLiteral("cut: parts nested deeper than %1").arg(PartTree::maxDepth));
        return;
    }
    if (opened.isMultipart()) {
        QByteArray boundary = opened.contentType.parameter("boundary");
        while (boundary.endsWith(' '))
            boundary.chop(1);
        if (boundary.isEmpty())
            return;
        m_frames.push_back({part, boundary});
        m_leaf = -1;
    } else if (opened.isMessage() && opened.encoding == TransferEncoding::Identity &&
               m_tree.count() < PartTree::maxParts) {
        m_frames.push_back({part, {}});
        openChild(part, start);
    }
}

void PartScan::openChild(int parent, qsizetype start)
{
    const auto rest = m_bytes.sliced(start);
    const HeaderBlock header(rest);
    const int child = m_tree.addPart(parent, header, rest.sliced(header.size()));
    open(child, start + header.size());
}

// Only lines that begin with "--" can delimit; all others are passed over at the speed of memchr.
qsizetype PartScan::nextDelimiter(qsizetype from) const
{
    while (from + 2 < m_bytes.size()) {
        if (m_bytes[from] == '-' && m_bytes[from + 1] == '-')
            return from;
        from = lineEnd(m_bytes, from) + 1;
    }
    return m_bytes.size();
}

int PartScan::frameOf(QByteArrayView line, bool &isEnd) const
{
    const auto text = line.sliced(2);
    int ended = -1;
    bool endedAgain = false;
    for (int i = int(m_frames.size()) - 1; i >= 0; --i) {
        const Frame &frame = m_frames[size_t(i)];
        if (frame.boundary.isEmpty() || !text.startsWith(frame.boundary))
            continue;
        auto rest = text.sliced(frame.boundary.size());
        const bool closes = rest.startsWith("--");
        if (closes)
            rest = rest.sliced(2);
        if (!closes && !std::all_of(rest.begin(), rest.end(), isBlank))
            continue;
        if (!frame.hasEnded) {
            isEnd = closes;
            return i;
        }
        if (ended < 0) {
            ended = i;
            endedAgain = closes;
        }
    }
    // A multipart that goes on after its end: some senders end it too early.
    isEnd = endedAgain;
    return ended;
}

void PartScan::closeAbove(int frame, qsizetype end)
{
    if (m_leaf >= 0)
        close(m_leaf, end);
    m_leaf = -1;
    while (int(m_frames.size()) > frame + 1) {
        if (!m_frames.back().hasEnded)
            close(m_frames.back().part, end);
        m_frames.pop_back();
    }
}

void PartScan::close(int part, qsizetype end)
{
    auto &content = m_tree.m_parts[size_t(part)].content;
    const qsizetype start = content.data() - m_bytes.data();
    content = m_bytes.sliced(start, std::max<qsizetype>(end - start, 0));
}
