// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzInput.h"
#include "WebPage.h"

#include <QRegularExpression>
#include <QString>

namespace
{
// Of a tag, as makeWebPage() writes it: names and values that can end neither the value nor the tag.
bool isHarmless(const QString &tag)
{
    static const QRegularExpression shape(QStringLiteral("^</?([a-z][a-z0-9]*)(\\s[a-z]+=\"[^\"<>]*\")*>$"));
    static const QRegularExpression active(
        QStringLiteral("^(script|iframe|object|embed|form|base|link|meta|svg|math|input|style|template)$"));
    static const QRegularExpression attribute(QStringLiteral("\\s([a-z]+)=\"([^\"]*)\""));
    static const QRegularExpression handler(
        QStringLiteral("^(on[a-z]+|srcset|action|formaction|background)$"));
    static const QRegularExpression ours(
        QStringLiteral("^(https?://|mailto:|#|data:image/(png|jpeg|jpg|gif|webp);base64,)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto whole = shape.match(tag);
    if (!whole.hasMatch() || active.match(whole.captured(1)).hasMatch())
        return false;
    for (auto found = attribute.globalMatch(tag); found.hasNext();) {
        const auto one = found.next();
        const QString name = one.captured(1);
        const bool isAddress = name == u"href" || name == u"src";
        if (handler.match(name).hasMatch() || (isAddress && !ours.match(one.captured(2)).hasMatch()))
            return false;
    }
    return true;
}
} // namespace

// Behind the policy stands nothing that could run, load or send anything but a picture of the message, and
// the sender's style cannot end where it stands.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MessageBody body;
    body.html = QString::fromUtf8(bytesOf(data, size));
    if (body.html.isNull())
        body.html = QStringLiteral("");
    body.header.subject = body.html.left(100);
    body.images.insert(QStringLiteral("cid:p@x"), QByteArray("\x89PNG\r\n\x1a\n"));
    const QString page = QString::fromUtf8(makeWebPage(body));
    require(page.startsWith(u"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "));
    const qsizetype style = page.indexOf(u"\n<style>"), end = page.indexOf(u"</style></head>\n<body>");
    require(style > 0 && end > style && page.count(u"</style") == 1 && page.count(u"<style") == 1);
    require(page.mid(style + 8, end - style - 8).count(u'<') == 0);
    const QString content = page.sliced(end + 22).chopped(15); // </body></html>
    static const QRegularExpression tag(QStringLiteral("<[^>]*>?"));
    for (auto found = tag.globalMatch(content); found.hasNext();)
        require(isHarmless(found.next().captured(0)));
    return 0;
}
