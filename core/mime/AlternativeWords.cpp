// SPDX-License-Identifier: GPL-3.0-or-later
#include "AlternativeWords.h"

#include <algorithm>

namespace
{
bool isOfPlainWord(QChar c)
{
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate();
}

// Calls `take` with the hash (FNV-1a) of each word until it says false; false then.
template <class Take> bool forEachWord(QStringView text, Take take)
{
    constexpr quint64 offset = 14695981039346656037ULL, prime = 1099511628211ULL;
    quint64 hash = offset;
    bool inWord = false;
    for (const QChar c : text) {
        if (isOfPlainWord(c)) {
            hash = (hash ^ c.toCaseFolded().unicode()) * prime;
            inWord = true;
        } else if (inWord) {
            if (!take(hash))
                return false;
            hash = offset;
            inWord = false;
        }
    }
    return !inWord || take(hash);
}
} // namespace

AlternativeWords::AlternativeWords(QStringView known)
{
    forEachWord(known, [this](quint64 word) {
        m_known.push_back(word);
        return true;
    });
    std::sort(m_known.begin(), m_known.end());
    m_known.erase(std::unique(m_known.begin(), m_known.end()), m_known.end());
}

bool AlternativeWords::hasNewWord(QStringView line) const
{
    return !forEachWord(
        line, [this](quint64 word) { return std::binary_search(m_known.begin(), m_known.end(), word); });
}

QString AlternativeWords::newLines(QStringView text) const
{
    QString lines;
    for (qsizetype begin = 0; begin < text.size();) {
        qsizetype end = text.indexOf(u'\n', begin);
        if (end < 0)
            end = text.size();
        const QStringView line = text.sliced(begin, end - begin);
        if (hasNewWord(line)) {
            lines += line;
            lines += u'\n';
        }
        begin = end + 1;
    }
    return lines;
}
