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
constexpr qsizetype mostWords = 4 * 1024 * 1024; // letters of all links; tables let one lie in another

// Names of files end like names of countries.
bool looksLikeFile(QStringView name)
{
    static constexpr auto endings = std::to_array<QStringView>(
        {u".md", u".py", u".rs", u".sh", u".pl", u".ps", u".so", u".cc", u".zip", u".mov", u".app", u".bz"});
    return name.count(u'.') == 1 && std::any_of(endings.begin(), endings.end(), [name](QStringView ending) {
               return name.endsWith(ending, Qt::CaseInsensitive);
           });
}

// Letters and marks that show nothing, beside the characters that Unicode calls formats.
bool isUnseen(QChar c)
{
    static constexpr auto blanks =
        std::to_array<char16_t>({0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0});
    return c.category() == QChar::Other_Format || (c >= QChar(0xFE00) && c <= QChar(0xFE0F)) ||
           std::find(blanks.begin(), blanks.end(), c.unicode()) != blanks.end();
}

// Without the characters that nobody sees and that change what somebody reads.
QString seenWords(QStringView words)
{
    QString clean;
    for (const QChar c : words) {
        if (!isUnseen(c))
            clean += c == QChar(0x3002) || c == QChar(0xFF0E) || c == QChar(0x2024) ? QChar(u'.') : c;
    }
    return clean.simplified();
}

// What a reader may see of a link: its words, the words that stand for its pictures, and both.
QStringList readingsOf(const HtmlTree &tree, int element)
{
    QString words, all;
    QStringList readings;
    const int end = tree.endOf(element);
    for (int at = element + 1; at < end; ++at) {
        const QString alt = tree[at].is("img") ? tree[at].attribute("alt") : QString();
        if (!alt.isEmpty())
            readings.append(alt);
        words += tree[at].text;
        all += tree[at].text + alt;
    }
    readings.removeDuplicates();
    readings.prepend(words);
    if (all != words)
        readings.prepend(all);
    return readings;
}

// The host that a link shows and that is not its target's; empty where it does not lie.
QString liedHost(const QStringList &readings, const QString &target)
{
    const QString real = QUrl(target).host();
    for (const QString &words : readings) {
        const QString shown = hostInWords(words);
        if (!shown.isEmpty() && !haveSameOwner(shown, real))
            return shown;
    }
    return {};
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

LyingLinks findLyingLinks(const HtmlTree &tree)
{
    LyingLinks found;
    qsizetype left = mostWords;
    for (int i = 0; i < int(tree.nodes().size()); ++i) {
        if (!tree[i].is("a"))
            continue;
        if (found.links.size() >= mostLinks || left <= 0) {
            found.areAll = false;
            break;
        }
        const QString target = safeLink(tree[i].attribute("href"));
        if (!target.startsWith(u"http", Qt::CaseInsensitive))
            continue;
        const QStringList readings = readingsOf(tree, i);
        for (const QString &words : readings)
            left -= words.size();
        const QString shown = liedHost(readings, target);
        const LyingLink link{shown, target};
        if (shown.isEmpty() || std::find(found.links.begin(), found.links.end(), link) != found.links.end())
            continue;
        found.links.push_back(link);
    }
    return found;
}
