// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthenticationResults.h"

#include <algorithm>

namespace
{

// A word of the field, or one of the characters that part words.
struct Token {
    char separator = 0; // ";" or "="; 0: a word
    QByteArray word;
};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Words, quoted strings and separators; comments are passed over, nested ones too (RFC 5322 §3.2.2).
class Tokens
{
public:
    explicit Tokens(QByteArrayView text) : m_text(text) {}

    bool next(Token &token)
    {
        skipBlanksAndComments();
        if (m_at >= m_text.size())
            return false;
        token = {};
        const char c = m_text[m_at];
        if (isSeparator(c)) {
            token.separator = c;
            ++m_at;
        } else if (c == '"') {
            token.word = quoted();
        } else {
            token.word = word();
        }
        return true;
    }

private:
    static bool isSeparator(char c) { return c == ';' || c == '='; }

    void skipBlanksAndComments()
    {
        int depth = 0;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (depth > 0 && c == '\\')
                ++m_at;
            else if (c == '(')
                ++depth;
            else if (c == ')' && depth > 0)
                --depth;
            else if (depth == 0 && !isSpace(c))
                return;
        }
    }

    QByteArray quoted()
    {
        QByteArray result;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                break;
            }
            if (c == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            result += m_text[m_at];
        }
        return result;
    }

    QByteArray word()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && !isSpace(m_text[m_at]) && !isSeparator(m_text[m_at]) &&
               m_text[m_at] != '(' && m_text[m_at] != '"')
            ++m_at;
        // A quoted local part: "a b"@example.org is one value.
        QByteArray result = m_text.sliced(start, m_at - start).toByteArray();
        if (m_at < m_text.size() && m_text[m_at] == '"' && m_at > start)
            result += quoted();
        return result;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

// What stands between two semicolons.
std::vector<std::vector<Token>> sections(QByteArrayView value)
{
    std::vector<std::vector<Token>> all(1);
    Tokens tokens(value.first(qMin(value.size(), AuthenticationResults::maxSize)));
    Token token;
    while (tokens.next(token)) {
        if (token.separator != ';')
            all.back().push_back(std::move(token));
        else if (qsizetype(all.size()) <= AuthenticationResults::maxResults)
            all.emplace_back();
        else
            break;
    }
    return all;
}

// method["/"version] "=" result *(ptype "." property "=" value)
AuthenticationResults::Result resultOf(const std::vector<Token> &tokens)
{
    AuthenticationResults::Result result;
    for (size_t i = 0; i + 2 < tokens.size(); ++i) {
        if (tokens[i].separator || tokens[i + 1].separator != '=' || tokens[i + 2].separator)
            continue;
        const QByteArray name = tokens[i].word.toLower();
        if (result.method.isEmpty()) {
            result.method = name.left(name.indexOf('/') < 0 ? name.size() : name.indexOf('/'));
            result.value = tokens[i + 2].word.toLower();
        } else if (name.contains('.')) {
            result.properties.emplace_back(name, tokens[i + 2].word);
        }
        i += 2;
        // Of a quoted local part the domain follows as a word of its own.
        if (i + 1 < tokens.size() && tokens[i + 1].word.startsWith('@') && !result.properties.empty())
            result.properties.back().second += tokens[++i].word;
    }
    return result;
}

} // namespace

QByteArray AuthenticationResults::Result::property(QByteArrayView name) const
{
    const auto found = std::find_if(properties.begin(), properties.end(),
                                    [name](const auto &one) { return one.first == name; });
    return found == properties.end() ? QByteArray() : found->second;
}

AuthenticationResults AuthenticationResults::parse(QByteArrayView value)
{
    AuthenticationResults field;
    const auto parts = sections(value);
    // Before the first semicolon stand the server's name and perhaps a version. Outlook.com names none.
    const std::vector<Token> &head = parts.front();
    const bool isResult = head.size() > 1 && head[1].separator == '=';
    if (!isResult && !head.empty() && !head.front().separator)
        field.server = head.front().word.toLower();
    for (size_t i = isResult ? 0 : 1; i < parts.size(); ++i) {
        Result result = resultOf(parts[i]);
        if (!result.method.isEmpty() && qsizetype(field.results.size()) < maxResults)
            field.results.push_back(std::move(result));
    }
    return field;
}
