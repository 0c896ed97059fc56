// SPDX-License-Identifier: GPL-3.0-or-later
//
// SafeHtml turns the HTML of a message into what a QTextDocument may be given: an allow-list of tags,
// attributes, URLs, CSS properties and values, cascaded to inline style and lowered to constructions that
// QTextDocument can lay out (README, "Showing HTML"). Pure, bounded in time and memory for any input, for
// worker threads.
#pragma once

#include "MessageBody.h"
#include "RenderBudget.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <functional>

struct SafeHtml {
    QString html;
    int remoteImages = 0;              // http(s) pictures, whether they have their places or not
    int trackingPixels = 0;            // those of them that nobody would see
    QStringList remotePictures;        // as in MessageBody
    std::vector<LyingLink> lyingLinks; // as in MessageBody
    bool hasUnreadLinks = false;       // as in MessageBody
    QStringList contentIds;            // "cid:" references that stand in `html`, without the scheme, decoded
    QStringList defects;               // what was cut: "html: cut at 2 MiB"
    bool wasCut = false;               // not all that the sender wrote is in `html`
};

// `html` is what the sender wrote, decoded. `imageSize` tells the pixel size of the part with a Content-ID
// (empty: no such part), so that the layout can reserve its place. What has cost as much as `limits` allow
// ends there: the page shows what came before, and a defect says so.
SafeHtml makeSafeHtml(const QString &html, const RenderOptions &options,
                      const std::function<QSize(const QByteArray &contentId)> &imageSize,
                      const RenderLimits &limits = {});

// The text of an HTML message: paragraphs, lists with their numbers, tables as lines whose columns stand
// below each other, links with their target where it differs from the text, quotes with "> ", pictures as
// their text.
enum class LinkTargets { Shown, LeftOut };
QString htmlToText(const QString &html, LinkTargets targets = LinkTargets::Shown);
