// SPDX-License-Identifier: GPL-3.0-or-later
#include "SampleMailbox.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>
#include <vector>

// A resource in a static library is not found until it has been named once; the macro wants to stand outside
// of every namespace.
static void registerResources()
{
    Q_INIT_RESOURCE(sample_mail);
}

namespace
{

struct Sample {
    qint64 sent;
    QByteArray bytes;
};

const QRegularExpression &placeholder()
{
    static const QRegularExpression expression(QStringLiteral("@(DATE|ICAL|DAY)([+-])(\\d{1,8})([mhd])@"));
    return expression;
}

qint64 shifted(const QRegularExpressionMatch &match, qint64 now)
{
    const QStringView unit = match.capturedView(4);
    const qint64 seconds = unit == u"m" ? 60 : unit == u"h" ? 3600 : 86400;
    const qint64 offset = match.capturedView(3).toLongLong() * seconds;
    return match.capturedView(2) == u"-" ? now - offset : now + offset;
}

QString written(const QRegularExpressionMatch &match, qint64 now)
{
    const QDateTime moment = QDateTime::fromSecsSinceEpoch(shifted(match, now), Qt::UTC);
    const QLocale english = QLocale::c();
    if (match.capturedView(1) == u"ICAL")
        return english.toString(moment, QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    if (match.capturedView(1) == u"DAY")
        return english.toString(moment, QStringLiteral("dddd, d MMMM yyyy"));
    return english.toString(moment, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss +0000"));
}

// Git may have checked the files out with either line end.
QByteArray withCrLf(QByteArray text)
{
    return text.replace("\r\n", "\n").replace("\n", "\r\n");
}

// The first placeholder of a file is the one in its Date field.
qint64 timeOfSending(const QByteArray &text, qint64 now)
{
    const qsizetype from = text.indexOf("\nDate: @DATE");
    const auto match = placeholder().match(QString::fromLatin1(text.mid(from, 40)));
    return from >= 0 && match.hasMatch() ? shifted(match, now) : 0;
}

} // namespace

QByteArray withDatesFilledIn(const QByteArray &text, qint64 now)
{
    // Latin-1 maps every byte to one character and back, so text in any charset passes unharmed.
    const QString source = QString::fromLatin1(text);
    QString filled;
    filled.reserve(source.size() + 256);
    qsizetype from = 0;
    auto matches = placeholder().globalMatch(source);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        filled += QStringView(source).mid(from, match.capturedStart() - from);
        filled += written(match, now);
        from = match.capturedEnd();
    }
    filled += QStringView(source).mid(from);
    return filled.toLatin1();
}

QByteArrayList sampleMessages(qint64 now)
{
    registerResources();
    const QDir folder(QStringLiteral(":/sample-mail"));
    std::vector<Sample> samples;
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue; // compiled in: cannot happen
        const QByteArray text = file.readAll();
        samples.push_back({timeOfSending(text, now), withCrLf(withDatesFilledIn(text, now))});
    }
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample &a, const Sample &b) { return a.sent < b.sent; });
    QByteArrayList messages;
    for (const Sample &sample : samples)
        messages.append(sample.bytes);
    return messages;
}
