// SPDX-License-Identifier: GPL-3.0-or-later
#include "LookAlike.h"

#include "RegistrableDomain.h"
#include "TrustLists.h"

#include <QHash>

#include <algorithm>

namespace
{

// Letters that look like Latin ones, in pairs: first the letter, then what it looks like. After the
// confusables of UTS #39, and what is mistaken at a glance.
constexpr QStringView doubles = u"аaсcԁdеeѕsһhіiјjӏlоoрpԛqуyүyхxԝwѵv"
                                u"вbгrкkмmнhтtьbєeзeпnцuбbлnиuшwщwґrҫcԍgыbяrэe"
                                u"αaβbγyδdεeζzηnθoιiκkλaμuνvξeοoπnρpσoςcτtυuφoχxψwωw"
                                u"օoսuոnհhցgզqյjքpրp"
                                u"ıiȷjɑaɡgɩiʀrʏyɢgʟlɴnɪiɯwɾrʙbʜhłlđdøoðdþpßbæaœoħhŧt"
                                u"0o1l3e5s6b8b9g4a7t";

const QHash<QChar, QChar> &latinDoubles()
{
    static const QHash<QChar, QChar> table = [] {
        QHash<QChar, QChar> made;
        for (qsizetype i = 0; i + 1 < doubles.size(); i += 2)
            made.insert(doubles[i], doubles[i + 1]);
        return made;
    }();
    return table;
}

// "paypal-security", "secure-paypal": the name among the words of a longer one.
bool hasWord(const QString &label, const QString &word)
{
    for (const QString &part : label.split(QLatin1Char('-')))
        if (skeleton(part) == skeleton(word))
            return true;
    return false;
}

// "paypal.com.example.net": the whole name below somebody else's.
bool standsBelow(const QString &host, const QString &domain)
{
    return QString(QLatin1Char('.') + host).contains(QLatin1Char('.') + domain + QLatin1Char('.'));
}

bool isPictureOf(const QString &label, const QString &other)
{
    return label != other && skeleton(label) == skeleton(other);
}

} // namespace

QString skeleton(const QString &name)
{
    QString plain;
    for (const QChar c : name.toLower().normalized(QString::NormalizationForm_KD)) {
        if (c.isMark() || c == QLatin1Char('-') || c == QLatin1Char('_') ||
            c.category() == QChar::Other_Format)
            continue;
        plain += latinDoubles().value(c, c);
    }
    plain.replace(QLatin1String("rn"), QLatin1String("m"));
    plain.replace(QLatin1String("vv"), QLatin1String("w"));
    plain.replace(QLatin1String("cl"), QLatin1String("d"));
    plain.replace(QLatin1Char('i'), QLatin1Char('l'));
    return plain;
}

QString ownLabel(const QString &domain)
{
    return unicodeHost(domain).section(QLatin1Char('.'), 0, 0);
}

bool looksLike(const QString &host, const QString &domain)
{
    const QString label = ownLabel(domain);
    return label.size() > 2 &&
           (isPictureOf(ownLabel(registrableDomain(host)), label) || standsBelow(asciiHost(host), domain));
}

QString lookAlikeOf(const QString &host, const QStringList &own)
{
    const QString ascii = asciiHost(host);
    const QString domain = registrableDomain(host);
    if (!domain.contains(QLatin1Char('.')))
        return {};
    const QString label = ownLabel(domain);
    // Who owns the name himself imitates nobody.
    if (own.contains(domain) || brandOf(domain))
        return {};
    for (const QString &other : own) {
        const QString otherDomain = registrableDomain(other);
        if (looksLike(ascii, otherDomain))
            return otherDomain;
    }
    for (const Brand &brand : brands()) {
        const QString &first = brand.domains.first();
        if (isPictureOf(label, brand.label) || standsBelow(ascii, first))
            return first;
        if (!brand.isCommonWord && brand.label.size() > 4 && label != brand.label &&
            hasWord(label, brand.label))
            return first;
    }
    return {};
}
