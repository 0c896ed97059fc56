// SPDX-License-Identifier: GPL-3.0-or-later
#include "EncodedWords.h"

#include "Charset.h"
#include "Octets.h"
#include "TransferEncoding.h"

#include <algorithm>
#include <optional>

namespace
{

struct Word {
    qsizetype end = 0; // the offset behind it
    QByteArrayView label;
    bool isBase64 = false;
    QByteArrayView text;
};

bool isWhitespace(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return isBlank(c) || c == '\r' || c == '\n'; });
}

// The word that starts at `at`, where "=?" stands.
std::optional<Word> wordAt(QByteArrayView field, qsizetype at)
{
    constexpr qsizetype longestLabel = 80;
    const qsizetype labelStart = at + 2;
    qsizetype labelEnd = labelStart;
    const qsizetype limit = std::min(field.size(), labelStart + longestLabel);
    while (labelEnd < limit && field[labelEnd] > 32 && field[labelEnd] < 127 && field[labelEnd] != '?')
        ++labelEnd;
    if (labelEnd == labelStart || labelEnd + 3 > field.size() || field[labelEnd] != '?' ||
        field[labelEnd + 2] != '?')
        return std::nullopt;
    const char encoding = lowered(field[labelEnd + 1]);
    if (encoding != 'b' && encoding != 'q')
        return std::nullopt;
    const qsizetype textStart = labelEnd + 3;
    for (qsizetype end = textStart; end + 1 < field.size(); ++end) {
        if (field[end] != '?')
            continue;
        if (field[end + 1] == '=')
            return Word{end + 2, field.sliced(labelStart, labelEnd - labelStart), encoding == 'b',
                        field.sliced(textStart, end - textStart)};
        if (encoding == 'b')
            return std::nullopt;
    }
    return std::nullopt;
}

QByteArray bytesOf(const Word &word)
{
    return word.isBase64 ? decodeBase64(word.text) : decodeQuotedPrintable(word.text, true);
}

// Collects the words of one run; the bytes of words in the same charset are joined before they are decoded.
class Run
{
public:
    void add(const Word &word)
    {
        const QByteArray charset = charsetOf(word.label);
        if (charset != m_charset)
            flush();
        m_charset = charset;
        m_label = word.label;
        m_bytes += bytesOf(word);
        m_hasWord = true;
    }
    bool hasWord() const { return m_hasWord; }
    QString take()
    {
        flush();
        m_hasWord = false;
        return std::exchange(m_text, {});
    }

private:
    void flush()
    {
        if (!m_bytes.isEmpty())
            m_text += decodeText(m_bytes, m_label).text;
        m_bytes.clear();
    }

    QByteArray m_charset;
    QByteArrayView m_label;
    QByteArray m_bytes;
    QString m_text;
    bool m_hasWord = false;
};

} // namespace

std::vector<HeaderStretch> splitEncodedWords(QByteArrayView field)
{
    std::vector<HeaderStretch> stretches;
    Run run;
    qsizetype literalStart = 0;
    qsizetype at = 0;
    const qsizetype lastEnd = field.lastIndexOf("?=");
    while (at < lastEnd) {
        const qsizetype start = field.indexOf("=?", at);
        if (start < 0 || start > lastEnd)
            break;
        const auto word = wordAt(field, start);
        if (!word) {
            at = start + 2;
            continue;
        }
        const auto between = field.sliced(literalStart, start - literalStart);
        if (!run.hasWord() || !isWhitespace(between)) {
            if (run.hasWord())
                stretches.push_back({true, {}, run.take()});
            if (!between.isEmpty())
                stretches.push_back({false, between, {}});
        }
        run.add(*word);
        at = word->end;
        literalStart = at;
    }
    if (run.hasWord())
        stretches.push_back({true, {}, run.take()});
    if (literalStart < field.size())
        stretches.push_back({false, field.sliced(literalStart), {}});
    return stretches;
}
