// SPDX-License-Identifier: GPL-3.0-or-later
#include "LyingLinks.h"

#include "RegistrableDomain.h"
#include "UrlPolicy.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>

namespace
{
constexpr std::size_t mostLinks = 100;
constexpr qsizetype longestWords = 1000;

// Names of files end like names of countries.
bool looksLikeFile(QStringView name)
{
    static constexpr auto endings = std::to_array<QStringView>(
        {u".md", u".py", u".rs", u".sh", u".pl", u".ps", u".so", u".cc", u".zip", u".mov", u".app", u".bz"});
    return name.count(u'.') == 1 && std::any_of(endings.begin(), endings.end(), [name](QStringView ending) {
               return name.endsWith(ending, Qt::CaseInsensitive);
           });
}

// Without the characters that nobody sees and that change what somebody reads.
QString seenWords(QStringView words)
{
    QString clean;
    for (const QChar c : words) {
        if (c.category() != QChar::Other_Format && c != QChar(0x00AD))
            clean += c == QChar(0x3002) || c == QChar(0xFF0E) || c == QChar(0x2024) ? QChar(u'.') : c;
    }
    return clean.simplified();
}

QString wordsOf(const HtmlTree &tree, int element)
{
    QString words;
    const int end = tree.endOf(element);
    for (int at = element + 1; at < end && words.size() < longestWords; ++at)
        words += tree[at].text;
    return words.left(longestWords);
}
} // namespace

QString hostInWords(const QString &words)
{
    const QString clean = seenWords(words);
    static const QRegularExpression url(
        QStringLiteral("(?:\\bhttps?:/{1,3}(?:[^\\s/?#@<>]*@)?|\\b(?=www\\.))([\\p{L}\\p{M}\\p{N}._-]+|"
                       "\\[[0-9a-f:.]+\\])"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression name(
        QStringLiteral("^([\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]*\\.)+[\\p{L}][\\p{L}\\p{M}\\p{N}-]*)\\.?"
                       "(?::\\d+)?(?:[/?#]\\S*)?$"),
        QRegularExpression::UseUnicodePropertiesOption);
    QRegularExpressionMatch match = url.match(clean);
    if (!match.hasMatch()) {
        match = name.match(clean);
        if (!match.hasMatch() || looksLikeFile(match.capturedView(1)) || !hasKnownSuffix(match.captured(1)))
            return {};
    }
    QString host = match.captured(1).toLower();
    while (host.endsWith(u'.'))
        host.chop(1);
    return host.contains(u'.') || host.startsWith(u'[') ? host : QString();
}

std::vector<LyingLink> findLyingLinks(const HtmlTree &tree)
{
    std::vector<LyingLink> links;
    for (int i = 0; i < int(tree.nodes().size()) && links.size() < mostLinks; ++i) {
        if (!tree[i].is("a"))
            continue;
        const QString target = safeLink(tree[i].attribute("href"));
        if (!target.startsWith(u"http", Qt::CaseInsensitive))
            continue;
        const QString shown = hostInWords(wordsOf(tree, i));
        if (shown.isEmpty())
            continue;
        if (haveSameOwner(shown, QUrl(target).host()))
            continue;
        const LyingLink link{shown, target};
        if (std::find(links.begin(), links.end(), link) == links.end())
            links.push_back(link);
    }
    return links;
}
